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
    Objects, ///< a list of objects with `members`
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
    bool optional = false;          ///< may be null
    std::vector<FieldSpec> members; ///< of each object, with the member's key as path
};

/// Every setting of the format, of every kind of study, in its order; without `format`, `sweep` and sections
/// that are there or not by the kind.
const std::vector<FieldSpec>& specFields();

/// setSpecValue() (ExperimentSpec.h) for a form: sets beside it what goes with the setting. A mechanism comes
/// with its own defaults and an observer who has something to see, an observer with what it sees, an
/// algorithm with its published rate; of epsilon, noise multiplier and sigma one is given. Another kind of
/// study brings the sections of its own at their defaults and drops the others', of a document without
/// mistakes. @throws Error InvalidSpecification
std::string editSpec(const std::string& json, const std::string& path, const std::string& value);

/// A document with every key at its default, on the first of these corpora and its neighbour.
std::string blankSpec(const std::vector<std::string>& corpora);

} // namespace undertone::experiment
