#include "app/FigureWiring.h"

#include "widgets/bridge/StudyFollower.h"
#include "widgets/panels/CorporaPanel.h"
#include "widgets/panels/InspectorPanel.h"
#include "widgets/panels/PlotsPanel.h"
#include "widgets/panels/TradeoffBar.h"

namespace undertone::app {

void connectFigures(widgets::PlotsPanel& plots, widgets::InspectorPanel& inspector,
                    widgets::StudyFollower& follower, widgets::SessionBridge& bridge)
{
    using namespace widgets;
    plots.addCorpora(*new CorporaPanel(bridge));
    QObject::connect(&plots, &PlotsPanel::pointChosen, &inspector, &InspectorPanel::choose);
    QObject::connect(&inspector, &InspectorPanel::rowChosen, &plots, &PlotsPanel::choose);
    QObject::connect(&plots, &PlotsPanel::pointChosen, &follower, &StudyFollower::showClients);
    QObject::connect(&inspector, &InspectorPanel::rowChosen, &follower, &StudyFollower::showClients);
    QObject::connect(&follower, &StudyFollower::clientsArrived, &plots, &PlotsPanel::showClients);
    QObject::connect(&follower, &StudyFollower::tradeoffsArrived, &plots, &PlotsPanel::showTradeoffs);
    auto& bar = plots.tradeoffBar();
    QObject::connect(&bar, &TradeoffBar::viewChanged, &follower,
                     [&bar, &follower] { follower.setTradeoffView(bar.view()); });
    QObject::connect(&follower, &StudyFollower::studiesChanged, &bar,
                     [&bar, &follower](const auto& studies) { bar.setStudies(studies, follower.shown()); });
    QObject::connect(&follower, &StudyFollower::snapshotArrived, &bar,
                     [&bar, &follower] { bar.setStudies(follower.studies(), follower.shown()); });
}

} // namespace undertone::app
