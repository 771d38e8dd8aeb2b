#include "core/base/Error.h"
#include "core/experiment/ExperimentSpec.h"
#include "core/experiment/FieldSpec.h"
#include "core/experiment/SpecNames.h"
#include "core/experiment/SpecRules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace undertone::experiment {

namespace {

using Edits = std::vector<std::pair<std::string, std::string>>;

/// The value that a JSON string names; nothing for anything else.
template <class Value>
std::optional<Value> named(std::span<const Named<Value>> names, const std::string& json)
{
    for (const auto& entry : names)
        if (json == fmt::format("\"{}\"", entry.name))
            return entry.value;
    return std::nullopt;
}

constexpr std::array budgets = {"privacy.epsilon", "privacy.noise_multiplier", "privacy.sigma"};

const char* observerFor(privacy::MechanismKind mechanism)
{
    if (mechanism == privacy::MechanismKind::SecureAggregation)
        return "server"; // no other sees anything of the sums
    return mechanism == privacy::MechanismKind::DpFedAvgCentral ? "recipient" : "eavesdropper";
}

/// What is set beside a setting so that the document says what the user means.
Edits consequences(const std::string& path, const std::string& value)
{
    Edits edits{{path, value}};
    if (path == "privacy.mechanism") {
        if (const auto mechanism = named(mechanismNames(), value)) {
            const char* budget = privacy::addsNoise(*mechanism) ? ", \"epsilon\": 10" : "";
            edits = {{"privacy", fmt::format("{{\"mechanism\": {}{}}}", value, budget)},
                     {"threat", fmt::format("{{\"observer\": \"{}\"}}", observerFor(*mechanism))}};
        }
    } else if (path == "threat.observer") {
        edits = {{"threat", fmt::format("{{\"observer\": {}}}", value)}};
    } else if (path == "federation.algorithm") {
        if (const auto algorithm = named(algorithmNames(), value))
            edits.emplace_back("federation.learning_rate",
                               fmt::format("{}", publishedLearningRate(*algorithm)));
        if (value == "\"fedsgd\"")
            edits.emplace_back("federation.local_epochs", "1");
    } else if (std::find(budgets.begin(), budgets.end(), path) != budgets.end() && value != "null") {
        for (const char* other : budgets)
            if (other != path)
                edits.emplace_back(other, "null");
    }
    return edits;
}

bool isValid(const ExperimentSpec& spec)
{
    try {
        parseSpec(writeSpec(spec), "specification");
        return true;
    } catch (const Error&) {
        return false;
    }
}

/// What the new kind cannot do without.
void complete(ExperimentSpec& spec)
{
    if (spec.kind == StudyKind::Federation) {
        spec.representation.reset();
        if (spec.shadowSide.corpora.empty())
            spec.shadowSide.corpora = spec.privateSide.corpora;
        return;
    }
    spec.representation.emplace().adversary.front().attribute = spec.attribute;
    if (spec.evaluation.folds < 2)
        spec.evaluation.folds = EvaluationSpec().folds;
}

/// The study as one of another kind. Sweeps of settings that it does not have are dropped.
std::string withKind(const std::string& json, StudyKind kind)
{
    ExperimentSpec spec = parseSpec(json, "specification");
    if (spec.kind == kind)
        return json;
    spec.kind = kind;
    complete(spec);
    for (const auto& axis : std::exchange(spec.sweep, {})) {
        auto alone = spec;
        alone.sweep = {axis};
        if (isValid(alone))
            spec.sweep.push_back(axis);
    }
    return writeSpec(spec);
}

} // namespace

std::string editSpec(const std::string& json, const std::string& path, const std::string& value)
{
    if (const auto kind = named(studyKindNames(), value); kind && path == "kind")
        return withKind(json, *kind);
    std::string document = json;
    for (const auto& [place, now] : consequences(path, value))
        document = setSpecValue(document, place, now);
    return document;
}

std::string blankSpec(const std::vector<std::string>& corpora)
{
    ExperimentSpec spec;
    if (!corpora.empty()) {
        spec.privateSide.corpora = {corpora.front()};
        spec.shadowSide.corpora = {corpora.size() > 1 ? corpora[1] : corpora.front()};
    }
    return writeSpec(spec);
}

} // namespace undertone::experiment
