#pragma once

namespace undertone::privacy {

/// exp(x^2) erfc(x), for every x whose value is finite; relative error some 1e-15.
double scaledErfc(double x);

/// log Phi(x) of the standard normal distribution, without underflow.
double logNormalCdf(double x);

/// log(1 - e^-x), x > 0, without cancellation at either end.
double log1mExp(double x);

/// log(e^a + e^b).
double logAdd(double a, double b);

} // namespace undertone::privacy
