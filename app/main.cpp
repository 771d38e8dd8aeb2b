#include "app/FigureExport.h"
#include "app/Language.h"
#include "app/MainWindow.h"
#include "core/base/Resources.h"
#include "core/session/Session.h"
#include "widgets/plots/PaperWidths.h"

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QHashSeed>
#include <QIcon>

#include <iostream>
#include <string>
#include <vector>

namespace {

using undertone::Error;

struct Arguments
{
    std::string workspace;
    std::string study;
    std::string experiment; ///< to export; empty: open the window
    std::string figure;
    std::string table;
    std::string axis;
    std::vector<std::string> beside;
    double attackBound = 0; ///< per cent; 0: no bounds
    double lossBound = 2;   ///< points
    bool all = false;
    std::string format; ///< empty: what the file's name says, or pdf
    std::string width = "86";
    double points = 0; ///< 0: what suits the width
    int dotsPerInch = 300;
    std::string font;
    std::string out;
};

void describe(CLI::App& cli, Arguments& arguments)
{
    cli.add_option("--workspace", arguments.workspace, "Folder of the workspace");
    cli.add_option("--study", arguments.study, "Study to show, by its id or the beginning of it");
    auto* exporting = cli.add_option("--export", arguments.experiment,
                                     "Export figures of this study (an id or the beginning of one) and end");
    auto* figure =
        cli.add_option("--figure", arguments.figure,
                       "tradeoff, leaks, layers, features, training, audit, representation or frontier");
    auto* axis =
        cli.add_option("--axis", arguments.axis,
                       "Of the trade-off: swept, nominal, one-update, leaked-updates, all-rounds, sigma");
    auto* table = cli.add_option("--table", arguments.table, "leakage, tradeoff or audit");
    cli.add_option("--beside", arguments.beside, "Studies that stand beside in the trade-off or the frontier")
        ->delimiter(',');
    auto* attack =
        cli.add_option("--attack-bound", arguments.attackBound,
                       "Mark the settings of the trade-off with at most this attack UAR, in per cent")
            ->check(CLI::Range(0.1, 100.0));
    cli.add_option("--loss-bound", arguments.lossBound, "and at most this loss of SER UAR, in points")
        ->capture_default_str()
        ->check(CLI::Range(0.0, 100.0))
        ->needs(attack);
    auto* all = cli.add_flag(
        "--all", arguments.all,
        "Every figure, with captions, and every table that the format is for; --out is a folder");
    auto* out = cli.add_option("--out", arguments.out, "File to write");
    figure->excludes(all)->excludes(table)->needs(exporting);
    table->excludes(all)->needs(exporting);
    axis->needs(figure);
    all->needs(exporting);
    exporting->needs(out);
    cli.add_option(
        "--format", arguments.format,
        "pdf, svg, png, tex or csv; of a table tex, md or csv; by the name of --out when not given");
    cli.add_option("--width", arguments.width,
                   "Width in mm, or ieee-column, ieee-page, acm-column, acm-page, interspeech-column, "
                   "interspeech-page, beamer")
        ->capture_default_str();
    cli.add_option("--points", arguments.points, "Type size as printed; 8, of beamer 10, when not given");
    cli.add_option("--dpi", arguments.dotsPerInch, "Resolution of png")->capture_default_str();
    cli.add_option("--font", arguments.font, "Font family");
    cli.set_version_flag("--version", undertone::base::programVersion());
}

std::filesystem::path workspaceOf(const Arguments& arguments)
{
    return arguments.workspace.empty() ? undertone::session::defaultWorkspace()
                                       : std::filesystem::path(arguments.workspace);
}

std::string formatOf(const Arguments& arguments)
{
    const std::string suffix = std::filesystem::path(arguments.out).extension().string();
    if (!arguments.format.empty())
        return arguments.format;
    return suffix.empty() || arguments.all ? "pdf" : suffix.substr(1);
}

int exportStudy(int argc, char** argv, const Arguments& arguments)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QHashSeed::setDeterministicGlobalSeed(); // the same figure gives the same PDF
    const QApplication application(argc, argv);
    try {
        undertone::app::FigureExport request;
        request.experiment = QString::fromStdString(arguments.experiment);
        request.figure = QString::fromStdString(arguments.figure);
        request.axis = QString::fromStdString(arguments.axis);
        request.table = QString::fromStdString(arguments.table);
        request.format = QString::fromStdString(formatOf(arguments));
        request.view.beside = arguments.beside;
        if (arguments.attackBound > 0)
            request.view.bounds =
                undertone::figure::Bounds{arguments.attackBound / 100, arguments.lossBound / 100};
        const auto width = undertone::widgets::paperWidth(QString::fromStdString(arguments.width));
        request.options.widthMm = width.millimetres;
        request.options.points = arguments.points != 0 ? arguments.points : width.points;
        request.options.dotsPerInch = arguments.dotsPerInch;
        request.options.family = QString::fromStdString(arguments.font);
        request.out = arguments.out;
        undertone::app::exportFigures(workspaceOf(arguments), request);
        return 0;
    } catch (const Error& error) {
        std::cerr << error.what() << '\n';
        return error.isRequestError() ? 2 : 1;
    }
}

int openWindow(int argc, char** argv, const Arguments& arguments)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("Undertone"));
    QApplication::setDesktopFileName(QStringLiteral("undertone"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/undertone.svg")));
    undertone::app::installLanguage(undertone::widgets::WindowSettings().preferences().language);
    undertone::app::MainWindow window;
    window.show();
    const QString last = undertone::widgets::WindowSettings().lastWorkspace();
    const bool goesOn = arguments.workspace.empty() && !last.isEmpty();
    window.open(goesOn ? last : QString::fromStdString(workspaceOf(arguments).string()),
                QString::fromStdString(arguments.study), undertone::session::loadEngine);
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    Arguments arguments;
    CLI::App cli("Undertone, a workbench for the privacy of federated speech emotion recognition");
    describe(cli, arguments);
    try {
        cli.parse(argc, argv);
        if (!arguments.experiment.empty() && arguments.figure.empty() && arguments.table.empty() &&
            !arguments.all)
            throw CLI::ValidationError("--export", "name a --figure or a --table, or say --all");
    } catch (const CLI::ParseError& error) {
        return cli.exit(error) == 0 ? 0 : 2;
    }
    return arguments.experiment.empty() ? openWindow(argc, argv, arguments)
                                        : exportStudy(argc, argv, arguments);
}
