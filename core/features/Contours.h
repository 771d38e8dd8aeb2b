#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace undertone::features {

/// Descriptors over time: one contour after another, each of `frames` values.
struct Contours
{
    std::size_t frames = 0;
    std::vector<float> values; ///< count() x frames

    Contours() = default;
    Contours(std::size_t count, std::size_t frameCount) : frames(frameCount), values(count * frameCount) {}
    std::size_t count() const { return frames == 0 ? 0 : values.size() / frames; }
    std::span<float> operator[](std::size_t i) { return {values.data() + i * frames, frames}; }
    std::span<const float> operator[](std::size_t i) const { return {values.data() + i * frames, frames}; }
};

/// Mean of each value and its neighbours (three frames; two at the ends).
void smooth(std::span<const float> contour, std::span<float> smoothed);

/// Regression over two frames on each side, the first and last value continued beyond the ends:
///
///     d_t = sum_{k=1,2} k (c_{t+k} - c_{t-k}) / 10
void delta(std::span<const float> contour, std::span<float> deltas);

/// Fills the zeros of a pitch contour by straight lines between the voiced frames around, or the nearest
/// voiced frame's value at the ends. All zeros stay zeros.
void fillUnvoiced(std::span<float> hertz);

} // namespace undertone::features
