#include "core/experiment/Sweep.h"

#include "core/base/ContentHash.h"
#include "core/base/Error.h"
#include "core/experiment/SpecRules.h"
#include "core/experiment/SpecSyntax.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace undertone::experiment {

namespace {

constexpr std::size_t mostPoints = 10000;

[[noreturn]] void refuse(const std::string& source, const std::string& path, const std::string& happened,
                         const std::string& remedy)
{
    throw Error(ErrorCode::InvalidSpecification, happened, placeOf(source, "/sweep/" + path), remedy);
}

void checkAxis(const SweepAxis& axis, const std::vector<SweepAxis>& all, const std::string& source)
{
    const auto root = axis.path.substr(0, axis.path.find('.'));
    if (std::set<std::string>{"format", "name", "description", "kind", "sweep"}.contains(root))
        refuse(source, axis.path, fmt::format("\"{}\" cannot be swept.", root),
               "Sweep over a setting, such as model.dropout.");
    for (const auto& other : all)
        if (other.path.starts_with(axis.path + "."))
            refuse(source, axis.path,
                   fmt::format("The swept paths \"{}\" and \"{}\" overlap.", axis.path, other.path),
                   "Sweep over one of the two.");
    if (std::set<std::string>(axis.values.begin(), axis.values.end()).size() != axis.values.size())
        refuse(source, axis.path, fmt::format("A value of \"{}\" is given twice.", axis.path),
               "Give each value once.");
}

bool pointSets(const SweepPoint& point, const std::string& path)
{
    return std::any_of(point.begin(), point.end(), [&](const auto& entry) { return entry.first == path; });
}

/// What a specification of another mechanism or observer would take from their defaults.
void leaveOutDefaultsOfDefence(nlohmann::ordered_json& document, const ExperimentSpec& spec)
{
    ExperimentSpec defaults = spec;
    defaults.privacy = privacy::defaultPrivacy(spec.privacy.mechanism);
    defaults.threat.sees = privacy::defaultSees(spec.threat.observer, spec.privacy.mechanism);
    const auto own = nlohmann::ordered_json::parse(writeSpec(defaults));
    for (const auto& [key, value] : own["privacy"].items())
        if (key != "mechanism" && document["privacy"][key] == value)
            document["privacy"].erase(key);
    if (document["threat"]["sees"] == own["threat"]["sees"])
        document["threat"].erase("sees");
}

/// The document of the study without its sweep, ready for a point's values.
std::string documentFor(const ExperimentSpec& spec, const SweepPoint& point)
{
    ExperimentSpec base = spec;
    base.sweep.clear();
    auto document = nlohmann::ordered_json::parse(writeSpec(base));
    if (spec.kind == StudyKind::Representation)
        return document.dump();
    if (pointSets(point, "federation.algorithm") && !pointSets(point, "federation.learning_rate") &&
        spec.federation.learningRate == publishedLearningRate(spec.federation.algorithm))
        document["federation"].erase("learning_rate");
    if (pointSets(point, "privacy") || pointSets(point, "privacy.mechanism") ||
        pointSets(point, "threat.observer"))
        leaveOutDefaultsOfDefence(document, base);
    return document.dump();
}

std::string trialId(const TrialSpec& trial)
{
    ExperimentSpec own = trial.spec;
    own.name = "trial";
    own.description.clear();
    return base::ContentHash()
        .addField(writeSpec(own))
        .addField(std::to_string(trial.fold))
        .addField(std::to_string(trial.seed))
        .finish();
}

} // namespace

std::string pointText(const SweepPoint& point)
{
    std::string text;
    for (const auto& [path, value] : point)
        text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", path, value);
    return text;
}

std::vector<SweepPoint> sweepPoints(const ExperimentSpec& spec, const std::string& source)
{
    std::vector<SweepPoint> points{{}};
    for (const auto& axis : spec.sweep) {
        checkAxis(axis, spec.sweep, source);
        if (points.size() * axis.values.size() > mostPoints)
            refuse(source, axis.path, fmt::format("The sweep has more than {} points.", mostPoints),
                   "Sweep over fewer values, or split the study.");
        std::vector<SweepPoint> grown;
        for (const auto& point : points)
            for (const auto& value : axis.values) {
                grown.push_back(point);
                grown.back().emplace_back(axis.path, value);
            }
        points = std::move(grown);
    }
    return points;
}

ExperimentSpec specAtPoint(const ExperimentSpec& spec, const SweepPoint& point, const std::string& source)
{
    try {
        std::string document = documentFor(spec, point);
        for (const auto& [path, value] : point)
            document = setSpecValue(document, path, value);
        return parseSpec(document, source);
    } catch (const Error& error) {
        throw Error(error.code(),
                    fmt::format("At the point {} of the sweep: {}", pointText(point), error.happened()),
                    error.where(), error.remedy());
    }
}

std::vector<TrialSpec> expandTrials(const ExperimentSpec& spec)
{
    const std::string source = "specification";
    std::vector<TrialSpec> trials;
    const auto points = sweepPoints(spec, source);
    for (std::size_t index = 0; index < points.size(); ++index) {
        TrialSpec trial;
        trial.point = points[index];
        trial.pointIndex = index;
        trial.spec = specAtPoint(spec, points[index], source);
        const auto seeds = trial.spec.evaluation.seeds;
        for (std::size_t fold = 0; fold < trial.spec.evaluation.folds; ++fold)
            for (const auto seed : seeds) {
                trial.fold = fold;
                trial.seed = seed;
                trial.spec.evaluation.seeds = {seed};
                trial.id = trialId(trial);
                trials.push_back(trial);
            }
    }
    return trials;
}

} // namespace undertone::experiment
