#include "core/features/EgemapsSet.h"

#include "core/features/EgemapsDescriptors.h"
#include "core/features/EgemapsFunctionals.h"
#include "core/features/FrameSpectrum.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace undertone::features {

namespace {

using D = EgemapsDescriptor;

/// Collects named values, so that names and numbers cannot come apart.
class Row
{
public:
    void add(const std::string& name, double value)
    {
        m_names.push_back(name);
        m_values.push_back(static_cast<float>(value));
    }

    std::vector<std::string> m_names;
    std::vector<float> m_values;
};

void addMean(Row& row, const std::string& name, std::span<const float> smoothed)
{
    row.add(name + "_amean", mean(knownValues(smoothed)));
}

void addMeanAndVariation(Row& row, const std::string& name, std::span<const float> smoothed)
{
    addMean(row, name, smoothed);
    row.add(name + "_stddevNorm", coefficientOfVariation(knownValues(smoothed)));
}

void addPercentilesAndSlopes(Row& row, const std::string& name, std::span<const float> smoothed)
{
    auto sorted = knownValues(smoothed);
    std::ranges::sort(sorted);
    const double low = percentile(sorted, 0.2);
    const double high = percentile(sorted, 0.8);
    row.add(name + "_percentile20.0", low);
    row.add(name + "_percentile50.0", percentile(sorted, 0.5));
    row.add(name + "_percentile80.0", high);
    row.add(name + "_pctlrange0-2", high - low);
    const PartSlopes slopes = partSlopes(smoothed, EgemapsContours::hopSeconds);
    row.add(name + "_meanRisingSlope", slopes.meanRising);
    row.add(name + "_stddevRisingSlope", slopes.stddevRising);
    row.add(name + "_meanFallingSlope", slopes.meanFalling);
    row.add(name + "_stddevFallingSlope", slopes.stddevFalling);
}

/// The contour where the frames are voiced (or not), without a value elsewhere; smoothed.
std::vector<float> smoothedIn(const EgemapsContours& contours, D descriptor, bool voiced)
{
    const auto contour = contours[descriptor];
    std::vector<float> masked(contour.begin(), contour.end());
    for (std::size_t t = 0; t < masked.size(); ++t)
        if (contours.voiced[t] != voiced)
            masked[t] = std::numeric_limits<float>::quiet_NaN();
    return smoothedWhereKnown(masked);
}

struct Named
{
    const char* name;
    D descriptor;
};

constexpr Named everywhere[] = {{"spectralFlux_sma3", D::SpectralFlux},
                                {"mfcc1_sma3", D::Mfcc1},
                                {"mfcc2_sma3", D::Mfcc2},
                                {"mfcc3_sma3", D::Mfcc3},
                                {"mfcc4_sma3", D::Mfcc4}};

constexpr Named ofTheVoice[] = {{"jitterLocal_sma3nz", D::Jitter},
                                {"shimmerLocaldB_sma3nz", D::Shimmer},
                                {"HNRdBACF_sma3nz", D::Hnr},
                                {"logRelF0-H1-H2_sma3nz", D::H1H2},
                                {"logRelF0-H1-A3_sma3nz", D::H1A3},
                                {"F1frequency_sma3nz", D::F1Frequency},
                                {"F1bandwidth_sma3nz", D::F1Bandwidth},
                                {"F1amplitudeLogRelF0_sma3nz", D::F1Amplitude},
                                {"F2frequency_sma3nz", D::F2Frequency},
                                {"F2bandwidth_sma3nz", D::F2Bandwidth},
                                {"F2amplitudeLogRelF0_sma3nz", D::F2Amplitude},
                                {"F3frequency_sma3nz", D::F3Frequency},
                                {"F3bandwidth_sma3nz", D::F3Bandwidth},
                                {"F3amplitudeLogRelF0_sma3nz", D::F3Amplitude}};

constexpr Named whereVoiced[] = {{"alphaRatioV_sma3nz", D::AlphaRatio},
                                 {"hammarbergIndexV_sma3nz", D::HammarbergIndex},
                                 {"slopeV0-500_sma3nz", D::Slope500},
                                 {"slopeV500-1500_sma3nz", D::Slope1500},
                                 {"spectralFluxV_sma3nz", D::SpectralFlux},
                                 {"mfcc1V_sma3nz", D::Mfcc1},
                                 {"mfcc2V_sma3nz", D::Mfcc2},
                                 {"mfcc3V_sma3nz", D::Mfcc3},
                                 {"mfcc4V_sma3nz", D::Mfcc4}};

constexpr Named whereUnvoiced[] = {{"alphaRatioUV_sma3nz", D::AlphaRatio},
                                   {"hammarbergIndexUV_sma3nz", D::HammarbergIndex},
                                   {"slopeUV0-500_sma3nz", D::Slope500},
                                   {"slopeUV500-1500_sma3nz", D::Slope1500},
                                   {"spectralFluxUV_sma3nz", D::SpectralFlux}};

void addSpectralParameters(Row& row, const EgemapsContours& contours)
{
    for (const Named& named : everywhere)
        addMeanAndVariation(row, named.name, smoothedWhereKnown(contours[named.descriptor]));
    for (const Named& named : ofTheVoice)
        addMeanAndVariation(row, named.name, smoothedWhereKnown(contours[named.descriptor]));
    for (const Named& named : whereVoiced)
        addMeanAndVariation(row, named.name, smoothedIn(contours, named.descriptor, true));
    for (const Named& named : whereUnvoiced)
        addMean(row, named.name, smoothedIn(contours, named.descriptor, false));
}

void addSegments(Row& row, const std::string& kind, const std::string& unit, std::vector<float> frames)
{
    constexpr auto hop = static_cast<float>(EgemapsContours::hopSeconds);
    for (float& length : frames)
        length *= hop;
    row.add("Mean" + kind + "SegmentLength" + unit, mean(frames));
    row.add("Stddev" + kind + "SegmentLength" + unit, standardDeviation(frames));
}

void addTemporalParameters(Row& row, const EgemapsContours& contours)
{
    const double seconds = static_cast<double>(contours.voiced.size()) * EgemapsContours::hopSeconds;
    const auto loudness = smoothedWhereKnown(contours[D::Loudness]);
    const auto voiced = runLengths(contours.voiced, true);
    row.add("loudnessPeaksPerSec", countPeaks(loudness) / seconds);
    row.add("VoicedSegmentsPerSec", static_cast<double>(voiced.size()) / seconds);
    addSegments(row, "Voiced", "Sec", voiced);
    addSegments(row, "Unvoiced", "", runLengths(contours.voiced, false));
    row.add("equivalentSoundLevel_dBp", 10 * std::log10(contours.meanPower + roundingPower));
}

Row parameters(const audio::Signal& signal)
{
    const EgemapsContours contours = egemapsDescriptors(signal);
    Row row;
    for (const Named& named :
         {Named{"F0semitoneFrom27.5Hz_sma3nz", D::F0}, Named{"loudness_sma3", D::Loudness}}) {
        const auto smoothed = smoothedWhereKnown(contours[named.descriptor]);
        addMeanAndVariation(row, named.name, smoothed);
        addPercentilesAndSlopes(row, named.name, smoothed);
    }
    addSpectralParameters(row, contours);
    addTemporalParameters(row, contours);
    return row;
}

class EgemapsSet final : public FeatureSet
{
public:
    std::string name() const override { return "egemaps"; }
    int version() const override { return 1; }
    const std::vector<std::string>& columns() const override { return m_columns; }
    bool isFrames() const override { return false; }
    std::vector<float> extract(const audio::Signal& signal) const override
    {
        return parameters(signal).m_values;
    }

private:
    std::vector<std::string> m_columns = parameters({{0.0F}, audio::analysisRate}).m_names;
};

} // namespace

const FeatureSet& egemapsSet()
{
    static const EgemapsSet set;
    return set;
}

} // namespace undertone::features
