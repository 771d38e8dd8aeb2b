#include "widgets/dialogs/ExportFiles.h"

#include "core/session/ExportText.h"

#include <QDir>
#include <QFileInfo>

namespace undertone::widgets {

namespace {

QByteArray bytesOf(const figure::FigureSpec& figure, const ExportRequest& request)
{
    if (isDrawn(request.format)) {
        auto options = request.options;
        options.format = exportFormat(request.format);
        return renderFigure(figure, options);
    }
    return QByteArray::fromStdString(session::textOf(figure, request.format.toStdString(),
                                                     {request.options.widthMm, request.options.points}));
}

QString pathOf(const ExportRequest& request, const std::string& name, const QString& suffix)
{
    if (!request.toFolder)
        return request.target;
    return QDir(request.target).filePath(QString::fromStdString(name) + '.' + suffix);
}

QString captionPath(const ExportRequest& request)
{
    if (request.toFolder)
        return QDir(request.target).filePath(QStringLiteral("captions.txt"));
    const QFileInfo file(request.target);
    return file.dir().filePath(file.completeBaseName() + QStringLiteral("-caption.txt"));
}

} // namespace

QStringList figureFormats()
{
    return {QStringLiteral("pdf"), QStringLiteral("svg"), QStringLiteral("png"), QStringLiteral("tex"),
            QStringLiteral("csv")};
}

QStringList tableFormats()
{
    return {QStringLiteral("tex"), QStringLiteral("md"), QStringLiteral("csv")};
}

bool isDrawn(const QString& format)
{
    return format == QLatin1String("pdf") || format == QLatin1String("svg") || format == QLatin1String("png");
}

std::vector<ExportedFile> filesOf(const ExportRequest& request)
{
    std::vector<ExportedFile> files;
    std::string captions;
    if (figureFormats().contains(request.format))
        for (const auto& figure : request.figures) {
            files.push_back({pathOf(request, figure.id, request.format), bytesOf(figure, request)});
            captions += session::textOf(figure, "caption") + "\n";
        }
    if (tableFormats().contains(request.format))
        for (const auto& table : request.tables)
            files.push_back(
                {pathOf(request, "table-" + table.id, request.format),
                 QByteArray::fromStdString(session::textOf(table, request.format.toStdString()))});
    if (request.captions && !captions.empty())
        files.push_back({captionPath(request), QByteArray::fromStdString(captions)});
    return files;
}

} // namespace undertone::widgets
