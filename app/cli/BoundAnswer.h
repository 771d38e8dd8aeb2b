#pragma once

#include "app/cli/PrivacyReport.h"

namespace undertone::cli {

/// A bound and what it is about.
struct BoundAnswer
{
    privacy::PrivacyEvent event;
    privacy::PrivacyBound bound;
    std::vector<privacy::PrivacyWarning> warnings;
};

/// Adds to a document what every answer says about itself: accountant, relation, unit, what the bound is
/// worth, warnings.
void describe(nlohmann::ordered_json& document, const BoundAnswer& answer);

/// The same as text below the fields that were asked for, with what the bound means.
std::string answerText(Fields fields, const BoundAnswer& answer);

} // namespace undertone::cli
