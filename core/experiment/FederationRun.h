#pragma once

#include "core/base/CheckpointTimer.h"
#include "core/experiment/FederationPlan.h"
#include "core/experiment/StageContext.h"
#include "core/experiment/StageRecords.h"
#include "core/experiment/UpdateKeeper.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace undertone::experiment {

/// One training of a federation, from its beginning or from its last checkpoint. A checkpoint is made between
/// two rounds, about once a second whatever it costs: a kill loses a second of training, or the round it
/// falls in when that takes longer.
class FederationRun
{
public:
    using RoundReport = std::function<void(const federation::RoundRecord&)>;

    FederationRun(const FederationPlan& plan, const std::string& key, StageContext& context,
                  RoundReport report);

    void keep(const std::string& name, std::unique_ptr<UpdateKeeper> keeper);
    /// Trains to the end and stores what is kept. @throws Cancelled and what trainFederation() does; the
    /// checkpoint stays.
    FederationRecord run();
    /// Removes the checkpoint; to be called when the record is safe.
    void tidy();

private:
    class Fan;

    std::string checkpointKey() const;
    std::optional<FederationRecord> checkpoint() const;
    /// The checkpoint, when it is whole and every keeper can go on; else everything begins anew.
    FederationRecord begin();
    bool resumeKeepers(const FederationRecord& checkpoint);
    void finishRound(const federation::RoundRecord& round, const federation::FederationState& state);
    void saveCheckpoint(const federation::FederationState& state);
    std::string title(std::size_t round) const;

    const FederationPlan& m_plan;
    std::string m_key;
    StageContext& m_context;
    RoundReport m_report;
    std::map<std::string, std::unique_ptr<UpdateKeeper>> m_keepers;
    std::vector<federation::RoundRecord> m_rounds;
    base::CheckpointTimer m_timer;
};

/// Where the checkpoint of a federation lies: runs that keep different things of it have different ones.
std::string checkpointKey(const std::string& federation, const std::set<std::string>& kept);

} // namespace undertone::experiment
