#include "tests/widgets/EventClock.h"

#include <QEvent>
#include <QMetaEnum>
#include <QThread>

#include <time.h>

#include <algorithm>

namespace undertone::tests {

namespace {

QString wordsOf(const QObject& receiver, const QEvent& event)
{
    const char* type = QMetaEnum::fromType<QEvent::Type>().valueToKey(event.type());
    return QStringLiteral("%1 \"%2\", %3")
        .arg(QLatin1String(receiver.metaObject()->className()), receiver.objectName(),
             type ? QLatin1String(type) : QString::number(event.type()));
}

} // namespace

double cpuMilliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

bool EventClock::notify(QObject* receiver, QEvent* event)
{
    if (m_depth > 0 || QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    const QString what = wordsOf(*receiver, *event); // neither need outlive the event
    ++m_depth;
    const double start = cpuMilliseconds();
    const bool result = QApplication::notify(receiver, event);
    const double spent = cpuMilliseconds() - start;
    --m_depth;
    ++m_events;
    m_longest = std::max(m_longest, spent);
    if (spent > m_limit)
        m_long.push_back({what, spent});
    return result;
}

void EventClock::watch(double milliseconds)
{
    m_limit = milliseconds;
    m_longest = 0;
    m_events = 0;
    m_long.clear();
}

} // namespace undertone::tests
