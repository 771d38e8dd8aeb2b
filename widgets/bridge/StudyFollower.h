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

using Tradeoffs = std::vector<std::pair<figure::BudgetAxis, figure::FigureSpec>>;

/// Everything the window shows of one study.
struct StudySnapshot : session::StudyViews
{
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
    /// What the shown study's trade-offs and frontier are drawn with from now on; tradeoffsArrived() and
    /// figureArrived() follow when it is another.
    void setTradeoffView(const session::TradeoffView& view);
    const std::vector<experiment::ExperimentSummary>& studies() const { return m_studies; }
    /// Those that do not fit the query, too; without the bin.
    const std::vector<experiment::ExperimentSummary>& everyStudy() const { return m_everyStudy; }
    /// clientsArrived() follows, when the reference is to a row of the shown study.
    void showClients(const QString& reference);
    /// figureArrived() follows: the map of a trial of the shown study.
    void showEmbedding(std::size_t trial, const QString& colouring);
    void refresh();
    /// Which studies, in which order; studiesChanged() or queryRefused() follows.
    void setQuery(const store::HistoryQuery& query);

Q_SIGNALS:
    void tradeoffsArrived(const undertone::widgets::Tradeoffs& tradeoffs);
    void figureArrived(const undertone::figure::FigureSpec& figure);
    void clientsArrived(const undertone::figure::FigureSpec& figure);
    /// The store does not understand the query; studies() go on answering the one before.
    void queryRefused(const undertone::widgets::Failure& failure);
    void queryAnswered(); ///< the store understands it again
    void everyStudyChanged(const std::vector<undertone::experiment::ExperimentSummary>& studies);
    void corporaChanged(const std::vector<std::string>& names);
    void studiesChanged(const std::vector<undertone::experiment::ExperimentSummary>& studies);
    void snapshotArrived(const std::shared_ptr<const undertone::widgets::StudySnapshot>& snapshot);

private:
    /// The studies as of a state of the database.
    struct Listing
    {
        store::HistoryQuery query;
        store::Revision revision;
        std::vector<experiment::ExperimentSummary> studies;
        std::vector<experiment::ExperimentSummary> everyStudy;
        std::vector<std::string> corpora;
    };
    static Listing listingOf(const session::Session& session, const store::HistoryQuery& query,
                             const store::Revision& revision);
    const store::HistoryQuery& understood() const;
    void announceWorkspace(const Listing& listing);
    void receive(const std::shared_ptr<const Listing>& listing);
    void loadSnapshot();
    void receiveEvents(const std::vector<session::JobEvent>& events);

    SessionBridge& m_bridge;
    QTimer m_poll;
    QTimer m_snapshotDelay;
    QString m_shown;
    session::TradeoffView m_view;
    store::HistoryQuery m_query;
    store::HistoryQuery m_answered;          ///< the latest that was understood
    std::shared_ptr<const Listing> m_listed; ///< none yet of this query
    std::vector<experiment::ExperimentSummary> m_studies;
    std::vector<experiment::ExperimentSummary> m_everyStudy;
    std::vector<std::string> m_corpora;
    bool m_listing = false;
    bool m_again = false; ///< the list is to be read anew when it has come
    bool m_refused = false;
    bool m_loading = false;
    bool m_stale = false;
};

} // namespace undertone::widgets
