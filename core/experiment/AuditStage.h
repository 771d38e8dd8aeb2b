#pragma once

#include "core/experiment/AuditPlan.h"
#include "core/experiment/AuditResult.h"
#include "core/experiment/StageContext.h"
#include "core/experiment/StageRecords.h"

#include <mutex>
#include <optional>
#include <string>

namespace undertone::experiment {

/// A membership game that trials share: played once, resumed where its last checkpoint stood, or taken from
/// the cache.
class AuditStage
{
public:
    AuditStage(AuditPlan plan, StageContext& context);

    const std::string& key() const { return m_key; }
    double expectedSeconds() const;
    /// Plays, or finds it played.
    void run();
    /// What it showed, read as one trial's specification says; played again when it has been lost since.
    MembershipAudit result(const AuditSpec& spec, const Defence& defence);

private:
    class Keeper;

    std::optional<FederationRecord> stored() const;
    FederationRecord play();
    FederationRecord record();
    std::optional<double> accounted(const AuditSpec& spec, const Defence& defence,
                                    const privacy::ReleaseLog& releases) const;

    AuditPlan m_plan;
    StageContext& m_context;
    std::string m_key;
    std::mutex m_mutex;
};

} // namespace undertone::experiment
