#pragma once

#include "core/attack/AttackSpec.h"
#include "core/attack/LeakageReport.h"
#include "core/attack/UpdateTrace.h"
#include "core/base/Progress.h"
#include "core/base/SeedTree.h"
#include "core/learning/StepLog.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace undertone::attack {

/// The clients behind a trace: who they are and their attribute.
struct ClientIdentity
{
    std::string speaker;
    std::size_t label = 0; ///< index of the attribute's value
    at::Tensor inputs;     ///< the client's own training features (n x d): seen by the `data` ceiling alone
};

/// One federation as the attack sees it: reduced updates, or for `cnn` a file of raw ones.
struct ObservedFederation
{
    std::vector<ClientIdentity> clients;
    UpdateTrace trace;
    std::filesystem::path spool; ///< cnn: what a SpoolingObserver wrote
    /// Where the updates are sums: who was in each round. An observer of sums who does not know has no
    /// attack.
    std::vector<std::vector<std::size_t>> cohorts = {};
};

/// The shadow federations, loaded one at a time when an attack wants them (each at least once): their traces
/// need not be in memory together.
struct ShadowSource
{
    std::size_t federations = 0;
    std::function<ObservedFederation(std::size_t)> load;
};

/// Inputs of the model that measure one side of the voice.
struct ColumnFamily
{
    std::string name;
    std::vector<std::size_t> columns;
};

struct AttackRequest
{
    AttackSpec spec;
    std::vector<std::string> attributeValues;
    base::SeedTree seed;
    std::string device = "cpu";
    std::vector<ColumnFamily> families = {}; ///< where the specification asks for them; of probed attacks
};

/// A fitted attack: everything that was learned from shadow federations, thresholds included.
///
/// Where sums over cohorts are seen, a sum is an example of each client in it, labelled with that client's
/// attribute. A client's score is then the mean over n sums that it is in, less the mean over all that it is
/// not in; the thresholds of single examples cancel out, those of contrasts come from a Calibration.
class FittedAttack
{
public:
    virtual ~FittedAttack() = default;
    virtual std::string serialize() const = 0;
    /// Scores of the private federation's clients in every cell (layer x part x n) of the specification; of
    /// the `data` ceiling a single one. Clients that sent no update have none, nor has one who was in every
    /// sum. `onCell` gets each cell as it is made. `progress` belongs to the evaluation, which counts in
    /// units of its own.
    /// @throws Cancelled, Error InvalidRequest (another model), StorageFailed (`cnn`).
    virtual LeakageReport evaluate(const ObservedFederation& observed,
                                   const std::vector<LeakedUpdates>& leakedUpdates, base::Progress& progress,
                                   const std::function<void(const LeakageCell&)>& onCell) const = 0;
};

/// Fits the attack that `request.spec.kind` names on shadow federations. `progress` belongs to the fit, which
/// counts in units of its own.
/// @throws Error InvalidRequest (fewer than 2 values of the attribute among the shadows), Cancelled.
std::unique_ptr<FittedAttack> fitAttack(const AttackRequest& request, const ShadowSource& shadows,
                                        base::Progress& progress,
                                        const learning::FitCheckpoint& checkpoint = {});
std::unique_ptr<FittedAttack> fitAttack(const AttackRequest& request,
                                        const std::vector<ObservedFederation>& shadows,
                                        base::Progress& progress,
                                        const learning::FitCheckpoint& checkpoint = {});
/// nullptr when the bytes are damaged.
std::unique_ptr<FittedAttack> restoreAttack(const AttackRequest& request, std::string_view bytes);

} // namespace undertone::attack
