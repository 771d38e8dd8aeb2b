#include "app/FigureExport.h"

#include "core/base/File.h"
#include "core/session/ExportText.h"
#include "widgets/dialogs/ExportFiles.h"

namespace undertone::app {

namespace {

using widgets::ExportRequest;

void requireFormat(const QString& format, const QStringList& formats)
{
    if (!formats.contains(format))
        throw Error(ErrorCode::InvalidRequest,
                    "There is no format \"" + format.toStdString() + "\" for this.", "format",
                    "Choose one of: " + formats.join(QStringLiteral(", ")).toStdString() + ".");
}

/// What of a view a figure takes.
session::TradeoffView viewOf(const std::string& figure, const session::TradeoffView& view)
{
    if (figure == "tradeoff")
        return view;
    return figure == "frontier" ? session::TradeoffView{{}, view.beside} : session::TradeoffView{};
}

void addAll(ExportRequest& files, const session::Session& session, const FigureExport& request)
{
    const auto id = request.experiment.toStdString();
    requireFormat(request.format, widgets::figureFormats() + QStringList{QStringLiteral("md")});
    base::createFolder(request.out);
    files.toFolder = true;
    files.captions = true;
    for (const auto& name : session.figureNames()) {
        auto figure = session.figure(id, name, {}, viewOf(name, request.view));
        if (!figure.isEmpty())
            files.figures.push_back(std::move(figure));
    }
    for (const auto& name : session.tableNames())
        if (auto table = session.table(id, name); !table.rows.empty())
            files.tables.push_back(std::move(table));
}

void addFigure(ExportRequest& files, const session::Session& session, const FigureExport& request)
{
    const auto id = request.experiment.toStdString();
    requireFormat(request.format, widgets::figureFormats());
    files.figures = {
        session.figure(id, request.figure.toStdString(), request.axis.toStdString(), request.view)};
    session::requireContent(files.figures.front(), id);
}

} // namespace

void exportFigures(const std::filesystem::path& workspace, const FigureExport& request)
{
    const session::Session session(workspace, session::loadEngine);
    ExportRequest files;
    files.format = request.format;
    files.options = request.options;
    files.target = QString::fromStdString(request.out.string());
    if (!request.figure.isEmpty()) {
        addFigure(files, session, request);
    } else if (!request.table.isEmpty()) {
        requireFormat(request.format, widgets::tableFormats());
        files.tables = {session.table(request.experiment.toStdString(), request.table.toStdString())};
        session::requireContent(files.tables.front(), request.experiment.toStdString());
    } else {
        addAll(files, session, request);
    }
    for (const auto& [path, bytes] : widgets::filesOf(files))
        base::writeFileAtomically(path.toStdString(), bytes.toStdString());
}

} // namespace undertone::app
