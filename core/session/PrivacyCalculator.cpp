#include "core/session/PrivacyCalculator.h"

#include "core/session/ErrorBoundary.h"

#include <utility>

namespace undertone::session {

PrivacyCalculator::PrivacyCalculator(Listener listener)
    : m_listener(std::move(listener)), m_thread([this](const std::stop_token& stop) { work(stop); })
{
}

PrivacyCalculator::~PrivacyCalculator() = default;

void PrivacyCalculator::ask(const PrivacyQuestion& question)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting = question;
    }
    m_asked.notify_one();
}

void PrivacyCalculator::work(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    while (m_asked.wait(lock, stop, [this] { return m_waiting.has_value(); }) && !stop.stop_requested()) {
        const auto question = *std::exchange(m_waiting, {});
        lock.unlock();
        answer(question, stop);
        lock.lock();
    }
}

void PrivacyCalculator::answer(const PrivacyQuestion& question, const std::stop_token& stop)
{
    PrivacyAnswer answer;
    answer.question = question;
    const auto outcome = guarded([&] {
        answer = privacyReadings(question);
        m_listener(answer, nullptr);
        complete(answer, [&] { checkCurrent(stop); });
        m_listener(answer, nullptr);
    });
    if (outcome.error)
        m_listener(answer, outcome.error);
}

void PrivacyCalculator::checkCurrent(const std::stop_token& stop)
{
    const std::scoped_lock lock(m_mutex);
    if (m_waiting || stop.stop_requested())
        throw Cancelled();
}

} // namespace undertone::session
