#pragma once

namespace undertone::widgets {
class InspectorPanel;
class PlotsPanel;
class SessionBridge;
class StudyFollower;
} // namespace undertone::widgets

namespace undertone::app {

/// What is chosen in a figure or in the table shows in all of them; the trade-off is drawn as its bar says.
/// Adds the page of corpora.
void connectFigures(widgets::PlotsPanel& plots, widgets::InspectorPanel& inspector,
                    widgets::StudyFollower& follower, widgets::SessionBridge& bridge);

} // namespace undertone::app
