#include "core/base/SeedTree.h"

#include "core/base/Vectorised.h"

#include <boost/random/normal_distribution.hpp>

#include <numeric>
#include <utility>

namespace undertone::base {

namespace {

/// One Philox block as a keyed mixing function: an avalanche of (state, word) that needs no hash library.
std::uint64_t mix(std::uint64_t state, std::uint64_t word)
{
    const r123::Philox4x32::ctr_type counter{
        {static_cast<std::uint32_t>(word), static_cast<std::uint32_t>(word >> 32), 0x756e6465U, 0x72746f6eU}};
    const r123::Philox4x32::key_type key{
        {static_cast<std::uint32_t>(state), static_cast<std::uint32_t>(state >> 32)}};
    const auto block = r123::Philox4x32{}(counter, key);
    return (static_cast<std::uint64_t>(block[1]) << 32) | block[0];
}

std::uint64_t mixName(std::uint64_t state, std::string_view name)
{
    state = mix(state, name.size());
    for (const char c : name)
        state = mix(state, static_cast<unsigned char>(c));
    return state;
}

constexpr std::size_t Lanes = 64;
constexpr std::size_t BlockWords = 4;

/// 64 blocks of Philox 4x32-10 with the counters `counter`, `counter` + 1, ... side by side.
UNDERTONE_VECTORISED void philoxBlocks(std::uint64_t counter, std::uint32_t key0, std::uint32_t key1,
                                       std::uint32_t* __restrict words)
{
    std::uint32_t c[BlockWords][Lanes];
    for (std::size_t i = 0; i < Lanes; ++i) {
        c[0][i] = static_cast<std::uint32_t>(counter + i);
        c[1][i] = static_cast<std::uint32_t>((counter + i) >> 32);
        c[2][i] = 0;
        c[3][i] = 0;
    }
    for (int round = 0; round < 10; ++round) {
        for (std::size_t i = 0; i < Lanes; ++i) {
            const std::uint64_t even = std::uint64_t{PHILOX_M4x32_0} * c[0][i];
            const std::uint64_t odd = std::uint64_t{PHILOX_M4x32_1} * c[2][i];
            c[0][i] = static_cast<std::uint32_t>(odd >> 32) ^ c[1][i] ^ key0;
            c[1][i] = static_cast<std::uint32_t>(odd);
            c[2][i] = static_cast<std::uint32_t>(even >> 32) ^ c[3][i] ^ key1;
            c[3][i] = static_cast<std::uint32_t>(even);
        }
        key0 += PHILOX_W32_0;
        key1 += PHILOX_W32_1;
    }
    for (std::size_t i = 0; i < Lanes; ++i)
        for (std::size_t j = 0; j < BlockWords; ++j)
            words[BlockWords * i + j] = c[j][i];
}

} // namespace

RandomStream::RandomStream(std::uint64_t key)
{
    m_key[0] = static_cast<std::uint32_t>(key);
    m_key[1] = static_cast<std::uint32_t>(key >> 32);
}

RandomStream::result_type RandomStream::operator()()
{
    if (m_used == 4) {
        const auto block = m_generator(m_counter, m_key);
        for (unsigned i = 0; i < 4; ++i)
            m_block[i] = block[i];
        m_counter.incr();
        m_used = 0;
    }
    return m_block[m_used++];
}

void RandomStream::fill(std::span<result_type> words)
{
    std::size_t i = 0;
    for (; i < words.size() && m_used != 4; ++i)
        words[i] = (*this)();
    for (; i + Lanes * BlockWords <= words.size(); i += Lanes * BlockWords) {
        const std::uint64_t counter = (std::uint64_t{m_counter[1]} << 32) | m_counter[0];
        philoxBlocks(counter, m_key[0], m_key[1], words.data() + i);
        m_counter.incr(Lanes);
    }
    for (; i < words.size(); ++i)
        words[i] = (*this)();
}

double RandomStream::uniform()
{
    const std::uint64_t high = (*this)() >> 5;
    const std::uint64_t low = (*this)() >> 6;
    return static_cast<double>((high << 26) | low) * 0x1p-53;
}

std::uint64_t RandomStream::below(std::uint64_t bound)
{
    const std::uint64_t limit =
        std::numeric_limits<std::uint64_t>::max() - std::numeric_limits<std::uint64_t>::max() % bound;
    for (;;) {
        const std::uint64_t high = (*this)();
        const std::uint64_t word = (high << 32) | (*this)();
        if (word < limit)
            return word % bound;
    }
}

double RandomStream::normal()
{
    boost::random::normal_distribution<double> distribution;
    return distribution(*this);
}

std::vector<std::size_t> RandomStream::permutation(std::size_t n)
{
    return choose(n, n);
}

std::vector<std::size_t> RandomStream::choose(std::size_t n, std::size_t k)
{
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = 0; i < k; ++i)
        std::swap(order[i], order[i + below(n - i)]);
    order.resize(k);
    return order;
}

SeedTree::SeedTree(std::uint64_t seed) : m_state(mix(0, seed)) {}

SeedTree SeedTree::child(std::string_view name) const
{
    SeedTree result(*this);
    result.m_state = mixName(m_state, name);
    return result;
}

SeedTree SeedTree::child(std::string_view name, std::uint64_t index) const
{
    SeedTree result = child(name);
    result.m_state = mix(result.m_state, index);
    return result;
}

RandomStream SeedTree::stream(std::string_view purpose) const
{
    return RandomStream(mixName(m_state, purpose));
}

} // namespace undertone::base
