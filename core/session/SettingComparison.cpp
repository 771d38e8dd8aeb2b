#include "core/session/SettingComparison.h"

#include "core/base/Error.h"
#include "core/experiment/ExperimentSpec.h"
#include "core/figure/Defence.h"
#include "core/figure/ResultView.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace undertone::session {

namespace {

using experiment::StudyEvidence;
using experiment::SweepPoint;

constexpr auto undefended = "no defence";

std::string nameOf(const SweepPoint& point)
{
    std::vector<std::string> words;
    for (const auto& [path, value] : point)
        words.push_back(figure::settingWords(path, value));
    return fmt::format("{}", fmt::join(words, ", "));
}

StudyEvidence settingAt(const StudyEvidence& study, const SweepPoint& point)
{
    StudyEvidence setting{study.record, {}};
    auto& record = setting.record;
    record.summary.name = nameOf(point);
    record.summary.id += ", " + record.summary.name;
    record.specification = experiment::setSpecValue(record.specification, "sweep", "{}");
    for (const auto& [path, value] : point)
        record.specification = experiment::setSpecValue(record.specification, path, value);
    std::erase_if(record.rows, [&](const auto& row) { return row.sweep != point; });
    for (auto& row : record.rows)
        row.sweep.clear();
    for (const auto& trial : study.trials)
        if (trial.point == point) {
            setting.trials.push_back(trial);
            setting.trials.back().point.clear();
        }
    return setting;
}

} // namespace

std::vector<StudyEvidence> settingsOf(const StudyEvidence& study)
{
    std::vector<SweepPoint> points;
    for (const auto& row : figure::inSweepOrder(study.record).rows)
        if (std::find(points.begin(), points.end(), row.sweep) == points.end())
            points.push_back(row.sweep);
    if (points.size() < 2)
        throw Error(ErrorCode::InvalidRequest, "The study has results of one setting alone.",
                    study.record.summary.id, "Name a study that sweeps something, or two or more studies.");
    std::stable_partition(points.begin(), points.end(), [&](const SweepPoint& point) {
        return figure::defenceAt(study.record, point).family == undefended;
    });
    std::vector<StudyEvidence> settings;
    for (const auto& point : points)
        settings.push_back(settingAt(study, point));
    return settings;
}

} // namespace undertone::session
