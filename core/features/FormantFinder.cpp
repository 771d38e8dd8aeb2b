#include "core/features/FormantFinder.h"

#include "core/features/LinearPrediction.h"
#include "core/features/PolynomialRoots.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>

namespace undertone::features {

namespace {

constexpr double bandRate = 11000; ///< twice the band's upper end
constexpr double lowestHertz = 150;
constexpr double highestHertz = 5400;
constexpr double widest = 1000;
constexpr double emphasisHertz = 50;

using Resonances = std::vector<FormantEstimate>;

Resonances resonancesOf(std::span<const std::complex<double>> zeros)
{
    Resonances resonances;
    for (const auto& zero : zeros) {
        const double hertz = std::arg(zero) * bandRate / (2 * std::numbers::pi);
        const double bandwidth = -std::log(std::abs(zero)) * bandRate / std::numbers::pi;
        if (hertz >= lowestHertz && hertz <= highestHertz && bandwidth > 0 && bandwidth < widest)
            resonances.push_back({hertz, bandwidth});
    }
    std::ranges::sort(resonances, {}, &FormantEstimate::hertz);
    return resonances;
}

double cost(const FormantEstimate& resonance, std::size_t formant)
{
    constexpr double neutral = 525; // Hz: F1 of the neutral vowel, a quarter wave in a tube of 16.5 cm
    const double expected = neutral * (2 * static_cast<double>(formant) + 1);
    return std::abs(resonance.hertz - expected) / 1000 + resonance.bandwidth / 500;
}

/// The cheapest choice of three resonances in order; fewer are taken as they come.
Formants chosenFormants(const Resonances& all)
{
    Formants best;
    std::copy_n(all.begin(), std::min(all.size(), best.size()), best.begin());
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t j = i + 1; j < all.size(); ++j)
            for (std::size_t k = j + 1; k < all.size(); ++k) {
                const double total = cost(all[i], 0) + cost(all[j], 1) + cost(all[k], 2);
                if (total >= least)
                    continue;
                least = total;
                best = {all[i], all[j], all[k]};
            }
    return best;
}

} // namespace

FormantFinder::FormantFinder(std::size_t fftSize, double sampleRate)
{
    const auto last = static_cast<std::size_t>(static_cast<double>(fftSize) * bandRate / 2 / sampleRate);
    const double step = std::numbers::pi / static_cast<double>(last);
    const double a = std::exp(-2 * std::numbers::pi * emphasisHertz / bandRate);
    for (std::size_t k = 0; k <= last; ++k) {
        const double emphasis = 1 + a * a - 2 * a * std::cos(step * static_cast<double>(k));
        // The bins between the ends stand for negative frequencies as well.
        m_emphasis.push_back(k == 0 || k == last ? emphasis : 2 * emphasis);
    }
    for (std::size_t k = 0; k <= last; ++k)
        for (std::size_t lag = 0; lag <= order; ++lag)
            m_cosine.push_back(std::cos(step * static_cast<double>(lag * k)));
}

std::array<double, FormantFinder::order + 1>
FormantFinder::autocorrelation(std::span<const float> power) const
{
    std::array<double, order + 1> result{};
    const double* cosine = m_cosine.data();
    for (std::size_t k = 0; k < m_emphasis.size(); ++k, cosine += order + 1) {
        const double weighted = m_emphasis[k] * static_cast<double>(power[k]);
        for (std::size_t lag = 0; lag <= order; ++lag)
            result[lag] += weighted * cosine[lag];
    }
    return result;
}

Formants FormantFinder::find(std::span<const float> power) const
{
    const auto correlation = autocorrelation(power);
    if (!(correlation[0] > 0))
        return {};
    std::array<double, order + 1> coefficients{};
    predictionCoefficients(correlation, coefficients);
    std::array<std::complex<double>, order> zeros;
    return polynomialRoots(coefficients, zeros) ? chosenFormants(resonancesOf(zeros)) : Formants{};
}

} // namespace undertone::features
