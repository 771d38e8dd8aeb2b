#pragma once

#include "core/base/Error.h"
#include "core/session/PrivacyAnswer.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace undertone::session {

/// Answers questions on a thread of its own, for a window whose controls move faster than an accountant. Of
/// the questions that wait only the latest is answered. An answer comes twice: the readings as soon as they
/// are there, even when a newer question waits, so that numbers follow a moving slider; then the complete
/// one, which a newer question supersedes. The last question asked is always answered completely.
class PrivacyCalculator
{
public:
    /// Called on the calculator's thread: an answer, or the error with which the question was refused.
    using Listener = std::function<void(const PrivacyAnswer& answer, std::shared_ptr<const Error> error)>;

    explicit PrivacyCalculator(Listener listener);
    ~PrivacyCalculator(); ///< waits for what is under way; no call follows
    PrivacyCalculator(const PrivacyCalculator&) = delete;
    PrivacyCalculator& operator=(const PrivacyCalculator&) = delete;

    void ask(const PrivacyQuestion& question);

private:
    void work(const std::stop_token& stop);
    void answer(const PrivacyQuestion& question, const std::stop_token& stop);
    /// @throws Cancelled when a newer question waits or the calculator ends.
    void checkCurrent(const std::stop_token& stop);

    Listener m_listener;
    std::mutex m_mutex; ///< guards m_waiting
    std::condition_variable_any m_asked;
    std::optional<PrivacyQuestion> m_waiting;
    std::jthread m_thread; ///< last: it uses the others
};

} // namespace undertone::session
