#pragma once

#include <cstddef>
#include <string>

namespace undertone::federation {

enum class Algorithm { FedSgd, FedAvg, Centralised, Local };

/// How a federation trains. Defaults: Feng et al. 2021 (FedAvg).
struct FederationSpec
{
    Algorithm algorithm = Algorithm::FedAvg;
    std::size_t rounds = 200;
    double clientFraction = 0.1; ///< clients a round = max(1, floor(fraction x training clients))
    std::size_t shardsPerSpeaker = 1;
    std::size_t localEpochs = 1;
    std::size_t batchSize = 20;
    double learningRate = 0.0005; ///< local Adam (FedAvg) or server step (FedSGD: 0.1)
    bool operator==(const FederationSpec&) const = default;
};

} // namespace undertone::federation
