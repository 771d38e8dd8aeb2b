#pragma once

#include "core/base/SeedTree.h"
#include "core/experiment/PlannedEncoder.h"
#include "core/federation/FederatedTraining.h"
#include "core/privacy/BudgetPlan.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace undertone::experiment {

/// A client: whose it is, and which rows it holds.
struct PlannedClient
{
    std::string speaker;
    std::size_t label = 0; ///< index of the attribute's value
    federation::ClientRows rows;
};

/// A defence of a federation, and who looks at it; by default none.
struct Defence
{
    privacy::PrivacySpec budget;
    privacy::ThreatModel threat;
    privacy::MechanismPlan mechanism;

    bool operator==(const Defence&) const = default;
};

/// Everything that a federation's outcome depends on.
struct FederationPlan
{
    std::string title; ///< in words, for progress
    std::shared_ptr<const UtteranceRows> rows;
    std::size_t classes = 0;
    std::vector<PlannedClient> clients;
    learning::ModelSpec model;
    federation::FederationSpec federation;
    base::SeedTree seed;      ///< of this federation
    base::SeedTree trialSeed; ///< of the weights that all federations of a trial start from
    Defence defence = {};
    /// The last of the clients are canaries (AuditPlan.h): they hold synthetic utterances, one each, behind
    /// those of `rows`.
    std::size_t canaries = 0;
    /// What trains in the clients, over `rows`; nullptr: the emotion classifier of `model`.
    std::shared_ptr<const PlannedEncoder> encoder = {};

    /// `machine`: machineIdentity().
    std::string key(const std::string& machine) const;
    /// Of the clients' own training data alone: the same whatever is trained on them.
    std::string dataKey(const std::string& machine) const;
    /// Every client's training rows but the canaries': what a global normalisation is fitted on.
    std::vector<std::int64_t> trainingRows() const;
    /// What is trained on; without features where an encoder trains, which has inputs of its own.
    federation::FederationData data() const;
    /// Each row as one vector, normalised for this federation.
    at::Tensor vectors() const { return rows->vectors(trainingRows()); }
    /// Where an encoder trains, its evaluation heeds `stop`.
    federation::FederationRequest request(const federation::FederationData& data, const std::string& device,
                                          const std::stop_token& stop) const;
    double clientsPerRound() const;
    double updates() const; ///< over all rounds
    /// Whether its observer sees sums over cohorts.
    bool showsSums() const { return defence.threat.sees == privacy::Sees::Sum; }
    /// Updates or sums that its observer sees over all rounds.
    double observations() const;
    /// Layers of the model, in its order.
    std::vector<attack::LayerShape> layers() const;
    privacy::FederationFacts facts() const;
    /// What a release of each client is worth in an event (privacy::Mechanism::eventMultiplier);
    /// 0 of one that has nothing to train on.
    std::vector<double> releaseMultipliers() const;
    /// Rough cost of a round on one core.
    double secondsPerRound() const;
    /// Bytes of one raw update.
    double updateBytes() const;
};

} // namespace undertone::experiment
