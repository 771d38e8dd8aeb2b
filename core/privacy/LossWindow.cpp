#include "core/privacy/LossWindow.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace undertone::privacy {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t blockSize = 32;
/// Largest theta times step: e^(theta step) to the power of a block neither overflows nor underflows.
constexpr double largestPower = 10;

/// Sums of mass ratio^j over blocks; several at once, since each waits for its own last term.
void hornerSums(std::span<const double> mass, double ratio, std::span<double> sums)
{
    constexpr std::size_t together = 4;
    std::size_t block = 0;
    for (; (block + together) * blockSize <= mass.size(); block += together) {
        const double* at = mass.data() + block * blockSize;
        double sum[together] = {};
        for (std::size_t j = blockSize; j-- > 0;)
            for (std::size_t k = 0; k < together; ++k)
                sum[k] = sum[k] * ratio + at[k * blockSize + j];
        std::ranges::copy(sum, sums.begin() + static_cast<std::ptrdiff_t>(block));
    }
    for (; block < sums.size(); ++block)
        for (std::size_t j = std::min((block + 1) * blockSize, mass.size()); j-- > block * blockSize;)
            sums[block] = sums[block] * ratio + mass[j];
}

/// log of sum of mass e^(theta e).
double logMgf(const LossGrid& grid, double step, double theta)
{
    std::vector<double> logs((grid.mass.size() + blockSize - 1) / blockSize);
    hornerSums(grid.mass, std::exp(theta * step), logs);
    double largest = -infinity;
    for (std::size_t block = 0; block < logs.size(); ++block) {
        const auto start = static_cast<double>(grid.first + std::int64_t(block * blockSize));
        logs[block] = std::log(logs[block]) + theta * (grid.origin + start * step);
        largest = std::max(largest, logs[block]);
    }
    double sum = 0;
    for (const double value : logs)
        sum += std::exp(value - largest);
    return largest + std::log(sum);
}

double variance(const LossGrid& grid, double step)
{
    double first = 0, second = 0;
    for (std::size_t i = 0; i < grid.mass.size(); ++i) {
        const double e = grid.origin + static_cast<double>(grid.first + std::int64_t(i)) * step;
        first += grid.mass[i] * e;
        second += grid.mass[i] * e * e;
    }
    return std::max(0.0, second - first * first);
}

/// The deviation of the sum; not 0, so that a scale for theta can be taken from it.
double deviation(std::span<const LossGroup> groups, double step)
{
    double sum = 0;
    double range = 0;
    for (const auto& group : groups) {
        const auto count = static_cast<double>(group.count);
        sum += count * variance(group.grid, step);
        range += count * static_cast<double>(group.grid.mass.size()) * step;
    }
    return std::max({std::sqrt(sum), range * 1e-9, step});
}

/// Beyond it the sum has at most `windowTail` of its mass, for every theta > 0; sign 1 is above.
double bound(std::span<const LossGroup> groups, double step, double sign, double theta)
{
    double sum = -std::log(windowTail);
    for (const auto& group : groups)
        sum += static_cast<double>(group.count) * logMgf(group.grid, step, sign * theta);
    return sign * sum / theta;
}

/// The best theta is near that of a normal distribution: from there by factors of 2 while it gains.
double bestBound(std::span<const LossGroup> groups, double step, double sign, double start)
{
    double best = bound(groups, step, sign, start);
    for (const double factor : {0.5, 2.0}) {
        for (double theta = start * factor; theta > start * 1e-4 && theta < largestPower / step;
             theta *= factor) {
            const double next = bound(groups, step, sign, theta);
            if (sign * (next - best) >= 0)
                break;
            best = next;
        }
    }
    return best;
}

} // namespace

LossWindow chernoffWindow(std::span<const LossGroup> groups, double step)
{
    const double start = std::sqrt(-2 * std::log(windowTail)) / deviation(groups, step);
    return {bestBound(groups, step, -1, start), bestBound(groups, step, 1, start)};
}

} // namespace undertone::privacy
