#include "core/features/LowLevelDescriptors.h"

#include "core/audio/DotProduct.h"
#include "core/audio/Fft.h"
#include "core/audio/Framing.h"
#include "core/features/LinearPrediction.h"
#include "core/features/MelFilterbank.h"
#include "core/features/PitchTracker.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace undertone::features {

namespace {

constexpr audio::Framing framing{400, 160, 0};
constexpr std::size_t fftSize = 512;
constexpr std::size_t bins = fftSize / 2 + 1;
constexpr std::size_t melBands = 40;
constexpr double lowestBand = 20;
constexpr double highestBand = 6500;
constexpr std::size_t cepstra = 12;
constexpr std::size_t order = 8;
constexpr float preEmphasis = 0.97F;
constexpr float bandFloor = 1e-7F;
constexpr double referenceIntensity = 1e-6;
/// Share of white noise added before linear prediction (-60 dB), so that pure tones keep apart from the unit
/// circle.
constexpr double whiteNoise = 1e-6;

enum Row : std::size_t { Intensity = 0, Loudness = 1, Mfcc = 2, F0 = 14, Voicing, F0Envelope, Lsf, Zcr = 25 };

std::vector<float> preEmphasised(const std::vector<float>& samples)
{
    std::vector<float> result(samples.size());
    result[0] = samples[0];
    for (std::size_t n = 1; n < samples.size(); ++n)
        result[n] = samples[n] - preEmphasis * samples[n - 1];
    return result;
}

/// r_0 ... r_p from a power spectrum, by the cosine sums of its inverse transform.
class AutocorrelationTransform
{
public:
    AutocorrelationTransform() : m_cosines(bins * stride)
    {
        for (std::size_t k = 0; k < bins; ++k)
            for (std::size_t lag = 0; lag <= order; ++lag) {
                const double weight = k == 0 || k + 1 == bins ? 1 : 2;
                m_cosines[k * stride + lag] = static_cast<float>(
                    weight / fftSize *
                    std::cos(2 * std::numbers::pi * static_cast<double>(k * lag) / fftSize));
            }
    }

    void apply(std::span<const float> power, std::span<double> autocorrelation) const
    {
        std::array<float, stride> sums{};
        for (std::size_t k = 0; k < bins; ++k)
            for (std::size_t lag = 0; lag < stride; ++lag)
                sums[lag] += power[k] * m_cosines[k * stride + lag];
        std::copy_n(sums.begin(), autocorrelation.size(), autocorrelation.begin());
    }

private:
    static constexpr std::size_t stride = 12; ///< lags 0 ... 8, filled up to whole vector registers
    std::vector<float> m_cosines;
};

/// What is computed frame by frame; every buffer is made once.
class FrameAnalyser
{
public:
    FrameAnalyser()
        : m_window(audio::makeWindow(audio::WindowShape::Hamming, framing.length)),
          m_windowSum(std::accumulate(m_window.begin(), m_window.end(), 0.0F)), m_frame(framing.length),
          m_squares(framing.length), m_power(bins), m_energies(melBands), m_fft(fftSize),
          m_bands(melBands, lowestBand, highestBand, fftSize, audio::analysisRate),
          m_cosines(melBands, 1, cepstra)
    {
    }

    void analyseWaveform(std::span<const float> samples, std::size_t t, Contours& rows)
    {
        audio::copyFrame(samples, framing, t, m_frame);
        std::ranges::transform(m_frame, m_squares.begin(), [](float x) { return x * x; });
        const float intensity = audio::dotProduct(m_squares, m_window) / m_windowSum;
        rows[Intensity][t] = intensity;
        rows[Loudness][t] = static_cast<float>(std::pow(intensity / referenceIntensity, 0.3));
        int changes = 0;
        for (std::size_t n = 1; n < m_frame.size(); ++n)
            changes += (m_frame[n - 1] < 0) != (m_frame[n] < 0);
        rows[Zcr][t] = static_cast<float>(changes) / static_cast<float>(framing.length - 1);
    }

    void analyseSpectrum(std::span<const float> preEmphasisedSamples, std::size_t t, Contours& rows)
    {
        audio::copyFrame(preEmphasisedSamples, framing, t, m_frame);
        audio::applyWindow(m_frame, m_window);
        audio::powerSpectrum(m_fft.forward(m_frame), m_power);
        putCepstrum(t, rows);
        putLineSpectrum(t, rows);
    }

private:
    void putCepstrum(std::size_t t, Contours& rows)
    {
        m_bands.apply(m_power, m_energies);
        for (float& energy : m_energies)
            energy = std::log(std::max(energy, bandFloor));
        std::array<float, cepstra> coefficients{};
        m_cosines.apply(m_energies, coefficients);
        for (std::size_t i = 0; i < cepstra; ++i)
            rows[Mfcc + i][t] = coefficients[i];
    }

    void putLineSpectrum(std::size_t t, Contours& rows)
    {
        std::array<double, order + 1> correlation{}, coefficients{};
        m_autocorrelation.apply(m_power, correlation);
        correlation[0] *= 1 + whiteNoise;
        predictionCoefficients(correlation, coefficients);
        std::array<float, order> frequencies{};
        lineSpectralFrequencies(coefficients, frequencies);
        for (std::size_t i = 0; i < order; ++i)
            rows[Lsf + i][t] = frequencies[i];
    }

    std::vector<float> m_window;
    float m_windowSum;
    std::vector<float> m_frame;
    std::vector<float> m_squares;
    std::vector<float> m_power;
    std::vector<float> m_energies;
    audio::RealFft m_fft;
    MelFilterbank m_bands;
    CosineTransform m_cosines;
    AutocorrelationTransform m_autocorrelation;
};

void putPitch(std::span<const float> samples, Contours& rows)
{
    const auto path = trackPitch(samples, audio::analysisRate, rows.frames);
    for (std::size_t t = 0; t < rows.frames; ++t) {
        rows[F0][t] = path[t].hertz;
        rows[Voicing][t] = path[t].voicing;
    }
    std::ranges::copy(rows[F0], rows[F0Envelope].begin());
    fillUnvoiced(rows[F0Envelope]);
}

} // namespace

Contours lowLevelDescriptors(const audio::Signal& signal)
{
    const std::vector<float> samples = audio::withoutMean(signal.samples);
    const std::vector<float> emphasised = preEmphasised(samples);
    Contours rows(descriptorCount, audio::frameCount(samples.size(), framing));
    FrameAnalyser analyser;
    for (std::size_t t = 0; t < rows.frames; ++t) {
        analyser.analyseWaveform(samples, t, rows);
        analyser.analyseSpectrum(emphasised, t, rows);
    }
    putPitch(samples, rows);
    return rows;
}

} // namespace undertone::features
