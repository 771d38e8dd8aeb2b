#include "core/experiment/StageGraph.h"

#include "core/base/Error.h"
#include "core/base/Parallel.h"

#include <algorithm>

namespace undertone::experiment {

StageGraph::StageId StageGraph::add(const std::string& key, const std::vector<StageId>& needs, Work work)
{
    const auto [found, isNew] = m_byKey.try_emplace(key, m_stages.size());
    if (isNew) {
        m_stages.push_back({std::move(work), {}, 0});
        for (const auto need : needs)
            require(found->second, need);
    }
    return found->second;
}

void StageGraph::require(StageId stage, StageId need)
{
    auto& followers = m_stages.at(need).followers;
    if (std::find(followers.begin(), followers.end(), stage) != followers.end())
        return;
    followers.push_back(stage);
    ++m_stages.at(stage).waitsFor;
}

void StageGraph::run(unsigned workers, const Work& onThread)
{
    m_left = m_stages.size();
    for (StageId i = 0; i < m_stages.size(); ++i)
        if (m_stages[i].waitsFor == 0)
            m_ready.insert(i);
    base::parallelFor(workers, workers, [&](std::size_t) {
        onThread();
        work();
    });
    if (m_failure)
        std::rethrow_exception(m_failure);
}

void StageGraph::checkRunning() const
{
    if (m_failed)
        throw Cancelled();
}

void StageGraph::work()
{
    for (StageId stage = next(); stage != size(); stage = next()) {
        try {
            m_stages[stage].work();
        } catch (...) {
            fail();
            return;
        }
        finish(stage);
    }
}

StageGraph::StageId StageGraph::next()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_failed || m_left == 0 || !m_ready.empty(); });
    if (m_failed || m_left == 0)
        return size();
    const StageId first = *m_ready.begin();
    m_ready.erase(m_ready.begin());
    if (--m_left == 0)
        m_changed.notify_all();
    return first;
}

void StageGraph::finish(StageId stage)
{
    const std::scoped_lock lock(m_mutex);
    m_stages[stage].work = nullptr; // and with it the data that no other stage holds
    for (const auto follower : m_stages[stage].followers)
        if (--m_stages[follower].waitsFor == 0)
            m_ready.insert(follower);
    m_changed.notify_all();
}

void StageGraph::fail()
{
    const std::scoped_lock lock(m_mutex);
    if (!m_failure)
        m_failure = std::current_exception();
    m_failed = true;
    m_changed.notify_all();
}

} // namespace undertone::experiment
