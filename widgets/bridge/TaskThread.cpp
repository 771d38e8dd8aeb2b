#include "widgets/bridge/TaskThread.h"

#include <utility>

namespace undertone::widgets {

TaskThread::TaskThread() : m_thread([this](const std::stop_token& stop) { work(stop); }) {}

TaskThread::~TaskThread() = default;

void TaskThread::start(std::function<void()> task)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    m_changed.notify_one();
}

void TaskThread::work(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, stop, [this] { return !m_tasks.empty(); });
        if (m_tasks.empty())
            return;
        {
            const auto task = std::exchange(m_tasks.front(), {});
            m_tasks.pop_front();
            lock.unlock();
            task();
        }
        lock.lock();
    }
}

} // namespace undertone::widgets
