#include "core/base/Error.h"
#include "core/figure/FigureBuilder.h"
#include "tests/figure/EveryFigure.h"
#include "tests/figure/SampleRecord.h"
#include "tests/support/TemporaryFolder.h"
#include "widgets/plots/FigureExporter.h"

#include <QImage>
#include <QPainter>
#include <QProcess>
#include <QStandardPaths>
#include <QtEndian>
#include <QtTest>

#include <stdexcept>

using namespace undertone;
using namespace undertone::widgets;
using figure::buildFigure;

namespace {

const std::vector<tests::NamedFigure>& figures()
{
    static const auto made = tests::everyFigure();
    return made;
}

const figure::FigureSpec& figureNamed(const QString& name)
{
    for (const auto& one : figures())
        if (name == QString::fromStdString(one.name))
            return one.figure;
    throw std::runtime_error("no such figure");
}

QByteArray bytesOf(const QString& name, ExportFormat format)
{
    ExportOptions options;
    options.format = format;
    options.dotsPerInch = 200;
    return renderFigure(figureNamed(name), options);
}

/// The number at a place of a PNG's chunk, as the file format has it (ISO/IEC 15948); -1 without the chunk.
qint64 pngNumber(const QByteArray& png, const char* chunk, qsizetype place)
{
    const auto at = png.indexOf(chunk);
    return at < 0 ? -1 : qFromBigEndian<quint32>(png.constData() + at + 4 + place);
}

/// What a program prints; null when it fails.
QByteArray output(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(60000) || process.exitCode() != 0)
        return {};
    return process.readAllStandardOutput();
}

struct File
{
    File(const char* name, const QByteArray& bytes)
        : path(QString::fromStdString(folder.write(name, bytes.toStdString()).string()))
    {
    }
    tests::TemporaryFolder folder;
    QString path;
};

/// Share of the pixels that are neither white nor nearly so.
double inked(const QImage& image)
{
    qint64 ink = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            ink += qGray(image.pixel(x, y)) < 200 ? 1 : 0;
    return static_cast<double>(ink) / static_cast<double>(image.width()) / image.height();
}

/// Ink at the very edge means that something was cut off.
bool hasCleanEdge(const QImage& image)
{
    for (int x = 0; x < image.width(); ++x)
        if (qGray(image.pixel(x, 0)) < 250 || qGray(image.pixel(x, image.height() - 1)) < 250)
            return false;
    for (int y = 0; y < image.height(); ++y)
        if (qGray(image.pixel(0, y)) < 250 || qGray(image.pixel(image.width() - 1, y)) < 250)
            return false;
    return true;
}

} // namespace

class TestFigureExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figures_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto& one : figures())
            QTest::newRow(one.name.c_str()) << QString::fromStdString(one.name);
    }

    void pngIsOfThePrintedSizeAndTheSameEveryTime_data() { figures_data(); }
    void pngIsOfThePrintedSizeAndTheSameEveryTime()
    {
        QFETCH(QString, name);
        const auto bytes = bytesOf(name, ExportFormat::Png);
        QCOMPARE(bytes, bytesOf(name, ExportFormat::Png));
        const auto image = QImage::fromData(bytes, "PNG");
        QVERIFY(std::abs(image.width() - 86 / 25.4 * 200) <= 1);
        QCOMPARE(pngNumber(bytes, "IHDR", 0), image.width());
        QCOMPARE(pngNumber(bytes, "pHYs", 0), qRound(200 / 0.0254));
        QCOMPARE(pngNumber(bytes, "pHYs", 4), qRound(200 / 0.0254));
        QVERIFY(inked(image) > 0.01);
        QVERIFY(hasCleanEdge(image));
    }

    void vectorsAreTheSameEveryTime_data() { figures_data(); }
    void vectorsAreTheSameEveryTime()
    {
        QFETCH(QString, name);
        for (const auto format : {ExportFormat::Pdf, ExportFormat::Svg})
            QCOMPARE(bytesOf(name, format), bytesOf(name, format));
    }

    void pdfHasItsFontsInsideAndRenders_data() { figures_data(); }
    void pdfHasItsFontsInsideAndRenders()
    {
        if (QStandardPaths::findExecutable("pdffonts").isEmpty())
            QSKIP("poppler-utils is not installed");
        QFETCH(QString, name);
        const File pdf("figure.pdf", bytesOf(name, ExportFormat::Pdf));
        const auto fonts = output("pdffonts", {pdf.path}).split('\n');
        QVERIFY(fonts.size() > 3);
        QVERIFY(fonts[0].simplified().endsWith("emb sub uni object ID"));
        for (qsizetype i = 2; i + 1 < fonts.size(); ++i) {
            const auto columns = fonts[i].simplified().split(' '); // name and type may be several words
            QVERIFY2(columns.size() > 5 && columns[columns.size() - 5] == "yes", fonts[i].constData());
        }
        QVERIFY(output("pdfimages", {"-list", pdf.path}).count('\n') <= 2);
        const auto text = output("pdftotext", {pdf.path, "-"});
        for (const auto& warning : figureNamed(name).warnings)
            QVERIFY2(text.simplified().contains(QByteArray::fromStdString(warning).simplified()),
                     warning.c_str());
        const QString picture = pdf.path + ".page";
        output("pdftoppm", {"-r", "150", "-png", "-singlefile", pdf.path, picture});
        const QImage image(picture + ".png");
        QVERIFY(std::abs(image.width() - 86 / 25.4 * 150) <= 2);
        QVERIFY(inked(image) > 0.01);
        QVERIFY(hasCleanEdge(image));
    }

    void svgRendersElsewhere_data() { figures_data(); }
    void svgRendersElsewhere()
    {
        if (QStandardPaths::findExecutable("rsvg-convert").isEmpty())
            QSKIP("librsvg2-bin is not installed");
        QFETCH(QString, name);
        const auto bytes = bytesOf(name, ExportFormat::Svg);
        QVERIFY(!bytes.contains("<image"));
        const File svg("figure.svg", bytes);
        const auto image = QImage::fromData(output("rsvg-convert", {"-w", "700", svg.path}), "PNG");
        QCOMPARE(image.width(), 700);
        QImage flat(image.size(), QImage::Format_RGB32);
        flat.fill(Qt::white);
        QPainter(&flat).drawImage(0, 0, image);
        QVERIFY(inked(flat) > 0.01);
        QVERIFY(hasCleanEdge(flat));
    }

    void aLargerTypeNeedsNoMoreWidth()
    {
        ExportOptions options;
        options.format = ExportFormat::Png;
        options.dotsPerInch = 100;
        options.points = 14;
        for (const auto& one : figures()) {
            const auto image = QImage::fromData(renderFigure(one.figure, options), "PNG");
            QVERIFY(std::abs(image.width() - 86 / 25.4 * 100) <= 1);
            QVERIFY2(hasCleanEdge(image), one.name.c_str());
        }
    }

    void wordsThatWouldBeTooSmallToReadAreLeftOut()
    {
        auto figure = buildFigure("layers", tests::sampleRecord());
        figure.heatmap->cells[0].text = "0.4321";
        ExportOptions options;
        options.format = ExportFormat::Svg;
        options.widthMm = 120;
        QVERIFY(renderFigure(figure, options).contains(">0.4321<"));
        auto cell = figure.heatmap->cells[0];
        for (cell.column = 0; cell.column < 60; ++cell.column)
            figure.heatmap->cells.push_back(cell);
        figure.x.categories.resize(60, "more");
        const auto bytes = renderFigure(figure, options);
        QVERIFY(bytes.contains("<svg") && !bytes.contains(">0.4321<"));
    }

    void nonsenseIsRefused()
    {
        const auto figure = buildFigure("leaks", tests::sampleRecord());
        ExportOptions options;
        options.widthMm = 2;
        QVERIFY_EXCEPTION_THROWN(renderFigure(figure, options), Error);
        options = {};
        options.points = 0;
        QVERIFY_EXCEPTION_THROWN(renderFigure(figure, options), Error);
        options = {};
        options.family = "No such family";
        QVERIFY_EXCEPTION_THROWN(renderFigure(figure, options), Error);
        QVERIFY_EXCEPTION_THROWN(exportFormat("jpeg"), Error);
        QCOMPARE(exportFormat("svg"), ExportFormat::Svg);
    }
};

QTEST_MAIN(TestFigureExport)
#include "tst_FigureExport.moc"
