#include "core/learning/ClassificationMetrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace undertone::learning {

namespace {

/// A strict weak order of all numbers: NaN is above infinity and tied with itself.
bool isBelow(double a, double b)
{
    return std::isnan(b) ? !std::isnan(a) : a < b;
}

} // namespace

void ConfusionMatrix::add(const ConfusionMatrix& other)
{
    for (std::size_t i = 0; i < m_counts.size(); ++i)
        m_counts[i] += other.m_counts[i];
}

std::uint64_t ConfusionMatrix::total() const
{
    return std::accumulate(m_counts.begin(), m_counts.end(), std::uint64_t{0});
}

double ConfusionMatrix::unweightedAverageRecall() const
{
    double sum = 0;
    std::size_t present = 0;
    for (std::size_t truth = 0; truth < m_classes; ++truth) {
        const auto row = m_counts.begin() + static_cast<std::ptrdiff_t>(truth * m_classes);
        const auto members =
            std::accumulate(row, row + static_cast<std::ptrdiff_t>(m_classes), std::uint64_t{0});
        if (members == 0)
            continue;
        sum += static_cast<double>(count(truth, truth)) / static_cast<double>(members);
        ++present;
    }
    return present == 0 ? 0 : sum / static_cast<double>(present);
}

double ConfusionMatrix::accuracy() const
{
    std::uint64_t correct = 0;
    for (std::size_t i = 0; i < m_classes; ++i)
        correct += count(i, i);
    const auto all = total();
    return all == 0 ? 0 : static_cast<double>(correct) / static_cast<double>(all);
}

double areaUnderRoc(const std::vector<double>& scores, const std::vector<bool>& positive)
{
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return isBelow(scores[a], scores[b]); });
    double wins = 0;
    double positives = 0;
    double negatives = 0;
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        double tiedPositives = 0;
        for (; end < order.size() && !isBelow(scores[order[begin]], scores[order[end]]); ++end)
            tiedPositives += positive[order[end]] ? 1 : 0;
        const double tiedNegatives = static_cast<double>(end - begin) - tiedPositives;
        wins += tiedPositives * (negatives + tiedNegatives / 2);
        positives += tiedPositives;
        negatives += tiedNegatives;
        begin = end;
    }
    return positives == 0 || negatives == 0 ? 0.5 : wins / (positives * negatives);
}

} // namespace undertone::learning
