#include "core/privacy/auditing/ClopperPearson.h"

#include "core/base/Error.h"

#include <boost/math/special_functions/beta.hpp>

#include <algorithm>
#include <cmath>

namespace undertone::privacy {

namespace {

/// A probability and its complement.
struct Rate
{
    double value = 0;
    double complement = 1;
};

/// The smallest rate that gives `hits` of `trials` or more with probability `tail`.
Rate lowerRate(std::uint64_t hits, std::uint64_t trials, double tail)
{
    if (hits == 0)
        return {0, 1};
    Rate rate;
    rate.value = boost::math::ibeta_inv(static_cast<double>(hits), static_cast<double>(trials - hits + 1),
                                        tail, &rate.complement);
    return rate;
}

/// Bounds of which each holds but for a probability of `tail`.
RateBounds boundsAt(const AttackCounts& counts, double tail)
{
    const auto hit = lowerRate(counts.truePositives, counts.positives, tail);
    const auto spared = lowerRate(counts.negatives - counts.falsePositives, counts.negatives, tail);
    return {hit.value, hit.complement, spared.complement, spared.value};
}

/// ln((hit - delta) / miss), 0 where it shows nothing.
double logRatio(double hit, double miss, double delta)
{
    return hit - delta > miss ? std::log((hit - delta) / miss) : 0;
}

double epsilonAt(const AttackCounts& counts, double delta, double alpha)
{
    const auto rates = boundsAt(counts, alpha / 2);
    return std::max(logRatio(rates.truePositiveLow, rates.falsePositiveHigh, delta),
                    logRatio(rates.trueNegativeLow, rates.falseNegativeHigh, delta));
}

} // namespace

RateBounds rateBounds(const AttackCounts& counts, double confidence)
{
    checkAttackCounts(counts);
    checkAuditStatement(0, confidence);
    return boundsAt(counts, (1 - confidence) / 2);
}

AuditBound clopperPearsonBound(const AttackCounts& counts, double delta, double confidence)
{
    return clopperPearsonBound(std::span(&counts, 1), delta, confidence);
}

AuditBound clopperPearsonBound(std::span<const AttackCounts> thresholds, double delta, double confidence)
{
    checkAuditStatement(delta, confidence);
    if (thresholds.empty())
        throw Error(ErrorCode::InvalidRequest, "An audit needs at least one threshold.", "audit",
                    "Count the attack's decisions at one threshold or more.");
    const double alpha = (1 - confidence) / static_cast<double>(thresholds.size());
    AuditBound best{0, std::nullopt, confidence, AuditMethod::ClopperPearson};
    for (const auto& counts : thresholds) {
        checkAttackCounts(counts);
        best.lower = std::max(best.lower, epsilonAt(counts, delta, alpha));
    }
    return best;
}

} // namespace undertone::privacy
