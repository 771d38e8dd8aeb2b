#include "core/figure/FigureBuilder.h"
#include "core/store/RunStore.h"
#include "tests/figure/SampleRecord.h"
#include "tests/session/FakeEngine.h"
#include "tests/support/TemporaryFolder.h"
#include "widgets/dialogs/CorpusChoice.h"
#include "widgets/dialogs/ExportDialog.h"
#include "widgets/dialogs/ImportCorpusDialog.h"
#include "widgets/dialogs/NewStudyDialog.h"
#include "widgets/dialogs/SweepTable.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTextBrowser>
#include <QtTest>

using namespace undertone;
using namespace undertone::widgets;

namespace {

constexpr int patience = 20000;

const char* const document = R"({
  "format": 1, "name": "Study", "private": {"corpora": ["one"]}, "shadow": {"corpora": ["two"]},
  "evaluation": {"folds": 1, "seeds": [8, 9]}, "sweep": {"model.dropout": [0.1, 0.5]}})";

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

    void formAndDocumentFollowEachOther()
    {
        Fixture fixture;
        NewStudyDialog dialog(fixture.bridge);
        dialog.setSpecification(document);
        auto* run = button(dialog, "Run");
        auto* status = named<QLabel>(dialog, "Validity");
        auto* json = named<QPlainTextEdit>(dialog, "Specification as JSON");
        auto* sweep = dialog.findChild<SweepTable*>();
        QTRY_VERIFY_WITH_TIMEOUT(run->isEnabled(), patience);
        QVERIFY(status->text().contains('4'));
        QCOMPARE(sweep->table().item(0, 1)->text(), QStringLiteral("0.1, 0.5"));
        sweep->table().item(0, 1)->setText("0.1, 0.3, 0.5");
        QVERIFY2(!run->isEnabled(), "not before it has been checked");
        QTRY_VERIFY_WITH_TIMEOUT(run->isEnabled() && status->text().contains('6'), patience);
        json->setPlainText(QString(document).replace("Study", "Other"));
        QTRY_VERIFY_WITH_TIMEOUT(run->isEnabled(), patience);
        bool found = false;
        for (const auto* line : dialog.findChildren<QLineEdit*>())
            found = found || line->text() == "Other";
        QVERIFY(found);
        QCOMPARE(sweep->table().item(0, 1)->text(), QStringLiteral("0.1, 0.5"));
        QSignalSpy wanted(&dialog, &NewStudyDialog::runWanted);
        QTest::mouseClick(run, Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.front().front().value<experiment::ExperimentSpec>().name, std::string("Other"));
    }

    void theReasonIsShownWhileOneTypes()
    {
        Fixture fixture;
        NewStudyDialog dialog(fixture.bridge);
        dialog.setSpecification(document);
        auto* run = button(dialog, "Run");
        auto* status = named<QLabel>(dialog, "Validity");
        auto* json = named<QPlainTextEdit>(dialog, "Specification as JSON");
        QTRY_VERIFY_WITH_TIMEOUT(run->isEnabled(), patience);
        json->setPlainText(QString(document).replace("private", "privat"));
        QTRY_VERIFY_WITH_TIMEOUT(status->text().contains("private"), patience);
        QVERIFY(!run->isEnabled());
        json->setPlainText(QString(document).replace("\"one\"", "\"absent\""));
        QTRY_VERIFY_WITH_TIMEOUT(status->text().contains("absent"), patience);
        QVERIFY(!run->isEnabled());
        json->setPlainText("{");
        QTRY_VERIFY_WITH_TIMEOUT(!status->text().contains("absent"), patience);
        dialog.findChild<SweepTable*>()->table().item(0, 1)->setText("0.2");
        QCOMPARE(json->toPlainText(), QStringLiteral("{"));
        QVERIFY(!run->isEnabled());
    }

    void theDefencePageWritesTheDocumentAndSaysWhatItComesTo()
    {
        Fixture fixture;
        NewStudyDialog dialog(fixture.bridge);
        dialog.setSpecification(document);
        auto* run = button(dialog, "Run");
        auto* json = named<QPlainTextEdit>(dialog, "Specification as JSON");
        auto* preview = named<QLabel>(dialog, "What the defence comes to");
        QTRY_VERIFY_WITH_TIMEOUT(preview->text().contains("No noise"), patience);
        named<QComboBox>(dialog, "Mechanism")->setCurrentText("dp-fedavg-local");
        QVERIFY(!run->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(run->isEnabled() && preview->text().contains("(one update)"), patience);
        auto spec = experiment::parseSpec(json->toPlainText().toStdString(), "test");
        QVERIFY(spec.privacy.mechanism == privacy::MechanismKind::DpFedAvgLocal);
        QCOMPARE(*spec.privacy.epsilon, 10.0);
        QVERIFY2(preview->text().contains("10 (one update)"), qPrintable(preview->text()));
        QVERIFY(preview->text().contains("The bounds hold"));
        named<QComboBox>(dialog, "Budget as")->setCurrentIndex(1);
        auto* budget = named<QLineEdit>(dialog, "Budget");
        budget->setFocus();
        budget->selectAll();
        QTest::keyClicks(budget, "2.5");
        QTRY_VERIFY_WITH_TIMEOUT(run->isEnabled() && preview->text().contains("noise multiplier = 2.5"),
                                 patience);
        spec = experiment::parseSpec(json->toPlainText().toStdString(), "test");
        QCOMPARE(*spec.privacy.noiseMultiplier, 2.5);
        QVERIFY(!spec.privacy.epsilon);
        budget->selectAll();
        QTest::keyClicks(budget, "abc");
        auto* status = named<QLabel>(dialog, "Validity");
        QTRY_VERIFY_WITH_TIMEOUT(status->text().contains("noise_multiplier"), patience);
        QVERIFY(!run->isEnabled() && preview->text().isEmpty());
    }

    void theDefencePageFollowsTheDocument()
    {
        Fixture fixture;
        NewStudyDialog dialog(fixture.bridge);
        dialog.setSpecification(QString(document).replace(
            "\"sweep\"",
            R"("privacy": {"mechanism": "udp", "epsilon": 25}, "attack": {"adversary": "same"}, "sweep")"));
        QTRY_COMPARE_WITH_TIMEOUT(named<QComboBox>(dialog, "Mechanism")->currentText(), QStringLiteral("udp"),
                                  patience);
        QCOMPARE(named<QLineEdit>(dialog, "Budget")->text(), QStringLiteral("25"));
        QCOMPARE(named<QLineEdit>(dialog, "Delta")->text(), QStringLiteral("0.5"));
        QCOMPARE(named<QComboBox>(dialog, "Adversary")->currentText(), QStringLiteral("same"));
        auto* preview = named<QLabel>(dialog, "What the defence comes to");
        QTRY_VERIFY_WITH_TIMEOUT(preview->text().contains("favourable reading"), patience);
        QVERIFY2(preview->text().contains("Adam"), qPrintable(preview->text()));
        QVERIFY(preview->text().contains("next to nothing"));
        for (const char* mechanism :
             {"none", "udp", "dp-fedavg-local", "dp-fedavg-central", "secure-aggregation"}) {
            named<QComboBox>(dialog, "Mechanism")->setCurrentText(mechanism);
            QTRY_VERIFY_WITH_TIMEOUT(button(dialog, "Run")->isEnabled(), patience);
        }
    }

    void presetsAreOffered()
    {
        Fixture fixture;
        NewStudyDialog dialog(fixture.bridge);
        auto* start = dialog.findChild<QComboBox*>();
        QTRY_VERIFY_WITH_TIMEOUT(start->count() >= 3, patience);
        auto* status = named<QLabel>(dialog, "Validity");
        QTRY_VERIFY_WITH_TIMEOUT(status->text().contains("demo corpora"), patience);
        QSignalSpy wanted(&dialog, &NewStudyDialog::demoCorporaWanted);
        Q_EMIT status->linkActivated("demo");
        QCOMPARE(wanted.count(), 1);
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
        QVERIFY(!dialog.owns(1));
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
            preview->pixmap().width() / preview->pixmap().devicePixelRatio() / dialog.logicalDpiX();
        QVERIFY(std::abs(inches * 25.4 - 181.9) < 1);
    }
};

QTEST_MAIN(TestDialogs)
#include "tst_Dialogs.moc"
