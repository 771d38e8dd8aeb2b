#pragma once

#include <functional>

namespace undertone::privacy {

/// D_alpha(P||Q) of everything that was released, for any order alpha > 1; +inf where there is none.
using RenyiCurve = std::function<double(double order)>;

struct RenyiReading
{
    double value = 0; ///< epsilon, or log delta
    double order = 0; ///< where it was attained
};

/// Conversion at one order (Canonne, Kamath and Steinke 2020, Proposition 12), alpha > 1:
///     epsilon = tau + log(1 - 1/alpha) - (log delta + log alpha) / (alpha - 1)
/// clamped at 0, and 0 when delta^2 >= 1 - e^-tau (Bretagnolle and Huber: total variation^2 <= 1 - e^-KL).
double renyiEpsilon(double order, double divergence, double logDelta);

/// The smallest over all orders from 1.01 up: a grid of orders in geometric progression, refined by golden
/// section between the neighbours of the best one. For a true Renyi curve both are quasi-convex in the order.
RenyiReading smallestEpsilon(const RenyiCurve& curve, double logDelta);
RenyiReading smallestLogDelta(const RenyiCurve& curve, double epsilon);

} // namespace undertone::privacy
