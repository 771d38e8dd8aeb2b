#include "app/cli/BoundAnswer.h"

#include "core/session/PrivacyAnalysis.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace undertone::cli {

namespace {

constexpr double falseAlarms = 0.05;

std::string accountantWords(const privacy::PrivacyBound& bound)
{
    return bound.accountant + (bound.kind == privacy::BoundKind::Guaranteed
                                   ? " (an upper bound: the true value is not larger)"
                                   : " (a nominal figure: no guarantee)");
}

/// What the bound lets an attacker find, in a sentence.
std::string meaningText(const privacy::PrivacyBound& bound, const std::string& unit)
{
    const double found = privacy::largestTruePositiveRate(bound.epsilon, bound.delta, falseAlarms);
    if (found > 0.9995)
        return fmt::format(
            "This epsilon and delta alone rule out next to nothing: an attacker who looks for one "
            "{} may find it almost always.",
            unit);
    return fmt::format(
        "An attacker who looks for one {0} and reports it in {1:.0f} % of the cases without it "
        "reports it in at most {2:.1f} % of the cases with it.",
        unit, 100 * falseAlarms, 100 * found);
}

} // namespace

void describe(nlohmann::ordered_json& document, const BoundAnswer& answer)
{
    document["accountant"] = answer.bound.accountant;
    document["relation"] = privacy::relationName(answer.event.relation);
    document["unit"] = answer.event.unit;
    document["bound"] = boundName(answer.bound.kind);
    document["warnings"] = warningsDocument(answer.warnings);
}

std::string answerText(Fields fields, const BoundAnswer& answer)
{
    const auto& event = answer.event;
    fields.emplace_back("of", privacy::eventWords(event));
    fields.emplace_back("accountant", accountantWords(answer.bound));
    fields.emplace_back("relation", fmt::format("{}: {}", privacy::relationName(event.relation),
                                                privacy::relationWords(event.relation, event.unit)));
    fields.emplace_back("unit", event.unit + ", whose whole contribution is clipped");
    auto text = fieldsText(fields);
    if (answer.bound.kind == privacy::BoundKind::Guaranteed)
        text += fmt::format("\n{}\n", meaningText(answer.bound, event.unit));
    return text + warningsText(answer.warnings);
}

} // namespace undertone::cli
