#include "core/privacy/auditing/OneRunBound.h"

#include "core/base/Error.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/tools/roots.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace undertone::privacy {

namespace {

void check(const OneRunCounts& counts)
{
    const auto refuse = [](const std::string& happened, const std::string& remedy) {
        throw Error(ErrorCode::InvalidRequest, happened, "audit", remedy);
    };
    if (counts.guesses == 0)
        refuse("The auditor made no guess.", "Give the number of canaries that it guessed about.");
    if (counts.guesses > counts.canaries)
        refuse(fmt::format("There are {} guesses, but only {} canaries.", counts.guesses, counts.canaries),
               "The auditor guesses at most once about each canary.");
    if (counts.correct > counts.guesses)
        refuse(
            fmt::format("There are {} correct guesses, but only {} guesses.", counts.correct, counts.guesses),
            "The correct guesses are counted among the guesses.");
    if (counts.canaries > largestAuditCount)
        refuse(fmt::format("{} canaries are more than an audit takes.", counts.canaries),
               fmt::format("Give at most {}.", largestAuditCount));
}

/// Bin(r, Q) by its failures, whose probability 1 - Q = 1 / (1 + e^epsilon) keeps its digits.
class Successes
{
public:
    Successes(std::uint64_t r, double epsilon)
        : m_r(static_cast<double>(r)), m_failure(1 / (1 + std::exp(epsilon)))
    {
    }

    /// P[Bin >= k].
    double atLeast(double k) const { return k <= 0 ? 1 : boost::math::ibetac(m_r - k + 1, k, m_failure); }
    double probability(double k) const
    {
        return boost::math::pdf(boost::math::binomial(m_r, m_failure), m_r - k);
    }
    /// P[Bin = k - 1] / P[Bin = k].
    double ratioBelow(double k) const { return k / (m_r - k + 1) * m_failure / (1 - m_failure); }
    double mode() const { return std::floor((m_r + 1) * (1 - m_failure)); }

private:
    double m_r;
    double m_failure;
};

/// max_{1<=i<=v} (1/i) P[v-i <= Bin < v]: the largest mean of the probabilities of v-1, v-2, ... Those grow
/// down to the mode and fall below it, so the mean grows at least to the mode and then until the next
/// probability is below it.
double largestMeanBelow(const Successes& successes, double v)
{
    double k = std::min(successes.mode(), v - 1);
    double probability = successes.probability(k);
    double sum = k == v - 1 ? probability : successes.atLeast(k) - successes.atLeast(v);
    while (k > 0) {
        probability *= successes.ratioBelow(k);
        if (probability * (v - k) < sum)
            break;
        sum += probability;
        k -= 1;
    }
    return sum / (v - k);
}

double pValue(const OneRunCounts& counts, double delta, double epsilon)
{
    const Successes successes(counts.guesses, epsilon);
    const auto v = static_cast<double>(counts.correct);
    double p = successes.atLeast(v);
    if (delta > 0 && v > 0 && p < 1)
        p += 2 * static_cast<double>(counts.canaries) * delta * largestMeanBelow(successes, v);
    return std::min(p, 1.);
}

} // namespace

double oneRunPValue(const OneRunCounts& counts, double delta, double epsilon)
{
    check(counts);
    checkAuditStatement(delta, 0.5);
    if (!(epsilon >= 0 && std::isfinite(epsilon)))
        throw Error(ErrorCode::InvalidRequest, fmt::format("An epsilon of {} cannot be tested.", epsilon),
                    "audit", "Give an epsilon of at least 0.");
    return pValue(counts, delta, epsilon);
}

AuditBound oneRunBound(const OneRunCounts& counts, double delta, double confidence)
{
    check(counts);
    checkAuditStatement(delta, confidence);
    const double beta = 1 - confidence;
    AuditBound bound{0, std::nullopt, confidence, AuditMethod::OneRun};
    if (pValue(counts, delta, 0) >= beta)
        return bound;
    double high = 1;
    while (pValue(counts, delta, high) < beta)
        high *= 2;
    const auto ends =
        boost::math::tools::bisect([&](double epsilon) { return pValue(counts, delta, epsilon) - beta; }, 0.,
                                   high, boost::math::tools::eps_tolerance<double>(45));
    bound.lower = ends.first;
    return bound;
}

} // namespace undertone::privacy
