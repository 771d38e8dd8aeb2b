#include "core/privacy/LossMoments.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace undertone::privacy {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
/// The trapezoid rule ends where the integrand is e^-46 of its largest value.
constexpr double cut = 46;
constexpr double reach = 9.5; ///< deviations

struct Node
{
    double y;
    double logWeight;
};

/// Step of the trapezoid rule: the Gaussian factor asks for a fraction of s, the complex singularities of the
/// likelihood ratio (pi s^2 off the real axis at y = 1/2) for a fraction of s^2, unless nothing is there.
double latticeStep(double deviation)
{
    const double smooth = 0.45 * deviation;
    return deviation < 0.03 ? smooth : std::min(smooth, 0.5 * deviation * deviation);
}

/// Walks the lattice from both ends of [-9.5 s, farthest + 9.5 s] inwards, past the modes near 0 and near
/// `farthest`, until the integrand has become negligible or the walks meet.
template <typename LogWeight>
std::vector<Node> lattice(double deviation, double farthest, double highest, const LogWeight& logWeight)
{
    const double step = latticeStep(deviation);
    const double margin = reach * deviation;
    auto index = static_cast<long long>(std::floor(-margin / step));
    auto last = static_cast<long long>(std::ceil(std::min(highest, farthest + margin) / step));
    std::vector<Node> nodes;
    double largest = -infinity;
    const auto visit = [&](long long i) {
        const double y = static_cast<double>(i) * step;
        nodes.push_back({y, logWeight(y)});
        largest = std::max(largest, nodes.back().logWeight);
        return nodes.back();
    };
    const auto isNegligible = [&](const Node& node) {
        return node.logWeight == -infinity || node.logWeight < largest - cut;
    };
    for (; index <= last; ++index)
        if (const Node node = visit(index); node.y > margin && isNegligible(node))
            break;
    for (; last > index; --last)
        if (const Node node = visit(last); node.y < farthest - margin && isNegligible(node))
            break;
    return nodes;
}

double largestOf(const std::vector<Node>& nodes)
{
    double largest = -infinity;
    for (const auto& node : nodes)
        largest = std::max(largest, node.logWeight);
    return largest;
}

double logSum(const std::vector<Node>& nodes, double step)
{
    const double largest = largestOf(nodes);
    if (largest == -infinity)
        return -infinity;
    double sum = 0;
    for (const auto& node : nodes)
        sum += std::exp(node.logWeight - largest);
    return largest + std::log(sum * step);
}

/// log(1 + sum over k >= 3 of r^(k-2) prod_{j=3..k} (alpha - j + 1) / j), |alpha r| < 0.05.
double logSeriesTail(double r, double alpha)
{
    double term = 1;
    double sum = 1;
    for (int k = 3; k <= 17; ++k) {
        term *= r * (alpha - k + 1) / k;
        sum += term;
    }
    return std::log(sum);
}

/// log((1 + r)^alpha - 1 - alpha r), L = log(1 + r); the bracket is never negative.
double logBracket(double r, double loss, double alpha)
{
    if (r == 0)
        return -infinity;
    if (std::abs(r) < 0.05 / alpha)
        return std::log(alpha * (alpha - 1) / 2) + 2 * std::log(std::abs(r)) + logSeriesTail(r, alpha);
    if (loss > 30) // 1 + alpha r = alpha e^L to double precision
        return alpha * loss + std::log1p(-std::exp(std::log(alpha) + (1 - alpha) * loss));
    if (alpha * loss > 40)
        return alpha * loss + std::log1p(-std::exp(std::log1p(alpha * r) - alpha * loss));
    return std::log(std::expm1(alpha * loss) - alpha * r);
}

double logNormalFactor(double y, double deviation)
{
    return -y * y / (2 * deviation * deviation);
}

double logNormalisation(double deviation)
{
    return std::log(deviation) + std::log(2 * std::numbers::pi) / 2;
}

} // namespace

LossMoments lossMoments(const LossPair& pair, double lambda, double highest)
{
    const auto nodes = lattice(pair.deviation(), pair.farthestMode(lambda), highest, [&](double y) {
        const auto point = pair.at(y);
        return point.logDensity + lambda * point.loss;
    });
    const double largest = largestOf(nodes);
    double mass = 0, first = 0, second = 0;
    for (const auto& node : nodes) {
        const double weight = std::exp(node.logWeight - largest);
        const double loss = pair.loss(node.y);
        mass += weight;
        first += weight * loss;
        second += weight * loss * loss;
    }
    const double mean = first / mass;
    return {largest + std::log(mass * latticeStep(pair.deviation())), mean,
            std::max(0.0, second / mass - mean * mean)};
}

double renyiDivergence(const LossPair& pair, double alpha)
{
    const double s = pair.deviation();
    if (pair.rate() == 1)
        return alpha / (2 * s * s);
    const auto nodes = lattice(s, pair.farthestMode(alpha - 1), infinity, [&](double y) {
        return logNormalFactor(y, s) + pair.logNull(y) + logBracket(pair.excess(y), pair.loss(y), alpha);
    });
    const double logExcess = logSum(nodes, latticeStep(s)) - logNormalisation(s);
    return (logExcess < 30 ? std::log1p(std::exp(logExcess)) : logExcess) / (alpha - 1);
}

double logRatioMoment(double deviation, int power)
{
    const auto nodes = lattice(deviation, power, infinity, [&](double x) {
        const double t = (2 * x - 1) / (2 * deviation * deviation);
        const double logRatio = t > 30 ? t + std::log1p(-std::exp(-t)) : std::log(std::abs(std::expm1(t)));
        return logNormalFactor(x, deviation) + power * logRatio;
    });
    return logSum(nodes, latticeStep(deviation)) - logNormalisation(deviation);
}

} // namespace undertone::privacy
