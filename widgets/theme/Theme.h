#pragma once

#include <QPalette>

namespace undertone::widgets {

enum class Theme { System, Light, Dark };

/// Contrast of text to its ground is at least 7 : 1. System gives the palette of the desktop.
QPalette paletteOf(Theme theme);

/// Changes every window of the application, those that are open too.
void applyTheme(Theme theme);

} // namespace undertone::widgets
