#pragma once

#include "core/session/JobEvent.h"
#include "core/store/QueueSpec.h"

#include <QWidget>

#include <map>
#include <utility>
#include <vector>

class QLabel;
class QProgressBar;
class QToolButton;
class QVBoxLayout;

namespace undertone::widgets {

class ElidedLabel;
class QueueList;

/// One line for each job that runs: what, its place in the queue, where it stands, time left, pause and stop.
/// Below them the studies that wait.
class JobsBar : public QWidget
{
    Q_OBJECT

public:
    explicit JobsBar(QWidget* parent = nullptr);

    void receive(const std::vector<session::JobEvent>& events);
    void setQueue(const std::vector<store::QueueEntry>& entries);
    /// What was to stop was refused: it can be tried again.
    void unmarkStopping();
    QueueList& queue() { return *m_queue; }
    /// Something runs here, or waits to.
    bool isBusy() const { return !m_rows.empty() || m_waiting > 0; }
    std::vector<session::JobId> running() const;
    /// The job that runs a study, 0 when none does.
    session::JobId jobOf(const QString& experimentId) const;

Q_SIGNALS:
    void cancelWanted(undertone::session::JobId job);
    void pauseWanted(const QString& experimentId);
    void busyChanged();

private:
    struct Row
    {
        QString title;
        QString experimentId;
        QString stage;
        QWidget* line = nullptr;
        ElidedLabel* words = nullptr;
        QProgressBar* bar = nullptr;
        QLabel* left = nullptr;
        QToolButton* pause = nullptr; ///< of a study
        QToolButton* cancel = nullptr;
    };
    Row& row(const session::JobEvent& event);
    void addButtons(Row& row, session::JobId job);
    void markStopping(Row& row);
    void update(Row& row, const base::ProgressUpdate& progress);
    void showWords(const Row& row);
    void remove(session::JobId job);
    using Load = std::pair<std::size_t, std::size_t>; ///< what runs and what waits
    Load load() const { return {m_rows.size(), m_waiting}; }
    void settle(const Load& before);

    QVBoxLayout* m_column;
    QueueList* m_queue;
    std::map<session::JobId, Row> m_rows;
    std::size_t m_waiting = 0; ///< of this program
};

/// "4 min left", "" while unknown.
QString timeLeftWords(double seconds);

} // namespace undertone::widgets
