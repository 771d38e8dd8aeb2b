#include "app/FigureWiring.h"

#include "widgets/bridge/StudyFollower.h"
#include "widgets/panels/CorporaPanel.h"
#include "widgets/panels/EmbeddingPanel.h"
#include "widgets/panels/InspectorPanel.h"
#include "widgets/panels/PlotsPanel.h"
#include "widgets/panels/TradeoffBar.h"

namespace undertone::app {

namespace {

/// Maps come from the shown study, clips from its corpora.
void connectEmbedding(widgets::EmbeddingPanel& embedding, widgets::StudyFollower& follower,
                      widgets::SessionBridge& bridge)
{
    using namespace widgets;
    QObject::connect(&embedding, &EmbeddingPanel::mapWanted, &follower, &StudyFollower::showEmbedding);
    QObject::connect(&follower, &StudyFollower::snapshotArrived, &embedding,
                     [&embedding](const auto& snapshot) { embedding.offer(snapshot->embeddings); });
    QObject::connect(&embedding, &EmbeddingPanel::clipWanted, &bridge,
                     [&embedding, &bridge](const QString& corpus, const QString& path) {
                         bridge.fetch(
                             &embedding,
                             [corpus = corpus.toStdString(), path = path.toStdString()](
                                 const session::Session& session) { return session.clipFile(corpus, path); },
                             [&embedding](const std::filesystem::path& file) {
                                 embedding.play(QString::fromStdString(file.string()));
                             },
                             [&embedding](const Failure& failure) { embedding.explain(failure.happened); });
                     });
}

void connectCorpora(widgets::PlotsPanel& plots, widgets::StudyFollower& follower,
                    widgets::SessionBridge& bridge)
{
    using namespace widgets;
    auto* corpora = new CorporaPanel(bridge);
    plots.addCorpora(*corpora);
    QObject::connect(&follower, &StudyFollower::corporaChanged, corpora, &CorporaPanel::setNames);
    QObject::connect(corpora, &CorporaPanel::removed, &follower, &StudyFollower::refresh);
}

} // namespace

void connectFigures(widgets::PlotsPanel& plots, widgets::InspectorPanel& inspector,
                    widgets::StudyFollower& follower, widgets::SessionBridge& bridge)
{
    using namespace widgets;
    connectCorpora(plots, follower, bridge);
    QObject::connect(&plots, &PlotsPanel::pointChosen, &inspector, &InspectorPanel::choose);
    QObject::connect(&inspector, &InspectorPanel::rowChosen, &plots, &PlotsPanel::choose);
    QObject::connect(&plots, &PlotsPanel::pointChosen, &follower, &StudyFollower::showClients);
    QObject::connect(&inspector, &InspectorPanel::rowChosen, &follower, &StudyFollower::showClients);
    QObject::connect(&follower, &StudyFollower::clientsArrived, &plots, &PlotsPanel::showClients);
    QObject::connect(&follower, &StudyFollower::tradeoffsArrived, &plots, &PlotsPanel::showTradeoffs);
    QObject::connect(&follower, &StudyFollower::figureArrived, &plots, &PlotsPanel::showFigure);
    connectEmbedding(plots.embedding(), follower, bridge);
    auto& bar = plots.tradeoffBar();
    QObject::connect(&bar, &TradeoffBar::viewChanged, &follower,
                     [&bar, &follower] { follower.setTradeoffView(bar.view()); });
    const auto offer = [&bar, &follower] { bar.setStudies(follower.everyStudy(), follower.shown()); };
    QObject::connect(&follower, &StudyFollower::everyStudyChanged, &bar, offer);
    QObject::connect(&follower, &StudyFollower::snapshotArrived, &bar, offer);
}

} // namespace undertone::app
