#include "core/features/ClipAnalysis.h"

#include "core/audio/Framing.h"
#include "core/features/FrameSpectrum.h"
#include "core/features/PitchTracker.h"

#include <algorithm>
#include <cmath>

namespace undertone::features {

namespace {

constexpr std::size_t mostStretches = 2000;
constexpr float floorDecibels = -80;
constexpr double frameSeconds = 0.025, hopSeconds = 0.010;

void addWaveform(ClipReport& report, const std::vector<float>& samples)
{
    const std::size_t stretches = std::min(samples.size(), mostStretches);
    for (std::size_t i = 0; i < stretches; ++i) {
        const auto from = samples.begin() + static_cast<std::ptrdiff_t>(i * samples.size() / stretches);
        const auto to = samples.begin() + static_cast<std::ptrdiff_t>((i + 1) * samples.size() / stretches);
        const auto [low, high] = std::minmax_element(from, to);
        report.lowest.push_back(*low);
        report.highest.push_back(*high);
    }
}

void addSpectrogram(ClipReport& report, const audio::Signal& signal, const audio::Framing& framing)
{
    const auto samples = audio::withoutMean(signal.samples);
    FrameSpectrum spectrum(framing, audio::WindowShape::Hamming);
    report.bins = spectrum.fftSize() / 2 + 1;
    float loudest = 0;
    for (std::size_t frame = 0; frame < report.frames; ++frame)
        for (const float power : spectrum.power(samples, frame)) {
            report.decibels.push_back(power);
            loudest = std::max(loudest, power);
        }
    for (float& value : report.decibels)
        value = std::max(floorDecibels, 10 * std::log10(value / loudest));
}

} // namespace

ClipReport analyseClip(const audio::Signal& signal)
{
    ClipReport report;
    report.seconds = signal.seconds();
    const auto toSamples = [&](double seconds) {
        return static_cast<std::size_t>(std::lround(seconds * signal.sampleRate));
    };
    const audio::Framing framing{toSamples(frameSeconds), toSamples(hopSeconds), 0};
    report.frames = audio::frameCount(signal.samples.size(), framing);
    report.hopSeconds = hopSeconds;
    report.firstCentre = frameSeconds / 2;
    report.highestHertz = signal.sampleRate / 2.0;
    addWaveform(report, signal.samples);
    addSpectrogram(report, signal, framing);
    for (const auto& frame : trackPitch(signal.samples, signal.sampleRate, report.frames))
        report.f0.push_back(frame.hertz);
    return report;
}

} // namespace undertone::features
