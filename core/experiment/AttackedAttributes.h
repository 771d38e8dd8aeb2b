#pragma once

#include "core/experiment/RepresentationPlan.h"

namespace undertone::experiment {

/// A speaker's value of an attribute, "" without one. @throws Error InvalidRequest for a speaker with two.
std::vector<std::string> valuesOfSpeakers(const UtteranceInputs& inputs, const std::string& attribute);

/// An attribute of the rows. Values that fewer than two speakers have are left out, with a warning.
/// @throws Error InvalidRequest as representationPlan() says.
AttackedAttribute attackedAttribute(const UtteranceInputs& inputs, const std::string& name,
                                    const std::vector<std::int64_t>& trainingRows,
                                    std::vector<std::string>& warnings);

/// An attribute whose values are given; rows with others have none.
AttackedAttribute attributeWithValues(const UtteranceInputs& inputs, const std::string& name,
                                      std::vector<std::string> values);

/// The classes of what is recognised: the emotions, or three bins of a column of numbers, divided where the
/// thirds of the training rows' values lie. @throws Error InvalidRequest naming the first row without a
/// number.
std::vector<std::int64_t> targetLabels(const UtteranceInputs& inputs, representation::Target target,
                                       const std::vector<std::int64_t>& trainingRows);

} // namespace undertone::experiment
