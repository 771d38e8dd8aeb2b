#include "core/features/PitchPath.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace undertone::features {

namespace {

/// State 0 is unvoiced; state s > 0 is the candidate s - 1.
constexpr std::size_t states = FrameCandidates::most + 1;
using Scores = std::array<float, states>;
using Origins = std::array<std::uint8_t, states>;

class PathSearch
{
public:
    explicit PathSearch(const PitchOptions& options)
        : m_threshold(static_cast<float>(options.voicingThreshold)),
          m_silence(static_cast<float>(options.silenceThreshold)),
          m_octaveCost(static_cast<float>(options.octaveCost)),
          m_highest(static_cast<float>(std::log2(options.highestHertz))),
          m_jumpCost(static_cast<float>(options.octaveJumpCost * 0.01 / options.hopSeconds)),
          m_changeCost(static_cast<float>(options.voicingChangeCost * 0.01 / options.hopSeconds))
    {
    }

    float localScore(const FrameCandidates& frame, float level, std::size_t state) const
    {
        if (state == 0)
            return m_threshold + std::max(0.0F, 2 - level * (1 + m_threshold) / m_silence);
        const PitchCandidate& peak = frame.peaks[state - 1];
        return peak.strength - m_octaveCost * (m_highest - peak.octave);
    }

    float transitionCost(const FrameCandidates& from, std::size_t fromState, const FrameCandidates& to,
                         std::size_t toState) const
    {
        if (fromState == 0 || toState == 0)
            return fromState == toState ? 0 : m_changeCost;
        return m_jumpCost * std::abs(from.peaks[fromState - 1].octave - to.peaks[toState - 1].octave);
    }

private:
    float m_threshold;
    float m_silence;
    float m_octaveCost;
    float m_highest;
    float m_jumpCost;
    float m_changeCost;
};

PitchFrame chosen(const FrameCandidates& frame, std::size_t state)
{
    if (state == 0)
        return {0.0F, frame.highest};
    const PitchCandidate& peak = frame.peaks[state - 1];
    return {std::exp2(peak.octave), peak.strength};
}

} // namespace

std::vector<PitchFrame> cheapestPath(std::span<const FrameCandidates> frames, std::span<const float> levels,
                                     const PitchOptions& options)
{
    const PathSearch search(options);
    std::vector<Origins> origins(frames.size());
    Scores scores{};
    for (std::size_t t = 0; t < frames.size(); ++t) {
        Scores next{};
        for (std::size_t to = 0; to <= frames[t].count; ++to) {
            const std::size_t before = t == 0 ? 0 : frames[t - 1].count;
            float best = -1e30F;
            for (std::size_t from = 0; from <= before; ++from) {
                const float cost = t == 0 ? 0 : search.transitionCost(frames[t - 1], from, frames[t], to);
                if (scores[from] - cost > best) {
                    best = scores[from] - cost;
                    origins[t][to] = static_cast<std::uint8_t>(from);
                }
            }
            next[to] = best + search.localScore(frames[t], levels[t], to);
        }
        scores = next;
    }
    std::vector<PitchFrame> path(frames.size());
    if (frames.empty())
        return path;
    const auto last = scores.begin() + static_cast<std::ptrdiff_t>(frames.back().count) + 1;
    auto state = static_cast<std::size_t>(std::max_element(scores.begin(), last) - scores.begin());
    for (std::size_t t = frames.size(); t-- > 0;) {
        path[t] = chosen(frames[t], state);
        state = origins[t][state];
    }
    return path;
}

} // namespace undertone::features
