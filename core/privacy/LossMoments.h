#pragma once

#include "core/privacy/LossPair.h"

#include <limits>

namespace undertone::privacy {

/// Moments of the loss L under P tilted by e^(lambda L): what locates the part of the distribution that
/// decides about an epsilon (a saddle point) and bounds its tails.
struct LossMoments
{
    double logMgf = 0; ///< K(lambda) = log E_P[e^(lambda L)]
    double mean = 0;   ///< K'(lambda)
    double variance = 0;
};

/// By the trapezoid rule, which converges geometrically: the integrand is analytic and decays like a
/// Gaussian. lambda >= 0. Absolute error of logMgf some 1e-15. Outcomes above `highest` are left out,
/// roughly: far in the tail they can hold all of the tilted mass and next to none of P.
LossMoments lossMoments(const LossPair& pair, double lambda,
                        double highest = std::numeric_limits<double>::infinity());

/// D_alpha(P||Q) = log E_P[e^((alpha - 1) L)] / (alpha - 1), alpha > 1, with a relative error of some 1e-14
/// even where the divergence is tiny: since E_Q[r] = 0 for r = P/Q - 1, it is log(1 + E_Q[(1 + r)^alpha - 1 -
/// alpha r]) / (alpha - 1), an integral of a function that is nowhere negative.
double renyiDivergence(const LossPair& pair, double alpha);

/// log E_{x~N(0,s^2)}[(e^((2x-1)/(2 s^2)) - 1)^power], even power: central moments of the likelihood ratio.
double logRatioMoment(double deviation, int power);

} // namespace undertone::privacy
