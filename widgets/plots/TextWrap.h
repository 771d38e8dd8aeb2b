#pragma once

#include <QFont>
#include <QString>

namespace undertone::widgets {

/// The text with line breaks at spaces, so that no line is wider than `width` where words allow it.
QString wrapped(const QString& text, const QFont& font, int width);

} // namespace undertone::widgets
