#include "core/privacy/BoundText.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace undertone::privacy {

namespace {

/// Rounded up at this power of ten, with as many digits as that leaves.
std::string roundedUp(double value, int exponent)
{
    const double unit = std::pow(10., exponent);
    const double up = std::ceil(value / unit * (1 - 1e-12)) * unit;
    return exponent < 0 ? fmt::format("{:.{}f}", up, -exponent) : fmt::format("{:.0f}", up);
}

int exponentOf(double value)
{
    return static_cast<int>(std::floor(std::log10(value)));
}

} // namespace

std::string numberText(double value)
{
    return fmt::format("{:.6g}", value);
}

std::string epsilonText(const PrivacyBound& bound)
{
    if (!std::isfinite(bound.epsilon) || bound.epsilon <= 0)
        return numberText(bound.epsilon);
    const int finest = exponentOf(bound.epsilon) - 5;
    const double gap = bound.epsilon - bound.optimistic.value_or(bound.epsilon);
    return roundedUp(bound.epsilon,
                     gap > 0 ? std::max(finest, static_cast<int>(std::ceil(std::log10(gap)))) : finest);
}

std::string deltaText(const PrivacyBound& bound)
{
    if (bound.delta >= 1 || !std::isfinite(bound.logDelta))
        return numberText(bound.delta);
    const double decades = bound.logDelta / std::log(10.);
    const double exponent = std::floor(decades);
    const double digits = std::ceil(std::pow(10., decades - exponent) * 1e4 * (1 - 1e-12)) / 1e4;
    return exponent > -300 ? fmt::format("{:.5g}", digits * std::pow(10., exponent))
                           : fmt::format("{:.5g}e{:.0f}", digits, exponent);
}

std::string relationWords(Relation relation, const std::string& unit)
{
    switch (relation) {
    case Relation::AddOrRemove:
        return fmt::format("one {} is there or not", unit);
    case Relation::Replace:
        return fmt::format("one {} becomes another", unit);
    case Relation::ReplaceWithNull:
        return fmt::format("one {} becomes a zero that is noised all the same", unit);
    }
    return "";
}

std::string eventWords(const PrivacyEvent& event)
{
    auto text = fmt::format("{} release{} of noise multiplier {}", event.count, event.count == 1 ? "" : "s",
                            numberText(event.noiseMultiplier));
    if (!isSubsampled(event))
        return text + ", everyone takes part";
    return text +
           fmt::format(", {} at a rate of {}",
                       event.sampling == Sampling::Poisson ? "Poisson sampling" : "cohorts of fixed size",
                       numberText(event.sampleRate));
}

double largestTruePositiveRate(double epsilon, double delta, double falsePositiveRate)
{
    return std::min({1., std::exp(epsilon) * falsePositiveRate + delta,
                     1 - std::exp(-epsilon) * (1 - delta - falsePositiveRate)});
}

} // namespace undertone::privacy
