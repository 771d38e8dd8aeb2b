#include "widgets/bridge/Inbox.h"

#include <QCoreApplication>
#include <QEvent>

#include <utility>

namespace undertone::widgets {

int Inbox::wakeUpEvent()
{
    static const int type = QEvent::registerEventType();
    return type;
}

void Inbox::add(std::function<void()> call)
{
    const std::scoped_lock lock(m_mutex);
    if (m_calls.empty())
        QCoreApplication::postEvent(&m_receiver, new QEvent(static_cast<QEvent::Type>(wakeUpEvent())));
    m_calls.push_back(std::move(call));
}

void Inbox::run()
{
    std::vector<std::function<void()>> calls;
    {
        const std::scoped_lock lock(m_mutex);
        calls = std::exchange(m_calls, {});
    }
    for (const auto& call : calls)
        call();
}

} // namespace undertone::widgets
