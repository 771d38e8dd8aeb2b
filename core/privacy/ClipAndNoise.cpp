#include "core/privacy/ClipAndNoise.h"

#include "core/base/Vectorised.h"

#include <boost/random/normal_distribution.hpp>

#include <array>
#include <cmath>
#include <numeric>
#include <vector>

namespace undertone::privacy {

namespace {

/// Partial sums: the order of additions does not depend on the processor's vector width.
constexpr std::size_t lanes = 16;

/// The factor and its products are rounded to float: neither may take the norm above the clip.
constexpr double roundingSlack = 1 - 0x1p-22;

UNDERTONE_VECTORISED
void addSquares(const float* __restrict values, std::size_t count, double* __restrict sums)
{
    for (std::size_t i = 0; i + lanes <= count; i += lanes)
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const auto value = static_cast<double>(values[i + lane]);
            sums[lane] += value * value;
        }
    for (std::size_t i = count - count % lanes; i < count; ++i)
        sums[i % lanes] += static_cast<double>(values[i]) * static_cast<double>(values[i]);
}

/// The stream's words, made many at a time.
class BufferedWords
{
public:
    using result_type = base::RandomStream::result_type;
    explicit BufferedWords(base::RandomStream& stream) : m_stream(stream) {}
    static constexpr result_type min() { return base::RandomStream::min(); }
    static constexpr result_type max() { return base::RandomStream::max(); }
    result_type operator()()
    {
        if (m_used == m_words.size()) {
            m_stream.fill(m_words);
            m_used = 0;
        }
        return m_words[m_used++];
    }

private:
    base::RandomStream& m_stream;
    std::array<result_type, 2048> m_words{};
    std::size_t m_used = m_words.size();
};

} // namespace

double euclideanNorm(std::span<const float> values)
{
    std::array<double, lanes> sums{};
    addSquares(values.data(), values.size(), sums.data());
    return std::sqrt(std::accumulate(sums.begin(), sums.end(), 0.0));
}

double clipNorm(std::span<float> values, double clip)
{
    const double norm = euclideanNorm(values);
    if (!(norm > clip) || std::isinf(norm))
        return norm;
    const auto factor = static_cast<float>(clip / norm * roundingSlack);
    for (auto& value : values)
        value *= factor;
    return norm;
}

void addGaussianNoise(std::span<float> values, double deviation, base::RandomStream stream)
{
    BufferedWords words(stream);
    boost::random::normal_distribution<double> normal;
    for (auto& value : values)
        value = static_cast<float>(static_cast<double>(value) + deviation * normal(words));
}

} // namespace undertone::privacy
