#include "widgets/dialogs/ExportFiles.h"

#include "core/session/ExportText.h"

#include <QDir>
#include <QFileInfo>

#include <functional>

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

QByteArray captionsOf(const std::vector<figure::FigureSpec>& figures)
{
    std::string captions;
    for (const auto& figure : figures)
        captions += session::textOf(figure, "caption") + "\n";
    return QByteArray::fromStdString(captions);
}

struct PlannedFile
{
    QString path;
    std::function<QByteArray()> bytes;
};

/// Refers to the request.
std::vector<PlannedFile> planOf(const ExportRequest& request)
{
    std::vector<PlannedFile> files;
    const bool hasFigures = !request.figures.empty() && figureFormats().contains(request.format);
    if (hasFigures)
        for (const auto& figure : request.figures)
            files.push_back({pathOf(request, figure.id, request.format),
                             [&figure, &request] { return bytesOf(figure, request); }});
    if (tableFormats().contains(request.format))
        for (const auto& table : request.tables)
            files.push_back({pathOf(request, "table-" + table.id, request.format), [&table, &request] {
                                 return QByteArray::fromStdString(
                                     session::textOf(table, request.format.toStdString()));
                             }});
    if (request.captions && hasFigures)
        files.push_back({captionPath(request), [&request] { return captionsOf(request.figures); }});
    return files;
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

QStringList filesInTheWay(const ExportRequest& request)
{
    QStringList paths;
    for (const auto& file : planOf(request))
        if (file.path != request.target && QFileInfo::exists(file.path))
            paths << file.path;
    return paths;
}

std::vector<ExportedFile> filesOf(const ExportRequest& request)
{
    std::vector<ExportedFile> files;
    for (const auto& [path, bytes] : planOf(request))
        files.push_back({path, bytes()});
    return files;
}

} // namespace undertone::widgets
