#include "core/features/Contours.h"

#include <algorithm>

namespace undertone::features {

void smooth(std::span<const float> contour, std::span<float> smoothed)
{
    const std::size_t frames = contour.size();
    if (frames < 2) {
        std::ranges::copy(contour, smoothed.begin());
        return;
    }
    smoothed[0] = (contour[0] + contour[1]) / 2;
    for (std::size_t t = 1; t + 1 < frames; ++t)
        smoothed[t] = (contour[t - 1] + contour[t] + contour[t + 1]) / 3;
    smoothed[frames - 1] = (contour[frames - 2] + contour[frames - 1]) / 2;
}

void delta(std::span<const float> contour, std::span<float> deltas)
{
    const auto frames = static_cast<std::ptrdiff_t>(contour.size());
    const auto at = [&](std::ptrdiff_t t) {
        return contour[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(t, 0, frames - 1))];
    };
    const auto slope = [](float before2, float before1, float after1, float after2) {
        return (after1 - before1 + 2 * (after2 - before2)) / 10;
    };
    for (std::ptrdiff_t t = 0; t < frames; ++t) {
        const bool inside = t >= 2 && t + 2 < frames;
        const auto i = static_cast<std::size_t>(t);
        deltas[i] = inside ? slope(contour[i - 2], contour[i - 1], contour[i + 1], contour[i + 2])
                           : slope(at(t - 2), at(t - 1), at(t + 1), at(t + 2));
    }
}

void fillUnvoiced(std::span<float> hertz)
{
    const auto voiced = [](float x) { return x > 0; };
    auto before = std::ranges::find_if(hertz, voiced);
    if (before == hertz.end())
        return;
    std::fill(hertz.begin(), before, *before);
    for (auto next = before; (next = std::find_if(before + 1, hertz.end(), voiced)) != hertz.end();
         before = next) {
        const float step = (*next - *before) / static_cast<float>(next - before);
        for (auto gap = before + 1; gap != next; ++gap)
            *gap = *before + step * static_cast<float>(gap - before);
    }
    std::fill(before + 1, hertz.end(), *before);
}

} // namespace undertone::features
