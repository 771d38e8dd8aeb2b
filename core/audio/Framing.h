#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace undertone::audio {

/// Frames of `length` samples, one every `hop` samples, the first at `start` (which may be negative: samples
/// outside the signal are zero).
struct Framing
{
    std::size_t length = 400; ///< 25 ms at 16 kHz
    std::size_t hop = 160;    ///< 10 ms at 16 kHz
    std::ptrdiff_t start = 0;

    /// Longer or shorter frames with the same centres.
    Framing withLength(std::size_t newLength) const;
};

/// Frames that lie wholly within the samples; 1 for a shorter signal, 0 for an empty one.
std::size_t frameCount(std::size_t samples, const Framing& framing);

/// Copies frame number `index`, zeros where it lies outside the signal. frame.size() == framing.length.
void copyFrame(std::span<const float> signal, const Framing& framing, std::size_t index,
               std::span<float> frame);

enum class WindowShape {
    Hann,    ///< 0.5 - 0.5 cos(2 pi n / (N-1))
    Hamming, ///< 0.54 - 0.46 cos(2 pi n / (N-1))
    Gauss,   ///< exp(-0.5 ((n - (N-1)/2) / (0.4 (N-1)/2))^2)
};

/// Symmetric window; {1} for one sample.
std::vector<float> makeWindow(WindowShape shape, std::size_t length);

/// The samples less their mean, which is summed in double precision.
std::vector<float> withoutMean(std::span<const float> samples);

/// frame *= window. Both have the same size.
void applyWindow(std::span<float> frame, std::span<const float> window);

} // namespace undertone::audio
