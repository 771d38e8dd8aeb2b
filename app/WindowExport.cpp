#include "app/WindowExport.h"

#include "core/base/File.h"
#include "widgets/bridge/StudyFollower.h"
#include "widgets/bridge/WindowSettings.h"
#include "widgets/dialogs/ExportDialog.h"
#include "widgets/panels/ErrorBar.h"
#include "widgets/panels/PlotsPanel.h"
#include "widgets/plots/FigureView.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace undertone::app {

using namespace widgets;

namespace {

void write(const ExportRequest& request, WindowSettings& settings, SessionBridge& bridge, ErrorBar& bar)
{
    settings.setExportOptions(request.options);
    settings.setLastFolder(request.toFolder ? request.target : QFileInfo(request.target).path());
    for (const auto& [path, bytes] : filesOf(request))
        bridge.fetch(
            &bar,
            [bytes = bytes, path = path](const session::Session&) {
                base::writeFileAtomically(path.toStdString(), bytes.toStdString());
            },
            [&bar, path = path] {
                bar.showNotice(QCoreApplication::translate("undertone::app::MainWindow", "Written: %1")
                                   .arg(QDir::toNativeSeparators(path)));
            });
}

} // namespace

void openExport(PlotsPanel& plots, const StudySnapshot* snapshot, WindowSettings& settings,
                SessionBridge& bridge, ErrorBar& bar, QWidget* parent)
{
    const auto& view = plots.current();
    if (!view.hasFigure())
        return;
    const bool isOfStudy = snapshot && plots.showsStudy();
    const auto figures = isOfStudy ? plots.figures() : std::vector{view.figure()};
    const auto tables = isOfStudy ? snapshot->tables : std::vector<figure::TableSpec>();
    const auto shown = std::find_if(figures.begin(), figures.end(),
                                    [&](const auto& figure) { return figure.id == view.figure().id; });
    auto* dialog = new ExportDialog(figures, tables, static_cast<std::size_t>(shown - figures.begin()),
                                    settings.exportOptions(), settings.lastFolder(), parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(
        dialog, &ExportDialog::exportWanted, parent,
        [&settings, &bridge, &bar](const ExportRequest& request) { write(request, settings, bridge, bar); });
    dialog->open();
}

} // namespace undertone::app
