#include "tests/app/CliRunner.h"
#include "tests/app/SmallCorpora.h"
#include "tests/support/TemporaryFolder.h"

#include <QJsonArray>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>

using namespace undertone;
using tests::Cli;
using tests::CliResult;

namespace {

/// undertone-cli privacy ... --json of these words.
struct Fixture
{
    tests::TemporaryFolder folder;
    Cli cli{folder.path() / "workspace"};

    CliResult text(const QString& words) const
    {
        return cli.run(QStringList("privacy") + words.split(' ', Qt::SkipEmptyParts));
    }
    CliResult run(const QString& words) const { return text(words + " --json"); }
    QJsonObject json(const QString& words) const
    {
        const auto result = run(words);
        return result.status == 0 ? result.json() : QJsonObject();
    }
};

QStringList warningCodes(const QJsonObject& answer)
{
    QStringList codes;
    for (const auto& warning : answer["warnings"].toArray())
        codes << warning.toObject()["code"].toString();
    return codes;
}

bool isNear(double found, double expected, double tolerance)
{
    return std::abs(found - expected) <= tolerance * std::abs(expected);
}

} // namespace

class TestCliPrivacy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void epsilonOfSampledReleases()
    {
        const Fixture fixture;
        const auto answer =
            fixture.json("epsilon --noise-multiplier 1 --sample-rate 0.01 --steps 1000 --delta 1e-5");
        const double epsilon = answer["epsilon"].toDouble();
        QVERIFY2(epsilon >= 1.82823667 && epsilon < 1.82823667 + 1e-4, qPrintable(QString::number(epsilon)));
        QVERIFY(answer["optimistic"].toDouble() <= 1.82823667);
        QCOMPARE(answer["accountant"].toString(), QString("pld"));
        QCOMPARE(answer["relation"].toString(), QString("add-remove"));
        QCOMPARE(answer["unit"].toString(), QString("client"));
        QCOMPARE(answer["bound"].toString(), QString("guaranteed"));
        QCOMPARE(warningCodes(answer), QStringList("unstated-participation"));
        const auto rdp = fixture.json(
            "epsilon --accountant rdp --noise-multiplier 1 --sample-rate 0.01 --steps 1000 --delta 1e-5");
        QVERIFY(isNear(rdp["epsilon"].toDouble(), 2.101365, 1e-3));
        QVERIFY(rdp["optimistic"].isNull());
    }

    void epsilonInWords()
    {
        const Fixture fixture;
        const auto result = fixture.text(
            "epsilon --noise-multiplier 2 --delta 1e-5 --relation replace --accountant gaussian");
        QCOMPARE(result.status, 0);
        for (const char* words : {"epsilon", "4.37718", "replace: one client becomes another", "unit",
                                  "1 release of noise multiplier 2, everyone takes part", "gaussian",
                                  "An attacker who looks for one client"})
            QVERIFY2(result.out.contains(words), qPrintable(result.out));
        QVERIFY(!result.out.contains("warning:"));
        // Answering needs no workspace.
        QVERIFY(!std::filesystem::exists(fixture.cli.workspace()));
    }

    void relationsAreSensitivities()
    {
        const Fixture fixture;
        const QString words("epsilon --accountant gaussian --noise-multiplier %1 --delta 1e-5 --relation %2");
        const auto present = fixture.json(words.arg(2).arg("add-remove"))["epsilon"].toDouble();
        QCOMPARE(fixture.json(words.arg(2).arg("null"))["epsilon"].toDouble(), present);
        QCOMPARE(fixture.json(words.arg(4).arg("replace"))["epsilon"].toDouble(), present);
        QVERIFY(fixture.json(words.arg(2).arg("replace"))["epsilon"].toDouble() > 2 * present);
    }

    void fixedCohortsAreAccountedUnderReplace()
    {
        const Fixture fixture;
        const QString words("epsilon --noise-multiplier 2 --sample-rate 0.1 --steps 10 --delta 1e-5 "
                            "--sampling fixed --accountant %1 --relation %2");
        QVERIFY(fixture.json(words.arg("rdp", "replace"))["epsilon"].toDouble() > 0);
        for (const auto& [accountant, relation] :
             {std::pair("rdp", "add-remove"), std::pair("pld", "replace"), std::pair("gaussian", "replace")})
            QCOMPARE(fixture.run(words.arg(accountant, relation)).status, 2);
    }

    void noNoiseIsInfinite()
    {
        const Fixture fixture;
        const QString words("epsilon --accountant gaussian --noise-multiplier 0 --delta 1e-5");
        QCOMPARE(fixture.json(words)["epsilon"].toString(), QString("inf"));
        const auto text = fixture.text(words).out;
        QVERIFY2(text.contains(QRegularExpression("^epsilon +inf")) && text.contains("next to nothing"),
                 qPrintable(text));
    }

    void nominalEpsilonsAreSetBesideAccountedOnes()
    {
        const Fixture fixture;
        const QString words(
            "epsilon --accountant wei --noise-multiplier 0.5266 --sample-rate 0.1 --steps 200 "
            "--delta %1");
        const auto half = fixture.json(words.arg("0.5"));
        QVERIFY(isNear(half["epsilon"].toDouble(), 10, 1e-3));
        QCOMPARE(half["bound"].toString(), QString("nominal"));
        QCOMPARE(half["unit"].toString(), QString("utterance"));
        QCOMPARE(warningCodes(half),
                 QStringList({"half-delta", "unstated-participation", "nominal-below-accounted"}));
        const auto found = half["warnings"].toArray()[2].toObject()["words"].toString();
        QVERIFY2(found.contains("arrives at 40.0") && found.contains("1e-05"), qPrintable(found));
        const auto sharp = fixture.json(words.arg("1e-5"));
        QCOMPARE(warningCodes(sharp), QStringList({"unstated-participation", "nominal-only"}));
        const auto text = fixture.text(words.arg("1e-5")).out;
        QVERIFY2(text.contains("nominal figure: no guarantee") && text.contains("  change: "),
                 qPrintable(text));
        const auto fixed = fixture.json(words.arg("1e-5") + " --sampling fixed");
        QCOMPARE(warningCodes(fixed), QStringList({"unstated-participation", "nominal-only"}));
    }

    void deltaOfReleases()
    {
        const Fixture fixture;
        const auto epsilon =
            fixture.json("epsilon --accountant gaussian --noise-multiplier 2 --steps 3 --delta 1e-6");
        const auto back =
            fixture.json(QString("delta --accountant gaussian --noise-multiplier 2 --steps 3 --epsilon %1")
                             .arg(epsilon["epsilon"].toDouble(), 0, 'g', 17));
        QVERIFY(isNear(back["delta"].toDouble(), 1e-6, 1e-9));
        QVERIFY(isNear(back["log_delta"].toDouble(), std::log(1e-6), 1e-9));
        const auto tiny = fixture.json("delta --accountant gaussian --noise-multiplier 3 --epsilon 20");
        QCOMPARE(tiny["delta"].toDouble(), 0.);
        QVERIFY(isNear(tiny["log_delta"].toDouble(), -1800, 0.01));
        QVERIFY(fixture.text("delta --accountant gaussian --noise-multiplier 3 --epsilon 20")
                    .out.contains("e-782"));
    }

    void budgetsAreSolvedFor()
    {
        const Fixture fixture;
        const auto noise = fixture.json("calibrate --accountant gaussian --epsilon 1 --delta 1e-5");
        QVERIFY(isNear(noise["noise_multiplier"].toDouble(), 3.730631634944469, 1e-8));
        QVERIFY(noise["epsilon"].toDouble() <= 1 && noise["clients"].isNull());
        const auto rounds = fixture.json("calibrate --accountant gaussian --solve rounds --noise-multiplier "
                                         "37.4 --epsilon 1 --delta 1e-5");
        QCOMPARE(rounds["rounds"].toInt(), 100);
        QVERIFY(fixture.text("calibrate --accountant gaussian --epsilon 1 --delta 1e-5")
                    .out.startsWith("noise multiplier  3.7306"));
        QVERIFY(!noise["at_limit"].toBool(true) && !rounds["at_limit"].toBool(true));
    }

    void theEndsOfASearchAreSaid()
    {
        const Fixture fixture;
        const QString noise("calibrate --accountant gaussian --epsilon 1e9 --delta 1e-5");
        QCOMPARE(fixture.json(noise)["noise_multiplier"].toDouble(), 0.001);
        QVERIFY(fixture.json(noise)["at_limit"].toBool());
        QVERIFY2(fixture.text(noise).out.contains("less would do as well"),
                 qPrintable(fixture.text(noise).out));
        const QString rounds("calibrate --accountant gaussian --solve rounds --noise-multiplier 1e8 "
                             "--epsilon 1 --delta 1e-5");
        QCOMPARE(fixture.json(rounds)["rounds"].toDouble(), 1e12);
        QVERIFY(fixture.text(rounds).out.contains("more would fit as well"));
    }

    void clientsAreSolvedFor()
    {
        const Fixture fixture;
        const auto clients =
            fixture.json("calibrate --solve clients --cohort 10 --noise-multiplier 1 --steps 100 "
                         "--epsilon 1 --delta 1e-5");
        const double count = clients["clients"].toDouble();
        QVERIFY(count > 10 && clients["epsilon"].toDouble() <= 1);
        QVERIFY(isNear(clients["sample_rate"].toDouble(), 10 / count, 1e-9));
        const QString check("epsilon --noise-multiplier 1 --steps 100 --delta 1e-5 --sample-rate %1");
        QVERIFY(fixture.json(check.arg(10 / (count - 1), 0, 'g', 17))["epsilon"].toDouble() > 1);
    }

    void clientsAreSetAgainstDelta()
    {
        const Fixture fixture;
        const auto answer = fixture.json("calibrate --solve clients --cohort 5 --noise-multiplier 0.5 "
                                         "--steps 50 --epsilon 0.5 --delta 0.02");
        QVERIFY(answer["clients"].toInt() > 50);
        QVERIFY2(warningCodes(answer).contains("large-delta"), qPrintable(QJsonDocument(answer).toJson()));
    }

    void auditsMatchTheLibrary()
    {
        const Fixture fixture;
        const QString attack(
            "audit --true-positives 500 --positives 1000 --false-positives 10 --negatives 1000 "
            "--delta 1e-5 --confidence 0.95");
        const auto sharp = fixture.json(attack);
        QVERIFY(isNear(sharp["epsilon_lower"].toDouble(), 3.2419952, 1e-5));
        QVERIFY(sharp["epsilon_upper"].isNull());
        QVERIFY(isNear(sharp["epsilon_ceiling"].toDouble(), 5.600577494291644, 1e-9));
        const auto bayes = fixture.json(attack + " --method bayes");
        QVERIFY(isNear(bayes["epsilon_lower"].toDouble(), 3.3387710704713975, 1e-8));
        QVERIFY(isNear(bayes["epsilon_upper"].toDouble(), 4.577240420296934, 1e-8));
        const auto reading = fixture.json(attack + " --method gaussian-reading");
        QVERIFY(reading["epsilon_lower"].toDouble() > 3.25);
        QVERIFY(reading["assumes"].toString().contains("Gaussian"));
        const auto oneRun = fixture.json("audit --method one-run --canaries 1000 --guesses 100 --correct 75 "
                                         "--delta 1e-4 --confidence 0.95");
        QVERIFY(isNear(oneRun["epsilon_lower"].toDouble(), 0.6729846641074201, 1e-9));
        QCOMPARE(oneRun["method"].toString(), QString("one-run"));
    }

    void auditsInWords()
    {
        const Fixture fixture;
        const QString attack(
            "audit --true-positives %1 --positives 1000 --false-positives 10 --negatives 1000 "
            "--delta 1e-5 --confidence 0.95");
        const auto found = fixture.text(attack.arg(500)).out;
        QVERIFY2(found.contains("for any epsilon below 3.241, with confidence 0.95") &&
                     found.contains("5.601") && found.contains("assumes: Trials are independent"),
                 qPrintable(found));
        const auto nothing = fixture.text(attack.arg(10)).out;
        QVERIFY2(nothing.contains("show nothing, which is no proof of privacy"), qPrintable(nothing));
        QVERIFY(!found.contains("warning:"));
        const auto half = fixture.json(attack.arg(500).replace("1e-5", "0.6"));
        QCOMPARE(warningCodes(half), QStringList("half-delta"));
    }

    /// The ledger of a small study, against the same numbers asked for by hand.
    void ledgersHoldEveryRound()
    {
        const Fixture fixture;
        const Cli& cli = fixture.cli;
        for (const char* name : {"one", "two"})
            cli.run({"corpus", "import",
                     QString::fromStdString(tests::writeSmallCorpus(fixture.folder, name, 8, 6).string()),
                     "--name", name});
        const auto spec = fixture.folder.write("spec.json", R"({"format": 1, "name": "Defended",
            "private": {"corpora": ["one"]}, "shadow": {"corpora": ["two"], "federations": 2},
            "emotions": ["neu", "hap"], "federation": {"rounds": 5, "client_fraction": 0.5},
            "privacy": {"mechanism": "dp-fedavg-local", "epsilon": 4, "clip": 1},
            "attack": {"layers": ["first"], "leaked_updates": [1, "all"], "repeats": 2},
            "evaluation": {"folds": 1}, "sweep": {"privacy.epsilon": [4, "inf"]}})");
        const auto run = cli.run({"run", QString::fromStdString(spec.string()), "--json"});
        QVERIFY2(run.status == 0, qPrintable(run.err));
        const auto id = run.json()["experiment"].toString();
        const auto table = cli.run({"export", id, "--table", "leakage", "--format", "text"}).out;
        QVERIFY2(table.contains("epsilon, n updates") && table.contains("holds"), qPrintable(table));
        for (const char* what : {"--table", "--figure"}) {
            const auto none = cli.run({"export", id, what, "audit"});
            QCOMPARE(none.status, 2);
            QVERIFY2(none.err.contains("no numbers") && none.err.contains("canaries"), qPrintable(none.err));
        }
        const auto ledger = fixture.json("ledger " + id);
        QCOMPARE(ledger["experiment"].toString(), id);
        const auto rounds = ledger["trials"].toArray()[0].toObject()["rounds"].toArray();
        QCOMPARE(rounds.size(), 5);
        const auto last = rounds.last().toObject();
        const double z = last["noise_multiplier"].toDouble();
        const auto once = fixture.json(
            QString("epsilon --noise-multiplier %1 --delta 1e-5 --relation replace").arg(z, 0, 'g', 17));
        QVERIFY(isNear(last["epsilon_one_update"].toDouble(), once["epsilon"].toDouble(), 1e-9));
        QVERIFY(isNear(last["epsilon_of_one_release"].toObject()["gaussian"].toDouble(), 4, 1e-6));
        QCOMPARE(last["guarantee"].toString(), QString("holds"));
        QCOMPARE(last["relation"].toString(), QString("replace"));
        std::map<int, int> takenPart;
        for (const auto& round : rounds)
            for (const auto& client : round.toObject()["clients"].toArray())
                ++takenPart[client.toObject()["client"].toInt()];
        const int most =
            std::max_element(takenPart.begin(), takenPart.end(), [](const auto& a, const auto& b) {
                return a.second < b.second;
            })->second;
        const auto all =
            fixture.json(QString("epsilon --noise-multiplier %1 --steps %2 --delta 1e-5 --relation replace")
                             .arg(z, 0, 'g', 17)
                             .arg(most));
        QVERIFY(most > 1);
        QVERIFY(isNear(last["epsilon_all_rounds"].toDouble(), all["epsilon"].toDouble(), 1e-9));
        QVERIFY(isNear(last["epsilon_leaked"].toObject()["all"].toDouble(), all["epsilon"].toDouble(), 1e-9));
        const auto text = fixture.text("ledger " + id).out;
        QVERIFY2(text.contains("Settings without noise have no ledger"), qPrintable(text));
        for (const char* words : {"privacy.epsilon = 4", "replace: one client becomes another", "holds",
                                  "one release, pld", "all rounds"})
            QVERIFY2(text.contains(words), qPrintable(text));
        QCOMPARE(fixture.run("ledger nothing").status, 2);
    }

    void wrongRequestsAreRefused_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("what");
        const auto row = [](const char* words, const char* what) { QTest::newRow(words) << words << what; };
        row("epsilon --delta 1e-5", "--noise-multiplier");
        row("epsilon --noise-multiplier 1", "--delta");
        row("epsilon --accountant gaussian --noise-multiplier 1 --delta 0", "delta of 0");
        row("epsilon --noise-multiplier 1 --delta 1e-5 --steps 1.5", "--steps 1.5");
        row("epsilon --noise-multiplier 1 --delta 1e-5 --sample-rate 0.1 --accountant gaussian",
            "full participation");
        row("delta --noise-multiplier 1", "--epsilon");
        row("delta --accountant gaussian --noise-multiplier 1 --epsilon -1", "-1");
        row("calibrate --accountant gaussian --delta 1e-5", "--epsilon");
        row("calibrate --epsilon 1 --delta 1e-5 --noise-multiplier 1", "--noise-multiplier is given");
        row("calibrate --epsilon 1 --delta 1e-5 --cohort 5", "--cohort is given");
        row("calibrate --epsilon 1 --delta 1e-5 --solve rounds", "--noise-multiplier is missing");
        row("calibrate --epsilon 1 --delta 1e-5 --solve rounds --noise-multiplier 1 --steps 3",
            "--steps is given");
        row("calibrate --epsilon 1 --delta 1e-5 --solve clients --noise-multiplier 1", "--cohort is missing");
        row("audit --confidence 0.95", "--delta");
        row("audit --delta 0 --confidence 0.95 --positives 10", "needs --true-positives");
        row("audit --delta 0 --confidence 0.1 --positives 10", "confidence of 0.1");
        row("audit --delta 0 --confidence 0.95 --method one-run --positives 10", "does not use --positives");
        row("audit --delta 0 --confidence 0.95 --canaries 10", "does not use --canaries");
        row("audit --delta 0 --confidence 0.95 --true-positives -5 --positives 9 --false-positives 0 "
            "--negatives 9",
            "--true-positives -5");
    }

    void wrongRequestsAreRefused()
    {
        QFETCH(QString, words);
        QFETCH(QString, what);
        const Fixture fixture;
        const auto result = fixture.run(words);
        QCOMPARE(result.status, 2);
        const auto error = result.json()["error"].toObject();
        QVERIFY2(error["happened"].toString().contains(what), qPrintable(result.out));
        QVERIFY(!error["where"].toString().isEmpty());
        QVERIFY(!error["remedy"].toString().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCliPrivacy)
#include "tst_CliPrivacy.moc"
