#include "core/privacy/LossGrid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace undertone::privacy {

namespace {

/// Nodes of the two-point Gauss rule on [0, 1].
constexpr double gaussNodes[2] = {0.21132486540518711775, 0.78867513459481288225};
/// A panel may be so wide that the log density changes by this much: the rule's error is its 4th power /
/// 4320.
constexpr double panelChange = 0.05;
/// Farther than this many deviations from both of its centres P has no mass (e^-800).
constexpr double farAway = 40;
/// Tilted densities below e^this are nothing.
constexpr double leastLog = -690;
/// Above this step the split of an interval is not worth its quadrature: everything is rounded up.
constexpr double coarseStep = 0.5;

/// 1 - e^-d, to a relative 1e-12 where d is the width of a fine grid.
double oneMinusExp(double d)
{
    return std::abs(d) < 5e-3 ? d * (1 - d / 2 * (1 - d / 3 * (1 - d / 4 * (1 - d / 5)))) : -std::expm1(-d);
}

/// A half interval's tilted mass, and the integral of |1 - e^(e - L)| over it, e its end at a grid point.
struct Half
{
    double mass = 0;
    double excess = 0;
};

class Discretiser
{
public:
    Discretiser(const LossPair& pair, const GridSettings& settings)
        : m_pair(pair), m_settings(settings), m_up(std::exp(settings.lambda * settings.step)),
          m_down(1 / m_up), m_rise(std::expm1(settings.step)), m_fall(-std::expm1(-settings.step)),
          m_origin(pair.mergedEdge(settings.step / 2)),
          m_first(std::int64_t(std::floor((settings.lowest - m_origin) / settings.step))),
          m_last(
              std::max(m_first + 1, std::int64_t(std::ceil((settings.highest - m_origin) / settings.step))))
    {
        const auto count = static_cast<std::size_t>(m_last - m_first + 1);
        m_lower.resize(count);
        m_upper.resize(count);
    }

    DiscretisedLoss run()
    {
        const double bottom = std::max(m_pair.outcome(point(0)), farthest(-1));
        const double top = std::min(m_pair.outcome(m_settings.highest), farthest(1));
        DiscretisedLoss result;
        result.pessimistic = emptyGrid();
        result.optimistic = emptyGrid();
        result.pessimistic.mass[0] +=
            std::exp(m_pair.logLowerTail(bottom) + m_settings.lambda * point(0) - m_settings.logScale);
        result.logInfinite = m_pair.logUpperTail(top);
        integrate(bottom, top, result.pessimistic.mass);
        merge(result.optimistic.mass);
        return result;
    }

private:
    double point(std::size_t i) const
    {
        return m_origin + static_cast<double>(m_first + std::int64_t(i)) * m_settings.step;
    }

    /// P has no mass below 0 - 1000 s and above 1 + 1000 s.
    double farthest(double sign) const { return 0.5 + sign * (0.5 + 1e3 * m_pair.deviation()); }

    LossGrid emptyGrid() const
    {
        return {m_origin, m_first, std::vector<double>(m_lower.size()), m_settings.logScale};
    }

    /// Splits every interval at its middle; each half is integrated by itself.
    void integrate(double bottom, double top, std::vector<double>& pessimistic)
    {
        const double step = m_settings.step;
        double from = bottom;
        for (std::size_t i = 0; i + 1 < m_lower.size(); ++i) {
            const double middle = std::clamp(m_pair.outcome(point(i) + step / 2), from, top);
            const double to =
                i + 2 == m_lower.size() ? top : std::clamp(m_pair.outcome(point(i + 1)), middle, top);
            const double tilt = m_settings.lambda * point(i) - m_settings.logScale;
            m_upper[i] = integrateHalf(from, middle, point(i), tilt);
            const Half above = integrateHalf(middle, to, point(i), tilt);
            split(i, above, pessimistic);
            place(i, above);
            from = to;
        }
    }

    /// With d = L - e_i, the part (1 - e^-d) / (1 - e^-h) of an interval's mass goes to its upper end.
    void split(std::size_t i, const Half& above, std::vector<double>& pessimistic) const
    {
        const double mass = m_upper[i].mass + above.mass;
        const double excess = m_upper[i].excess + above.excess;
        const double raised = m_settings.step < coarseStep ? std::clamp(excess / m_fall, 0.0, mass) : mass;
        pessimistic[i] += mass - raised;
        pessimistic[i + 1] += raised * m_up;
    }

    /// The upper half of an interval as the lower half around the next point, where its excess is e^(h-d) -
    /// 1; on a coarse grid it is lowered with the rest.
    void place(std::size_t i, const Half& above)
    {
        const double h = m_settings.step;
        if (h >= coarseStep) {
            m_upper[i].mass += above.mass;
            return;
        }
        m_lower[i + 1] = seenFromAbove(above);
    }

    Half integrateHalf(double from, double to, double reference, double tilt) const
    {
        Half half;
        if (isNarrow(from, to)) {
            addPanel(half, from, to, reference, tilt);
            return half;
        }
        for (double y = from; y < to;) {
            const double end = std::min(to, panelEnd(y));
            if (end > y && !isFarAway(y))
                addPanel(half, y, end, reference, tilt);
            y = end > y ? end : to;
        }
        return half;
    }

    bool isNarrow(double from, double to) const
    {
        const double s = m_pair.deviation();
        const double steepest = (1 + std::max(std::abs(from), std::abs(to))) / (s * s) + 1 / s;
        return (to - from) * steepest < panelChange;
    }

    bool isFarAway(double y) const
    {
        const double s = m_pair.deviation();
        const double far = farAway * (1 + 1e-9) * s;
        return std::abs(y) > far && std::abs(y - 1) > far;
    }

    double panelEnd(double y) const
    {
        const double s = m_pair.deviation();
        if (isFarAway(y))
            return y < 0 ? -farAway * s : y < 1 ? 1 - farAway * s : std::numeric_limits<double>::infinity();
        const double width = panelChange / (1 / s + std::abs(m_pair.densitySlope(y)));
        return y + panelChange / (1 / s + std::max(std::abs(m_pair.densitySlope(y)),
                                                   std::abs(m_pair.densitySlope(y + width))));
    }

    void addPanel(Half& half, double from, double to, double reference, double tilt) const
    {
        const double width = to - from;
        for (const double node : gaussNodes) {
            const auto at = m_pair.at(from + node * width);
            if (at.logDensity + tilt < leastLog)
                continue;
            const double mass = width / 2 * std::exp(at.logDensity + tilt);
            half.mass += mass;
            half.excess += mass * oneMinusExp(at.loss - reference);
        }
    }

    /// Towards the end where the tilted mass is negligible: what cannot be balanced there is lowered by a
    /// step.
    void merge(std::vector<double>& optimistic)
    {
        if (m_settings.step >= coarseStep)
            for (std::size_t i = 0; i < m_upper.size(); ++i)
                optimistic[i] = m_upper[i].mass;
        else if (m_pair.hasLowestLoss())
            mergeUpwards(optimistic);
        else
            mergeDownwards(optimistic);
    }

    /// Each point takes what the one above left over, its own halves, and as much of the next upper half as
    /// keeps the merged loss at the point. `carried` is what it leaves over itself.
    void mergeDownwards(std::vector<double>& optimistic)
    {
        Half carried;
        for (std::size_t i = m_lower.size(); i-- > 0;) {
            const Half& below = m_lower[i];
            double available = m_upper[i].excess + carried.excess;
            const double kept = available >= below.excess ? 1 : available / below.excess;
            optimistic[i] = m_upper[i].mass + carried.mass + kept * below.mass;
            available -= kept * below.excess;
            carried = scaled(seenFromBelow(below), 1 - kept);
            if (i == 0 || available <= 0)
                continue;
            optimistic[i] += taken(m_upper[i - 1], seenFromAbove(m_upper[i - 1]), available);
        }
    }

    /// The mirror image; a part that nothing above can balance is lowered by a step.
    void mergeUpwards(std::vector<double>& optimistic)
    {
        Half carried;
        for (std::size_t i = 0; i < m_lower.size(); ++i) {
            const Half low{m_lower[i].mass + carried.mass, m_lower[i].excess + carried.excess};
            const Half& above = m_upper[i];
            const double kept = low.excess < above.excess ? low.excess / above.excess : 1;
            double missing = low.excess - kept * above.excess;
            optimistic[i] += low.mass + kept * above.mass;
            carried = scaled(seenFromAbove(above), 1 - kept);
            if (i + 1 == m_lower.size() || missing <= 0)
                continue;
            optimistic[i] += taken(m_lower[i + 1], seenFromBelow(m_lower[i + 1]), missing);
            optimistic[i] += taken(m_upper[i + 1], upperSeenFromBelow(m_upper[i + 1]), missing);
            const double lowered = missing > 0 ? low.mass * (missing / low.excess) : 0;
            optimistic[i] -= lowered;
            if (i > 0)
                optimistic[i - 1] += lowered * m_down;
        }
    }

    /// Takes from `half`, which is `seen` from the point that takes, as much as balances `missing`.
    static double taken(Half& half, const Half& seen, double& missing)
    {
        const double share = missing < seen.excess ? missing / seen.excess : 1;
        missing = share < 1 ? 0 : missing - seen.excess;
        half = scaled(half, 1 - share);
        return share * seen.mass;
    }

    static Half scaled(const Half& half, double share) { return {share * half.mass, share * half.excess}; }

    /// The lower half around a point, seen from the point before: the excess is then positive.
    Half seenFromBelow(const Half& half) const
    {
        return {m_down * half.mass, m_down * std::max(0.0, m_fall * half.mass - (1 - m_fall) * half.excess)};
    }

    /// The upper half around a point, seen from the point before.
    Half upperSeenFromBelow(const Half& half) const
    {
        return {m_down * half.mass, m_down * (m_fall * half.mass + (1 - m_fall) * half.excess)};
    }

    /// The upper half around a point, seen from the next point: the excess is then negative, here its
    /// modulus.
    Half seenFromAbove(const Half& half) const
    {
        return {m_up * half.mass, m_up * std::max(0.0, m_rise * half.mass - (1 + m_rise) * half.excess)};
    }

    const LossPair& m_pair;
    const GridSettings& m_settings;
    double m_up;   ///< e^(lambda step): a tilted mass seen from the next point
    double m_down; ///< e^(-lambda step)
    double m_rise; ///< e^step - 1
    double m_fall; ///< 1 - e^-step
    double m_origin;
    std::int64_t m_first;
    std::int64_t m_last;
    std::vector<Half> m_lower; ///< (e_i - h/2, e_i), weighed at e_i
    std::vector<Half> m_upper; ///< (e_i, e_i + h/2), weighed at e_i
};

} // namespace

DiscretisedLoss discretise(const LossPair& pair, const GridSettings& settings)
{
    return Discretiser(pair, settings).run();
}

} // namespace undertone::privacy
