#include "core/base/Error.h"
#include "core/privacy/AnalyticGaussian.h"
#include "core/privacy/auditing/BayesianBound.h"
#include "core/privacy/auditing/ClopperPearson.h"
#include "core/privacy/auditing/GaussianReading.h"
#include "core/privacy/auditing/OneRunBound.h"
#include "tests/support/SharedGolden.h"

#include <QtTest>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

using namespace undertone;
using namespace undertone::privacy;

namespace {

std::uint64_t count(const tests::GoldenRow& row, const char* column)
{
    return static_cast<std::uint64_t>(row.number(column));
}

AttackCounts attackOf(const tests::GoldenRow& row)
{
    return {count(row, "tp"), count(row, "P"), count(row, "fp"), count(row, "N")};
}

/// Within a relative tolerance, of at least 0.001 of the unit.
bool isNear(double found, double expected, double tolerance)
{
    return std::abs(found - expected) <= tolerance * std::max(1e-3, std::abs(expected));
}

#define QVERIFY_NEAR(found, expected, tolerance)                                                             \
    QVERIFY2(isNear(found, expected, tolerance),                                                             \
             fmt::format("{:.17g} is not {:.17g}", double(found), double(expected)).c_str())

void forEachGoldenRow(const std::string& kind, const std::function<void(const tests::GoldenRow&)>& check)
{
    const auto file = tests::sharedGolden("dp/audit_bounds.csv");
    if (!file)
        QSKIP("the golden tables are not there");
    int rows = 0;
    for (const auto& row : tests::goldenRows(*file))
        if (row.text("kind") == kind) {
            check(row);
            ++rows;
        }
    QVERIFY(rows > 10);
}

/// log C(n, k), one factor at a time.
double logChoose(int n, int k)
{
    double sum = 0;
    for (int i = 1; i <= k; ++i)
        sum += std::log((n - k + i) / static_cast<double>(i));
    return sum;
}

double binomialProbability(int n, double p, int k)
{
    return std::exp(logChoose(n, k) + k * std::log(p) + (n - k) * std::log1p(-p));
}

/// The sum of section D of the paper, over every window.
double slowPValue(int m, int r, int v, double delta, double epsilon)
{
    const double q = 1 / (1 + std::exp(-epsilon));
    double p = 0;
    for (int k = v; k <= r; ++k)
        p += binomialProbability(r, q, k);
    double largest = 0;
    double sum = 0;
    for (int i = 1; i <= v; ++i) {
        sum += binomialProbability(r, q, v - i);
        largest = std::max(largest, sum / i);
    }
    return std::min(1., p + 2 * m * delta * largest);
}

/// P[Bin(n, p) >= k] by adding up.
double binomialTail(int n, double p, int k)
{
    double sum = 0;
    for (int i = k; i <= n; ++i)
        sum += binomialProbability(n, p, i);
    return sum;
}

bool isRefused(const std::function<void()>& call, const std::string& word)
{
    try {
        call();
    } catch (const Error& error) {
        return error.code() == ErrorCode::InvalidRequest && !error.remedy().empty() &&
               error.happened().find(word) != std::string::npos;
    }
    return false;
}

} // namespace

class TestAuditing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void clopperPearsonMatchesTheTable()
    {
        forEachGoldenRow("clopper_pearson", [](const auto& row) {
            const double confidence = 1 - row.number("alpha");
            const auto rates = rateBounds(attackOf(row), confidence);
            QVERIFY_NEAR(rates.truePositiveLow, row.number("tpr_lo"), 1e-13);
            QVERIFY_NEAR(rates.falsePositiveHigh, row.number("fpr_hi"), 1e-13);
            const auto bound = clopperPearsonBound(attackOf(row), row.number("delta"), confidence);
            QVERIFY_NEAR(bound.lower, row.number("eps_lo"), 1e-13);
            QVERIFY(!bound.upper && bound.method == AuditMethod::ClopperPearson);
        });
    }

    /// The table's lower ends are good to 2e-8: quadrature with 25 digits gives F(0.016671378245802795) =
    /// 0.02500000035972 for its row 550/500, not 0.025.
    void bayesMatchesTheTable()
    {
        forEachGoldenRow("bayes_jeffreys_equal_tailed", [](const auto& row) {
            const auto bound = bayesianBound(attackOf(row), row.number("delta"), 1 - row.number("alpha"));
            QVERIFY_NEAR(bound.lower, row.number("eps_lo"), 2e-8);
            QVERIFY_NEAR(bound.upper.value(), row.number("eps_hi"), 1e-10);
        });
    }

    void oneRunMatchesTheTable()
    {
        forEachGoldenRow("one_run", [](const auto& row) {
            const OneRunCounts counts{count(row, "m"), count(row, "r"), count(row, "v")};
            const double delta = row.number("delta");
            const double p = row.number("p_value_at_eps_1");
            QVERIFY(std::abs(oneRunPValue(counts, delta, 1) - p) <= 1e-12 * p);
            QVERIFY_NEAR(oneRunBound(counts, delta, 1 - row.number("alpha")).lower, row.number("eps_lo"),
                         1e-12);
        });
    }

    /// Against quadrature with 25 digits.
    void thePosteriorMatchesIndependentQuadrature()
    {
        QVERIFY_NEAR(epsilonPosterior({550, 1000, 500, 1000}, 0, 0.016671378245802795), 0.0250000003597200038,
                     1e-11);
        QVERIFY_NEAR(epsilonPosterior({500, 1000, 10, 1000}, 1e-5, 3.3387710704713975), 0.0250000000309415082,
                     1e-11);
    }

    void thePapersNumbersAreReproduced()
    {
        QVERIFY(std::abs(oneRunBound({1000, 100, 75}, 1e-4, 0.95).lower - 0.673) < 5e-4);
        QVERIFY(std::abs(oneRunBound({100000, 1510, 1439}, 1e-5, 0.95).lower - 2.675) < 1e-3);
        QVERIFY(std::abs(oneRunPValue({100, 100, 75}, 0, std::log(3.)) - 0.5535) < 5e-5);
    }

    void thePValueIsTheSumOverAllWindows()
    {
        for (const int r : {1, 2, 7, 50, 200})
            for (int v = 0; v <= r; v += std::max(1, r / 10))
                for (const double delta : {0., 1e-6, 1e-3, 0.1})
                    for (const double epsilon : {0., 0.3, 1., 3., 8.}) {
                        const double slow = slowPValue(2 * r, r, v, delta, epsilon);
                        const double fast = oneRunPValue({2U * static_cast<unsigned>(r),
                                                          static_cast<unsigned>(r), static_cast<unsigned>(v)},
                                                         delta, epsilon);
                        QVERIFY2(std::abs(fast - slow) <= 1e-11 * slow,
                                 fmt::format("r {} v {} delta {} epsilon {}: {} {}", r, v, delta, epsilon,
                                             fast, slow)
                                     .c_str());
                    }
    }

    /// The definition of Clopper and Pearson's bounds, by adding up binomial probabilities.
    void ratesAreWhereTheTailsAreHalfAlpha()
    {
        const auto rates = rateBounds({37, 50, 4, 60}, 0.9);
        QVERIFY_NEAR(binomialTail(50, rates.truePositiveLow, 37), 0.05, 1e-12);
        QVERIFY_NEAR(1 - binomialTail(60, rates.falsePositiveHigh, 5), 0.05, 1e-12);
        QVERIFY_NEAR(rates.falseNegativeHigh, 1 - rates.truePositiveLow, 1e-13);
        QVERIFY_NEAR(rates.trueNegativeLow, 1 - rates.falsePositiveHigh, 1e-13);
    }

    void ceilingsOfThePerfectAttack()
    {
        QVERIFY(std::abs(clopperPearsonBound({1000, 1000, 0, 1000}, 0, 0.95).lower - 5.60) < 0.005);
        QVERIFY(std::abs(clopperPearsonBound({100, 100, 0, 100}, 0, 0.95).lower - 3.28) < 0.005);
        // One trial each: TPR_lo = 0.025, so nothing can be shown.
        QCOMPARE(clopperPearsonBound({1, 1, 0, 1}, 0, 0.95).lower, 0.);
        // r right guesses of r: Q^r = beta.
        const double q = std::pow(0.05, 1. / 30);
        QVERIFY_NEAR(oneRunBound({30, 30, 30}, 0, 0.95).lower, std::log(q / (1 - q)), 1e-12);
        const double huge =
            clopperPearsonBound({largestAuditCount, largestAuditCount, 0, largestAuditCount}, 0, 0.95).lower;
        // 1 - (alpha/2)^(1/N) = ln(2/alpha) / N.
        QVERIFY_NEAR(huge, std::log(1e9 / std::log(40.)), 1e-9);
    }

    void bothDirectionsCount()
    {
        // The attack never spares a member: only (TNR - delta) / FNR shows it.
        const auto spares = clopperPearsonBound({1000, 1000, 500, 1000}, 0, 0.95);
        const auto rates = rateBounds({1000, 1000, 500, 1000}, 0.95);
        QVERIFY_NEAR(spares.lower, std::log(rates.trueNegativeLow / rates.falseNegativeHigh), 1e-13);
        QVERIFY(spares.lower > 4);
        QVERIFY(std::log(rates.truePositiveLow / rates.falsePositiveHigh) < 1);
        // What it says of members and of others exchanged, the bound is the same.
        QVERIFY_NEAR(clopperPearsonBound({500, 1000, 0, 1000}, 0, 0.95).lower, spares.lower, 1e-13);
        QCOMPARE(clopperPearsonBound({10, 1000, 500, 1000}, 0, 0.95).lower, 0.);
    }

    void severalThresholdsCostConfidence()
    {
        const AttackCounts strict{200, 1000, 1, 1000};
        const AttackCounts loose{900, 1000, 100, 1000};
        const AttackCounts both[] = {strict, loose};
        const auto best = clopperPearsonBound(both, 1e-5, 0.95);
        QCOMPARE(best.confidence, 0.95);
        QVERIFY_NEAR(best.lower,
                     std::max(clopperPearsonBound(strict, 1e-5, 0.975).lower,
                              clopperPearsonBound(loose, 1e-5, 0.975).lower),
                     1e-13);
        QVERIFY(best.lower < clopperPearsonBound(strict, 1e-5, 0.95).lower);
    }

    void moreCorrectShowsMore()
    {
        double last[4] = {};
        for (std::uint64_t right = 50; right <= 100; right += 5) {
            const AttackCounts counts{right, 100, 100 - right, 100};
            const auto bayes = bayesianBound(counts, 1e-5, 0.95);
            const double now[4] = {clopperPearsonBound(counts, 1e-5, 0.95).lower, bayes.lower,
                                   oneRunBound({200, 100, right}, 1e-5, 0.95).lower,
                                   gaussianReading(counts, 1e-5, 0.95).lower};
            QVERIFY(bayes.upper.value() > bayes.lower);
            for (int i = 0; i < 4; ++i)
                QVERIFY(now[i] > 0 ? now[i] > last[i] : last[i] == 0);
            std::copy(std::begin(now), std::end(now), std::begin(last));
        }
        QVERIFY(*std::min_element(std::begin(last), std::end(last)) > 1);
    }

    void deltaAndConfidenceCost()
    {
        const AttackCounts counts{80, 100, 10, 100};
        const std::function<double(double, double)> bounds[] = {
            [&](double d, double c) { return clopperPearsonBound(counts, d, c).lower; },
            [&](double d, double c) { return bayesianBound(counts, d, c).lower; },
            [](double d, double c) {
                return oneRunBound({100, 100, 85}, d, c).lower;
            },
            [&](double d, double c) { return gaussianReading(counts, d, c).lower; }};
        for (const auto& bound : bounds) {
            double last = std::numeric_limits<double>::infinity();
            for (const double delta : {1e-300, 1e-12, 1e-6, 1e-3, 0.1}) {
                QVERIFY(std::isfinite(bound(delta, 0.95)) && bound(delta, 0.95) <= last);
                last = bound(delta, 0.95);
            }
            QVERIFY(bound(0.1, 0.95) < bound(1e-6, 0.95));
            QVERIFY(bound(1e-6, 0.99) < bound(1e-6, 0.95));
        }
        for (const auto& bound : {bounds[0], bounds[1], bounds[2]})
            QVERIFY(bound(0, 0.95) >= bound(1e-300, 0.95) && bound(0.999999, 0.95) == 0);
    }

    void theGaussianReadingIsTheEpsilonOfItsMu()
    {
        // TPR_lo and FPR_hi are complements here: mu_lo = 2 Phi^-1(TPR_lo).
        const AttackCounts counts{900, 1000, 100, 1000};
        const auto rates = rateBounds(counts, 0.95);
        const auto phi = [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.)); };
        double low = 0;
        double high = 5;
        while (high - low > 1e-14)
            (phi((low + high) / 2) < rates.truePositiveLow ? low : high) = (low + high) / 2;
        const auto reading = gaussianReading(counts, 1e-5, 0.95);
        QVERIFY_NEAR(reading.lower, gaussianEpsilon(2 * low, std::log(1e-5)), 1e-11);
        QVERIFY(reading.lower > 2 * clopperPearsonBound(counts, 1e-5, 0.95).lower);
        QCOMPARE(gaussianReading({50, 100, 50, 100}, 1e-5, 0.95).lower, 0.);
        QCOMPARE(gaussianReading({0, 100, 0, 100}, 1e-5, 0.95).lower, 0.);
    }

    void countsOfAllSizesGiveFiniteBounds()
    {
        const auto most = largestAuditCount;
        for (const AttackCounts& counts :
             {AttackCounts{1, 1, 0, 1}, AttackCounts{0, 1, 1, 1}, AttackCounts{most, most, 0, 10},
              AttackCounts{3, 10, 0, most}, AttackCounts{most, most, most, most},
              AttackCounts{0, most, 0, most}})
            for (const double delta : {0., 1e-5}) {
                const auto bayes = bayesianBound(counts, delta, 0.95);
                QVERIFY(bayes.lower >= 0 && bayes.lower <= bayes.upper && bayes.upper < 100);
                const auto sharp = clopperPearsonBound(counts, delta, 0.95).lower;
                QVERIFY(sharp >= 0 && sharp < 25);
            }
        for (const double delta : {0., 1e-300, 1e-5, 0.9}) {
            const double bound = oneRunBound({most, most, most / 4 * 3}, delta, 0.95).lower;
            QVERIFY(bound >= 0 && bound < std::log(3.));
        }
    }

    void wrongRequestsAreRefusedInWords()
    {
        QVERIFY(isRefused([] { clopperPearsonBound({11, 10, 0, 10}, 0, 0.95); }, "11 true positives"));
        QVERIFY(isRefused([] { clopperPearsonBound({1, 10, 11, 10}, 0, 0.95); }, "11 false positives"));
        QVERIFY(isRefused([] { clopperPearsonBound({0, 0, 0, 10}, 0, 0.95); }, "members"));
        QVERIFY(isRefused([] { bayesianBound({0, 10, 0, 0}, 0, 0.95); }, "non-members"));
        QVERIFY(isRefused([] { clopperPearsonBound({0, 2'000'000'000, 0, 1}, 0, 0.95); }, "2000000000"));
        QVERIFY(
            isRefused([] { clopperPearsonBound(std::span<const AttackCounts>(), 0, 0.95); }, "threshold"));
        QVERIFY(isRefused([] { bayesianBound({1, 2, 0, 2}, 0, 0.99999999); }, "credible"));
        QVERIFY(isRefused([] { gaussianReading({1, 2, 0, 2}, 0, 0.95); }, "delta of 0"));
        QVERIFY(isRefused([] { oneRunBound({10, 0, 0}, 0, 0.95); }, "no guess"));
        QVERIFY(isRefused([] { oneRunBound({10, 11, 5}, 0, 0.95); }, "11 guesses"));
        QVERIFY(isRefused([] { oneRunBound({10, 5, 6}, 0, 0.95); }, "6 correct"));
        QVERIFY(isRefused([] { oneRunPValue({10, 5, 5}, 0, -1); }, "epsilon of -1"));
        QVERIFY(isRefused([] { epsilonPosterior({1, 2, 0, 2}, 0, INFINITY); }, "epsilon of inf"));
        for (const double delta : {-0.1, 1., std::nan("")})
            QVERIFY(isRefused([&] { oneRunBound({10, 5, 5}, delta, 0.95); }, "delta"));
        for (const double confidence : {0., 1., -1., std::nan("")})
            QVERIFY(isRefused([&] { clopperPearsonBound({1, 2, 0, 2}, 0, confidence); }, "confidence"));
    }

    void methodsHaveNames()
    {
        QCOMPARE(auditMethodName(AuditMethod::ClopperPearson), "clopper-pearson");
        QCOMPARE(auditMethodName(AuditMethod::Bayes), "bayes");
        QCOMPARE(auditMethodName(AuditMethod::OneRun), "one-run");
        QCOMPARE(auditMethodName(AuditMethod::GaussianReading), "gaussian-reading");
    }
};

QTEST_GUILESS_MAIN(TestAuditing)
#include "tst_Auditing.moc"
