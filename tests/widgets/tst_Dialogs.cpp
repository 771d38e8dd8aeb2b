#include "core/audio/AudioFile.h"
#include "core/figure/FigureBuilder.h"
#include "core/store/RunStore.h"
#include "tests/figure/SampleRecord.h"
#include "tests/session/FakeEngine.h"
#include "tests/support/TemporaryFolder.h"
#include "widgets/dialogs/CorpusChoice.h"
#include "widgets/dialogs/ExportDialog.h"
#include "widgets/dialogs/ImportCorpusDialog.h"
#include "widgets/dialogs/SweepTable.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>
#include <QTableWidget>
#include <QTextBrowser>
#include <QtTest>

#include <cmath>

using namespace undertone;
using namespace undertone::widgets;

namespace {

constexpr int patience = 20000;

struct Fixture
{
    Fixture()
    {
        tests::saveEmptyCorpora(folder.path(), {"one", "two", "three"});
        bridge.open(QString::fromStdString(folder.path().string()), tests::engineThat(tests::runEveryTrial));
    }

    tests::TemporaryFolder folder;
    SessionBridge bridge;
};

template <typename Widget>
Widget* named(QWidget& parent, const QString& accessibleName)
{
    for (auto* widget : parent.findChildren<Widget*>())
        if (widget->accessibleName() == accessibleName)
            return widget;
    return nullptr;
}

QPushButton* button(QWidget& parent, const QString& text)
{
    for (auto* one : parent.findChildren<QPushButton*>())
        if (QString(one->text()).remove('&') == text)
            return one;
    return nullptr;
}

void saveInto(ExportDialog& dialog, const tests::TemporaryFolder& folder)
{
    QTest::mouseClick(button(dialog, "Save"), Qt::LeftButton);
    auto* files = dialog.findChild<QFileDialog*>();
    Q_EMIT files->fileSelected(QString::fromStdString(folder.path().string()));
    files->close();
}

double trueDots(const QWidget& widget)
{
    const double physical = widget.screen()->physicalDotsPerInch();
    return physical >= 50 && physical <= 400 ? physical : widget.logicalDpiX();
}

/// A corpus of transcripts alone; its folder.
QString transcripts(const tests::TemporaryFolder& folder, const std::string& name)
{
    std::filesystem::create_directories(folder.path() / name);
    folder.write(name + "/manifest.csv",
                 "path,speaker,gender,emotion,text\nd1,a,F,neu,Yes.\nd2,b,M,hap,No.\n");
    return QString::fromStdString((folder.path() / name).string());
}

} // namespace

class TestDialogs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sweptValuesAreJsonOrWords()
    {
        SweepTable table;
        table.setAxes({{"model.dropout", {"0.1", "0.5"}}, {"federation.algorithm", {"\"fedavg\""}}});
        QCOMPARE(table.json(),
                 QStringLiteral(R"({"model.dropout": [0.1, 0.5], "federation.algorithm": ["fedavg"]})"));
        QSignalSpy edited(&table, &SweepTable::edited);
        table.table().item(1, 1)->setText("fedavg, fedsgd");
        QCOMPARE(edited.count(), 1);
        table.table().item(0, 0)->setText(" ");
        QCOMPARE(table.json(), QStringLiteral(R"({"federation.algorithm": ["fedavg", "fedsgd"]})"));
    }

    void missingCorporaAreMarked()
    {
        CorpusChoice choice;
        choice.setChoice({"one", "two"}, {"gone", "two"});
        QCOMPARE(choice.chosen(), (QStringList{"gone", "two"}));
        QCOMPARE(choice.json(), QStringLiteral(R"(["gone","two"])"));
        QVERIFY(choice.item(0)->text() != "gone");
        choice.item(1)->setCheckState(Qt::Checked);
        QCOMPARE(choice.chosen(), (QStringList{"gone", "one", "two"}));
    }

    void aCorpusIsLookedAtBeforeItIsStored()
    {
        Fixture fixture;
        const tests::TemporaryFolder speech;
        ImportCorpusDialog dialog(fixture.bridge, {});
        auto* report = dialog.findChild<QTextBrowser*>();
        auto* check = button(dialog, "Check");
        auto* import = button(dialog, "Import");
        QVERIFY(!check->isEnabled());
        dialog.setFolder(QString::fromStdString(speech.path().string()));
        QTest::mouseClick(check, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!report->toPlainText().isEmpty(), patience);
        QVERIFY2(!import->isEnabled(), "an empty folder cannot be imported");
        for (const char* name : {"high", "low"}) {
            audio::Signal tone;
            for (int i = 0; i < tone.sampleRate; ++i)
                tone.samples.push_back(static_cast<float>(0.3 * std::sin(i * (name[0] == 'h' ? 0.2 : 0.1))));
            audio::writeAudio(speech.path() / (std::string(name) + ".wav"), tone);
        }
        speech.write("manifest.csv",
                     "path,speaker,gender,emotion\nhigh.wav,anna,F,neu\nlow.wav,bert,M,hap\n");
        QTRY_VERIFY_WITH_TIMEOUT(check->isEnabled(), patience);
        session::JobId look = 0;
        connect(&fixture.bridge, &SessionBridge::eventsArrived, &dialog,
                [&look](const auto& events) { look = events.back().job; });
        QTest::mouseClick(check, Qt::LeftButton);
        QVERIFY(dialog.owns(1)); // it does not know yet which
        QTRY_VERIFY_WITH_TIMEOUT(import->isEnabled(), patience);
        QVERIFY2(report->toPlainText().contains("manifest"), qPrintable(report->toPlainText()));
        QVERIFY(look != 0 && !dialog.owns(look));
        QSignalSpy wanted(&dialog, &ImportCorpusDialog::importWanted);
        QVERIFY(store::RunStore(fixture.folder.path() / "undertone.db").corpusNames().size() == 3);
        QTest::mouseClick(import, Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted[0][0].toString().toStdString(), speech.path().string());
    }

    void aReportOnOneFolderPermitsNoOther()
    {
        Fixture fixture;
        const tests::TemporaryFolder speech;
        const auto first = transcripts(speech, "first");
        const auto second = transcripts(speech, "second");
        ImportCorpusDialog dialog(fixture.bridge, {});
        dialog.show();
        auto* import = button(dialog, "Import");
        int ended = 0;
        connect(&fixture.bridge, &SessionBridge::eventsArrived, &dialog, [&](const auto& events) {
            for (const auto& event : events)
                ended += event.isTerminal();
        });
        dialog.setFolder(first);
        QTest::mouseClick(button(dialog, "Check"), Qt::LeftButton);
        dialog.setFolder(second);
        bool isStarted = false; // asked after the inspection was
        fixture.bridge.fetch(
            &dialog, [](session::Session&) {}, [&] { isStarted = true; });
        QTRY_VERIFY_WITH_TIMEOUT(ended == 1 && isStarted, patience);
        QVERIFY(!import->isEnabled());
        QVERIFY(dialog.findChild<QTextBrowser*>()->toPlainText().isEmpty());
        QTest::mouseClick(button(dialog, "Check"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(import->isEnabled(), patience);
        QSignalSpy wanted(&dialog, &ImportCorpusDialog::importWanted);
        QTest::mouseClick(import, Qt::LeftButton);
        QCOMPARE(wanted.at(0).at(0).toString(), second);
        QCOMPARE(wanted.at(0).at(2).toString(), QString("second"));
    }

    void aCorpusIsImportedUnderANameThatItCanHave()
    {
        Fixture fixture;
        const tests::TemporaryFolder speech;
        ImportCorpusDialog dialog(fixture.bridge, {});
        dialog.show();
        auto* import = button(dialog, "Import");
        QLineEdit* name = nullptr;
        for (auto* edit : dialog.findChildren<QLineEdit*>())
            if (edit->toolTip().contains("call the corpus"))
                name = edit;
        auto* problem = named<QLabel>(dialog, "What is wrong with the name");
        dialog.setFolder(transcripts(speech, "one"));
        QTRY_COMPARE_WITH_TIMEOUT(name->placeholderText(), QString("one-2"), patience);
        dialog.setFolder(transcripts(speech, "EMO DB"));
        QCOMPARE(name->placeholderText(), QString("EMO-DB"));
        QTest::mouseClick(button(dialog, "Check"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(import->isEnabled(), patience);
        for (const char* wrong : {"EMO DB", ".emo", "one"}) {
            name->selectAll();
            QTest::keyClicks(name, wrong);
            QVERIFY2(!import->isEnabled() && !problem->isHidden(), wrong);
        }
        name->selectAll();
        QTest::keyClick(name, Qt::Key_Delete);
        QVERIFY(import->isEnabled() && problem->isHidden());
        QSignalSpy wanted(&dialog, &ImportCorpusDialog::importWanted);
        QTest::mouseClick(import, Qt::LeftButton);
        QCOMPARE(wanted.at(0).at(2).toString(), QString("EMO-DB"));
    }

    void theReportNamesWhatWasFound()
    {
        corpus::ImportReport report;
        report.layout = "manifest";
        report.utterances = 12;
        report.speakersByAttribute["gender"] = {{"F", 3}, {"M", 4}};
        report.findings = {{corpus::FindingKind::Clipped, "a<b>.wav", "1 % at full scale"}};
        const auto text = reportText(report);
        QVERIFY(text.contains("F&nbsp;3") && text.contains("a&lt;b&gt;.wav") && text.contains("full scale"));
    }

    void widthPresetsSetTheWidth()
    {
        std::vector<figure::FigureSpec> figures = {figure::buildFigure("leaks", tests::sampleRecord())};
        ExportDialog dialog(figures, {}, 0, {}, {});
        auto* preset = dialog.findChildren<QComboBox*>()[2];
        preset->setCurrentIndex(2);
        Q_EMIT preset->activated(2);
        QCOMPARE(dialog.options().widthMm, 181.9);
        auto* preview = named<QLabel>(dialog, "Preview at true size");
        QVERIFY(!preview->pixmap().isNull());
        const double inches =
            preview->pixmap().width() / preview->pixmap().devicePixelRatio() / trueDots(dialog);
        QVERIFY(std::abs(inches * 25.4 - 181.9) < 1);
    }

    void filesOfAFolderAreReplacedOnlyWhenAsked()
    {
        const tests::TemporaryFolder folder;
        const auto there = folder.write("leaks.csv", "mine");
        const std::vector figures = {figure::buildFigure("leaks", tests::sampleRecord()),
                                     figure::buildFigure("layers", tests::sampleRecord())};
        ExportDialog dialog(figures, {}, 0, {}, QString::fromStdString(folder.path().string()));
        dialog.show();
        QSignalSpy wanted(&dialog, &ExportDialog::exportWanted);
        auto* format = dialog.findChildren<QComboBox*>()[1];
        format->setCurrentIndex(format->findData("csv"));
        dialog.findChild<QCheckBox*>()->click();
        saveInto(dialog, folder);
        auto* box = dialog.findChild<QMessageBox*>();
        QVERIFY(box && wanted.isEmpty());
        QVERIFY(box->informativeText().contains("leaks.csv"));
        QVERIFY(!box->informativeText().contains("layers.csv"));
        QTest::mouseClick(button(*box, "Replace"), Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
        QVERIFY(!dialog.isVisible());
        std::filesystem::remove(there);
        ExportDialog other(figures, {}, 0, {}, {});
        other.show();
        QSignalSpy alone(&other, &ExportDialog::exportWanted);
        other.findChild<QCheckBox*>()->click();
        saveInto(other, folder);
        QCOMPARE(alone.count(), 1);
    }
};

QTEST_MAIN(TestDialogs)
#include "tst_Dialogs.moc"
