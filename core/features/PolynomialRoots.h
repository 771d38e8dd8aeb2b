#pragma once

#include <complex>
#include <span>

namespace undertone::features {

/// All zeros of z^p + a_1 z^(p-1) + ... + a_p at once, by the iteration of Ehrlich (1967) and Aberth (1973).
/// `coefficients` holds 1, a_1, ..., a_p, 1 <= p <= 32, `roots` p places. Made for the polynomials of linear
/// prediction, whose zeros lie within the unit circle. Returns false when the zeros were not found to 1e-9.
bool polynomialRoots(std::span<const double> coefficients, std::span<std::complex<double>> roots);

} // namespace undertone::features
