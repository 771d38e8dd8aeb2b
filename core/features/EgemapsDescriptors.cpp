#include "core/features/EgemapsDescriptors.h"

#include "core/audio/Framing.h"
#include "core/features/FormantFinder.h"
#include "core/features/FrameSpectrum.h"
#include "core/features/HarmonicSpectrum.h"
#include "core/features/Harmonicity.h"
#include "core/features/PitchPeriods.h"
#include "core/features/PitchTracker.h"
#include "core/features/SpectralBalance.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace undertone::features {

namespace {

using D = EgemapsDescriptor;

constexpr double lowestSemitone = 27.5; ///< Hz

double meanSquare(std::span<const float> samples)
{
    double squares = 0;
    for (const float x : samples)
        squares += static_cast<double>(x) * static_cast<double>(x);
    return squares / std::max<double>(1, static_cast<double>(samples.size()));
}

class Extraction
{
public:
    explicit Extraction(const audio::Signal& signal)
        : m_rate(signal.sampleRate), m_samples(audio::withoutMean(signal.samples)),
          m_pitch(trackPitch(m_samples, signal.sampleRate)), m_framing{length(0.025), length(hop), 0},
          m_shape(m_framing.withLength(length(0.020)), audio::WindowShape::Hamming),
          m_envelope(m_framing.withLength(length(0.030)), audio::WindowShape::Hann),
          m_harmonic(m_framing.withLength(length(voiceSeconds)), audio::WindowShape::Gauss),
          m_balance(m_shape.fftSize(), m_rate), m_formants(m_envelope.fftSize(), m_rate),
          m_harmonicity(length(voiceSeconds)), m_voiceFrame(length(voiceSeconds))
    {
        m_result.contours = Contours(egemapsDescriptorCount, m_pitch.size());
        std::ranges::fill(m_result.contours.values, std::numeric_limits<float>::quiet_NaN());
        m_result.meanPower = meanSquare(m_samples);
        m_periods = findPeriods(m_samples, m_rate, m_pitch, centre(0), hop * m_rate);
    }

    EgemapsContours run()
    {
        for (std::size_t frame = 0; frame < m_pitch.size(); ++frame) {
            const auto hertz = static_cast<double>(m_pitch[frame].hertz);
            m_result.voiced.push_back(hertz > 0);
            measureShape(frame);
            if (hertz <= 0)
                continue;
            set(D::F0, frame, 12 * std::log2(hertz / lowestSemitone));
            measurePeriods(frame, m_rate / hertz);
            measureHarmonics(frame, hertz);
        }
        return std::move(m_result);
    }

private:
    static constexpr double hop = EgemapsContours::hopSeconds;
    static constexpr double voiceSeconds = 0.060;

    std::size_t length(double seconds) const
    {
        return static_cast<std::size_t>(std::lround(seconds * m_rate));
    }

    double centre(std::size_t frame) const
    {
        return static_cast<double>(m_framing.length) / 2 + static_cast<double>(frame * m_framing.hop);
    }

    void set(D descriptor, std::size_t frame, double value)
    {
        m_result.contours[static_cast<std::size_t>(descriptor)][frame] = static_cast<float>(value);
    }

    void measureShape(std::size_t frame)
    {
        const SpectralShape shape = m_balance.measure(m_shape.power(m_samples, frame));
        set(D::Loudness, frame, shape.loudness);
        set(D::SpectralFlux, frame, shape.flux);
        for (std::size_t i = 0; i < shape.mfcc.size(); ++i)
            set(static_cast<D>(static_cast<std::size_t>(D::Mfcc1) + i), frame, shape.mfcc[i]);
        set(D::AlphaRatio, frame, shape.alphaRatio);
        set(D::HammarbergIndex, frame, shape.hammarbergIndex);
        set(D::Slope500, frame, shape.slope500);
        set(D::Slope1500, frame, shape.slope1500);
    }

    void measurePeriods(std::size_t frame, double period)
    {
        const double half = voiceSeconds * m_rate / 2;
        const Perturbation around = perturbation(m_periods, centre(frame) - half, centre(frame) + half);
        if (around.known) {
            set(D::Jitter, frame, around.jitter);
            set(D::Shimmer, frame, around.shimmer);
        }
        audio::copyFrame(m_samples, m_framing.withLength(m_voiceFrame.size()), frame, m_voiceFrame);
        set(D::Hnr, frame, m_harmonicity.decibels(m_voiceFrame, period));
    }

    void measureHarmonics(std::size_t frame, double hertz)
    {
        const Formants formants = m_formants.find(m_envelope.power(m_samples, frame));
        const auto power = m_harmonic.power(m_samples, frame);
        const HarmonicLevels levels =
            HarmonicSpectrum(power, m_rate / static_cast<double>(m_harmonic.fftSize()), hertz)
                .levels(formants);
        set(D::H1H2, frame, levels.h1h2);
        if (formants[2].hertz > 0)
            set(D::H1A3, frame, levels.h1a3);
        for (std::size_t i = 0; i < formantCount && formants[i].hertz > 0; ++i) {
            const std::size_t first = static_cast<std::size_t>(D::F1Frequency) + 3 * i;
            set(static_cast<D>(first), frame, formants[i].hertz);
            set(static_cast<D>(first + 1), frame, formants[i].bandwidth);
            set(static_cast<D>(first + 2), frame, levels.formants[i]);
        }
    }

    double m_rate;
    std::vector<float> m_samples;
    std::vector<PitchFrame> m_pitch;
    audio::Framing m_framing;
    FrameSpectrum m_shape;
    FrameSpectrum m_envelope;
    FrameSpectrum m_harmonic;
    SpectralBalance m_balance;
    FormantFinder m_formants;
    Harmonicity m_harmonicity;
    std::vector<float> m_voiceFrame;
    std::vector<PitchPeriod> m_periods;
    EgemapsContours m_result;
};

} // namespace

EgemapsContours egemapsDescriptors(const audio::Signal& signal)
{
    return Extraction(signal).run();
}

} // namespace undertone::features
