#include "core/base/Error.h"
#include "core/privacy/auditing/MembershipGame.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace undertone;
using namespace undertone::privacy;

namespace {

double density(const std::vector<double>& seen, const std::vector<double>& mean, double deviation)
{
    double product = 1;
    for (std::size_t i = 0; i < seen.size(); ++i)
        product *= std::exp(-std::pow((seen[i] - mean[i]) / deviation, 2) / 2) /
                   (deviation * std::sqrt(2 * std::numbers::pi));
    return product;
}

double dot(const std::vector<double>& a, const std::vector<double>& b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

} // namespace

class TestMembershipGame : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void coinsAreFairAndRepeat()
    {
        const auto coins = tossCoins(base::SeedTree(3), 10000);
        QVERIFY(coins == tossCoins(base::SeedTree(3), 10000));
        QVERIFY(coins != tossCoins(base::SeedTree(4), 10000));
        const auto in = std::count(coins.begin(), coins.end(), true);
        QVERIFY(std::abs(static_cast<double>(in) - 5000) < 250); // five deviations
    }

    void theMostConfidentAreGuessedAndTheRestLeftOut()
    {
        const std::vector<double> scores = {0.1, 3, -2, -0.1, 1, -5};
        const std::vector<bool> isIn = {false, true, false, true, false, false};
        // Highest 1 (in) and 4 (out); lowest 5 (out) and 2 (out).
        const auto four = guessMostConfident(scores, isIn, 4);
        QCOMPARE(four.canaries, std::uint64_t{6});
        QCOMPARE(four.guesses, std::uint64_t{4});
        QCOMPARE(four.correct, std::uint64_t{3});
        // Of three the odd one is a guess of out.
        QCOMPARE(guessMostConfident(scores, isIn, 3).correct, std::uint64_t{3});
        QCOMPARE(guessMostConfident(scores, isIn, 1).correct, std::uint64_t{1});
        QCOMPARE(guessMostConfident(scores, isIn, 6).correct, std::uint64_t{3});
        QVERIFY_THROWS_EXCEPTION(Error, guessMostConfident(scores, isIn, 7));
    }

    void ofEqualScoresTheEarlierIsTheHigher()
    {
        const std::vector<double> scores(4, 0.0);
        QCOMPARE(guessMostConfident(scores, {true, false, false, false}, 2).correct, std::uint64_t{2});
        QCOMPARE(guessMostConfident(scores, {false, false, false, true}, 2).correct, std::uint64_t{0});
    }

    void signsDecideAboutEveryCanary()
    {
        const std::vector<double> scores = {2, -1, 0, 0.5, -3};
        const auto counts = decideBySign(scores, {true, true, false, false, false});
        QCOMPARE(counts.truePositives, std::uint64_t{1});
        QCOMPARE(counts.positives, std::uint64_t{2});
        QCOMPARE(counts.falsePositives, std::uint64_t{1});
        QCOMPARE(counts.negatives, std::uint64_t{3});
    }

    void theScoreIsTheLogarithmOfTheDensitiesRatio()
    {
        const std::vector<double> update = {0.3, -0.2, 0.5};
        const std::vector<double> nothing = {0, 0, 0};
        for (const auto& seen : {std::vector<double>{0.4, 0, 0.1}, std::vector<double>{-0.5, 0.3, -0.2}})
            for (const double rate : {1.0, 0.3, 0.01}) {
                const double with = density(seen, update, 0.4);
                const double without = density(seen, nothing, 0.4);
                const double expected = std::log((rate * with + (1 - rate) * without) / without);
                const double score =
                    secretRatio(membershipScore(dot(seen, update), dot(update, update), 0.4), rate);
                QVERIFY(std::abs(score - expected) < 1e-12);
            }
    }

    void extremeScoresAreFinite()
    {
        QVERIFY(std::abs(secretRatio(1e12, 0.1) - (1e12 + std::log(0.1))) < 1e-3);
        QVERIFY(std::abs(secretRatio(-1e12, 0.1) - std::log(0.9)) < 1e-12);
        QCOMPARE(membershipScore(1, 0, 1), 0.0);
        QCOMPARE(membershipScore(4, 4, 0), 0.5);  // the update itself
        QCOMPARE(membershipScore(0, 4, 0), -0.5); // nothing
    }
};

QTEST_GUILESS_MAIN(TestMembershipGame)
#include "tst_MembershipGame.moc"
