#include "core/audio/Framing.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace undertone::audio {

namespace {

double windowValue(WindowShape shape, double n, double last)
{
    constexpr double gaussWidth = 0.4;
    const double phase = 2 * std::numbers::pi * n / last;
    switch (shape) {
    case WindowShape::Hann:
        return 0.5 - 0.5 * std::cos(phase);
    case WindowShape::Hamming:
        return 0.54 - 0.46 * std::cos(phase);
    case WindowShape::Gauss: {
        const double z = (n - last / 2) / (gaussWidth * last / 2);
        return std::exp(-0.5 * z * z);
    }
    }
    return 1;
}

} // namespace

Framing Framing::withLength(std::size_t newLength) const
{
    const auto grown = static_cast<std::ptrdiff_t>(newLength) - static_cast<std::ptrdiff_t>(length);
    return {newLength, hop, start - grown / 2};
}

std::size_t frameCount(std::size_t samples, const Framing& framing)
{
    if (samples <= framing.length)
        return samples == 0 ? 0 : 1;
    return 1 + (samples - framing.length) / framing.hop;
}

void copyFrame(std::span<const float> signal, const Framing& framing, std::size_t index,
               std::span<float> frame)
{
    const auto size = static_cast<std::ptrdiff_t>(signal.size());
    const auto length = static_cast<std::ptrdiff_t>(frame.size());
    const auto first = framing.start + static_cast<std::ptrdiff_t>(index * framing.hop);
    const auto from = std::clamp<std::ptrdiff_t>(-first, 0, length);
    const auto to = std::clamp<std::ptrdiff_t>(size - first, from, length);
    std::fill(frame.begin(), frame.begin() + from, 0.0F);
    std::copy(signal.data() + first + from, signal.data() + first + to, frame.begin() + from);
    std::fill(frame.begin() + to, frame.end(), 0.0F);
}

std::vector<float> makeWindow(WindowShape shape, std::size_t length)
{
    std::vector<float> window(length, 1.0F);
    if (length > 1)
        for (std::size_t n = 0; n < length; ++n)
            window[n] = static_cast<float>(
                windowValue(shape, static_cast<double>(n), static_cast<double>(length - 1)));
    return window;
}

std::vector<float> withoutMean(std::span<const float> samples)
{
    const double sum = std::accumulate(samples.begin(), samples.end(), 0.0);
    const auto mean = static_cast<float>(sum / std::max<double>(1, static_cast<double>(samples.size())));
    std::vector<float> result(samples.size());
    std::ranges::transform(samples, result.begin(), [mean](float x) { return x - mean; });
    return result;
}

void applyWindow(std::span<float> frame, std::span<const float> window)
{
    for (std::size_t n = 0; n < frame.size(); ++n)
        frame[n] *= window[n];
}

} // namespace undertone::audio
