#pragma once

#include "core/experiment/ExperimentResult.h"

#include <string>
#include <vector>

namespace undertone::experiment {

/// Where a running experiment puts what it finds, as it finds it; the store implements it. Called from worker
/// threads: an implementation is thread-safe. Everything is idempotent, so that a resumed run may say again
/// what it said before.
class ResultSink
{
public:
    virtual ~ResultSink() = default;
    virtual void trialStarted(const TrialSpec& trial) = 0;
    virtual void roundFinished(const std::string& trialId, const federation::RoundRecord& record) = 0;
    /// The same round in the ledger of a trial whose defence takes a budget.
    virtual void privacySpent(const std::string& trialId, const RoundPrivacy& round) = 0;
    /// Of a trial that has one.
    virtual void auditFound(const std::string& trialId, const MembershipAudit& audit) = 0;
    virtual void utilityFound(const std::string& trialId, const UtilityResult& utility) = 0;
    /// Of a trial with a representation.
    virtual void embeddingFound(const std::string& trialId, const EmbeddingMap& map) = 0;
    virtual void cellFound(const std::string& trialId, const attack::LeakageCell& cell,
                           const std::vector<std::string>& attributeValues) = 0;
    virtual void trialFinished(const std::string& trialId) = 0;
    virtual void warningFound(const std::string& text) = 0;
    /// The aggregated rows, replaced as a whole (partial while running, final with p-values at the end).
    virtual void rowsAggregated(const std::vector<ResultRow>& rows) = 0;
};

} // namespace undertone::experiment
