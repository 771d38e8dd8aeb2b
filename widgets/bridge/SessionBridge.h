#pragma once

#include "core/session/Session.h"
#include "widgets/bridge/EventBuffer.h"
#include "widgets/bridge/Failure.h"
#include "widgets/bridge/Inbox.h"
#include "widgets/bridge/TaskThread.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace undertone::widgets {

/// The window's side of a Session, and all of its thread code: the session is opened and asked on a worker
/// thread, and told to stop on another; its events arrive here on the GUI thread, at most 25 times a second.
/// Callbacks belong to a context object and are dropped when it is gone.
class SessionBridge : public QObject
{
    Q_OBJECT

public:
    using Failed = std::function<void(const Failure&)>;

    explicit SessionBridge(QObject* parent = nullptr);
    ~SessionBridge() override; ///< waits for what runs on the worker thread; closes the session

    /// Opens the workspace; opened() or openingFailed() follows. Once.
    void open(const QString& workspace, session::EngineFactory engine);
    bool isOpen() const { return m_open; }

    /// Runs `work(Session&)` on the worker thread, in order of calls, then `then(result)` here; `failed` (or
    /// the failed() signal, when there is none) when work throws. Calls before opened() wait for it.
    template <typename Work, typename Then>
    void fetch(QObject* context, Work work, Then then, Failed failed = {})
    {
        post(*m_worker, context, taskOf(std::move(work), std::move(then)), std::move(failed));
    }

    /// The same for what stops work: it does not wait for what was to be fetched before.
    template <typename Work, typename Then>
    void command(QObject* context, Work work, Then then, Failed failed = {})
    {
        post(m_open ? *m_commander : *m_worker, context, taskOf(std::move(work), std::move(then)),
             std::move(failed));
    }

Q_SIGNALS:
    void opened();
    void openingFailed(const undertone::widgets::Failure& failure);
    /// In order; see EventBuffer for what was merged.
    void eventsArrived(const std::vector<undertone::session::JobEvent>& events);
    void failed(const undertone::widgets::Failure& failure);

protected:
    bool event(QEvent* event) override;

private:
    using Deliver = std::function<void()>;
    using Task = std::function<Deliver(session::Session&)>;
    struct Pending
    {
        QPointer<QObject> context;
        Failed failed;
    };

    template <typename Work, typename Then>
    static Task taskOf(Work work, Then then)
    {
        return [work = std::move(work), then = std::move(then)](session::Session& session) -> Deliver {
            if constexpr (std::is_void_v<std::invoke_result_t<const Work&, session::Session&>>) {
                work(session);
                return then;
            } else {
                auto result =
                    std::make_shared<std::invoke_result_t<const Work&, session::Session&>>(work(session));
                return [result, then] { then(*result); };
            }
        };
    }
    void post(TaskThread& thread, QObject* context, Task task, Failed failed);
    void deliver(std::uint64_t ticket, const Deliver& result, const std::optional<Failure>& failure);
    void scheduleFlush();
    void flush();

    std::unique_ptr<session::Session> m_session; ///< stays, once open; never touched on the GUI thread
    int m_subscription = 0;
    bool m_open = false;
    EventBuffer m_events;
    QTimer m_flushTimer;
    QElapsedTimer m_sinceFlush;
    std::unordered_map<std::uint64_t, Pending> m_pending;
    std::uint64_t m_nextTicket = 1;
    Inbox m_inbox{*this};
    std::unique_ptr<TaskThread> m_worker = std::make_unique<TaskThread>();
    std::unique_ptr<TaskThread> m_commander = std::make_unique<TaskThread>();
};

} // namespace undertone::widgets
