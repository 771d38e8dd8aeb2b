#pragma once

#include <cstddef>

namespace undertone::privacy {

/// The noise of "UDP" (Wei et al., arXiv:2003.00229; Feng et al. 2022) for a NOMINAL budget:
///
///     deviation = dl sqrt(2 q T ln(1/delta)) / epsilon,   dl = 2 C / n
///
/// dl is the sensitivity of an average of n vectors of norm C when one of the n is replaced. The formula is
/// asymptotic: with rho = q T dl^2 / (2 deviation^2) it leaves out the term rho of epsilon = rho + 2 sqrt(rho
/// ln(1/delta)) (zCDP), and q T is no composition theorem. No guarantee follows from it.
struct WeiNoise
{
    double sensitivity = 0;     ///< dl
    double deviation = 0;       ///< of the noise in every coordinate
    double noiseMultiplier = 0; ///< deviation / dl = sqrt(2 q T ln(1/delta)) / epsilon: without C and n
};

struct WeiSettings
{
    double clip = 0.25;       ///< C
    std::size_t records = 1;  ///< n
    double sampleRate = 0.1;  ///< q
    std::size_t rounds = 200; ///< T
};

/// Noise for a nominal (epsilon, delta); epsilon may be +inf (no noise). Throws Error(InvalidRequest) unless
/// epsilon > 0, 0 < delta < 1, C > 0, n > 0 and 0 < q <= 1.
WeiNoise weiNoise(const WeiSettings& settings, double epsilon, double delta);

/// The formula read backwards. `noiseMultiplier` = deviation / dl; an event of one record among n under
/// Relation::Replace has twice that over C/n, since dl = 2 C / n.
double weiEpsilon(double noiseMultiplier, double sampleRate, double rounds, double delta);

} // namespace undertone::privacy
