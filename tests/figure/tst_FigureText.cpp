#include "core/base/Csv.h"
#include "core/figure/FigureBuilder.h"
#include "core/figure/FigureText.h"
#include "tests/figure/EveryFigure.h"
#include "tests/figure/FigureReading.h"
#include "tests/figure/SampleRecord.h"
#include "tests/support/TemporaryFolder.h"

#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QtTest>
#include <nlohmann/json.hpp>

using namespace undertone;
using namespace undertone::figure;
using tests::contains;
using tests::sampleRecord;

namespace {

experiment::ExperimentRecord awkwardRecord()
{
    auto record = tests::withCeilings(sampleRecord());
    record.summary.name = "50 % of $x_1$ & \"{more}\" #2 ~ ^ \\ <a> \u00e9 \u6f22";
    record.summary.synthetic = true;
    for (auto& row : record.rows) {
        row.attribute = "a_b|c,d";
        row.sweep.insert(row.sweep.begin(), {"model.hidden", "[256,128]"});
    }
    for (auto& curve : record.curves)
        curve.sweep.insert(curve.sweep.begin(), {"model.hidden", "[256,128]"});
    for (auto& row : record.rows)
        if (row.layer == "last")
            row.attackUar = {0.52, 0.46, 0.58};
    record.warnings = {record.summary.name};
    return record;
}

/// Runs pdflatex; what it said when it failed.
QString latexFailure(const std::string& document)
{
    const tests::TemporaryFolder folder;
    folder.write("figure.tex", document);
    QProcess latex;
    latex.setWorkingDirectory(QString::fromStdString(folder.path().string()));
    latex.start("pdflatex", {"-interaction=nonstopmode", "-halt-on-error", "figure.tex"});
    latex.waitForFinished(120000);
    const QString output = QString::fromUtf8(latex.readAllStandardOutput());
    // A line that is too wide by more than a hair's breadth runs over the edge of the page or of a column.
    static const QRegularExpression tooWide("Overfull .hbox \\((\\d+)\\.");
    const auto match = tooWide.match(output);
    const bool fits = !match.hasMatch() || match.captured(1).toInt() < 3;
    return latex.exitCode() == 0 && fits ? QString() : output;
}

bool hasLatex()
{
    const auto installed = [](const char* file) {
        QProcess which;
        which.start("kpsewhich", {file});
        return which.waitForFinished() && !which.readAllStandardOutput().trimmed().isEmpty();
    };
    return !QStandardPaths::findExecutable("pdflatex").isEmpty() && installed("pgfplots.sty") &&
           installed("standalone.cls") && installed("booktabs.sty");
}

} // namespace

class TestFigureText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void csvHasTheNumbersDrawn()
    {
        for (const auto& name : {"tradeoff", "leaks", "training"}) {
            const auto figure = buildFigure(name, tests::withCeilings(sampleRecord()));
            const auto csv = base::parseCsv(figureAsCsv(figure), "figure");
            std::size_t next = 0;
            for (const auto& series : figure.series)
                for (const auto& point : series.points) {
                    const auto& row = csv.rows.at(next++);
                    QCOMPARE(row[0], series.name);
                    QCOMPARE(row[3].empty(), series.role != SeriesRole::Measured);
                    QCOMPARE(std::stod(row[4]), point.y);
                    QCOMPARE(row[5].empty(), !point.low.has_value());
                    if (point.low)
                        QCOMPARE(std::stod(row[5]), *point.low);
                }
            QCOMPARE(csv.rows.size(), next);
        }
        const auto heatmap = buildFigure("layers", sampleRecord());
        const auto csv = base::parseCsv(figureAsCsv(heatmap), "figure");
        QCOMPARE(csv.rows.size(), heatmap.heatmap->cells.size());
        QCOMPARE(csv.rows[0][1], std::string("first"));
        QCOMPARE(std::stod(csv.rows[0][2]), heatmap.heatmap->cells[0].value);
    }

    void jsonHasEverything()
    {
        const auto figure = buildFigure("tradeoff", awkwardRecord());
        const auto json = nlohmann::json::parse(figureAsJson(figure));
        QCOMPARE(json["series"].size(), figure.series.size());
        QCOMPARE(json["series"][1]["points"][0]["y"].get<double>(), figure.series[1].points[0].y);
        QCOMPARE(json["caption"].get<std::string>(), figure.caption);
        QCOMPARE(json["warnings"].size(), figure.warnings.size());
        QVERIFY(json["heatmap"].is_null());
        QVERIFY(nlohmann::json::parse(figureAsJson(buildFigure("layers", sampleRecord())))["heatmap"]
                    .is_object());
    }

    void tableFormatsAgree()
    {
        const auto record = awkwardRecord();
        const auto table = buildTable("leakage", record);
        QCOMPARE(tableAsJson(table), rowsAsJson(record));
        const auto csv = base::parseCsv(tableAsCsv(table), "table");
        QCOMPARE(csv.rows.size(), record.rows.size());
        QCOMPARE(csv.header[1], std::string("sweep.model.dropout"));
        const auto uar = *csv.column("attack_uar");
        QCOMPARE(std::stod(csv.rows[34 + 5][uar]), record.rows[5].attackUar.value); // dropout 0.5 comes last
        QCOMPARE(csv.rows[5][*csv.column("attribute")], std::string("a_b|c,d"));
        QCOMPARE(csv.rows[5][*csv.column("epsilon_nominal")], std::string());
        const auto text = tableAsText(table);
        QVERIFY(contains(text, table.rows[5][9]));
        QVERIFY(contains(text, "Synthetic"));
    }

    void aTerminalHasRoomForTheTable()
    {
        auto record = sampleRecord();
        for (auto& row : record.rows) {
            row.federation = row.layer == "first" ? "fedavg" : "fedsgd";
            row.sweep.push_back({"federation.algorithm", "\"" + row.federation + "\""});
        }
        const auto table = buildTable("leakage", record);
        const auto text = QString::fromStdString(tableAsText(table));
        const auto lines = text.split('\n');
        QVERIFY2(lines[0].startsWith("attribute gender, attack second-moment, adversary clean, part both,"),
                 qPrintable(lines[0]));
        for (const auto& line : lines)
            QVERIFY2(line.size() <= 120, qPrintable(line));
        QVERIFY(lines[1].startsWith("dropout  algorithm  layer"));
        QVERIFY(!text.contains("federation") && text.contains("SER UAR"));
        QCOMPARE(lines.size() - 4, static_cast<qsizetype>(record.rows.size()));
        QVERIFY(contains(tableAsMarkdown(table), "| federation | attribute |"));
    }

    void textColumnsAreAligned()
    {
        TableSpec table;
        table.columns = {"a", "longer"};
        table.rows = {{"\u00e9\u00e9\u00e9", "x"}, {"b", "y"}};
        QCOMPARE(tableAsText(table),
                 std::string("a    longer\n---  ------\n\u00e9\u00e9\u00e9  x\nb    y\n"));
    }

    void markdownEscapesItsSeparators()
    {
        const auto text = tableAsMarkdown(buildTable("leakage", awkwardRecord()));
        QVERIFY(contains(text, "a_b\\|c,d"));
        QVERIFY(contains(text, "| --- |"));
        QVERIFY(contains(text, "> Synthetic"));
    }

    void latexEscapesEverythingSpecial()
    {
        TableSpec table;
        table.columns = {"a & b"};
        table.rows = {{"50 % $x_1$ {y} #2 ~ ^ \\ <a> \u03b5 \u6f22"}};
        const auto text = tableAsTex(table);
        QVERIFY(contains(text, "a \\& b"));
        QVERIFY2(contains(text, "50 \\% \\$x\\_1\\$ \\{y\\} \\#2 \\textasciitilde{} \\textasciicircum{} "
                                "\\textbackslash{} \\textless{}a\\textgreater{} $\\epsilon$ ?"),
                 text.c_str());
    }

    void latexKeepsBracketsAndDropsControls()
    {
        TableSpec table;
        table.columns = {"hidden"};
        table.rows = {{"[256,128]"}, {"*a\r\x01\x7f b\tc"}};
        const auto text = tableAsTex(table);
        QVERIFY2(contains(text, "    {[}256,128{]} \\\\\n    {*}a b c \\\\\n"), text.c_str());
    }

    void manyRowsGoOverPages()
    {
        TableSpec table;
        table.columns = {"a"};
        table.rows.assign(39, {"x"});
        table.rows.push_back({"y"});
        QVERIFY(!contains(tableAsTex(table), "longtable"));
        table.rows.push_back({"last"});
        const auto text = tableAsTex(table);
        QVERIFY(text.starts_with("% Needs \\usepackage{booktabs} and \\usepackage{longtable}.\n"));
        QVERIFY(contains(text, "\\begin{longtable}{@{}l@{}}") &&
                contains(text, "    last \\\\\n\\end{longtable}"));
        QVERIFY(!contains(text, "{table}"));
    }

    void figuresCompileWithPdflatex_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto& name : figureNames())
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }

    void figuresCompileWithPdflatex()
    {
        if (!hasLatex())
            QSKIP("pdflatex with PGFPlots is not installed");
        QFETCH(QString, name);
        const auto tex = figureAsTex(buildFigure(name.toStdString(), awkwardRecord()));
        const auto failure = latexFailure(tex);
        QVERIFY2(failure.isEmpty(), qPrintable(failure));
        const auto empty = latexFailure(figureAsTex(buildFigure(name.toStdString(), {})));
        QVERIFY2(empty.isEmpty(), qPrintable(empty));
    }

    void everyOtherFigureCompilesToo_data()
    {
        QTest::addColumn<QString>("tex");
        for (const auto& one : tests::everyFigure())
            QTest::newRow(one.name.c_str()) << QString::fromStdString(figureAsTex(one.figure));
    }

    void everyOtherFigureCompilesToo()
    {
        if (!hasLatex())
            QSKIP("pdflatex with PGFPlots is not installed");
        QFETCH(QString, tex);
        const auto failure = latexFailure(tex.toStdString());
        QVERIFY2(failure.isEmpty(), qPrintable(failure));
    }

    void everyFigureIsCsv()
    {
        for (const auto& one : tests::everyFigure()) {
            std::size_t numbers = one.figure.marks.size();
            for (const auto& series : one.figure.series)
                numbers += series.points.size();
            if (one.figure.heatmap)
                numbers = one.figure.heatmap->cells.size();
            const auto csv = base::parseCsv(figureAsCsv(one.figure), one.name);
            QVERIFY(numbers > 0);
            QCOMPARE(csv.rows.size(), numbers);
            for (const auto& row : csv.rows)
                QCOMPARE(row.size(), csv.header.size());
        }
    }

    /// The legend is written out: a plot that entered it too would shift every entry.
    void noPlotEntersTheLegendByItself()
    {
        for (const auto& one : tests::everyFigure()) {
            const QString tex = QString::fromStdString(figureAsTex(one.figure));
            QCOMPARE(tex.count("\\addplot["), tex.count("forget plot"));
        }
    }

    void tablesCompileWithPdflatex()
    {
        if (!hasLatex())
            QSKIP("pdflatex with PGFPlots is not installed");
        auto severalLeaks = awkwardRecord();
        std::erase_if(severalLeaks.rows, [](const auto& row) { return row.layer != "first"; });
        for (const auto& record : {awkwardRecord(), severalLeaks})
            for (const auto& name : tableNames()) {
                const auto failure =
                    latexFailure("\\documentclass{article}\\usepackage{booktabs,longtable,pdflscape,rotating}"
                                 "\\begin{document}\n" +
                                 tableAsTex(buildTable(name, record)) + "\\end{document}\n");
                QVERIFY2(failure.isEmpty(), qPrintable(failure));
            }
    }
};

QTEST_GUILESS_MAIN(TestFigureText)
#include "tst_FigureText.moc"
