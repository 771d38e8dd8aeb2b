#include "widgets/bridge/StudyFollower.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace undertone::widgets {

using experiment::ExperimentSummary;

namespace {

constexpr int pollIntervalMs = 1000;
constexpr int snapshotIntervalMs = 400; ///< a study that fills is read at most this often

const ExperimentSummary* find(const std::vector<ExperimentSummary>& studies, const QString& id)
{
    const auto found = std::find_if(studies.begin(), studies.end(),
                                    [&](const auto& study) { return study.id == id.toStdString(); });
    return found == studies.end() ? nullptr : &*found;
}

bool isOther(const std::vector<ExperimentSummary>& before, const std::vector<ExperimentSummary>& now,
             const QString& id)
{
    const auto* old = find(before, id);
    const auto* present = find(now, id);
    return old && present && *old != *present;
}

bool isOngoing(experiment::ExperimentState state)
{
    return state == experiment::ExperimentState::Queued || state == experiment::ExperimentState::Running;
}

StudySnapshot read(const session::Session& session, const std::string& id, const session::TradeoffView& view)
{
    StudySnapshot snapshot{session.views(id, view), {}, {}, {}};
    if (!isOngoing(snapshot.record.summary.state)) // a ledger grows with every round
        snapshot.ledgers = session.privacyLedgers(id);
    snapshot.table = snapshot.tables.front();
    if (const auto error = session.failure(id))
        snapshot.failure = Failure::of(*error);
    return snapshot;
}

} // namespace

StudyFollower::Listing StudyFollower::listingOf(const session::Session& session,
                                                const store::HistoryQuery& query,
                                                const store::Revision& revision)
{
    Listing listing{query, revision, session.experiments(query), {}, session.corpusNames()};
    const store::HistoryQuery everything{.sort = query.sort, .order = query.order};
    listing.everyStudy = query == everything ? listing.studies : session.experiments(everything);
    return listing;
}

StudyFollower::StudyFollower(SessionBridge& bridge, QObject* parent) : QObject(parent), m_bridge(bridge)
{
    m_poll.setInterval(pollIntervalMs);
    m_snapshotDelay.setSingleShot(true);
    m_snapshotDelay.setInterval(snapshotIntervalMs);
    connect(&m_poll, &QTimer::timeout, this, &StudyFollower::refresh);
    connect(&m_snapshotDelay, &QTimer::timeout, this, &StudyFollower::loadSnapshot);
    connect(&bridge, &SessionBridge::eventsArrived, this, &StudyFollower::receiveEvents);
    connect(&bridge, &SessionBridge::opened, this, [this] {
        refresh();
        m_poll.start();
    });
}

void StudyFollower::show(const QString& experimentId)
{
    m_shown = experimentId;
    m_stale = true;
    m_snapshotDelay.stop();
    loadSnapshot();
}

void StudyFollower::setTradeoffView(const session::TradeoffView& view)
{
    if (m_view == view)
        return;
    m_view = view;
    if (m_shown.isEmpty() || !m_bridge.isOpen())
        return;
    m_bridge.fetch(
        this,
        [id = m_shown.toStdString(), view](const session::Session& session) {
            return std::make_tuple(id, session.tradeoffs(id, view),
                                   session.figure(id, "frontier", {}, {{}, view.beside}));
        },
        [this, view](const auto& found) {
            const auto& [id, tradeoffs, frontier] = found;
            if (id != m_shown.toStdString() || m_view != view)
                return;
            Q_EMIT tradeoffsArrived(tradeoffs);
            Q_EMIT figureArrived(frontier);
        });
}

void StudyFollower::showEmbedding(std::size_t trial, const QString& colouring)
{
    m_bridge.fetch(
        this,
        [id = m_shown.toStdString(), trial, by = colouring.toStdString()](const session::Session& session) {
            return std::make_pair(id, session.embeddingFigure(id, trial, by));
        },
        [this](const auto& found) {
            if (found.first == m_shown.toStdString())
                Q_EMIT figureArrived(found.second);
        });
}

void StudyFollower::showClients(const QString& reference)
{
    if (m_shown.isEmpty() || !m_bridge.isOpen() || !reference.startsWith(m_shown))
        return;
    m_bridge.fetch(
        this,
        [id = m_shown.toStdString(), row = reference.toStdString()](const session::Session& session) {
            return std::make_pair(id, session.clientsFigure(id, row));
        },
        [this](const auto& found) {
            if (found.first == m_shown.toStdString() && !found.second.series.empty())
                Q_EMIT clientsArrived(found.second);
        });
}

void StudyFollower::setQuery(const store::HistoryQuery& query)
{
    m_query = query;
    m_refused = false;
    m_listed.reset();
    refresh();
}

/// A query that was refused does not keep the list from living.
const store::HistoryQuery& StudyFollower::understood() const
{
    return m_refused ? m_answered : m_query;
}

void StudyFollower::refresh()
{
    if (!m_bridge.isOpen())
        return;
    if (m_listing) {
        m_again = true;
        return;
    }
    m_listing = true;
    const auto query = understood();
    m_bridge.fetch(
        this,
        [query, listed = m_listed](const session::Session& session) -> std::shared_ptr<const Listing> {
            const auto revision = session.revision();
            if (listed && listed->query == query && listed->revision == revision)
                return nullptr;
            return std::make_shared<const Listing>(listingOf(session, query, revision));
        },
        [this](const std::shared_ptr<const Listing>& listing) { receive(listing); },
        [this, query](const Failure& failure) {
            m_listing = false;
            if (query != understood()) { // another one has been typed meanwhile
                refresh();
            } else if (failure.code == ErrorCode::InvalidRequest) {
                m_refused = true;
                Q_EMIT queryRefused(failure);
            } else {
                Q_EMIT m_bridge.failed(failure);
            }
        });
}

void StudyFollower::receive(const std::shared_ptr<const Listing>& listing)
{
    m_listing = false;
    if (std::exchange(m_again, false))
        refresh();
    if (!listing || listing->query != understood())
        return;
    const bool isNewQuery = !m_listed && !m_refused;
    m_listed = listing;
    m_answered = listing->query;
    if (isNewQuery)
        Q_EMIT queryAnswered();
    const bool shownChanged =
        isOther(m_studies, listing->studies, m_shown) || isOther(m_everyStudy, listing->everyStudy, m_shown);
    announceWorkspace(*listing);
    if (isNewQuery || listing->studies != m_studies) {
        m_studies = listing->studies;
        Q_EMIT studiesChanged(m_studies);
    }
    if (shownChanged) {
        m_stale = true;
        loadSnapshot();
    }
}

void StudyFollower::announceWorkspace(const Listing& listing)
{
    if (listing.corpora != m_corpora) {
        m_corpora = listing.corpora;
        Q_EMIT corporaChanged(m_corpora);
    }
    if (listing.everyStudy != m_everyStudy) {
        m_everyStudy = listing.everyStudy;
        Q_EMIT everyStudyChanged(m_everyStudy);
    }
}

void StudyFollower::receiveEvents(const std::vector<session::JobEvent>& events)
{
    bool listChanged = false;
    for (const auto& event : events) {
        listChanged = listChanged || event.kind != session::JobEventKind::Progressed;
        m_stale = m_stale || (event.kind != session::JobEventKind::Progressed &&
                              event.experimentId == m_shown.toStdString());
    }
    if (listChanged)
        refresh();
    if (m_stale)
        loadSnapshot();
}

void StudyFollower::loadSnapshot()
{
    if (m_shown.isEmpty() || !m_stale || m_loading || m_snapshotDelay.isActive() || !m_bridge.isOpen())
        return;
    m_loading = true;
    m_stale = false;
    m_snapshotDelay.start();
    const auto ended = [this] {
        m_loading = false;
        if (m_stale && !m_snapshotDelay.isActive())
            loadSnapshot();
    };
    m_bridge.fetch(
        this,
        [id = m_shown.toStdString(), view = m_view](const session::Session& session) {
            return std::make_shared<const StudySnapshot>(read(session, id, view));
        },
        [this, ended](const std::shared_ptr<const StudySnapshot>& snapshot) {
            if (QString::fromStdString(snapshot->record.summary.id) == m_shown)
                Q_EMIT snapshotArrived(snapshot);
            ended();
        },
        [this, ended](const Failure& failure) {
            if (failure.code != ErrorCode::NotFound) // a study that could not be run is not kept
                Q_EMIT m_bridge.failed(failure);
            ended();
        });
}

} // namespace undertone::widgets
