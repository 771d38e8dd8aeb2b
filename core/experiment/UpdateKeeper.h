#pragma once

#include "core/attack/UpdateTrace.h"
#include "core/experiment/StageCache.h"
#include "core/federation/FederatedTraining.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace undertone::experiment {

/// Keeps what an attack needs of a federation's updates, and can go on where a checkpoint stood.
class UpdateKeeper
{
public:
    virtual ~UpdateKeeper() = default;
    virtual federation::UpdateObserver& observer() = 0;
    virtual void beginAnew() = 0;
    /// Goes on where the checkpoint of these rounds stood; false when what was put away is not exactly their
    /// updates (it is lost, or another program that worked on the same federation has overwritten it).
    virtual bool resume(const std::string& standing, const std::vector<federation::RoundRecord>& rounds) = 0;
    /// After each round, with the state that follows it.
    virtual void finishRound(const federation::RoundRecord&, const federation::FederationState&) {}
    /// Puts away what was seen; the answer goes into the checkpoint.
    virtual std::string checkpoint() = 0;
    /// Stores what is kept, whole; the answer goes into the finished record.
    virtual std::string finish() = 0;
    /// Removes what checkpoints left behind.
    virtual void tidy() = 0;
};

/// True when these are the updates of the rounds, each once, in their order, or their sums.
bool areUpdatesOf(const std::vector<federation::RoundRecord>& rounds,
                  const std::vector<federation::UpdateOrigin>& origins);

/// True when the file holds the raw updates of these rounds, each once, in their order.
bool holdsUpdatesOf(const std::vector<federation::RoundRecord>& rounds, const std::filesystem::path& file);

/// The probes that do better under noise, as the entry `key` of the cache.
std::unique_ptr<UpdateKeeper> keepEigenprobes(StageCache& cache, const std::string& key);
/// Raw updates in a file, which appears when it is whole; until then they are in one of this process's own,
/// FILE.PROCESS-NUMBER.part.
std::unique_ptr<UpdateKeeper> keepSpool(std::filesystem::path file);

} // namespace undertone::experiment
