#include "widgets/bridge/SessionBridge.h"

#include <QEvent>

#include <algorithm>

namespace undertone::widgets {

namespace {

constexpr int flushIntervalMs = 40; ///< 25 a second

} // namespace

SessionBridge::SessionBridge(QObject* parent) : QObject(parent)
{
    m_flushTimer.setSingleShot(true);
    connect(&m_flushTimer, &QTimer::timeout, this, &SessionBridge::flush);
}

SessionBridge::~SessionBridge()
{
    m_commander.reset();
    m_worker->start([this] {
        if (m_session)
            m_session->unsubscribe(m_subscription);
        m_session.reset();
    });
    m_worker.reset();
}

void SessionBridge::open(const QString& workspace, session::EngineFactory engine)
{
    m_worker->start([this, workspace, engine = std::move(engine)] {
        std::optional<Failure> failure;
        try {
            m_session = std::make_unique<session::Session>(workspace.toStdString(), engine);
            m_subscription = m_session->subscribe([this](const session::JobEvent& event) {
                if (m_events.add(event))
                    m_inbox.add([this] { scheduleFlush(); });
            });
        } catch (...) {
            failure = Failure::of(std::current_exception());
        }
        m_inbox.add([this, failure] {
            m_open = !failure;
            if (failure)
                Q_EMIT openingFailed(*failure);
            else
                Q_EMIT opened();
        });
    });
}

bool SessionBridge::event(QEvent* event)
{
    if (event->type() != Inbox::wakeUpEvent())
        return QObject::event(event);
    m_inbox.run();
    return true;
}

void SessionBridge::post(TaskThread& thread, QObject* context, Task task, Failed onFailure)
{
    const auto ticket = m_nextTicket++;
    m_pending.emplace(ticket, Pending{context, std::move(onFailure)});
    thread.start([this, ticket, task = std::move(task)] {
        Deliver result;
        std::optional<Failure> failure;
        try {
            if (!m_session)
                throw Error(ErrorCode::NotFound, "No workspace is open.", "",
                            "Start Undertone with another workspace (--workspace DIR).");
            result = task(*m_session);
        } catch (...) {
            failure = Failure::of(std::current_exception());
        }
        m_inbox.add(
            [this, ticket, result = std::move(result), failure] { deliver(ticket, result, failure); });
    });
}

void SessionBridge::deliver(std::uint64_t ticket, const Deliver& result,
                            const std::optional<Failure>& failure)
{
    const auto node = m_pending.extract(ticket);
    const Pending& pending = node.mapped();
    if (!pending.context)
        return;
    if (!failure)
        result();
    else if (pending.failed)
        pending.failed(*failure);
    else
        Q_EMIT failed(*failure);
}

void SessionBridge::scheduleFlush()
{
    if (m_flushTimer.isActive())
        return;
    const qint64 elapsed = m_sinceFlush.isValid() ? m_sinceFlush.elapsed() : flushIntervalMs;
    m_flushTimer.start(static_cast<int>(std::clamp<qint64>(flushIntervalMs - elapsed, 0, flushIntervalMs)));
}

void SessionBridge::flush()
{
    m_sinceFlush.start();
    const auto events = m_events.take();
    if (!events.empty())
        Q_EMIT eventsArrived(events);
}

} // namespace undertone::widgets
