#include "widgets/plots/PaperWidths.h"

#include "core/base/Error.h"

#include <QCoreApplication>
#include <QStringList>

namespace undertone::widgets {

std::span<const PaperWidth> paperWidths()
{
    static constexpr PaperWidth widths[] = {
        {"ieee-column", QT_TRANSLATE_NOOP("PaperWidths", "IEEE, one column"), 88.9, 8},
        {"ieee-page", QT_TRANSLATE_NOOP("PaperWidths", "IEEE, two columns"), 181.9, 8},
        {"acm-column", QT_TRANSLATE_NOOP("PaperWidths", "ACM, one column"), 84.7, 8},
        {"acm-page", QT_TRANSLATE_NOOP("PaperWidths", "ACM, two columns"), 177.9, 8},
        {"interspeech-column", QT_TRANSLATE_NOOP("PaperWidths", "Interspeech, one column"), 80, 8},
        {"interspeech-page", QT_TRANSLATE_NOOP("PaperWidths", "Interspeech, two columns"), 170, 8},
        {"beamer", QT_TRANSLATE_NOOP("PaperWidths", "Beamer slide, 16:9"), 140, 10},
    };
    return widths;
}

PaperWidth paperWidth(const QString& text)
{
    QStringList keys;
    for (const auto& width : paperWidths()) {
        if (text == QLatin1String(width.key))
            return width;
        keys << QLatin1String(width.key);
    }
    bool isNumber = false;
    const double millimetres = text.toDouble(&isNumber);
    if (isNumber)
        return {"", "", millimetres, 8};
    throw Error(ErrorCode::InvalidRequest, "There is no width \"" + text.toStdString() + "\".", "width",
                ("Give millimetres, or one of: " + keys.join(QStringLiteral(", ")) + ".").toStdString());
}

} // namespace undertone::widgets
