#pragma once

#include <QtCore/qnamespace.h>

class QTabWidget;

namespace undertone::widgets {

/// Gives the tabs that are there `modifier` and the digits from `first` on, 0 after 9: letters are for menus
/// and fields. The keys are in the tabs' tooltips and, as actions, on the help's page of the keyboard.
void giveKeysToTabs(QTabWidget& tabs, Qt::KeyboardModifier modifier, int first = 1);

} // namespace undertone::widgets
