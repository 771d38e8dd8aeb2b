// The window: seconds from the start of the process until its first picture is painted and the workspace's
// studies are listed, memory at rest, pictures a second while a figure of 100,000 points is zoomed, and a
// history of 100,000 trials opened, filtered and searched through the window. Prints one JSON document;
// elapsed seconds, and CPU seconds of the window's thread. Without a screen: QT_QPA_PLATFORM=offscreen.
#include "app/MainWindow.h"
#include "core/store/RunStore.h"
#include "tests/bench/LargeHistory.h"
#include "tests/bench/Stopwatch.h"
#include "tests/support/TemporaryFolder.h"
#include "widgets/bridge/StudyFollower.h"
#include "widgets/models/HistoryModel.h"
#include "widgets/panels/StudiesPanel.h"
#include "widgets/plots/FigureView.h"
#include "widgets/plots/QCustomPlotHeader.h"

#include <QAction>
#include <QApplication>
#include <QFile>
#include <QTest>
#include <fmt/format.h>

#include <unistd.h>

#include <cmath>
#include <functional>
#include <stdexcept>

using namespace undertone;
using namespace undertone::widgets;

namespace {

constexpr int patience = 60000;

void waitFor(const std::function<bool()>& condition)
{
    if (!QTest::qWaitFor(condition, patience))
        throw std::runtime_error("The window did not get there.");
}

/// Since the process began, loading its libraries included; /proc counts in hundredths of a second.
double processSeconds()
{
    QFile file(QStringLiteral("/proc/self/stat"));
    file.open(QIODevice::ReadOnly);
    const QByteArray text = file.readAll();
    const auto fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    constexpr int startTime = 19; // field 22 of proc(5)
    return bench::seconds(CLOCK_BOOTTIME) -
           fields[startTime].toDouble() / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double mebibytes(const char* key)
{
    QFile file(QStringLiteral("/proc/self/status"));
    file.open(QIODevice::ReadOnly);
    for (const auto& line : file.readAll().split('\n'))
        if (line.startsWith(key))
            return line.simplified().split(' ')[1].toDouble() / 1024;
    return 0;
}

/// Counts the pictures that are painted.
class Painted : public QObject
{
public:
    int count = 0;
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        count += event->type() == QEvent::Paint ? 1 : 0;
        return QObject::eventFilter(watched, event);
    }
};

std::string measuredStart()
{
    const tests::TemporaryFolder folder;
    store::RunStore(folder.path() / "undertone.db").revision();
    app::MainWindow window;
    Painted painted;
    window.centralWidget()->installEventFilter(&painted);
    window.show();
    window.open(QString::fromStdString(folder.path().string()), {}, session::loadEngine);
    waitFor([&] { return painted.count > 0; });
    const double shown = processSeconds();
    waitFor([&] { return window.findChild<QAction*>(QStringLiteral("new-study"))->isEnabled(); });
    const double ready = processSeconds();
    QTest::qWait(3000);
    return fmt::format(
        "\"shown\": {:.3f}, \"ready\": {:.3f}, \"idle_mib\": {:.1f}, \"idle_private_mib\": {:.1f}", shown,
        ready, mebibytes("VmRSS:"), mebibytes("RssAnon:"));
}

figure::FigureSpec manyPoints()
{
    figure::FigureSpec figure;
    figure.id = "training";
    figure.x.label = "round";
    figure.left.label = "loss";
    for (int line = 0; line < 10; ++line) {
        auto& series = figure.series.emplace_back();
        series.name = fmt::format("line {}", line);
        series.style = line;
        series.markers = false;
        for (int i = 0; i < 10'000; ++i) {
            auto& point = series.points.emplace_back();
            point.x = i;
            point.y = line + std::sin(0.01 * i) + 0.3 * std::sin(1.7 * i);
            point.low = point.y - 0.2;
            point.high = point.y + 0.2;
        }
    }
    return figure;
}

std::string measuredZoom()
{
    FigureView view;
    view.resize(900, 600);
    view.show();
    view.setFigure(manyPoints());
    waitFor([&] { return view.isVisible(); });
    QTest::qWait(200);
    constexpr int pictures = 120;
    double worst = 0;
    const double start = bench::wallSeconds(), cpu = bench::cpuSeconds();
    for (int i = 0; i < pictures; ++i) {
        const double before = bench::wallSeconds();
        const double factor = i < pictures / 2 ? 0.93 : 1 / 0.93;
        for (auto* axis : {view.plot().xAxis, view.plot().yAxis})
            axis->scaleRange(factor);
        view.plot().replot(QCustomPlot::rpImmediateRefresh);
        worst = std::max(worst, bench::wallSeconds() - before);
    }
    return fmt::format("\"zoom_pictures_a_second\": {:.1f}, \"zoom_pictures_a_cpu_second\": {:.1f}, "
                       "\"zoom_worst_picture\": {:.4f}",
                       pictures / (bench::wallSeconds() - start), pictures / (bench::cpuSeconds() - cpu),
                       worst);
}

/// Studies in the table, in whatever groups.
int rowsOf(const QAbstractItemModel& model)
{
    int rows = 0;
    for (int i = 0; i < model.rowCount(); ++i)
        rows += std::max(1, model.rowCount(model.index(i, 0)));
    return rows;
}

std::string measuredHistory(int studies)
{
    const tests::TemporaryFolder folder;
    bench::makeHistory(folder.path() / "undertone.db", studies);
    app::MainWindow window;
    window.show();
    QTest::qWait(200);
    auto& panel = *window.findChild<StudiesPanel*>();
    auto& model = *panel.findChild<HistoryModel*>();
    auto& follower = *window.findChild<StudyFollower*>();
    double start = bench::wallSeconds(), cpu = bench::cpuSeconds();
    const auto elapsed = [&](const char* name) {
        return fmt::format(", \"{0}\": {1:.4f}, \"{0}_gui_cpu\": {2:.4f}", name, bench::wallSeconds() - start,
                           bench::cpuSeconds() - cpu);
    };
    window.open(QString::fromStdString(folder.path().string()), {}, session::loadEngine);
    waitFor([&] { return rowsOf(model) == studies; });
    std::string text = fmt::format("{{\"studies\": {}", studies) + elapsed("open");
    QTest::qWait(1000);
    const auto add = [&](const char* name, const store::HistoryQuery& query) {
        bool isAnswered = false;
        const auto connection =
            QObject::connect(&follower, &StudyFollower::studiesChanged, [&] { isAnswered = true; });
        start = bench::wallSeconds();
        cpu = bench::cpuSeconds();
        Q_EMIT panel.queryChanged(query);
        waitFor([&] { return isAnswered; });
        text += elapsed(name) + fmt::format(", \"{}_found\": {}", name, rowsOf(model));
        QObject::disconnect(connection);
        QTest::qWait(300);
    };
    add("filter_rows", {.filter = "attack_uar < 0.505 and epsilon <= 2 and starred"});
    add("filter_all_rows", {.filter = "attack_uar < 0.4"});
    add("filter_key", {.filter = "model.dropout > 0.3"});
    add("search", {.search = "remark 77"});
    add("all", {});
    return text + "}";
}

} // namespace

int main(int argc, char** argv)
{
    const tests::TemporaryFolder settings;
    qputenv("XDG_CONFIG_HOME", QByteArray::fromStdString(settings.path().string()));
    const QApplication application(argc, argv);
    const std::string start = measuredStart(); // first: it counts from the process's beginning
    fmt::print("{{{}, {}, \"trials\": {}, \"histories\": [\n{},\n{}]}}\n", start, measuredZoom(),
               bench::trialsOfHistory, measuredHistory(2'000), measuredHistory(20'000));
    return 0;
}
