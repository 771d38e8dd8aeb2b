#pragma once

#include <span>
#include <vector>

namespace undertone::audio {

/// Resamples one channel (soxr, very high quality, linear phase). round(n x to / from) samples, at least one
/// for a signal that has one. Rates in Hz, above 0.
std::vector<float> resample(std::span<const float> samples, int from, int to);

} // namespace undertone::audio
