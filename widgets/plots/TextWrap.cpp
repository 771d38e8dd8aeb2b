#include "widgets/plots/TextWrap.h"

#include <QFontMetrics>
#include <QStringList>

namespace undertone::widgets {

QString wrapped(const QString& text, const QFont& font, int width)
{
    const QFontMetrics metrics(font);
    QStringList lines;
    for (const auto& paragraph : text.split('\n')) {
        QString line;
        for (const auto& word : paragraph.split(' ')) {
            const QString longer = line.isEmpty() ? word : line + ' ' + word;
            if (!line.isEmpty() && metrics.horizontalAdvance(longer) > width) {
                lines << line;
                line = word;
            } else {
                line = longer;
            }
        }
        lines << line;
    }
    return lines.join('\n');
}

} // namespace undertone::widgets
