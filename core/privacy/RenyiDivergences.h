#pragma once

#include "core/privacy/PrivacyEvent.h"

namespace undertone::privacy {

/// Renyi divergence D_alpha of one release that `event` describes, alpha > 1. Natural logarithms.
/// - full participation: alpha / (2 z_eff^2)
/// - Poisson: of the dominating pair (LossPair.h); Remove, which dominates Add at every order (Mironov,
/// Talwar
///   and Zhang 2019); at enormous orders the bound without sampling
/// - fixed size under replace-one: the bound of Wang, Balle and Kasiviswanathan 2019, but never more than
///   without sampling.
/// Composition adds them, order by order.
double releaseDivergence(const PrivacyEvent& event, double order);

/// Poisson-subsampled Gaussian, whole orders >= 2, in the form that loses no digits where it is tiny:
///     A - 1 = sum_{k=2..alpha} C(alpha, k) (1-q)^(alpha-k) q^k (e^((k^2-k)/(2 s^2)) - 1),
///     D = log(A) / (alpha - 1).
double wholeOrderDivergence(double rate, double deviation, int order);

/// Theorem 27 of Wang, Balle and Kasiviswanathan 2019 for the Gaussian, m = q n of n without replacement,
/// s = deviation / sensitivity; orders between whole ones by convexity of (alpha - 1) D_alpha.
double fixedSizeDivergence(double rate, double deviation, double order);

} // namespace undertone::privacy
