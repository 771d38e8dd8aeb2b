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
struct StudySnapshot
{
    experiment::ExperimentRecord record;
    std::vector<figure::FigureSpec> figures; ///< all of them
    /// The trade-off over each axis that the study has numbers for.
    Tradeoffs tradeoffs;
    std::vector<session::EmbeddingView> embeddings; ///< trials that have a map
    std::vector<experiment::TrialLedger> ledgers;   ///< of a study that has ended
    figure::TableSpec table;                        ///< leakage
    std::vector<figure::TableSpec> tables;          ///< all of them
    std::optional<Failure> failure;                 ///< why it has failed
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
    /// The store does not understand the query; studies() stay as they were.
    void queryRefused(const undertone::widgets::Failure& failure);
    void studiesChanged(const std::vector<undertone::experiment::ExperimentSummary>& studies);
    void snapshotArrived(const std::shared_ptr<const undertone::widgets::StudySnapshot>& snapshot);

private:
    /// The studies as of a state of the database.
    struct Listing
    {
        store::HistoryQuery query;
        store::Revision revision;
        std::vector<experiment::ExperimentSummary> studies;
    };
    void receive(const std::shared_ptr<const Listing>& listing);
    void loadSnapshot();
    void receiveEvents(const std::vector<session::JobEvent>& events);

    SessionBridge& m_bridge;
    QTimer m_poll;
    QTimer m_snapshotDelay;
    QString m_shown;
    session::TradeoffView m_view;
    store::HistoryQuery m_query;
    std::shared_ptr<const Listing> m_listed; ///< none yet, or its query was refused
    std::vector<experiment::ExperimentSummary> m_studies;
    bool m_listing = false;
    bool m_again = false; ///< the list is to be read anew when it has come
    bool m_refused = false;
    bool m_loading = false;
    bool m_stale = false;
};

} // namespace undertone::widgets
