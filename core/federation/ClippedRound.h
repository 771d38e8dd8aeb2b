#pragma once

#include "core/federation/FederationRound.h"

#include <memory>

namespace undertone::federation {

/// A round of DP-FedAvg (McMahan et al. 2018), FedAvg or FedSGD: what a client sends is the change of its
/// parameters, or its gradient, clipped as a whole; every client weighs the same, and the sum is divided by
/// the expected number of clients. The noise is each client's own or the server's.
std::unique_ptr<FederationRound> makeClippedRound(const RoundContext& context);

} // namespace undertone::federation
