#include "tests/widgets/NewStudyFixture.h"
#include "widgets/dialogs/PairTable.h"

#include <QComboBox>
#include <QTableWidget>

using namespace undertone;
using namespace undertone::tests;
using widgets::PairTable;

namespace {

const char* const document = R"({
  "format": 1, "name": "Study", "kind": "representation", "private": {"corpora": ["one"]},
  "representation": {"adversary": [{"attribute": "gender", "lambda": 0.3}]}})";

/// Into the cell that is being edited.
void typeIn(QTableWidget& table, const QString& text, Qt::Key last)
{
    auto* editor = table.viewport()->findChildren<QLineEdit*>().back();
    QTest::keyClicks(editor, text);
    QTest::keyClick(editor, last);
    QTest::qWait(1); // the editor goes
}

} // namespace

/// Another kind of study, set up by mouse and keyboard.
class TestNewRepresentation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStudyOfRepresentationsHasAPageOfItsOwn()
    {
        NewStudyFixture fixture;
        QVERIFY(fixture.isReady());
        QCOMPARE(fixture.pages(),
                 (QStringList{"data", "features", "federation", "privacy", "attack", "sweep", "run"}));
        auto* kind = fixture.control<QComboBox>("kind");
        kind->setFocus();
        QTest::keyClicks(kind, "rep");
        QVERIFY(fixture.isReady());
        QTRY_COMPARE(fixture.pages(),
                     (QStringList{"data", "features", "representation", "attack", "sweep", "run"}));
        QVERIFY2(!fixture.field("shadow.corpora")->control()->isEnabled(), "there is no adversary's side");
        QVERIFY2(fixture.spec().sweep.empty(), "there is no model.dropout to sweep");
        QCOMPARE(fixture.spec().representation->adversary.at(0).attribute, std::string("gender"));
        QCOMPARE(fixture.spec().evaluation.folds, std::size_t{5});
        fixture.type("representation.epochs", "7");
        fixture.type("representation.encoder.gru_units", "16");
        fixture.click("representation.inputs", "text");
        fixture.click("representation.attackers", "deep");
        QVERIFY(fixture.isReady());
        const auto own = fixture.spec().representation.value();
        QCOMPARE(own.epochs, std::size_t{7});
        QCOMPARE(own.encoder.gruUnits, std::size_t{16});
        QCOMPARE(own.inputs.size(), std::size_t{2});
        QCOMPARE(own.attackers.size(), std::size_t{4});
        fixture.showPage("kind");
        kind->setFocus();
        QTest::keyClick(kind, Qt::Key_Up);
        QVERIFY(fixture.isReady());
        QTRY_VERIFY(fixture.pages().contains("privacy") && !fixture.pages().contains("representation"));
        QVERIFY(!fixture.spec().representation);
        QVERIFY(fixture.spec().shadowSide.corpora == std::vector<std::string>{"one"});
    }

    void theKindThereAndBackLosesNothing()
    {
        NewStudyFixture fixture;
        QVERIFY(fixture.isReady());
        const QString written = fixture.json()->toPlainText();
        auto* kind = fixture.control<QComboBox>("kind");
        kind->setFocus();
        QTest::keyClicks(kind, "rep");
        QVERIFY(fixture.isReady());
        QVERIFY(fixture.spec().sweep.empty());
        QTest::keyClick(kind, Qt::Key_Up);
        QCOMPARE(fixture.json()->toPlainText(), written);
    }

    void adversariesAreRowsOfATable()
    {
        NewStudyFixture fixture(document);
        QVERIFY(fixture.isReady());
        auto& table = fixture.control<PairTable>("representation.adversary")->table();
        QCOMPARE(table.rowCount(), 1);
        QCOMPARE(table.item(0, 1)->text(), QString("0.3"));
        fixture.press("representation.adversary", "Add");
        typeIn(table, "age", Qt::Key_Tab);
        typeIn(table, "high", Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(problemAt(fixture.field("representation.adversary")).contains("high"),
                                 patience);
        QVERIFY(!fixture.run()->isEnabled());
        table.setFocus();
        table.setCurrentCell(1, 1);
        QTest::keyClick(&table, Qt::Key_F2);
        typeIn(table, "0.75", Qt::Key_Return);
        QVERIFY(fixture.isReady());
        using Adversaries = std::vector<representation::AdversarySpec>;
        QVERIFY(fixture.spec().representation->adversary == (Adversaries{{"gender", 0.3}, {"age", 0.75}}));
        table.setCurrentCell(0, 0);
        fixture.press("representation.adversary", "Remove");
        QVERIFY(fixture.isReady());
        QVERIFY(fixture.spec().representation->adversary == (Adversaries{{"age", 0.75}}));
        fixture.json()->setPlainText(QString(document).replace("0.3", "0.4"));
        QTRY_COMPARE_WITH_TIMEOUT(table.item(0, 1)->text(), QString("0.4"), patience);
    }
};

QTEST_MAIN(TestNewRepresentation)
#include "tst_NewRepresentation.moc"
