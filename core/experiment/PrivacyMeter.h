#pragma once

#include "core/experiment/FederationPlan.h"
#include "core/experiment/PrivacyResult.h"
#include "core/experiment/StageRecords.h"
#include "core/privacy/BudgetReader.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace undertone::experiment {

/// Reads a defended federation's ledger while it grows. For one thread.
class PrivacyMeter
{
public:
    /// `leaked`: the numbers of updates that an epsilon is wanted for.
    PrivacyMeter(const FederationPlan& plan, std::vector<attack::LeakedUpdates> leaked);

    /// True for a mechanism that takes a budget; without one there is nothing to read.
    static bool applies(const FederationPlan& plan);

    /// Rounds come in order; the first begins anew. Nothing when the budget is infinite.
    std::optional<RoundPrivacy> add(const federation::RoundRecord& round);
    /// By a finished federation.
    PrivacySpent spent(const FederationRecord& finished) const;

private:
    PrivacySpent spent(const privacy::ReleaseLog& log, std::size_t rounds, double leastClip) const;
    template <class Epsilon>
    EpsilonReading readingOf(Epsilon epsilon) const;
    double leastDeviation(double clip) const;
    double leastMultiplier(const RoundPrivacy& round) const;

    Defence m_defence;
    std::vector<attack::LeakedUpdates> m_leaked;
    std::vector<std::size_t> m_samples;
    std::vector<std::string> m_speakers; ///< of the clients; empty when no epsilon is a speaker's
    std::unique_ptr<privacy::Mechanism> m_mechanism;
    privacy::BudgetReader m_reader;
    privacy::ReleaseLog m_log;
    double m_leastClip; ///< of the rounds so far
};

} // namespace undertone::experiment
