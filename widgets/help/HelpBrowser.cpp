#include "widgets/help/HelpBrowser.h"

#include <QDir>
#include <QFileInfo>
#include <QImage>

#include <algorithm>

namespace undertone::widgets {

namespace {

constexpr int widest = 640; ///< of a picture, in pixels of the page

} // namespace

HelpBrowser::HelpBrowser(const QString& folder, QWidget* parent) : QTextBrowser(parent), m_folder(folder)
{
    setAccessibleName(tr("Help page"));
    setOpenLinks(false);
    setSearchPaths({folder});
}

/// The one with the most dots where there are several: it is scaled.
QString HelpBrowser::fileOf(const QString& picture) const
{
    const QString base = QDir(m_folder).filePath(picture.chopped(QFileInfo(picture).suffix().size() + 1));
    const bool isDark =
        palette().color(QPalette::Base).lightness() < palette().color(QPalette::Text).lightness();
    for (const char* theme : {"-dark", ""})
        for (const char* scale : {"@2x", ""})
            if (const QString file =
                    base + QLatin1String(theme) + QLatin1String(scale) + QStringLiteral(".png");
                (isDark || !*theme) && QFile::exists(file))
                return file;
    return {};
}

QVariant HelpBrowser::loadResource(int type, const QUrl& name)
{
    const QString file = type == QTextDocument::ImageResource ? fileOf(name.path()) : QString();
    QImage image(file);
    if (image.isNull())
        return QTextBrowser::loadResource(type, name);
    const double dots = file.endsWith(QLatin1String("@2x.png")) ? 2 : 1;
    const double width = std::min<double>(widest, image.width() / dots);
    image = image.scaledToWidth(qRound(width * devicePixelRatioF()), Qt::SmoothTransformation);
    image.setDevicePixelRatio(devicePixelRatioF());
    return image;
}

} // namespace undertone::widgets
