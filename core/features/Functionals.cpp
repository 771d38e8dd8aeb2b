#include "core/features/Functionals.h"

#include <algorithm>
#include <cmath>

namespace undertone::features {

namespace {

/// Variances below this share of the squared mean are rounding.
constexpr double relativeRounding = 1e-12;

struct Line
{
    double slope = 0;
    double offset = 0;
    double mean = 0;
};

Line fitLine(std::span<const float> contour)
{
    const double count = static_cast<double>(contour.size());
    const double middle = (count - 1) / 2;
    double sum = 0, moment = 0;
    for (std::size_t t = 0; t < contour.size(); ++t) {
        sum += contour[t];
        moment += (static_cast<double>(t) - middle) * contour[t];
    }
    const double spread = count * (count * count - 1) / 12;
    Line line;
    line.mean = sum / count;
    line.slope = contour.size() > 1 ? moment / spread : 0;
    line.offset = line.mean - line.slope * middle;
    return line;
}

void putExtremes(std::span<const float> contour, std::span<float> result)
{
    std::size_t highest = 0, lowest = 0;
    for (std::size_t t = 1; t < contour.size(); ++t) {
        highest = contour[t] > contour[highest] ? t : highest;
        lowest = contour[t] < contour[lowest] ? t : lowest;
    }
    result[0] = contour[highest];
    result[1] = contour[lowest];
    result[2] = contour[highest] - contour[lowest];
    result[3] = static_cast<float>(highest);
    result[4] = static_cast<float>(lowest);
}

void putRegression(std::span<const float> contour, const Line& line, std::span<float> result)
{
    double absolute = 0, squared = 0;
    for (std::size_t t = 0; t < contour.size(); ++t) {
        const double error = contour[t] - (line.offset + line.slope * static_cast<double>(t));
        absolute += std::abs(error);
        squared += error * error;
    }
    const double count = static_cast<double>(contour.size());
    result[0] = static_cast<float>(line.mean);
    result[1] = static_cast<float>(line.slope);
    result[2] = static_cast<float>(line.offset);
    result[3] = static_cast<float>(absolute / count);
    result[4] = static_cast<float>(squared / count);
}

void putMoments(std::span<const float> contour, double mean, std::span<float> result)
{
    double second = 0, third = 0, fourth = 0;
    for (const float x : contour) {
        const double deviation = x - mean;
        const double square = deviation * deviation;
        second += square;
        third += square * deviation;
        fourth += square * square;
    }
    const double count = static_cast<double>(contour.size());
    const double variance = second / count;
    const bool constant = variance <= relativeRounding * mean * mean;
    result[0] = static_cast<float>(std::sqrt(variance));
    result[1] = constant ? 0 : static_cast<float>(third / count / (variance * std::sqrt(variance)));
    result[2] = constant ? 0 : static_cast<float>(fourth / count / (variance * variance));
}

/// Quantile of values of which those before `sortedBefore` are already the smallest ones.
float quantile(std::vector<float>& values, double p, std::size_t sortedBefore)
{
    const double position = p * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const auto nth = values.begin() + static_cast<std::ptrdiff_t>(below);
    std::nth_element(values.begin() + static_cast<std::ptrdiff_t>(sortedBefore), nth, values.end());
    const double share = position - static_cast<double>(below);
    if (share == 0)
        return *nth;
    const float above = *std::min_element(nth + 1, values.end());
    return static_cast<float>(*nth + share * (static_cast<double>(above) - *nth));
}

} // namespace

void Functionals::compute(std::span<const float> contour, std::span<float, functionalCount> result)
{
    putExtremes(contour, result);
    const Line line = fitLine(contour);
    putRegression(contour, line, result.subspan(5));
    putMoments(contour, line.mean, result.subspan(10));
    m_sorted.assign(contour.begin(), contour.end());
    const std::size_t last = contour.size() - 1;
    const float first = quantile(m_sorted, 0.25, 0);
    const float second = quantile(m_sorted, 0.5, last / 4);
    const float third = quantile(m_sorted, 0.75, last / 2);
    result[13] = first;
    result[14] = second;
    result[15] = third;
    result[16] = second - first;
    result[17] = third - second;
    result[18] = third - first;
}

} // namespace undertone::features
