#include "tests/support/SyntheticSpeech.h"

#include "core/audio/Resample.h"
#include "core/base/SeedTree.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace undertone::tests {

namespace {

constexpr int oversampledRate = 128000;

/// Rosenberg's pulse (1971, type B of the trigonometric ones): opens over 40 % of the period, closes over 16
/// %.
double glottalFlow(double phase)
{
    constexpr double opening = 0.4;
    constexpr double closing = 0.16;
    if (phase < opening)
        return 0.5 * (1 - std::cos(std::numbers::pi * phase / opening));
    if (phase < opening + closing)
        return std::cos(std::numbers::pi * (phase - opening) / (2 * closing));
    return 0;
}

struct Source
{
    std::vector<float> flow; ///< at oversampledRate
    std::vector<double> pulseStarts;
};

Source makeSource(const VowelOptions& options)
{
    const double endHertz = options.f0End > 0 ? options.f0End : options.f0;
    Source source;
    source.flow.resize(static_cast<std::size_t>(std::lround(options.seconds * oversampledRate)));
    double start = 0;
    for (int pulse = 0; start < options.seconds; ++pulse) {
        const double sign = pulse % 2 == 0 ? 1 : -1;
        const double hertz = options.f0 + (endHertz - options.f0) * start / options.seconds;
        const double period = (1 + sign * options.jitter) / hertz;
        const double height = 1 + sign * options.shimmer;
        source.pulseStarts.push_back(start);
        const auto first = static_cast<std::size_t>(std::ceil(start * oversampledRate));
        const auto end = static_cast<std::size_t>(std::ceil((start + period) * oversampledRate));
        for (std::size_t n = first; n < std::min(end, source.flow.size()); ++n)
            source.flow[n] = static_cast<float>(
                height * glottalFlow((static_cast<double>(n) / oversampledRate - start) / period));
        start += period;
    }
    return source;
}

/// y_n = a x_n + b y_(n-1) + c y_(n-2), unit gain at 0 Hz (Klatt 1980, equation 2).
void resonate(std::vector<float>& samples, const Formant& formant)
{
    const double radius = std::exp(-std::numbers::pi * formant.bandwidth / oversampledRate);
    const double c = -radius * radius;
    const double b = 2 * radius * std::cos(2 * std::numbers::pi * formant.hertz / oversampledRate);
    double last = 0, beforeLast = 0;
    for (float& x : samples) {
        const double y = (1 - b - c) * x + b * last + c * beforeLast;
        beforeLast = last;
        last = y;
        x = static_cast<float>(y);
    }
}

void difference(std::vector<float>& samples)
{
    float before = 0;
    for (float& x : samples)
        x -= std::exchange(before, x);
}

} // namespace

Vowel makeVowel(const VowelOptions& options)
{
    Source source = makeSource(options);
    for (const Formant& formant : options.formants)
        resonate(source.flow, formant);
    difference(source.flow);
    Vowel vowel;
    vowel.pulseStarts = std::move(source.pulseStarts);
    vowel.signal = {audio::resample(source.flow, oversampledRate, audio::analysisRate), audio::analysisRate};
    float largest = 0;
    for (const float x : vowel.signal.samples)
        largest = std::max(largest, std::abs(x));
    for (float& x : vowel.signal.samples)
        x *= static_cast<float>(options.peak) / largest;
    return vowel;
}

audio::Signal makeTones(const std::vector<double>& hertz, double seconds, double amplitude)
{
    audio::Signal signal;
    signal.samples.resize(static_cast<std::size_t>(std::lround(seconds * signal.sampleRate)));
    for (std::size_t n = 0; n < signal.samples.size(); ++n)
        for (const double f : hertz)
            signal.samples[n] += static_cast<float>(
                amplitude * std::sin(2 * std::numbers::pi * f * static_cast<double>(n) / signal.sampleRate));
    return signal;
}

audio::Signal makeNoise(double seconds, double deviation, std::uint64_t seed)
{
    base::RandomStream random = base::SeedTree(seed).stream("noise");
    audio::Signal signal;
    signal.samples.resize(static_cast<std::size_t>(std::lround(seconds * signal.sampleRate)));
    for (float& x : signal.samples)
        x = static_cast<float>(deviation * random.normal());
    return signal;
}

audio::Signal withNoise(const audio::Signal& signal, double decibels, std::uint64_t seed)
{
    double power = 0;
    for (const float x : signal.samples)
        power += static_cast<double>(x) * x;
    power /= static_cast<double>(signal.samples.size());
    base::RandomStream random = base::SeedTree(seed).stream("noise");
    audio::Signal noisy = signal;
    const double deviation = std::sqrt(power * std::pow(10, -decibels / 10));
    for (float& x : noisy.samples)
        x += static_cast<float>(deviation * random.normal());
    return noisy;
}

std::vector<std::vector<Formant>> cardinalVowels()
{
    const auto vowel = [](double first, double second, double third) {
        return std::vector<Formant>{{first, 70}, {second, 100}, {third, 160}, {3500, 250}};
    };
    return {vowel(270, 2290, 3010), vowel(530, 1840, 2480), vowel(730, 1090, 2440), vowel(570, 840, 2410),
            vowel(300, 870, 2240)};
}

} // namespace undertone::tests
