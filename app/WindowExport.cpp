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
#include <exception>
#include <optional>
#include <vector>

namespace undertone::app {

using namespace widgets;

namespace {

/// What became of an export.
struct Outcome
{
    std::size_t files = 0;
    std::size_t written = 0;
    std::optional<Failure> failure; ///< of the first file that could not be written
};

QString tr(const char* text)
{
    return QCoreApplication::translate("undertone::app", text);
}

/// One file that cannot be written does not keep the others from being written.
Outcome writeAll(const std::vector<ExportedFile>& files)
{
    Outcome outcome{files.size(), 0, {}};
    for (const auto& file : files) {
        try {
            base::writeFileAtomically(file.path.toStdString(), file.bytes.toStdString());
            ++outcome.written;
        } catch (...) {
            if (!outcome.failure)
                outcome.failure = Failure::of(std::current_exception());
        }
    }
    return outcome;
}

void tell(const Outcome& outcome, const QString& target, ErrorBar& bar)
{
    if (!outcome.failure)
        return bar.showNotice(tr("Written: %1").arg(QDir::toNativeSeparators(target)));
    auto failure = *outcome.failure;
    failure.title = tr("%1 of %2 files written").arg(outcome.written).arg(outcome.files);
    bar.showFailure(failure);
}

void write(const ExportRequest& request, WindowSettings& settings, SessionBridge& bridge, ErrorBar& bar)
{
    bar.hide();
    settings.setExportOptions(request.options);
    settings.setLastFolder(request.toFolder ? request.target : QFileInfo(request.target).path());
    bridge.fetch(
        &bar, [files = filesOf(request)](const session::Session&) { return writeAll(files); },
        [&bar, target = request.target](const Outcome& outcome) { tell(outcome, target, bar); });
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
