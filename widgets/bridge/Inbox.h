#pragma once

#include <functional>
#include <mutex>
#include <vector>

class QObject;

namespace undertone::widgets {

/// Calls from any thread to the thread of a Qt object, in order. What is handed over is guarded here; Qt
/// only wakes the receiver with an event of wakeUpEvent(), upon which it runs what arrived.
class Inbox
{
public:
    explicit Inbox(QObject& receiver) : m_receiver(receiver) {}

    void add(std::function<void()> call);
    /// On the receiver's thread.
    void run();
    static int wakeUpEvent();

private:
    QObject& m_receiver;
    std::mutex m_mutex;
    std::vector<std::function<void()>> m_calls;
};

} // namespace undertone::widgets
