#pragma once

#include <Random123/philox.h>

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace undertone::base {

/// A counter-based random stream (Philox 4x32-10, Salmon et al. 2011). A UniformRandomBitGenerator of 32-bit
/// words, usable with Boost.Random's distributions. Not for cryptography.
class RandomStream
{
public:
    using result_type = std::uint32_t;

    explicit RandomStream(std::uint64_t key);

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
    result_type operator()();
    /// Fills `words` with what as many calls of operator() would give, several times faster.
    void fill(std::span<result_type> words);

    /// Uniform in [0, 1) with 53 bits.
    double uniform();
    /// Uniform in {0, ..., bound - 1}, without bias. `bound` > 0.
    std::uint64_t below(std::uint64_t bound);
    /// Standard normal (Boost.Random's ziggurat).
    double normal();
    /// A random order of 0 ... n - 1 (Fisher-Yates).
    std::vector<std::size_t> permutation(std::size_t n);
    /// k of 0 ... n - 1 without replacement, in random order. `k` <= `n`.
    std::vector<std::size_t> choose(std::size_t n, std::size_t k);

private:
    r123::Philox4x32 m_generator;
    r123::Philox4x32::ctr_type m_counter{};
    r123::Philox4x32::key_type m_key{};
    std::array<std::uint32_t, 4> m_block{};
    unsigned m_used = 4;
};

/// Names every random stream of a trial: trial / fold / round / client / purpose. The same path gives the
/// same stream on every machine, for any number of workers and in any order of calls.
///
///     SeedTree(seed).child("federation", 2).child("round", 17).child("client", 5).stream("dropout")
class SeedTree
{
public:
    explicit SeedTree(std::uint64_t seed);

    SeedTree child(std::string_view name) const;
    SeedTree child(std::string_view name, std::uint64_t index) const;
    RandomStream stream(std::string_view purpose) const;
    std::uint64_t value() const { return m_state; }

private:
    std::uint64_t m_state;
};

} // namespace undertone::base
