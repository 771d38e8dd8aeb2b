#pragma once

#include "core/base/Progress.h"
#include "core/base/SeedTree.h"
#include "core/federation/FederationSpec.h"
#include "core/federation/ModelUpdate.h"
#include "core/federation/RoundRecord.h"
#include "core/learning/LocalTrainer.h"
#include "core/learning/ModelSpec.h"
#include "core/learning/TensorArchive.h"
#include "core/privacy/Mechanism.h"
#include "core/privacy/ReleaseLog.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace undertone::federation {

/// Rows of the feature tensor that one client holds.
struct ClientRows
{
    std::vector<std::int64_t> training;
    std::vector<std::int64_t> validation;
    /// From this round on it takes part with a zero, noised as any update
    /// (privacy::Relation::ReplaceWithNull).
    std::size_t trainsBefore = std::numeric_limits<std::size_t>::max();
};

/// What a federation trains on. The tensors are shared by every federation of a study and never written.
struct FederationData
{
    at::Tensor features; ///< rows x d, float32, normalised; not read when the request has a trainer
    std::vector<std::int64_t> labels; ///< emotion of each row, 0 ... classes - 1
    std::size_t classes = 0;
    std::vector<ClientRows> clients;
};

/// Everything that the next round depends on, and the model that would be reported now. Serialised into
/// checkpoints.
struct FederationState
{
    std::size_t nextRound = 0;
    at::Tensor weights; ///< all parameters, flat float32, in the model's order; `local`: clients x parameters
    at::Tensor selectedWeights; ///< best validation UAR among the rounds after half of them (the first of
                                ///< equals); the latest before, and without validation rows
    std::size_t selectedRound = 0;
    double selectedUar = -1;
    std::vector<at::Tensor> optimizer; ///< centralised: Adam's mean, variance and number of steps
    double clip = privacy::noClip;     ///< of the next round
    privacy::ReleaseLog releases;      ///< what the mechanism's noise stands for so far
    bool isBudgetSpent = false;        ///< why there are fewer rounds than planned

    /// The selected weights are left out when they are the current ones.
    void write(learning::ArchiveWriter& writer) const;
    static FederationState read(learning::ArchiveReader& reader);
};

/// Called after every round, before the next begins; may throw to stop. A state that is kept does not change.
using RoundListener = std::function<void(const RoundRecord&, const FederationState&)>;

/// The initial global weights, the same for every federation of a trial: private and shadow (protocols.md
/// section 1).
at::Tensor initialWeights(const learning::ModelSpec& model, std::size_t features, std::size_t classes,
                          const base::SeedTree& trialSeed);

struct FederationRequest
{
    const FederationData& data;
    learning::ModelSpec model;
    FederationSpec federation;
    at::Tensor initial;  ///< initialWeights(), or those of what trains in the clients
    base::SeedTree seed; ///< of this federation: sampling, batches and dropout by round and client
    std::string device = "cpu";
    privacy::MechanismPlan mechanism = {};
    privacy::ObservationPoint observed = privacy::ObservationPoint::ClientUpdate;
    /// Whether another round may follow, asked before each; none = all rounds.
    std::function<bool(const privacy::ReleaseLog&)> mayRelease = {};
    /// Makes what trains in the clients, over the data's rows; none: the emotion classifier of `model`.
    std::function<std::unique_ptr<learning::LocalTrainer>()> trainer = {};
};

/// Runs the rounds from the beginning or from `from`. `observer` sees every client's update of the rounds
/// that are run here (gradients for FedSGD, pseudo-gradients for FedAvg; none for the centralised and local
/// references), or every round's sum, as `observed` says, on the CPU. Bit-identical on CPU, resumed or not.
/// Cancelled between clients and batches.
///
/// FedSGD: each client sends the gradient of one random batch; the server averages by the batches' samples
/// and steps with the learning rate.
/// FedAvg: each client trains with a fresh Adam state; the server averages parameters by samples. The
/// pseudo-gradient is (theta_t - theta_k) / (lr (floor(n_k / B) + 1) epochs).
/// Centralised: a round is `localEpochs` epochs over all clients' training rows, shuffled together; the
/// Adam state outlives it.
/// Local: in each round every client trains as in FedAvg, from its own last weights; nothing is shared. The
/// validation UAR is that of each client's own model on its own rows.
///
/// The mechanism clips and noises on the way (Mechanism.h). udp: the gradients of the local training are
/// clipped (FedSGD: the one that is sent), the client noises what it sends with its own deviation; its n_k is
/// the batch size under FedSGD, which is our reading. dp-fedavg-*: see ClippedRound.h. When a round may not
/// follow (`mayRelease`) the federation ends there and the state says so.
///
/// Streams, below `seed` / round r: "clients" (who takes part); client k: "batch" (FedSGD), epoch e:
/// "order", and "dropout" (see LocalTrainer), "noise" and "clip count"; centralised: "everyone" in the place
/// of a client; of the server: "noise" and "clip count". A client that sends a zero (ClientRows) has a loss
/// of 0; the references do not know such clients.
/// @throws Cancelled; Error InvalidRequest (data, specification or checkpoint do not fit); Error Numerical
/// when a loss, an update or the weights are not finite (names the round and the client; no such update is
/// observed); Error InvalidRequest when not even the first round may be released.
FederationState trainFederation(const FederationRequest& request, UpdateObserver* observer,
                                const RoundListener& listener, const base::Progress& progress,
                                std::optional<FederationState> from = {});

/// Who takes part in a round of FedAvg or FedSGD. Depends on the request's seed and on which clients have
/// training rows, not on what they hold.
std::vector<std::size_t> cohortOf(const FederationRequest& request, std::size_t round);

/// The samples behind what a client sends in a round: its training rows, or its batch (FedSGD).
std::size_t releasedSamples(const ClientRows& client, const FederationSpec& spec);

/// Predicted class of each of the given rows under the weights (dropout off).
/// For `local` the weights hold one model per client and the model of every client that trained predicts; the
/// majority counts, the lowest class of equals. A committee does better than its mean member.
std::vector<std::size_t> predictRows(const FederationRequest& request, const at::Tensor& weights,
                                     const std::vector<std::int64_t>& rows);

} // namespace undertone::federation
