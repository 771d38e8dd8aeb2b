#pragma once

#include "core/privacy/LossComposition.h"
#include "core/privacy/LossMoments.h"
#include "core/privacy/PrivacyEvent.h"

#include <span>
#include <vector>

namespace undertone::privacy {

/// How fine the grid is.
struct GridRule
{
    double tolerance = 1e-4; ///< of epsilon, absolute; a tenth of it relative; used when step is 0
    double step = 0;         ///< given
};

/// Epsilon, at least 0, or log delta, from above and from below.
struct DirectedReading
{
    double value = 0;
    double optimistic = 0;
};

/// The composition of events in one direction: the privacy loss of all their releases together.
class DirectedLoss
{
public:
    /// Events as an accountant passes them on: covered by the PLD accountant, with noise.
    DirectedLoss(std::span<const PrivacyEvent> events, Direction direction, GridRule rule);

    /// Sum of the largest losses; +inf when there is no largest.
    double supremum() const;
    /// An epsilon that is proven without a grid: log delta(epsilon) <= K(lambda) - lambda epsilon.
    double chernoffEpsilon(double logDelta) const;

    /// `value` is within the tolerance of `optimistic` (a log delta within ten times the absolute one; an
    /// epsilon below 0 counts as 0), unless the step is given or 2^21 points were not enough. A value that is
    /// not above `floor` may be coarse, and its `optimistic` is -inf: where only the larger of two is asked
    /// for.
    DirectedReading epsilon(double logDelta, double floor) const;
    /// `ceiling` is a proven bound on log delta.
    DirectedReading logDelta(double epsilon, double ceiling, double floor) const;

private:
    struct Source
    {
        LossPair pair;
        std::size_t count;
    };
    /// Both compositions on one grid; the lower one is not composed yet.
    struct Attempt
    {
        ComposedLoss upper;
        std::vector<LossGroup> lower;
        bool isFinest = false;
        double value = 0;
    };
    enum class Asked { Epsilon, Delta };

    /// Outcomes above count as infinite losses: their mass is negligible beside delta.
    double highestOutcome(const Source& source, double logDelta) const;
    double highestLoss(double logDelta) const;
    LossMoments moments(double lambda, double logDelta) const;
    template <typename IsEnough>
    double largestTilt(double logDelta, const IsEnough& isEnough) const;
    double tiltForDelta(double logDelta) const;
    double tiltForEpsilon(double epsilon, double logDelta) const;
    GridSettings rangeOf(const Source& source, double lambda, double logDelta) const;
    std::size_t mostGridPoints() const;
    std::size_t windowPoints() const;
    double wantedStep(Asked asked, double lambda, const LossMoments& at) const;
    Attempt composed(Asked asked, double lambda, double logDelta, double fineness) const;
    Attempt epsilonAttempt(double logDelta, double fineness) const;
    Attempt deltaAttempt(double epsilon, double ceiling, double fineness) const;
    template <typename Try, typename ReadLower, typename Allowed>
    DirectedReading refined(double floor, const Try& attemptAt, const ReadLower& readLower,
                            const Allowed& allowed) const;

    std::vector<Source> m_sources;
    double m_releases = 0;
    GridRule m_rule;
};

} // namespace undertone::privacy
