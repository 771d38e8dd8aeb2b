#include "core/corpus/VoiceEffects.h"

#include "core/audio/Resample.h"

#include <array>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <numbers>

namespace undertone::corpus {

namespace {

constexpr double shelfHertz = 1000;

/// Catmull-Rom interpolation between the samples around `position`.
float sampleAt(const std::vector<float>& samples, double position)
{
    const auto last = static_cast<std::ptrdiff_t>(samples.size()) - 1;
    const double floor = std::floor(position);
    const auto index = static_cast<std::ptrdiff_t>(floor);
    const auto at = [&](std::ptrdiff_t i) {
        return i < 0 || i > last ? 0.0 : static_cast<double>(samples[static_cast<std::size_t>(i)]);
    };
    const double t = position - floor;
    const double a = at(index - 1), b = at(index), c = at(index + 1), d = at(index + 2);
    return static_cast<float>(b + 0.5 * t *
                                      (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))));
}

} // namespace

void addFlutter(audio::Signal& signal, double depth, base::RandomStream& random)
{
    struct Sine
    {
        double radians; ///< per sample
        double phase;
    };
    std::array<Sine, 3> sines{};
    for (auto& sine : sines)
        sine = {2 * std::numbers::pi * (2 + 5 * random.uniform()) / signal.sampleRate,
                2 * std::numbers::pi * random.uniform()};
    // Each derivative a cos(w t) has a variance of a^2 / 2: three of a = depth sqrt(2/3) add up to depth^2.
    const double amplitude = depth * std::sqrt(2.0 / 3);
    const std::vector<float> original = signal.samples;
    for (std::size_t i = 0; i < original.size(); ++i) {
        double position = static_cast<double>(i);
        for (const auto& sine : sines)
            position +=
                amplitude / sine.radians * std::sin(sine.radians * static_cast<double>(i) + sine.phase);
        signal.samples[i] = sampleAt(original, position);
    }
}

void tilt(audio::Signal& signal, double decibels)
{
    const double gain = std::pow(10, decibels / 20);
    const double pole = std::exp(-2 * std::numbers::pi * shelfHertz / signal.sampleRate);
    double low = 0;
    for (auto& sample : signal.samples) {
        low = pole * low + (1 - pole) * static_cast<double>(sample);
        sample = static_cast<float>(low + gain * (static_cast<double>(sample) - low));
    }
}

void setLevel(audio::Signal& signal, double decibels)
{
    double squares = 0;
    for (const float sample : signal.samples)
        squares += static_cast<double>(sample) * sample;
    if (squares == 0)
        return;
    const double rms = std::sqrt(squares / static_cast<double>(signal.samples.size()));
    const auto factor = static_cast<float>(std::pow(10, decibels / 20) / rms);
    for (auto& sample : signal.samples)
        sample *= factor;
}

audio::Signal inRoom(const audio::Signal& signal, double noise, double before, double after,
                     base::RandomStream& random)
{
    audio::Signal result;
    const auto samplesIn = [&](double seconds) {
        return static_cast<std::size_t>(std::lround(seconds * result.sampleRate));
    };
    const auto speech = audio::resample(signal.samples, signal.sampleRate, result.sampleRate);
    result.samples.assign(samplesIn(before), 0);
    result.samples.insert(result.samples.end(), speech.begin(), speech.end());
    result.samples.resize(result.samples.size() + samplesIn(after));
    boost::random::normal_distribution<double> normal(0, noise);
    for (auto& sample : result.samples)
        sample += static_cast<float>(normal(random));
    return result;
}

} // namespace undertone::corpus
