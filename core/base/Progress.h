#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

namespace undertone::base {

/// Where a job stands.
struct ProgressUpdate
{
    std::string stage;   ///< what is being done now, in words: "shadow federation 2 of 5, round 17 of 200"
    double fraction = 0; ///< of the whole job, 0 to 1, never decreasing
    double skipped = 0;  ///< of the whole job: what needed no work
    double secondsLeft = -1; ///< estimate from the measured speed; negative while unknown
};

/// Thread-safe progress of one job. Work is counted in units of the caller's choice (expected seconds are
/// good units); the total may grow while work is discovered. Checks cancellation.
class Progress
{
public:
    using Listener = std::function<void(const ProgressUpdate&)>;
    using Clock = std::function<double()>; ///< seconds, monotonic; tests pass a manual one

    explicit Progress(Listener listener = {}, std::stop_token stop = {}, Clock clock = {});

    void addTotal(double units);
    /// Counts `units` as done and announces `stage`. @throws Cancelled when a stop was requested.
    void advance(double units, const std::string& stage);
    /// Counts units that needed no work (a cached stage): they do not enter the speed.
    void skip(double units, const std::string& stage);
    /// @throws Cancelled when a stop was requested.
    void checkCancelled() const;
    const std::stop_token& stopToken() const { return m_stop; }

private:
    void announce(const std::string& stage);

    Listener m_listener;
    std::stop_token m_stop;
    Clock m_clock;
    std::mutex m_mutex;
    double m_total = 0;
    double m_done = 0;
    double m_skipped = 0;
    double m_started = 0;
    double m_fraction = 0;
};

/// A part of a job that counts in units of its own: what it announces reaches the whole as its share of the
/// units that the part is worth there. The part's cancellation is the whole's.
class PartProgress
{
public:
    /// `units` of the whole, which are in its total already.
    PartProgress(Progress& whole, double units);
    Progress& part() { return m_part; }
    /// Announces what is left of the part's units.
    void finish(const std::string& stage);

private:
    void pass(const ProgressUpdate& update);

    Progress& m_whole;
    double m_units;
    double m_advanced = 0;
    double m_skipped = 0;
    Progress m_part;
};

} // namespace undertone::base
