#pragma once

#include <QApplication>
#include <QString>

#include <vector>

namespace undertone::tests {

/// Of this thread.
double cpuMilliseconds();

struct LongEvent
{
    QString what; ///< receiver and type of the event
    double milliseconds = 0;
};

/// An application that measures the CPU time of its own thread for each event that the event loop delivers;
/// what the event sends in turn counts as part of it.
class EventClock : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override;

    /// Events that took longer than this from now on are kept.
    void watch(double milliseconds);
    const std::vector<LongEvent>& longEvents() const { return m_long; }
    double longest() const { return m_longest; }
    qint64 events() const { return m_events; }

private:
    double m_limit = 1e300;
    double m_longest = 0;
    qint64 m_events = 0;
    int m_depth = 0;
    std::vector<LongEvent> m_long;
};

} // namespace undertone::tests
