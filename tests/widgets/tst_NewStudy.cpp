#include "core/experiment/FieldSpec.h"
#include "tests/widgets/NewStudyFixture.h"
#include "tests/widgets/TurnWheel.h"
#include "widgets/dialogs/CorpusChoice.h"
#include "widgets/dialogs/StudyPages.h"
#include "widgets/dialogs/SweepTable.h"
#include "widgets/models/JsonWords.h"
#include "widgets/models/StudyWords.h"

#include <QComboBox>
#include <QFormLayout>
#include <QJsonArray>
#include <QMessageBox>
#include <QTableWidget>

#include <set>

using namespace undertone;
using namespace undertone::widgets;
using namespace undertone::tests;

class TestNewStudy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesAreWordsAndBack()
    {
        QCOMPARE(jsonString("a \"b\" \\"), QString("\"a \\\"b\\\" \\\\\""));
        QCOMPARE(jsonArray("1, 5, all"), QString("[1, 5, \"all\"]"));
        QCOMPARE(jsonArray("\"a, b\", 2"), QString("[\"a, b\", 2]"));
        QCOMPARE(wordsOf(QJsonArray{1, 2.5, "all"}), QString("1, 2.5, all"));
        QCOMPARE(wordsOf(QJsonValue()), QString());
        QCOMPARE(wordsOf(0.1), QString("0.1"));
        QCOMPARE(wordsOf(true), QString("true"));
    }

    void everySettingOfTheFormatIsOnOnePage()
    {
        std::multiset<std::string> shown;
        for (const auto& page : studyPages())
            for (const auto& text : page.fields) {
                shown.insert(text.path);
                QVERIFY2(text.label.contains('&') && !text.toolTip.isEmpty(), text.path);
            }
        for (const auto& field : experiment::specFields()) {
            const bool isInHead = field.path == "name" || field.path == "description";
            if (!isInHead)
                QVERIFY2(shown.count(field.path) == 1, field.path.c_str());
        }
    }

    void noTwoLabelsOfAPageHaveOneMnemonic()
    {
        for (const auto& page : studyPages()) {
            QString taken = "jmnfr"; // of what is on every page: JSON, start from, name, file, run
            for (const auto& text : page.fields) {
                const QChar key = text.label.at(text.label.indexOf('&') + 1).toLower();
                QVERIFY2(!taken.contains(key), qPrintable(text.label));
                taken += key;
            }
        }
    }

    void formAndDocumentFollowEachOther()
    {
        NewStudyFixture fixture;
        QVERIFY(fixture.isReady());
        QCOMPARE(fixture.control<QLineEdit>("evaluation.seeds")->text(), QString("8, 9"));
        QCOMPARE(fixture.control<QLineEdit>("federation.rounds")->text(), QString("200"));
        fixture.type("federation.rounds", "25");
        QVERIFY2(!fixture.run()->isEnabled(), "not before it has been checked");
        QVERIFY(fixture.isReady());
        QCOMPARE(fixture.value("federation.rounds").toInt(), 25);
        fixture.tick("attack.families");
        QVERIFY(fixture.isReady());
        QVERIFY(fixture.spec().attack.families);
        fixture.json()->setPlainText(QString(federationDocument).replace("Study", "Other"));
        QTRY_COMPARE_WITH_TIMEOUT(fixture.named<QLineEdit>("Name")->text(), QString("Other"), patience);
        QCOMPARE(fixture.control<QLineEdit>("federation.rounds")->text(), QString("200"));
        QVERIFY(!fixture.control<QCheckBox>("attack.families")->isChecked());
        QTest::keyClick(fixture.json(), Qt::Key_Z, Qt::ControlModifier);
        QSignalSpy wanted(fixture.dialog.get(), &NewStudyDialog::runWanted);
        QVERIFY(fixture.isReady());
        QTest::mouseClick(fixture.run(), Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
    }

    void everyKindOfControlWritesItsValue()
    {
        NewStudyFixture fixture;
        QVERIFY(fixture.isReady());
        auto* normalization = fixture.control<QComboBox>("features.normalization");
        normalization->setFocus();
        QTest::keyClicks(normalization, "glob");
        QCOMPARE(fixture.value("features.normalization").toString(), QString("global"));
        auto* set = fixture.control<QComboBox>("features.set");
        set->lineEdit()->setFocus();
        set->lineEdit()->selectAll();
        QTest::keyClicks(set->lineEdit(), "egemaps");
        QCOMPARE(fixture.value("features.set").toString(), QString("egemaps"));
        fixture.type("model.hidden", "64, 32");
        QCOMPARE(fixture.value("model.hidden").toArray(), (QJsonArray{64, 32}));
        fixture.type("attack.leaked_updates", "1, all");
        QCOMPARE(fixture.value("attack.leaked_updates").toArray(), (QJsonArray{1, "all"}));
        fixture.showPage("attack.layers");
        for (auto* box : fixture.field("attack.layers")->findChildren<QCheckBox*>())
            if (box->text() == "second")
                QTest::mouseClick(box, Qt::LeftButton);
        QCOMPARE(fixture.value("attack.layers").toArray(), (QJsonArray{"first", "last", "fusion"}));
        auto* corpora = fixture.control<CorpusChoice>("private.corpora");
        corpora->item(1)->setCheckState(Qt::Checked);
        QCOMPARE(fixture.value("private.corpora").toArray(), (QJsonArray{"one", "two"}));
        auto* emotions = fixture.control<CorpusChoice>("emotions");
        QCOMPARE(emotions->count(), 4);
        emotions->item(0)->setCheckState(Qt::Unchecked);
        QCOMPARE(fixture.value("emotions").toArray().size(), 3);
        QVERIFY(fixture.isReady());
        QVERIFY(fixture.spec().model.hidden == (std::vector<std::size_t>{64, 32}));
    }

    void theWheelChangesWhatHasTheFocusAlone()
    {
        NewStudyFixture fixture;
        QVERIFY(fixture.isReady());
        fixture.type("federation.rounds", "33");
        QVERIFY(fixture.isReady());
        const QString written = fixture.json()->toPlainText();
        turnWheel(fixture.named<QComboBox>("Start from"));
        for (const char* path : {"kind", "attribute", "features.normalization", "privacy.mechanism"})
            turnWheel(fixture.control<QComboBox>(path));
        QCOMPARE(fixture.json()->toPlainText(), written);
        auto* normalization = fixture.control<QComboBox>("features.normalization");
        normalization->clearFocus();
        normalization->setFocus(Qt::TabFocusReason);
        turnWheel(normalization);
        QVERIFY(fixture.json()->toPlainText() != written);
    }

    void aSectionThatIsLeftOutHasNothingToSet()
    {
        NewStudyFixture fixture;
        QVERIFY(fixture.isReady());
        QVERIFY(!fixture.control<QLineEdit>("audit.canaries")->isEnabled());
        fixture.tick("audit");
        QVERIFY(fixture.isReady());
        QTRY_VERIFY(fixture.control<QLineEdit>("audit.canaries")->isEnabled());
        QCOMPARE(fixture.control<QLineEdit>("audit.canaries")->text(), QString("100"));
        QCOMPARE(fixture.control<QLineEdit>("audit.guesses")->text(), QString());
        fixture.type("audit.canaries", "40");
        fixture.type("audit.guesses", "50");
        QTRY_VERIFY_WITH_TIMEOUT(problemAt(fixture.field("audit.guesses")).contains("50 guesses"), patience);
        fixture.control<QLineEdit>("audit.guesses")->selectAll();
        QTest::keyClick(fixture.control<QLineEdit>("audit.guesses"), Qt::Key_Delete);
        QVERIFY(fixture.isReady());
        QCOMPARE(fixture.spec().audit->canaries, std::size_t{40});
        QVERIFY(!fixture.spec().audit->guesses);
    }

    void theReasonStandsBesideTheFieldAsItIsTyped()
    {
        NewStudyFixture fixture;
        QVERIFY(fixture.isReady());
        auto& tabs = *fixture.dialog->findChild<StudyForm*>();
        fixture.type("model.dropout", "2");
        QTRY_VERIFY_WITH_TIMEOUT(problemAt(fixture.field("model.dropout")).contains("0.95"), patience);
        QVERIFY(!fixture.run()->isEnabled());
        QVERIFY(!tabs.tabIcon(tabs.currentIndex()).isNull());
        QVERIFY(fixture.status().contains("/model/dropout"));
        fixture.type("model.dropout", "half");
        QTRY_VERIFY_WITH_TIMEOUT(problemAt(fixture.field("model.dropout")).contains("half"), patience);
        fixture.type("model.dropout", "0.5");
        QVERIFY(fixture.isReady());
        QVERIFY(problemAt(fixture.field("model.dropout")).isEmpty());
        QVERIFY(tabs.tabIcon(tabs.currentIndex()).isNull());
        auto& sweep = *fixture.dialog->findChild<SweepTable*>();
        sweep.table().item(0, 1)->setText("0.1, 7");
        QTRY_VERIFY_WITH_TIMEOUT(fixture.named<QLabel>("What is wrong with the sweep")->text().contains("7"),
                                 patience);
    }

    void aDocumentWithAMistakeLeavesTheFormAsItWas()
    {
        NewStudyFixture fixture;
        QVERIFY(fixture.isReady());
        auto& form = *fixture.dialog->findChild<StudyForm*>();
        const auto rounds = [&] { return fixture.control<QLineEdit>("federation.rounds")->text(); };
        fixture.json()->setPlainText(QString(federationDocument).replace("private", "privat"));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.status().contains("private"), patience);
        QVERIFY(!fixture.run()->isEnabled());
        QCOMPARE(rounds(), QString("200"));
        fixture.json()->setPlainText(QString(federationDocument).replace("\"one\"", "\"absent\""));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.status().contains("absent"), patience);
        QVERIFY(!fixture.run()->isEnabled());
        fixture.json()->setPlainText("{\n  \"format\": 1,\n  \"federation\": {\"rounds\": 7,\n");
        QTRY_VERIFY_WITH_TIMEOUT(!form.isEnabled(), patience);
        QVERIFY2(fixture.status().contains("specification:"), qPrintable(fixture.status()));
        QCOMPARE(fixture.json()->extraSelections().size(), 1);
        QCOMPARE(rounds(), QString("200"));
        fixture.json()->setPlainText(federationDocument);
        QVERIFY(fixture.isReady());
        QVERIFY(form.isEnabled());
        QVERIFY(fixture.json()->extraSelections().isEmpty());
    }

    void aMechanismBringsItsDefaults()
    {
        NewStudyFixture fixture;
        QTRY_VERIFY_WITH_TIMEOUT(fixture.defence().contains("No noise"), patience);
        fixture.control<QComboBox>("privacy.mechanism")->setCurrentText("dp-fedavg-local");
        QVERIFY(!fixture.run()->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(fixture.defence().contains("10 (one update)"), patience);
        QVERIFY(fixture.isReady());
        QCOMPARE(*fixture.spec().privacy.epsilon, 10.0);
        QVERIFY(fixture.defence().contains("The bounds hold"));
        QCOMPARE(fixture.control<QLineEdit>("privacy.epsilon")->text(), QString("10"));
        fixture.type("privacy.noise_multiplier", "2.5");
        QTRY_VERIFY_WITH_TIMEOUT(fixture.defence().contains("noise multiplier = 2.5"), patience);
        QCOMPARE(*fixture.spec().privacy.noiseMultiplier, 2.5);
        QVERIFY2(!fixture.spec().privacy.epsilon, "one of the three is given");
        QVERIFY(fixture.control<QLineEdit>("privacy.epsilon")->text().isEmpty());
        fixture.type("privacy.noise_multiplier", "abc");
        QTRY_VERIFY_WITH_TIMEOUT(problemAt(fixture.field("privacy.noise_multiplier")).contains("abc"),
                                 patience);
        QVERIFY(!fixture.run()->isEnabled() && fixture.defence().isEmpty());
        for (const char* mechanism :
             {"none", "udp", "dp-fedavg-local", "dp-fedavg-central", "secure-aggregation"}) {
            fixture.control<QComboBox>("privacy.mechanism")->setCurrentText(mechanism);
            QVERIFY(fixture.isReady());
        }
        fixture.control<QComboBox>("federation.algorithm")->setCurrentText("fedsgd");
        QVERIFY(fixture.isReady());
        QCOMPARE(fixture.control<QLineEdit>("federation.learning_rate")->text(), QString("0.1"));
    }

    void theDefenceOfADocumentIsShown()
    {
        NewStudyFixture fixture(
            QString(federationDocument)
                .replace(
                    "\"sweep\"",
                    R"("privacy": {"mechanism": "udp", "epsilon": 25}, "attack": {"adversary": "same"}, "sweep")"));
        QTRY_COMPARE_WITH_TIMEOUT(fixture.control<QComboBox>("privacy.mechanism")->currentText(),
                                  QString("udp"), patience);
        QCOMPARE(fixture.control<QLineEdit>("privacy.epsilon")->text(), QString("25"));
        QCOMPARE(fixture.control<QLineEdit>("privacy.delta")->text(), QString("0.5"));
        QCOMPARE(fixture.control<QComboBox>("attack.adversary")->currentText(), QString("same"));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.defence().contains("favourable reading"), patience);
        QVERIFY2(fixture.warnings().contains("Adam"), qPrintable(fixture.warnings()));
        QVERIFY(fixture.warnings().contains("next to nothing"));
    }

    void theLineBelowSaysWhatTheStudyTakes()
    {
        NewStudyFixture fixture;
        QTRY_VERIFY_WITH_TIMEOUT(fixture.cost().contains("4 trials"), patience);
        // The engine of the test expects 10 s of one core for a trial, and there are two workers.
        QVERIFY2(fixture.cost().contains("20 s as a rough guess"), qPrintable(fixture.cost()));
        QVERIFY2(fixture.cost().contains("1.9 GiB"), qPrintable(fixture.cost()));
        QVERIFY(fixture.cost().contains("gender: F 10 private and 9 shadow, M 10 private and 3 shadow"));
        QVERIFY(fixture.warnings().contains("Few speakers: 3 shadow"));
        QVERIFY(fixture.warnings().contains("Unbalanced"));
        store::RunStore store(fixture.folder.path() / "undertone.db");
        const auto id = store.createExperiment(twoTrials());
        store.addWork(id, {10, 120}); // 12 times as long as expected
        store.release(id);
        fixture.type("evaluation.seeds", "8");
        QTRY_VERIFY_WITH_TIMEOUT(fixture.cost().contains("2 trials"), patience);
        QVERIFY2(fixture.cost().contains("2 min by the speed of earlier studies"),
                 qPrintable(fixture.cost()));
        fixture.control<QComboBox>("attribute")->lineEdit()->selectAll();
        QTest::keyClicks(fixture.control<QComboBox>("attribute")->lineEdit(), "age");
        QTRY_VERIFY_WITH_TIMEOUT(fixture.status().contains("age"), patience);
        QVERIFY2(!fixture.run()->isEnabled(), "everyone is young");
        QVERIFY(!fixture.cost().contains("gender"));
    }

    void oneStartsFromAPresetAPastStudyOrNothing()
    {
        NewStudyFixture fixture{QString()};
        auto* start = fixture.named<QComboBox>("Start from");
        QTRY_VERIFY_WITH_TIMEOUT(start->count() >= 5, patience);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.status().contains("demo corpora"), patience);
        QSignalSpy wanted(fixture.dialog.get(), &NewStudyDialog::demoCorporaWanted);
        start->setCurrentIndex(0);
        Q_EMIT start->activated(0);
        QVERIFY(fixture.isReady());
        QCOMPARE(fixture.value("private.corpora").toArray(), QJsonArray{"one"});
        QCOMPARE(fixture.value("shadow.corpora").toArray(), QJsonArray{"two"});
        QCOMPARE(fixture.value("federation.rounds").toInt(), 200);
        store::RunStore(fixture.folder.path() / "undertone.db").createExperiment(twoTrials());
        NewStudyDialog again(fixture.bridge);
        auto* box = again.findChild<QComboBox*>();
        QTRY_VERIFY_WITH_TIMEOUT(box->findText("As in: Study") > 0, patience);
        box->setCurrentIndex(box->findText("As in: Study"));
        Q_EMIT box->activated(box->currentIndex());
        auto* json = again.findChild<QPlainTextEdit*>();
        QTRY_VERIFY_WITH_TIMEOUT(json->toPlainText().contains("\"Study (2)\""), patience);
        QCOMPARE(wanted.count(), 0);
    }

    void whatCannotRunIsNotReady()
    {
        NewStudyFixture fixture;
        QVERIFY(fixture.isReady());
        auto* attribute = fixture.control<QComboBox>("attribute")->lineEdit();
        attribute->setFocus();
        attribute->selectAll();
        QTest::keyClicks(attribute, "accent");
        QTRY_VERIFY_WITH_TIMEOUT(fixture.status().contains("accent"), patience);
        QVERIFY(!fixture.run()->isEnabled());
        attribute->selectAll();
        QTest::keyClicks(attribute, "gender");
        QVERIFY(fixture.isReady());
        QVERIFY(fixture.status().contains("Ready"));
    }

    void theDemoCorporaAreMadeWhileTheStudyStays()
    {
        NewStudyFixture fixture{QString()};
        QTRY_VERIFY_WITH_TIMEOUT(fixture.status().contains("demo corpora"), patience);
        fixture.type("federation.rounds", "33");
        QTRY_VERIFY_WITH_TIMEOUT(fixture.status().contains("Make"), patience);
        QSignalSpy wanted(fixture.dialog.get(), &NewStudyDialog::demoCorporaWanted);
        Q_EMIT fixture.named<QLabel>("Validity")->linkActivated("demo");
        QCOMPARE(wanted.count(), 1);
        QVERIFY(fixture.dialog->isVisible());
        QVERIFY2(!fixture.status().contains("Make"), qPrintable(fixture.status()));
        {
            store::RunStore store(fixture.folder.path() / "undertone.db");
            for (const char* name : {"demo-private", "demo-shadow"})
                store.saveCorpus(corpusOf(name, 10, 10), {});
        }
        session::JobEvent done;
        done.kind = session::JobEventKind::Succeeded;
        Q_EMIT fixture.bridge.eventsArrived({done});
        QVERIFY(fixture.isReady());
        QCOMPARE(fixture.value("federation.rounds").toInt(), 33);
    }

    void whatWasChangedIsNotThrownAwayUnasked()
    {
        NewStudyFixture fixture;
        QVERIFY(fixture.isReady());
        fixture.type("federation.rounds", "33");
        fixture.dialog->reject();
        auto* box = fixture.dialog->findChild<QMessageBox*>();
        QVERIFY(box && fixture.dialog->isVisible());
        QTest::keyClick(box, Qt::Key_Escape);
        QVERIFY(fixture.dialog->isVisible());
        QCOMPARE(fixture.value("federation.rounds").toInt(), 33);
        QTRY_VERIFY(!fixture.dialog->findChild<QMessageBox*>());
        fixture.dialog->reject();
        for (auto* button : fixture.dialog->findChild<QMessageBox*>()->buttons())
            if (QString(button->text()).remove('&') == "Throw away")
                QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(!fixture.dialog->isVisible());
        NewStudyFixture unchanged;
        QVERIFY(unchanged.isReady());
        unchanged.dialog->reject();
        QVERIFY(!unchanged.dialog->isVisible());
    }

    void everyControlHasANameATooltipAndABuddy()
    {
        NewStudyFixture fixture;
        for (auto* field : fixture.dialog->findChildren<SpecField*>()) {
            QVERIFY(!field->control()->accessibleName().isEmpty());
            QVERIFY(!field->control()->toolTip().isEmpty());
        }
        int buddies = 0;
        for (const auto* label : fixture.dialog->findChildren<QLabel*>())
            buddies += label->buddy() != nullptr;
        QVERIFY(buddies >= static_cast<int>(fixture.dialog->findChildren<SpecField*>().size()));
    }

    void durationsAreInWords()
    {
        QCOMPARE(durationWords(0.2), QString("1 s"));
        QCOMPARE(durationWords(59), QString("59 s"));
        QCOMPARE(durationWords(1500), QString("25 min"));
        QCOMPARE(durationWords(12000), QString("3 h 20 min"));
        QCOMPARE(durationWords(4 * 86400.0), QString("4 days"));
    }
};

QTEST_MAIN(TestNewStudy)
#include "tst_NewStudy.moc"
