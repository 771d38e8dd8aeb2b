#pragma once

class QWidget;

namespace undertone::widgets {
class ErrorBar;
class PlotsPanel;
class SessionBridge;
class WindowSettings;
struct StudySnapshot;
} // namespace undertone::widgets

namespace undertone::app {

/// Opens the export dialog on what is in front: the study's figures and tables (`snapshot` is its study's,
/// nullptr without one), or the figure of the calculator or of a corpus. What is written is told in the bar.
/// All but the dialog outlive it.
void openExport(widgets::PlotsPanel& plots, const widgets::StudySnapshot* snapshot,
                widgets::WindowSettings& settings, widgets::SessionBridge& bridge, widgets::ErrorBar& bar,
                QWidget* parent);

} // namespace undertone::app
