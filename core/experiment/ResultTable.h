#pragma once

#include "core/experiment/ExperimentResult.h"
#include "core/experiment/ResultSink.h"

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace undertone::experiment {

/// Collects what the trials find and aggregates it into rows: over folds and seeds, one row for each point of
/// the sweep, layer, part and number of leaked updates, and one for the ceiling beside them. Thread-safe; the
/// same rows in any order of arrival.
class ResultTable
{
public:
    ResultTable(const std::vector<TrialSpec>& trials, ResultSink& sink);

    void addUtility(std::size_t trial, const UtilityResult& utility);
    void addPrivacy(std::size_t trial, const PrivacySpent& spent);
    void addCell(std::size_t trial, const attack::LeakageCell& cell,
                 const std::vector<std::string>& attributeValues);
    /// Rows so far to the sink, at most once a second.
    void publishPartial();
    /// All rows, with their p-values; a point without leakage gets one row of its utility.
    void publishFinal();

private:
    struct Found
    {
        std::vector<SpeakerUtility> utility;
        std::vector<attack::LeakageCell> cells;
        std::optional<PrivacySpent> privacy;
    };
    struct Point
    {
        std::vector<std::size_t> trials;
        std::map<std::string, std::vector<std::string>> values; ///< by attribute
        std::vector<ResultRow> rows;                            ///< as of the last aggregation
        bool changed = false;
    };
    using TrialCells = std::vector<const attack::LeakageCell*>;

    const std::string& attributeOf(const Point& point, const attack::LeakageCell& cell) const;
    std::size_t classesOf(const Point& point, const attack::LeakageCell& cell) const;
    const ExperimentSpec& specOf(const Point& point) const { return m_trials[point.trials.front()].spec; }
    /// The cells of a point that make one row each, in the order of the specification.
    std::vector<TrialCells> cellsOf(const Point& point) const;
    void aggregate(Point& point) const;
    ResultRow utilityRow(const Point& point) const;
    RowPrivacy privacyOf(const Point& point, std::optional<attack::LeakedUpdates> leaked) const;
    ResultRow leakageRow(const ResultRow& utility, const Point& point, const TrialCells& cells) const;
    void setPValues();
    std::vector<ResultRow> rows();

    const std::vector<TrialSpec>& m_trials;
    ResultSink& m_sink;
    std::mutex m_mutex;
    std::vector<Found> m_found; ///< by trial
    std::vector<Point> m_points;
    std::chrono::steady_clock::time_point m_published;
};

} // namespace undertone::experiment
