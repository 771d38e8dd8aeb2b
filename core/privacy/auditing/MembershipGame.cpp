#include "core/privacy/auditing/MembershipGame.h"

#include "core/base/Error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace undertone::privacy {

std::vector<bool> tossCoins(const base::SeedTree& seed, std::size_t canaries)
{
    auto stream = seed.stream("coins");
    std::vector<bool> isIn(canaries);
    for (std::size_t i = 0; i < canaries; ++i)
        isIn[i] = stream.uniform() < 0.5;
    return isIn;
}

OneRunCounts guessMostConfident(std::span<const double> scores, const std::vector<bool>& isIn,
                                std::size_t guesses)
{
    if (guesses > scores.size())
        throw Error(ErrorCode::InvalidRequest,
                    fmt::format("There are {} guesses, but only {} canaries.", guesses, scores.size()),
                    "audit.guesses", "Guess at most once about each canary.");
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    OneRunCounts counts{scores.size(), guesses, 0};
    for (std::size_t i = 0; i < guesses / 2; ++i)
        counts.correct += isIn[order[i]] ? 1 : 0;
    for (std::size_t i = 0; i < guesses - guesses / 2; ++i)
        counts.correct += isIn[order[order.size() - 1 - i]] ? 0 : 1;
    return counts;
}

AttackCounts decideBySign(std::span<const double> scores, const std::vector<bool>& isIn)
{
    AttackCounts counts;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        ++(isIn[i] ? counts.positives : counts.negatives);
        if (scores[i] > 0)
            ++(isIn[i] ? counts.truePositives : counts.falsePositives);
    }
    return counts;
}

double membershipScore(double product, double squaredNorm, double noise)
{
    if (!(squaredNorm > 0))
        return 0;
    return (product - squaredNorm / 2) / (noise > 0 ? noise * noise : squaredNorm);
}

double secretRatio(double ratio, double rate)
{
    if (rate >= 1)
        return ratio;
    return ratio > 0 ? ratio + std::log(rate + (1 - rate) * std::exp(-ratio))
                     : std::log1p(rate * std::expm1(ratio));
}

} // namespace undertone::privacy
