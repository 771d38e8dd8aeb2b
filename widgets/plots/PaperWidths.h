#pragma once

#include <QString>

#include <optional>
#include <span>

namespace undertone::widgets {

/// What a kind of paper has room for, and the type that suits it.
struct PaperWidth
{
    const char* key;  ///< of the command line
    const char* name; ///< translated in the context PaperWidths
    double millimetres;
    double points;
};

/// IEEE and ACM (one and two columns), Interspeech, beamer.
std::span<const PaperWidth> paperWidths();
/// A key's, or a number of millimetres. @throws Error InvalidRequest that names the keys.
PaperWidth paperWidth(const QString& text);

} // namespace undertone::widgets
