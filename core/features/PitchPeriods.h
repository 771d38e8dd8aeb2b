#pragma once

#include "core/features/PitchTracker.h"

#include <cstddef>
#include <span>
#include <vector>

namespace undertone::features {

/// One period of the voice.
struct PitchPeriod
{
    double centre = 0;      ///< in samples from the start of the signal
    double length = 0;      ///< in samples
    double amplitude = 0;   ///< highest minus lowest value, above 0
    bool continues = false; ///< begins where the period before it ends
};

/// Follows the voice from period to period through every voiced stretch, by matching of waveforms: from the
/// strongest sample in its middle on, the next mark (and, leftwards, the last one) lies where the piece of
/// the waveform one period long around this mark repeats with the highest correlation, within 0.8 to 1.25 of
/// the period that the pitch says; where nothing correlates above 0.4 there is no period, and the search goes
/// on one expected period further. Lags and extremes are refined by parabolas. Frame i of `pitch` is centred
/// at sample firstCentre + i hop. The periods are in order of their centres.
std::vector<PitchPeriod> findPeriods(std::span<const float> samples, double sampleRate,
                                     std::span<const PitchFrame> pitch, double firstCentre, double hop);

/// How unsteady the periods around a place are.
struct Perturbation
{
    bool known = false; ///< false where no two periods follow each other
    double jitter = 0;  ///< mean |T_i - T_(i-1)| / mean T
    double shimmer = 0; ///< mean |20 log10(A_i / A_(i-1))|, in dB
};

/// Of the periods whose centres lie in [begin, end) samples.
Perturbation perturbation(std::span<const PitchPeriod> periods, double begin, double end);

} // namespace undertone::features
