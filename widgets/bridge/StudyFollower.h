#pragma once

#include "core/session/Session.h"
#include "widgets/bridge/SessionBridge.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace undertone::widgets {

/// Everything the window shows of one study.
struct StudySnapshot
{
    experiment::ExperimentRecord record;
    std::vector<figure::FigureSpec> figures; ///< trade-off, leaks, layers, training
    /// The trade-off over each axis that the study has numbers for.
    std::vector<std::pair<figure::BudgetAxis, figure::FigureSpec>> tradeoffs;
    std::vector<experiment::TrialLedger> ledgers; ///< of a study that has ended
    figure::TableSpec table;                      ///< leakage
    std::optional<Failure> failure;               ///< why it has failed
};

/// Keeps the list of studies and the shown study as the store has them, whoever writes it: this window's jobs
/// announce changes, and the store is looked at every second for those of other programs.
class StudyFollower : public QObject
{
    Q_OBJECT

public:
    explicit StudyFollower(SessionBridge& bridge, QObject* parent = nullptr);

    void show(const QString& experimentId);
    const QString& shown() const { return m_shown; }
    const std::vector<experiment::ExperimentSummary>& studies() const { return m_studies; }
    void refresh();

Q_SIGNALS:
    void studiesChanged(const std::vector<undertone::experiment::ExperimentSummary>& studies);
    void snapshotArrived(const std::shared_ptr<const undertone::widgets::StudySnapshot>& snapshot);

private:
    void receiveStudies(const std::vector<experiment::ExperimentSummary>& studies);
    void loadSnapshot();
    void receiveEvents(const std::vector<session::JobEvent>& events);

    SessionBridge& m_bridge;
    QTimer m_poll;
    QTimer m_snapshotDelay;
    QString m_shown;
    std::vector<experiment::ExperimentSummary> m_studies;
    bool m_listing = false;
    bool m_loading = false;
    bool m_stale = false;
};

} // namespace undertone::widgets
