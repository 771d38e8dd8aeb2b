#pragma once

#include "core/attack/UpdateTrace.h"
#include "core/experiment/StageCache.h"
#include "core/federation/RoundRecord.h"

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
    /// Puts away what was seen; the answer goes into the checkpoint.
    virtual std::string checkpoint() = 0;
    /// Stores what is kept, whole.
    virtual void finish() = 0;
    /// Removes what checkpoints left behind, the last of which stood there (empty: none did).
    virtual void tidy(const std::string& standing) = 0;
};

/// True when the file holds the raw updates of these rounds, each once, in their order.
bool holdsUpdatesOf(const std::vector<federation::RoundRecord>& rounds, const std::filesystem::path& file);

/// Reduced updates, as the entry `key` of the cache.
std::unique_ptr<UpdateKeeper> keepTrace(StageCache& cache, const std::string& key, attack::ProbeSet probes);
/// The probes that do better under noise, as the entry `key` of the cache.
std::unique_ptr<UpdateKeeper> keepEigenprobes(StageCache& cache, const std::string& key);
/// Raw updates in a file, which appears when it is whole; until then they are in one of this process's own,
/// FILE.PROCESS-NUMBER.part.
std::unique_ptr<UpdateKeeper> keepSpool(std::filesystem::path file);

} // namespace undertone::experiment
