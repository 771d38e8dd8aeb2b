#include "core/privacy/AnalyticGaussian.h"
#include "core/session/ExportText.h"
#include "tests/bench/Stopwatch.h"
#include "tests/widgets/TurnWheel.h"
#include "widgets/models/PrivacyReadingsModel.h"
#include "widgets/models/PrivacyWords.h"
#include "widgets/panels/NumberField.h"
#include "widgets/panels/PlotsPanel.h"
#include "widgets/panels/PrivacyCalculatorPanel.h"
#include "widgets/panels/PrivacyForm.h"
#include "widgets/plots/FigureExporter.h"
#include "widgets/plots/FigureView.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QTableView>
#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace undertone;
using namespace undertone::widgets;
using privacy::Relation;
using privacy::Sampling;
using session::Exposure;

namespace {

constexpr int patience = 60000;
constexpr double mostCpuSecondsOfAnEvent = 0.05;

/// The panel, shown, with its first answer.
struct Fixture
{
    Fixture()
    {
        panel.resize(900, 700);
        panel.show();
        wait();
    }

    void wait() { QTRY_VERIFY_WITH_TIMEOUT(panel.isCurrent(), patience); }
    NumberField& field(PrivacyField which) { return panel.form().field(which); }
    QComboBox* choice(const char* name)
    {
        for (auto* box : panel.findChildren<QComboBox*>())
            if (box->accessibleName() == QLatin1String(name))
                return box;
        return nullptr;
    }
    QString words()
    {
        QString all;
        for (const auto* label : panel.findChildren<QLabel*>())
            all += label->text() + '\n';
        return all;
    }
    /// What the table shows for an accountant and a column.
    QString cell(const QString& row, int column)
    {
        const auto* model = panel.findChild<QTableView*>()->model();
        for (int i = 0; i < model->rowCount(); ++i)
            if (model->headerData(i, Qt::Vertical).toString().contains(row))
                return model->index(i, column).data().toString();
        return {};
    }
    void type(PrivacyField which, const QString& text)
    {
        auto& edit = field(which).edit();
        edit.setFocus();
        edit.selectAll();
        if (text.isEmpty())
            QTest::keyClick(&edit, Qt::Key_Delete);
        else
            QTest::keyClicks(&edit, text);
    }

    PrivacyCalculatorPanel panel;
};

double exactEpsilon(double z, double releases)
{
    return privacy::gaussianEpsilon(std::sqrt(releases) * 2 / z, std::log(1e-5));
}

/// A cell's number is the bound, rounded up in its last digit.
bool shows(const QString& cell, double epsilon)
{
    const double shown = cell.toDouble();
    return shown >= epsilon * (1 - 1e-9) && shown <= epsilon * (1 + 1e-4);
}

} // namespace

class TestPrivacyPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sliderPlacesAreNumbersAndBack()
    {
        PrivacyInput input;
        for (const auto field : {PrivacyField::NoiseMultiplier, PrivacyField::SampleRate, PrivacyField::Delta,
                                 PrivacyField::TargetEpsilon})
            for (int place = 0; place <= PrivacyInput::sliderSteps; place += 7) {
                input.setPlace(field, place);
                QVERIFY(input.problem(field).isEmpty());
                QVERIFY(std::abs(*input.place(field) - place) <= 1);
            }
        input.setPlace(PrivacyField::Rounds, 0);
        QCOMPARE(input.text(PrivacyField::Rounds), QStringLiteral("1"));
        input.stepTo(PrivacyField::Rounds, 1);
        QCOMPARE(input.text(PrivacyField::Rounds), QStringLiteral("2"));
        input.stepTo(PrivacyField::Rounds, *input.place(PrivacyField::Rounds) - 1);
        QCOMPARE(input.text(PrivacyField::Rounds), QStringLiteral("1"));
        input.stepTo(PrivacyField::Rounds, -1);
        QCOMPARE(input.text(PrivacyField::Rounds), QStringLiteral("1"));
        input.setText(PrivacyField::Rounds, QStringLiteral("123456789"));
        QCOMPARE(*input.place(PrivacyField::Rounds), PrivacyInput::sliderSteps);
        QCOMPARE(input.question()->rounds, std::size_t{123456789});
    }

    void sigmaAndNoiseMultiplierFollowEachOther()
    {
        PrivacyInput input;
        input.setText(PrivacyField::NoiseMultiplier, QStringLiteral("3"));
        input.setText(PrivacyField::Clip, QStringLiteral("0.5"));
        QCOMPARE(input.text(PrivacyField::Sigma), QStringLiteral("1.5"));
        input.setNoiseGiven(NoiseGiven::Sigma);
        input.setText(PrivacyField::Clip, QStringLiteral("0.25"));
        QCOMPARE(input.text(PrivacyField::NoiseMultiplier), QStringLiteral("6"));
        QCOMPARE(input.question()->noiseMultiplier, 6.0);
        input.setText(PrivacyField::Sigma, QStringLiteral("0.1"));
        QCOMPARE(input.question()->noiseMultiplier, 0.1 / 0.25);
        input.setText(PrivacyField::Sigma, QStringLiteral("x"));
        QVERIFY(input.text(PrivacyField::NoiseMultiplier).isEmpty());
        QVERIFY(!input.question());
    }

    void whatIsNoNumberIsASentence_data()
    {
        QTest::addColumn<int>("field");
        QTest::addColumn<QString>("text");
        const auto add = [](const char* name, PrivacyField field, const char* text) {
            QTest::newRow(name) << static_cast<int>(field) << QString::fromLatin1(text);
        };
        add("empty", PrivacyField::Delta, "");
        add("word", PrivacyField::NoiseMultiplier, "abc");
        add("nan", PrivacyField::NoiseMultiplier, "nan");
        add("infinite", PrivacyField::NoiseMultiplier, "inf");
        add("negative", PrivacyField::NoiseMultiplier, "-1");
        add("delta 0", PrivacyField::Delta, "0");
        add("delta 1", PrivacyField::Delta, "1");
        add("rate 0", PrivacyField::SampleRate, "0");
        add("rate above 1", PrivacyField::SampleRate, "1.01");
        add("half a round", PrivacyField::Rounds, "2.5");
        add("no round", PrivacyField::Rounds, "0");
        add("clip 0", PrivacyField::Clip, "0");
        add("too many", PrivacyField::LeakedUpdates, "1e10");
    }

    void whatIsNoNumberIsASentence()
    {
        QFETCH(const int, field);
        QFETCH(const QString, text);
        PrivacyInput input;
        input.setText(static_cast<PrivacyField>(field), text);
        QVERIFY(!input.question());
        QVERIFY(input.problem().endsWith('.'));
        QVERIFY(input.problem().contains("must be"));
    }

    void whatIsNotReadIsNoProblem()
    {
        PrivacyInput input;
        input.setText(PrivacyField::TargetEpsilon, QStringLiteral("no"));
        QVERIFY(input.question() && !input.question()->target);
        input.setUnknown(session::Unknown::Rounds);
        QVERIFY(!input.question());
        input.setText(PrivacyField::SampleRate, {});
        input.setText(PrivacyField::TargetEpsilon, QStringLiteral("3"));
        QVERIFY(!input.question());
        input.setSampling(Sampling::None);
        QVERIFY(input.question());
    }

    void typedNumbersGiveTheAccountantsEpsilons()
    {
        Fixture fixture;
        fixture.type(PrivacyField::NoiseMultiplier, QStringLiteral("2.5"));
        fixture.type(PrivacyField::LeakedUpdates, QStringLiteral("7"));
        fixture.wait();
        QVERIFY(shows(fixture.cell(QStringLiteral("gaussian"), 0), exactEpsilon(2.5, 1)));
        QVERIFY(shows(fixture.cell(QStringLiteral("gaussian"), 1), exactEpsilon(2.5, 7)));
        QVERIFY(!fixture.cell(QStringLiteral("nominal"), 2).isEmpty());
        QCOMPARE(fixture.panel.answer().question.noiseMultiplier, 2.5);
        QVERIFY(fixture.words().contains("Smaller"));
        QVERIFY(fixture.panel.curve().hasFigure());
    }

    void arrowKeysStepInSliderAndField()
    {
        Fixture fixture;
        auto& rounds = fixture.field(PrivacyField::Rounds);
        const auto before = fixture.panel.answer().question.rounds;
        QTest::keyClick(&rounds.slider(), Qt::Key_Right);
        QTest::keyClick(&rounds.edit(), Qt::Key_Up);
        QVERIFY(rounds.edit().text().toULongLong() > before);
        QTest::keyClick(&rounds.edit(), Qt::Key_Down);
        QTest::keyClick(&rounds.slider(), Qt::Key_Left);
        fixture.wait();
        QVERIFY(std::abs(static_cast<double>(fixture.panel.answer().question.rounds) / before - 1) < 0.05);
        QTest::keyClick(&rounds.slider(), Qt::Key_Home);
        fixture.wait();
        QCOMPARE(fixture.panel.answer().question.rounds, std::size_t{1});
    }

    void theWheelScrollsTheFormAndChangesNothing()
    {
        Fixture fixture;
        fixture.panel.resize(900, 200);
        auto* page = fixture.panel.findChild<QScrollArea*>();
        QTRY_VERIFY(page->verticalScrollBar()->maximum() > 0);
        fixture.field(PrivacyField::Delta).edit().setFocus();
        page->verticalScrollBar()->setValue(0);
        auto& field = fixture.field(PrivacyField::NoiseMultiplier);
        const QString text = field.edit().text();
        tests::turnWheel(&field.slider());
        tests::turnWheel(fixture.choice("Sampling"));
        QCOMPARE(field.edit().text(), text);
        QCOMPARE(fixture.choice("Sampling")->currentIndex(), 0);
        QVERIFY(page->verticalScrollBar()->value() > 0);
    }

    void theMouseMovesASlider()
    {
        Fixture fixture;
        auto& field = fixture.field(PrivacyField::NoiseMultiplier);
        auto& slider = field.slider();
        slider.setValue(0);
        const QPoint start(4, slider.height() / 2);
        QTest::mousePress(&slider, Qt::LeftButton, {}, start);
        QTest::mouseMove(&slider, QPoint(slider.width() / 2, slider.height() / 2));
        QVERIFY(slider.isSliderDown());
        QTest::mouseRelease(&slider, Qt::LeftButton, {}, QPoint(slider.width() / 2, slider.height() / 2));
        fixture.wait();
        QVERIFY(fixture.panel.answer().question.noiseMultiplier > 0.5);
        QCOMPARE(fixture.panel.answer().question.noiseMultiplier, field.edit().text().toDouble());
    }

    void aWrongNumberIsSaidAndNothingIsShownForIt()
    {
        Fixture fixture;
        fixture.type(PrivacyField::Delta, QStringLiteral("abc"));
        QTRY_VERIFY(fixture.words().contains("Delta must be"));
        QVERIFY(!fixture.panel.curve().hasFigure());
        QCOMPARE(fixture.panel.findChild<QTableView*>()->model()->rowCount(), 0);
        QVERIFY(fixture.field(PrivacyField::Delta).edit().accessibleDescription().contains("must be"));
        fixture.type(PrivacyField::Delta, {});
        QTRY_VERIFY(fixture.words().contains("Delta must be"));
        fixture.type(PrivacyField::Delta, QStringLiteral("1e-6"));
        fixture.wait();
        QCOMPARE(fixture.panel.answer().question.delta, 1e-6);
        QVERIFY(!fixture.words().contains("must be"));
        QVERIFY(!fixture.words().contains("nan", Qt::CaseInsensitive));
    }

    void aNominalBudgetThatSaysTooLittleIsWarnedOf()
    {
        Fixture fixture;
        fixture.choice("Sampling")->setCurrentIndex(2);
        fixture.wait();
        QVERIFY(fixture.words().contains("understates"));
        QVERIFY(fixture.words().contains("pld"));
        fixture.type(PrivacyField::NoiseMultiplier, QStringLiteral("1000"));
        fixture.type(PrivacyField::Delta, QStringLiteral("0.6"));
        fixture.wait();
        QVERIFY(fixture.words().contains("next to nothing"));
        fixture.type(PrivacyField::Delta, QStringLiteral("1e-5"));
        fixture.wait();
        QVERIFY(!fixture.words().contains("next to nothing"));
    }

    void noNoiseIsInfinite()
    {
        Fixture fixture;
        fixture.type(PrivacyField::NoiseMultiplier, QStringLiteral("0"));
        fixture.wait();
        QCOMPARE(fixture.cell(QStringLiteral("gaussian"), 0), QStringLiteral("\u221e"));
        QVERIFY(!fixture.panel.curve().hasFigure());
    }

    void whatWasSolvedForCanBeTaken()
    {
        Fixture fixture;
        fixture.choice("Solve for")->setCurrentIndex(1);
        fixture.choice("When seen are")->setCurrentIndex(0);
        fixture.type(PrivacyField::TargetEpsilon, QStringLiteral("3"));
        fixture.wait();
        QVERIFY(fixture.panel.answer().solved->calibration);
        const double z = fixture.panel.answer().solved->calibration->event.noiseMultiplier;
        QVERIFY(std::abs(exactEpsilon(z, 1) - 3) < 1e-3);
        QPushButton* take = fixture.panel.findChild<QPushButton*>();
        QVERIFY(take->isVisible());
        QTest::mouseClick(take, Qt::LeftButton);
        fixture.wait();
        QVERIFY(std::abs(fixture.panel.answer().question.noiseMultiplier - z) < 1e-9);
        QVERIFY(fixture.words().contains("Noise multiplier"));
    }

    void fastStepsLeaveTheAnswerOfTheLastOne()
    {
        Fixture fixture;
        auto& slider = fixture.field(PrivacyField::NoiseMultiplier).slider();
        slider.setValue(100);
        fixture.wait();
        double worst = 0;
        for (int i = 0; i < 200; ++i) {
            const double start = bench::cpuSeconds();
            QTest::keyClick(&slider, i < 190 ? Qt::Key_Right : Qt::Key_Left);
            QCoreApplication::sendPostedEvents();
            worst = std::max(worst, bench::cpuSeconds() - start);
        }
        QCOMPARE(slider.value(), 100 + 190 - 10);
        const double shown = fixture.field(PrivacyField::NoiseMultiplier).edit().text().toDouble();
        const double waited = bench::cpuSeconds();
        fixture.wait();
        qInfo("worst event %.1f ms, afterwards %.1f ms of the GUI thread", 1e3 * worst,
              1e3 * (bench::cpuSeconds() - waited));
        QVERIFY2(worst < mostCpuSecondsOfAnEvent, "the GUI thread does not compute");
        QCOMPARE(fixture.panel.answer().question.noiseMultiplier, shown);
        QVERIFY(shows(fixture.cell(QStringLiteral("gaussian"), 0), exactEpsilon(shown, 1)));
    }

    void itIsATabBesideThePlots()
    {
        PlotsPanel plots;
        plots.resize(900, 700);
        plots.show();
        QSignalSpy changed(&plots, &PlotsPanel::currentChanged);
        plots.showMessage(QStringLiteral("nothing yet"));
        QVERIFY(plots.showsStudy());
        auto* tabs = plots.findChild<QTabWidget*>();
        tabs->setCurrentIndex(tabs->count() - 1);
        QVERIFY(!plots.showsStudy());
        QTRY_VERIFY_WITH_TIMEOUT(plots.current().hasFigure(), patience);
        QCOMPARE(plots.current().figure().id, std::string("privacy"));
        plots.showMessage(QStringLiteral("still nothing"));
        QVERIFY2(plots.current().hasFigure(), "a study's messages are not the calculator's");
        QVERIFY(changed.count() >= 2);
    }

    void theTradeoffsAxisIsChosenAndKept()
    {
        const auto tradeoff = [](const char* label, double x) {
            figure::FigureSpec figure;
            figure.id = "tradeoff";
            figure.x.label = label;
            figure::Series series;
            series.name = "SER UAR";
            series.points.emplace_back();
            series.points.back().x = x;
            series.points.back().y = 0.5;
            figure.series.push_back(series);
            return figure;
        };
        const PlotsPanel::Tradeoffs both = {{figure::BudgetAxis::Swept, tradeoff("epsilon", 10)},
                                            {figure::BudgetAxis::OneUpdate, tradeoff("of one update", 9)}};
        PlotsPanel plots;
        plots.show();
        QComboBox* axis = nullptr;
        for (auto* box : plots.findChildren<QComboBox*>())
            axis = box->accessibleName() == "Budget axis" ? box : axis;
        plots.showFigures({both.front().second}, {both.front()});
        QVERIFY2(!axis->isVisible(), "there is nothing to choose");
        plots.showFigures({both.front().second}, both);
        QVERIFY(axis->isVisible());
        QCOMPARE(plots.view("tradeoff").figure().x.label, std::string("epsilon"));
        axis->setFocus();
        QTest::keyClick(axis, Qt::Key_Down);
        QCOMPARE(plots.view("tradeoff").figure().x.label, std::string("of one update"));
        plots.showFigures({both.front().second}, both);
        QCOMPARE(plots.view("tradeoff").figure().x.label, std::string("of one update"));
        QCOMPARE(plots.figures().front().x.label, std::string("of one update"));
        plots.showMessage(QStringLiteral("none"));
        QVERIFY(!axis->isVisible() && plots.figures().empty());
    }

    void aLedgerIsReadOutInWords()
    {
        experiment::TrialLedger ledger;
        ledger.point = {{"privacy.epsilon", "10"}};
        ledger.seed = 8;
        QVERIFY(ledgerWords(ledger).contains("nothing was released"));
        experiment::RoundPrivacy round;
        round.spent.nominal = 10;
        round.spent.worst = {9.38, {{1, 9.38}, {5, 26.4}, {attack::allUpdates, 71.5}}, 71.5};
        round.spent.guarantee = privacy::Guarantee::FavourableReading;
        round.spent.delta = 1e-5;
        round.spent.sigma = 0.0066;
        round.spent.speakerRounds = 300;
        ledger.rounds = {round, round};
        const auto words = ledgerWords(ledger);
        for (const char* part :
             {"epsilon 10, fold 1, seed 8", "2 rounds", "9.38 of one update", "26.4 of 5 updates",
              "71.5 of all rounds", "0.0066", "1e-05", "300", "no guarantee"})
            QVERIFY2(words.contains(part), part);
    }

    void theCurveIsExportedAsOtherFiguresAre()
    {
        Fixture fixture;
        const auto& figure = fixture.panel.curve().figure();
        QVERIFY(renderFigure(figure, {}).startsWith("%PDF"));
        const auto tex = session::textOf(figure, "tex");
        QVERIFY(tex.find("xmode=log") != std::string::npos && tex.find("ymode=log") != std::string::npos);
        const auto csv = session::textOf(figure, "csv");
        const auto lines = std::count(csv.begin(), csv.end(), '\n');
        std::size_t points = 0;
        for (const auto& series : figure.series)
            points += series.points.size();
        QVERIFY(points > 20 && lines == static_cast<std::ptrdiff_t>(points) + 1);
    }

    void everyControlHasANameATooltipAndAKey()
    {
        Fixture fixture;
        QVERIFY(!fixture.panel.findChildren<QLineEdit*>().isEmpty());
        QList<QWidget*> controls;
        for (auto* one : fixture.panel.findChildren<QLineEdit*>())
            controls << one;
        for (auto* one : fixture.panel.findChildren<QSlider*>())
            controls << one;
        for (auto* one : fixture.panel.findChildren<QComboBox*>())
            controls << one;
        for (const auto* control : controls)
            QVERIFY(!control->accessibleName().isEmpty() && !control->toolTip().isEmpty());
        QStringList keys;
        for (const auto* label : fixture.panel.findChildren<QLabel*>())
            if (label->buddy())
                keys << QKeySequence::mnemonic(label->text()).toString();
        QCOMPARE(keys.size(), 13);
        QVERIFY(!keys.contains(QString()));
        keys.removeDuplicates();
        QCOMPARE(keys.size(), 13);
    }
};

QTEST_MAIN(TestPrivacyPanel)
#include "tst_PrivacyPanel.moc"
