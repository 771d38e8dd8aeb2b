#include "app/FigureExport.h"

#include "core/base/File.h"
#include "core/session/Session.h"

namespace undertone::app {

namespace {

bool hasContent(const figure::FigureSpec& figure)
{
    return !figure.series.empty() || figure.heatmap;
}

void write(const figure::FigureSpec& figure, const FigureExport& request, const std::filesystem::path& file)
{
    base::writeFileAtomically(file, widgets::renderFigure(figure, request.options).toStdString());
}

} // namespace

void exportFigures(const std::filesystem::path& workspace, const FigureExport& request)
{
    const session::Session session(workspace, session::loadEngine);
    const auto id = request.experiment.toStdString();
    if (!request.figure.isEmpty()) {
        const auto figure = session.figure(id, request.figure.toStdString(), request.axis.toStdString());
        if (!hasContent(figure))
            throw Error(ErrorCode::InvalidRequest, "The study has no results for this figure yet.", id,
                        "Run or resume the study first.");
        return write(figure, request, request.out);
    }
    base::createFolder(request.out);
    const auto suffix = QStringLiteral(".%1").arg(widgets::formatName(request.options.format)).toStdString();
    for (const auto& name : session.figureNames()) {
        const auto figure = session.figure(id, name);
        if (hasContent(figure))
            write(figure, request, request.out / (name + suffix));
    }
}

} // namespace undertone::app
