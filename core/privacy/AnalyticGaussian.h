#pragma once

namespace undertone::privacy {

/// The Gaussian mechanism, exactly (Balle and Wang 2018, Theorem 8). mu = sensitivity / deviation; T releases
/// are one with mu = sqrt(sum of mu_t^2).
///
///     delta(epsilon) = Phi(mu/2 - epsilon/mu) - e^epsilon Phi(-mu/2 - epsilon/mu)
///
/// Natural logarithm of delta, so that it never underflows. mu > 0 (+inf gives 0), epsilon >= 0.
double gaussianLogDelta(double mu, double epsilon);

/// Smallest epsilon >= 0 with log delta(epsilon) <= logDelta < 0, rounded up.
double gaussianEpsilon(double mu, double logDelta);

/// Largest mu with log delta <= logDelta < 0 at this epsilon >= 0, rounded down.
double gaussianMu(double epsilon, double logDelta);

} // namespace undertone::privacy
