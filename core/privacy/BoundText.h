#pragma once

#include "core/privacy/Accountant.h"

#include <string>

namespace undertone::privacy {

/// Numbers of privacy as people read them.

/// Six significant digits at most, "inf" without end.
std::string numberText(double value);

/// The epsilon of a bound, rounded up to the decimals that its ends share (at most six digits): the true one
/// is not larger than what is shown.
std::string epsilonText(const PrivacyBound& bound);

/// The delta, also where only its logarithm can hold it ("3.1e-412"); rounded up.
std::string deltaText(const PrivacyBound& bound);

/// "one client is there or not", and the like.
std::string relationWords(Relation relation, const std::string& unit);

/// "1000 releases of noise multiplier 1, Poisson sampling at a rate of 0.01".
std::string eventWords(const PrivacyEvent& event);

/// The largest share of members that an attack finds at this share of false alarms, if the mechanism is
/// (epsilon, delta)-private (Kairouz, Oh and Viswanath 2015):
///     min{1, e^epsilon FPR + delta, 1 - e^-epsilon (1 - delta - FPR)}.
double largestTruePositiveRate(double epsilon, double delta, double falsePositiveRate);

} // namespace undertone::privacy
