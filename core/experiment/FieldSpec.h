#pragma once

#include <string>
#include <vector>

namespace undertone::experiment {

enum class FieldKind {
    Text,
    Texts,
    Flag,
    Number,
    Numbers, ///< a list of numbers, and words among them where there are any ("all")
    Choice,  ///< one of `choices`
    Choices, ///< some of them
    Section, ///< one that may be left out: null, or an object
};

/// A setting of the specification, as a form can show it: which control, within which bounds.
struct FieldSpec
{
    std::string path; ///< "federation.rounds"
    FieldKind kind = FieldKind::Text;
    std::vector<std::string> choices;
    double low = 0; ///< bounds of numbers, both included unless `aboveLow`
    double high = 0;
    bool aboveLow = false;
    bool optional = false; ///< may be null
};

/// Every setting of the format, in its order; without `format`, `kind`, `sweep` and sections that are always
/// there.
const std::vector<FieldSpec>& specFields();

/// setSpecValue() (ExperimentSpec.h) for a form: sets beside it what goes with the setting. A mechanism comes
/// with its own defaults and an observer who has something to see, an observer with what it sees, an
/// algorithm with its published rate; of epsilon, noise multiplier and sigma one is given.
std::string editSpec(const std::string& json, const std::string& path, const std::string& value);

/// A document with every key at its default, on the first of these corpora and its neighbour.
std::string blankSpec(const std::vector<std::string>& corpora);

} // namespace undertone::experiment
