#include "core/base/SeedTree.h"
#include "core/features/LinearPrediction.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

using namespace undertone;

namespace {

using Polynomial = std::vector<double>;

Polynomial product(const Polynomial& a, const Polynomial& b)
{
    Polynomial result(a.size() + b.size() - 1);
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = 0; j < b.size(); ++j)
            result[i + j] += a[i] * b[j];
    return result;
}

/// A(z) with pairs of zeros at radius exp(i angle).
Polynomial fromZeros(const std::vector<std::pair<double, double>>& zeros)
{
    Polynomial a{1};
    for (const auto& [radius, angle] : zeros)
        a = product(a, {1, -2 * radius * std::cos(angle), radius * radius});
    return a;
}

/// r_k of 1/A's impulse response, by summing it.
Polynomial autocorrelationOf(const Polynomial& a)
{
    std::vector<double> h(20000);
    for (std::size_t n = 0; n < h.size(); ++n) {
        h[n] = n == 0 ? 1 : 0;
        for (std::size_t k = 1; k < a.size() && k <= n; ++k)
            h[n] -= a[k] * h[n - k];
    }
    Polynomial r(a.size());
    for (std::size_t lag = 0; lag < r.size(); ++lag)
        for (std::size_t n = 0; n + lag < h.size(); ++n)
            r[lag] += h[n] * h[n + lag];
    return r;
}

std::vector<Polynomial> stablePolynomials(std::size_t order)
{
    base::RandomStream random = base::SeedTree(order).stream("zeros");
    std::vector<Polynomial> result;
    for (int trial = 0; trial < 200; ++trial) {
        std::vector<std::pair<double, double>> zeros;
        for (std::size_t i = 0; i < order / 2; ++i)
            zeros.emplace_back(0.2 + 0.78 * random.uniform(), std::numbers::pi * random.uniform());
        result.push_back(fromZeros(zeros));
    }
    return result;
}

std::vector<float> lineSpectrum(const Polynomial& a)
{
    std::vector<float> frequencies(a.size() - 1);
    features::lineSpectralFrequencies(a, frequencies);
    return frequencies;
}

} // namespace

class TestLinearPrediction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recoversTheFilterThatMadeTheSignal()
    {
        for (const auto& a : stablePolynomials(8)) {
            Polynomial found(a.size());
            features::predictionCoefficients(autocorrelationOf(a), found);
            for (std::size_t k = 0; k < a.size(); ++k)
                QVERIFY(std::abs(found[k] - a[k]) < 1e-6);
        }
    }

    void silenceIsPredictedByNothing()
    {
        Polynomial found(9, 3.0);
        features::predictionCoefficients(Polynomial(9), found);
        QCOMPARE(found, (Polynomial{1, 0, 0, 0, 0, 0, 0, 0, 0}));
    }

    void whiteSignalsHaveEquallySpacedFrequencies()
    {
        for (const std::size_t order : {std::size_t{2}, std::size_t{8}, std::size_t{16}, std::size_t{32}}) {
            Polynomial a(order + 1);
            a[0] = 1;
            const auto frequencies = lineSpectrum(a);
            for (std::size_t i = 0; i < order; ++i)
                QVERIFY(std::abs(frequencies[i] - std::numbers::pi * static_cast<double>(i + 1) /
                                                      static_cast<double>(order + 1)) < 1e-5);
        }
    }

    void frequenciesRebuildTheFilter()
    {
        // A = (P + Q) / 2, where the 1st, 3rd, ... frequencies are the zeros of P and the others those of Q.
        for (const std::size_t order : {std::size_t{8}, std::size_t{16}})
            for (const auto& a : stablePolynomials(order)) {
                const auto frequencies = lineSpectrum(a);
                QVERIFY(std::ranges::is_sorted(frequencies));
                QVERIFY(frequencies.front() > 0 && frequencies.back() < std::numbers::pi);
                Polynomial p{1, 1}, q{1, -1};
                for (std::size_t i = 0; i < order; ++i) {
                    Polynomial& target = i % 2 == 0 ? p : q;
                    target = product(target, {1, -2 * std::cos(static_cast<double>(frequencies[i])), 1});
                }
                double scale = 0;
                for (const double x : a)
                    scale = std::max(scale, std::abs(x));
                for (std::size_t k = 0; k <= order; ++k)
                    QVERIFY(std::abs(0.5 * (p[k] + q[k]) - a[k]) < 1e-4 * scale);
            }
    }

    void aSharpResonanceDrawsAFrequencyToIt()
    {
        for (double angle = 0.1; angle < 3.1; angle += 0.05) {
            const auto frequencies =
                lineSpectrum(product(fromZeros({{0.9999, angle}}), Polynomial{1, 0, 0, 0, 0, 0, 0}));
            const auto above = std::ranges::lower_bound(frequencies, static_cast<float>(angle) - 1e-4F);
            QVERIFY(above != frequencies.end() && *above - angle < 0.002);
        }
    }
};

QTEST_GUILESS_MAIN(TestLinearPrediction)
#include "tst_LinearPrediction.moc"
