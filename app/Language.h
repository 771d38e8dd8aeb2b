#pragma once

#include <QString>

namespace undertone::app {

/// Puts the window into a language: "en", "de", or "" for that of the desktop where there is a translation.
/// Before the first widget is made.
void installLanguage(const QString& language);

} // namespace undertone::app
