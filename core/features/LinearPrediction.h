#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace undertone::features {

/// Solves the normal equations of linear prediction from r_0 ... r_p (Levinson and Durbin's recursion;
/// Makhoul 1975): A(z) = 1 + a_1 z^-1 + ... + a_p z^-p minimises the energy of A's output. Returns a_0 = 1,
/// a_1, ..., a_p; {1, 0, ..., 0} for a signal without energy. The zeros of A lie within the unit circle.
/// `autocorrelation` has p + 1 values.
void predictionCoefficients(std::span<const double> autocorrelation, std::span<double> coefficients);

/// The line spectral frequencies of A of even order p, in radians, increasing within (0, pi): the angles of
/// the zeros of A(z) +- z^-(p+1) A(1/z) (Itakura 1975; by Chebyshev polynomials after Kabal and Ramachandran
/// 1986, IEEE Trans. ASSP 34). `coefficients` has p + 1 values, `frequencies` p, p <= 32.
void lineSpectralFrequencies(std::span<const double> coefficients, std::span<float> frequencies);

} // namespace undertone::features
