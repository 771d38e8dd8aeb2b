#pragma once

#include "core/session/DefencePreview.h"
#include "core/session/StudyPreview.h"

#include <QWidget>

class QLabel;
class QScrollArea;

namespace undertone::widgets {

/// Below a study that is being set up: whether it can run, what it will take, who takes part, what its
/// defence comes to, and warnings.
class StudyOutlook : public QWidget
{
    Q_OBJECT

public:
    explicit StudyOutlook(QWidget* parent = nullptr);

    /// Rich text; what was said of an earlier state of the study goes.
    void showStatus(const QString& words);
    void showPreview(const session::StudyPreview& preview);
    void showDefence(const session::DefencePreview& preview);
    void showNoDefence(const QString& reason);
    void clear();

Q_SIGNALS:
    void linkActivated(const QString& link);

private:
    void showWarnings();

    QLabel* m_status;
    QLabel* m_cost;
    QLabel* m_defence;
    QLabel* m_warnings;
    QScrollArea* m_scroll;
    std::vector<std::string> m_ofSpeakers;
    std::vector<std::string> m_ofDefence;
};

} // namespace undertone::widgets
