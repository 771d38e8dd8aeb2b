#include "core/experiment/AttackedAttributes.h"

#include "core/base/Error.h"
#include "core/experiment/SpecNames.h"
#include "core/experiment/StudyWarnings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

namespace undertone::experiment {

namespace {

[[noreturn]] void refuse(const std::string& happened, const std::string& where, const std::string& remedy)
{
    throw Error(ErrorCode::InvalidRequest, happened, where, remedy);
}

/// How many speakers have each value.
std::map<std::string, std::size_t> countValues(const std::vector<std::string>& values)
{
    std::map<std::string, std::size_t> counts;
    for (const auto& value : values)
        if (!value.empty())
            ++counts[value];
    return counts;
}

void warnAboutFew(const std::map<std::string, std::size_t>& counts, const std::string& attribute,
                  std::vector<std::string>& warnings)
{
    std::size_t smallest = fewSpeakers;
    for (const auto& [value, count] : counts)
        smallest = std::min(smallest, count);
    if (smallest < fewSpeakers)
        warnings.push_back(fewSpeakersWarning("private", attribute, smallest));
}

/// Each training speaker is a class of its own.
AttackedAttribute speakers(const UtteranceInputs& inputs, const std::vector<std::int64_t>& trainingRows)
{
    AttackedAttribute attribute;
    attribute.name = "speaker";
    attribute.labels.assign(inputs.rows(), 0);
    attribute.adversaryLabels.assign(inputs.rows(), -1);
    std::map<std::size_t, std::int64_t> classes;
    for (const auto row : trainingRows) {
        const auto speaker = inputs.speakerOfRow()[static_cast<std::size_t>(row)];
        attribute.adversaryLabels[static_cast<std::size_t>(row)] =
            classes.try_emplace(speaker, static_cast<std::int64_t>(classes.size())).first->second;
    }
    attribute.adversaryClasses = classes.size();
    return attribute;
}

std::optional<double> numberOf(const std::string& text)
{
    double value = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    return read.ec == std::errc{} && read.ptr == end ? std::optional(value) : std::nullopt;
}

/// The largest values of the lower two of three bins that are as near to thirds as equal values allow; none
/// is empty.
std::pair<double, double> thirdsOf(std::vector<double> values, const std::string& column)
{
    std::sort(values.begin(), values.end());
    std::vector<std::size_t> ends; // one behind the last of each distinct value
    for (std::size_t i = 1; i <= values.size(); ++i)
        if (i == values.size() || values[i] != values[i - 1])
            ends.push_back(i);
    if (ends.size() < 3)
        refuse(
            fmt::format("The training speakers have {} value(s) of \"{}\", which three bins cannot divide.",
                        ends.size(), column),
            "representation.target", "Use corpora with a finer scale, or \"target\": \"emotion\".");
    const auto nearest = [&](std::size_t from, std::size_t to, double aim) {
        const auto first = ends.begin() + static_cast<std::ptrdiff_t>(from);
        return *std::min_element(
            first, ends.begin() + static_cast<std::ptrdiff_t>(to), [aim](std::size_t a, std::size_t b) {
                return std::abs(static_cast<double>(a) - aim) < std::abs(static_cast<double>(b) - aim);
            });
    };
    const auto count = static_cast<double>(values.size());
    const auto low = nearest(0, ends.size() - 2, count / 3);
    const auto behind = static_cast<std::size_t>(std::find(ends.begin(), ends.end(), low) - ends.begin()) + 1;
    const auto high = nearest(behind, ends.size() - 1, 2 * count / 3);
    return {values[low - 1], values[high - 1]};
}

std::vector<double> numbers(const UtteranceInputs& inputs, const std::string& column)
{
    std::vector<double> values;
    for (std::size_t row = 0; row < inputs.rows(); ++row) {
        const auto& utterance = inputs.utterance(row);
        const auto value = numberOf(utterance.attribute(column));
        if (!value)
            refuse(fmt::format("The utterance {} of \"{}\" has no number in the column \"{}\".",
                               utterance.path, inputs.corpusOf(row).name, column),
                   "representation.target",
                   "Use corpora that have it for every utterance, or \"target\": \"emotion\".");
        values.push_back(*value);
    }
    return values;
}

} // namespace

std::vector<std::string> valuesOfSpeakers(const UtteranceInputs& inputs, const std::string& attribute)
{
    std::vector<std::string> values(inputs.speakers().size());
    for (std::size_t row = 0; row < inputs.rows(); ++row) {
        const auto& value = inputs.utterance(row).attribute(attribute);
        auto& own = values[inputs.speakerOfRow()[row]];
        if (value.empty() || value == own)
            continue;
        if (!own.empty())
            refuse(fmt::format("The speaker \"{}\" has two values of \"{}\": {} and {}.",
                               inputs.speakers()[inputs.speakerOfRow()[row]].id, attribute, own, value),
                   inputs.corpusOf(row).name,
                   "Give all utterances of a speaker the same value, or choose another attribute.");
        own = value;
    }
    return values;
}

AttackedAttribute attackedAttribute(const UtteranceInputs& inputs, const std::string& name,
                                    const std::vector<std::int64_t>& trainingRows,
                                    std::vector<std::string>& warnings)
{
    if (name == "speaker")
        return speakers(inputs, trainingRows);
    const auto values = valuesOfSpeakers(inputs, name);
    auto counts = countValues(values);
    for (const auto& [value, count] : counts)
        if (count < 2)
            warnings.push_back(fmt::format("Only one speaker's \"{}\" is \"{}\": it is neither unlearned nor "
                                           "attacked.",
                                           name, value));
    std::erase_if(counts, [](const auto& entry) { return entry.second < 2; });
    if (counts.size() < 2)
        refuse(
            fmt::format("The private corpora have {} value(s) of \"{}\" that two speakers or more have; an "
                        "attack needs at least two.",
                        counts.size(), name),
            "representation.adversary", "Choose another attribute, or corpora with more speakers.");
    warnAboutFew(counts, name, warnings);
    std::vector<std::string> kept;
    for (const auto& [value, count] : counts)
        kept.push_back(value);
    return attributeWithValues(inputs, name, std::move(kept));
}

AttackedAttribute attributeWithValues(const UtteranceInputs& inputs, const std::string& name,
                                      std::vector<std::string> values)
{
    const auto own = valuesOfSpeakers(inputs, name);
    AttackedAttribute attribute;
    attribute.name = name;
    for (const auto speaker : inputs.speakerOfRow()) {
        const auto found = std::find(values.begin(), values.end(), own[speaker]);
        attribute.labels.push_back(found == values.end() ? -1 : found - values.begin());
    }
    attribute.adversaryLabels = attribute.labels;
    attribute.adversaryClasses = values.size();
    attribute.values = std::move(values);
    return attribute;
}

std::vector<std::int64_t> targetLabels(const UtteranceInputs& inputs, representation::Target target,
                                       const std::vector<std::int64_t>& trainingRows)
{
    if (target == representation::Target::Emotion)
        return inputs.labels();
    const std::string column = nameOf(targetNames(), target);
    const auto values = numbers(inputs, column);
    std::vector<double> fitted;
    for (const auto row : trainingRows)
        fitted.push_back(values[static_cast<std::size_t>(row)]);
    const auto [low, high] = thirdsOf(std::move(fitted), column);
    std::vector<std::int64_t> labels;
    for (const double value : values)
        labels.push_back(value <= low ? 0 : value <= high ? 1 : 2);
    return labels;
}

} // namespace undertone::experiment
