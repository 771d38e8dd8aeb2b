#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace undertone::experiment {

/// The stages of a study: what two trials share is there once. A stage runs when everything it needs has run;
/// among those that can, the one that was added first.
class StageGraph
{
public:
    using StageId = std::size_t;
    using Work = std::function<void()>;

    /// The stage of this key; `work` and `needs` count when it is new.
    StageId add(const std::string& key, const std::vector<StageId>& needs, Work work);
    /// Lets a stage wait for another one, which needs nothing of it.
    void require(StageId stage, StageId need);
    std::size_t size() const { return m_stages.size(); }

    /// Runs every stage once on `workers` threads, each of which calls `onThread` first. The first exception
    /// keeps further stages from starting and is rethrown when those that run have ended.
    void run(unsigned workers, const Work& onThread);
    /// @throws Cancelled when another stage has failed: long work asks now and then.
    void checkRunning() const;

private:
    struct Stage
    {
        Work work;
        std::vector<StageId> followers;
        std::size_t waitsFor = 0;
    };

    void work();
    /// The next stage, or size() when none is left; waits for one that can run.
    StageId next();
    void finish(StageId stage);
    void fail();

    std::vector<Stage> m_stages;
    std::unordered_map<std::string, StageId> m_byKey;
    std::set<StageId> m_ready;
    std::size_t m_left = 0; ///< not yet started
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::exception_ptr m_failure;
    std::atomic<bool> m_failed{false};
};

} // namespace undertone::experiment
