#pragma once

#include "core/federation/FederatedTraining.h"
#include "core/learning/LocalTrainer.h"

#include <memory>

namespace undertone::federation {

/// What the rounds of one federation work with.
struct RoundContext
{
    const FederationRequest& request;
    learning::LocalTrainer& trainer;
    UpdateObserver* observer;
    const base::Progress& progress;
};

/// One algorithm's round: everything between receiving the round's model and having the next one.
class FederationRound
{
public:
    virtual ~FederationRound() = default;
    /// Trains round `record.round`: replaces the state's weights (and optimiser), tells the observer, and
    /// fills in the record's training loss and participants.
    /// @throws Cancelled, Error Numerical when a client's result is not finite.
    virtual void run(FederationState& state, RoundRecord& record) = 0;
};

std::unique_ptr<FederationRound> makeRound(const RoundContext& context);

std::unique_ptr<learning::LocalTrainer> trainerOf(const FederationRequest& request);

/// Below it are the streams of a round (trainFederation()).
inline base::SeedTree roundSeed(const FederationRequest& request, std::size_t round)
{
    return request.seed.child("round", round);
}

/// Clients with at least one training row.
std::vector<std::size_t> trainingClients(const FederationData& data);

} // namespace undertone::federation
