#pragma once

#include "core/session/JobEvent.h"

#include <QWidget>

#include <map>
#include <vector>

class QLabel;
class QProgressBar;
class QToolButton;
class QVBoxLayout;

namespace undertone::widgets {

/// One line for each job that runs: what, where it stands, time left, cancel.
class JobsBar : public QWidget
{
    Q_OBJECT

public:
    explicit JobsBar(QWidget* parent = nullptr);

    void receive(const std::vector<session::JobEvent>& events);
    bool isBusy() const { return !m_rows.empty(); }
    std::vector<session::JobId> running() const;
    /// The job that runs a study, 0 when none does.
    session::JobId jobOf(const QString& experimentId) const;

Q_SIGNALS:
    void cancelWanted(undertone::session::JobId job);
    void busyChanged();

private:
    struct Row
    {
        QString title;
        QString experimentId;
        QWidget* line = nullptr;
        QLabel* words = nullptr;
        QProgressBar* bar = nullptr;
        QLabel* left = nullptr;
        QToolButton* cancel = nullptr;
    };
    Row& row(const session::JobEvent& event);
    void update(Row& row, const base::ProgressUpdate& progress);
    void remove(session::JobId job);

    QVBoxLayout* m_column;
    std::map<session::JobId, Row> m_rows;
};

/// "4 min left", "" while unknown.
QString timeLeftWords(double seconds);

} // namespace undertone::widgets
