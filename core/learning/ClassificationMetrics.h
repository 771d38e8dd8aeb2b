#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace undertone::learning {

/// Counts of (true class, predicted class).
class ConfusionMatrix
{
public:
    explicit ConfusionMatrix(std::size_t classes = 0) : m_classes(classes), m_counts(classes * classes) {}

    void add(std::size_t truth, std::size_t predicted, std::uint64_t count = 1)
    {
        m_counts[truth * m_classes + predicted] += count;
    }
    void add(const ConfusionMatrix& other);
    std::uint64_t count(std::size_t truth, std::size_t predicted) const
    {
        return m_counts[truth * m_classes + predicted];
    }
    std::size_t classes() const { return m_classes; }
    std::uint64_t total() const;

    /// Mean recall over the classes that occur; 0 when none does.
    double unweightedAverageRecall() const;
    double accuracy() const;

private:
    std::size_t m_classes;
    std::vector<std::uint64_t> m_counts;
};

/// Area under the ROC curve: the probability that a positive scores higher than a negative, ties counting
/// half. `positive[i]` belongs to `scores[i]`; 0.5 when one class is absent. NaN
/// counts as the highest score.
double areaUnderRoc(const std::vector<double>& scores, const std::vector<bool>& positive);

} // namespace undertone::learning
