#include "core/audio/AudioFile.h"
#include "tests/support/SharedCorpora.h"
#include "tests/support/SyntheticSpeech.h"
#include "tests/support/TemporaryFolder.h"
#include "tests/widgets/NewUser.h"
#include "widgets/dialogs/SweepTable.h"
#include "widgets/panels/JobsBar.h"
#include "widgets/panels/PlotsPanel.h"
#include "widgets/panels/QueueList.h"
#include "widgets/plots/FigureDrawing.h"
#include "widgets/plots/FigureView.h"
#include "widgets/plots/QCustomPlotHeader.h"
#include "widgets/plots/SeriesPlottable.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QListWidget>
#include <QMessageBox>
#include <QTableView>
#include <QTableWidget>
#include <QTextBrowser>
#include <QtTest>

#include <algorithm>

using namespace undertone;
using namespace undertone::widgets;
using tests::expect;
using tests::NewUser;

namespace {

namespace fs = std::filesystem;

struct Speaker
{
    const char* code;
    double f0;
};

/// Actors of EMO-DB (Burkhardt et al. 2005) and the middle of a voice like theirs.
constexpr Speaker speakers[] = {{"03", 110}, {"08", 210}, {"09", 225}, {"10", 120}, {"11", 105},
                                {"12", 125}, {"13", 200}, {"14", 215}, {"15", 100}, {"16", 230}};

/// Anger, happiness, sadness and neutral speech: letter, factor of the pitch and of its rise.
struct Emotion
{
    char letter;
    double pitch;
    double rise;
};
constexpr Emotion emotions[] = {{'W', 1.3, 0.9}, {'F', 1.2, 1.3}, {'T', 0.9, 0.9}, {'N', 1, 1}};

std::string clipName(const char* speaker, const char* sentence, char emotion)
{
    return std::string(speaker) + sentence + emotion + 'a';
}

/// A few recordings of EMO-DB where it is at hand, else vowels under the same names.
void fillEmoDb(const fs::path& folder)
{
    fs::create_directories(folder / "wav");
    const auto real = tests::sharedCorpus("emodb");
    for (const auto& speaker : speakers)
        for (const auto& emotion : emotions)
            for (const char* sentence : {"a01", "a02", "a04", "a05", "b01", "b02", "b03", "b10"}) {
                const auto name = clipName(speaker.code, sentence, emotion.letter);
                if (real && fs::exists(*real / "wav" / (name + ".flac"))) {
                    fs::copy_file(*real / "wav" / (name + ".flac"), folder / "wav" / (name + ".flac"));
                } else if (!real && sentence[0] == 'a') {
                    const double f0 = speaker.f0 * emotion.pitch * (1 + 0.02 * (sentence[2] - '0'));
                    audio::writeAudio(folder / "wav" / (name + ".wav"),
                                      tests::makeVowel({f0, f0 * emotion.rise, 0.6, 0.01, 0.05}).signal);
                }
            }
}

QByteArray bytesOf(const fs::path& path)
{
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Whether a text that begins so can be seen.
bool says(const QWidget& parent, const QString& beginning)
{
    const auto labels = parent.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](const auto* label) {
        return label->isVisible() && label->text().startsWith(beginning);
    });
}

/// A line that has a point for each of two budgets.
const SeriesPlottable* budgetsOf(const FigureView& view)
{
    const auto& lines = view.drawing().series();
    const auto found = std::find_if(lines.begin(), lines.end(), [](const auto* line) {
        return line->series().role == figure::SeriesRole::Measured && line->series().points.size() == 2;
    });
    return view.hasFigure() && found != lines.end() ? *found : nullptr;
}

} // namespace

/// From an empty workspace to the files of a paper, as somebody does it who sees the window for the first
/// time: real speech where there is some, the real engine, mouse and keyboard.
class TestNewUser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fromAnEmptyWorkspaceToThePaper()
    {
        const tests::TemporaryFolder folder, settings;
        qputenv("XDG_CONFIG_HOME", QByteArray::fromStdString(settings.path().string()));
        fillEmoDb(folder.path() / "EMO-DB");
        NewUser user(folder.path() / "workspace");
        try {
            user.start();
            importCorpus(user, folder.path() / "EMO-DB");
            runPreset(user);
            watchAndClose(user);
            user.start();
            pauseAndResume(user);
            readOffThePlot(user);
            runAgainWithFewerRounds(user);
            compare(user);
            exportEverything(user, folder.path() / "EMO-DB"); // the folder used last
        } catch (const std::runtime_error& failure) {
            QFAIL(failure.what());
        }
    }

private:
    static constexpr const char* study = "Budgets of my own";
    static constexpr const char* another = "Fewer rounds";

    static void importCorpus(NewUser& user, const fs::path& corpus)
    {
        auto& dialog = user.open("import", Qt::Key_I);
        NewUser::type(dialog, "Folder", QString::fromStdString(corpus.string()));
        NewUser::click(NewUser::button(dialog, "Check"));
        auto& report = *dialog.findChild<QTextBrowser*>();
        expect([&] { return report.toPlainText().contains("emodb"); }, "The layout is found");
        QVERIFY2(report.toPlainText().contains("F 5, M 5") ||
                     report.toPlainText().contains("F\u00a05, M\u00a05"),
                 qPrintable(report.toPlainText()));
        NewUser::type(dialog, "Name", "emo-db");
        NewUser::click(NewUser::button(dialog, "Import"));
        expect([&] { return says(user.window(), "Done: "); }, "The corpus is imported");
    }

    static void runPreset(NewUser& user)
    {
        auto& dialog = user.open("new-study", Qt::Key_N);
        auto& start = NewUser::field(dialog, "Start from");
        expect([&] { return dynamic_cast<QComboBox&>(start).count() > 4; }, "The presets are listed");
        NewUser::chooseByKeys(start, "Feng et al. 2022");
        NewUser::type(dialog, "Name", study);
        auto& corpora = NewUser::field(dialog, "Private corpora");
        expect([&] { return dynamic_cast<QListWidget&>(corpora).count() == 2; }, "The corpora are listed");
        NewUser::tickOnly(dynamic_cast<QListWidget&>(corpora), "emo-db");
        NewUser::tickOnly(dynamic_cast<QListWidget&>(NewUser::field(dialog, "Shadow corpora")), "emo-db");
        NewUser::type(dialog, "Shadow federations", "2");
        NewUser::type(dialog, "Rounds", "150");
        NewUser::type(dialog, "Client fraction", "0.5");
        NewUser::type(dialog, "Folds", "1");
        NewUser::typeInCell(dialog.findChild<SweepTable*>()->table(), "privacy.epsilon", "50, inf");
        NewUser::click(NewUser::button(dialog, "Run"));
    }

    /// The second wish to close finds the question there already.
    static void watchAndClose(NewUser& user)
    {
        user.showTab("Training");
        const auto& training = user.plots().view("training");
        expect([&] { return training.hasFigure(); }, "The first rounds are drawn");
        const auto points = [&] { return training.figure().series.front().points.size(); };
        const auto early = points();
        expect([&] { return points() > early; }, "The line grows");
        user.press("quit", Qt::Key_Q);
        expect([&] { return user.window().findChild<QMessageBox*>(); }, "Closing asks");
        user.window().close();
        QCOMPARE(user.window().findChildren<QMessageBox*>().size(), 1);
        NewUser::click(
            NewUser::button(*user.window().findChild<QMessageBox*>(), "Pause, and go on next time"));
        expect([&] { return !user.window().isVisible(); }, "The window closes");
    }

    static void pauseAndResume(NewUser& user)
    {
        expect([&] { return !user.jobs().running().empty(); }, "The study goes on by itself");
        user.press("pause", Qt::Key_P);
        expect([&] { return user.jobs().running().empty() && user.state(study) == "paused"; }, "It pauses");
        QCOMPARE(user.jobs().queue().list().count(), 1);
        user.selectStudy(study);
        user.press("run", Qt::Key_R);
        expect([&] { return !user.jobs().running().empty(); }, "It resumes");
        user.waitUntilFinished(study);
    }

    /// The number that the pointer reads is the one that is drawn.
    static void readOffThePlot(NewUser& user)
    {
        user.showTab("Trade-off");
        auto& view = user.plots().view("tradeoff");
        expect([&] { return budgetsOf(view) != nullptr; }, "Both budgets are drawn");
        view.plot().replot(QCustomPlot::rpImmediateRefresh);
        const auto* line = budgetsOf(view);
        const auto& point = line->series().points.front();
        const QString words = QString::fromStdString(point.detail);
        QVERIFY(words.contains(QString::number(point.y, 'f', 3)));
        QTest::mouseMove(&view.plot(), line->coordsToPixels(point.x, point.y).toPoint());
        expect([&] { return says(view, words); }, "The readout says " + words);
    }

    static void runAgainWithFewerRounds(NewUser& user)
    {
        user.selectStudy(study);
        auto& dialog = user.open("duplicate", Qt::Key_D);
        expect([&] { return NewUser::button(dialog, "Run").isEnabled(); }, "The copy can run");
        NewUser::type(dialog, "Name", another);
        NewUser::type(dialog, "Rounds", "30");
        NewUser::click(NewUser::button(dialog, "Run"));
        user.waitUntilFinished(another);
    }

    static void compare(NewUser& user)
    {
        user.selectStudy(study);
        user.selectStudy(another, Qt::ControlModifier);
        auto& dialog = user.open("compare", Qt::Key_K);
        auto* results = dialog.findChild<QTableView*>();
        expect([&] { return results->model()->rowCount() > 0; }, "The studies are compared");
        QTest::keyClick(&dialog, Qt::Key_Escape);
        expect([&] { return user.window().findChildren<QDialog*>().isEmpty(); }, "The dialog closes");
    }

    /// The figure in front and a table, in each of their formats.
    static void exportEverything(NewUser& user, const fs::path& folder)
    {
        user.selectStudy(study);
        user.showTab("Trade-off");
        expect([&] { return user.plots().view("tradeoff").hasFigure(); }, "The figure is there");
        QCOMPARE(exported(user, "", "PDF", folder / "figure.pdf").left(5), QByteArray("%PDF-"));
        QVERIFY(exported(user, "", "SVG", folder / "figure.svg").contains("<svg"));
        QCOMPARE(exported(user, "", "PNG", folder / "figure.png").mid(1, 3), QByteArray("PNG"));
        QVERIFY(exported(user, "", "LaTeX", folder / "figure.tex").contains("\\begin{tikzpicture}"));
        QVERIFY(exported(user, "", "CSV", folder / "figure.csv").contains("attack UAR"));
        QVERIFY(exported(user, "Table: ", "LaTeX", folder / "table.tex").contains("\\toprule"));
        QVERIFY(exported(user, "Table: ", "Markdown", folder / "table.md").contains("|"));
        QVERIFY(exported(user, "Table: ", "CSV", folder / "table.csv").contains(","));
    }

    static QByteArray exported(NewUser& user, const QString& what, const QString& format,
                               const fs::path& file)
    {
        auto& dialog = user.open("export", Qt::Key_E);
        if (!what.isEmpty())
            NewUser::chooseByKeys(NewUser::field(dialog, "Figure"), what);
        NewUser::chooseByKeys(NewUser::field(dialog, "Format"), format);
        NewUser::click(NewUser::button(dialog, "Save"));
        NewUser::nameFile(dialog, QString::fromStdString(file.filename().string()));
        expect([&] { return !bytesOf(file).isEmpty(); }, "A file is written as " + format);
        expect([&] { return user.window().findChildren<QDialog*>().isEmpty(); }, "The dialog closes");
        return bytesOf(file);
    }
};

QTEST_MAIN(TestNewUser)
#include "tst_NewUser.moc"
