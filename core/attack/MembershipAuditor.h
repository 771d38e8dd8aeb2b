#pragma once

#include "core/federation/UpdateReplay.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace undertone::attack {

/// A client whose data the auditor made, and who may be in the federation or send zeros in its place.
struct Canary
{
    std::size_t client = 0;
    std::size_t trainsBefore = 0; ///< if it is in: what it sends from this round on is a zero anyhow
    bool operator==(const Canary&) const = default;
};

/// Scores the canaries of a membership game, by log-likelihood ratios summed over rounds. It sees what the
/// observer of the federation sees, updates or sums, and the global model of each round, and knows the
/// canaries' data and random batches: the update that each would send is computed anew.
///
/// An update o of canary i: privacy::membershipScore with its x_i. A sum o over a cohort: x_i for each canary
/// in it (all of them where cohorts are secret), at most `largestBlock` at a time; the canaries are told
/// apart by the linear estimate of least mean square error, and what it leaves of the others counts as
/// Gaussian. With G = X^T X, s = the noise's deviation, q = `secretRate` or 1, v = q/2 (1 - q/2) the variance
/// of a canary's presence, M = G + s^2/v, a_i = 1 - s^2/v (M^-1)_ii and c = M^-1 (X^T o - q/2 G 1):
///     ratio_i = (c_i - a_i (1 - q)/2) / (s^2 (M^-1)_ii),
/// which for one canary and q = 1 is that of an update. Clients who are no canaries are not told apart from
/// the noise; where there is none, s^2 is a hundredth of the mean ||x_i||^2.
class MembershipAuditor : public federation::UpdateObserver
{
public:
    static constexpr std::size_t largestBlock = 128;

    /// `request` outlives it. `secretRate`: where the auditor does not know the cohorts, the probability of
    /// being in one. An observer of updates knows them.
    MembershipAuditor(const federation::FederationRequest& request, std::vector<Canary> canaries,
                      std::optional<double> secretRate, const base::Progress& progress);

    /// @throws Cancelled.
    void observe(const federation::UpdateOrigin& origin, const federation::ModelUpdate& update) override;
    /// After each round, with what follows it. @throws Cancelled.
    void finishRound(const federation::RoundRecord& record, const federation::FederationState& state);
    /// One for each canary; 0 for one that was never seen.
    const std::vector<double>& scores() const { return m_scores; }

    void beginAnew();
    /// Where it stands between two rounds.
    std::string checkpoint() const;
    /// False when the bytes are damaged or belong to another number of canaries or rounds.
    bool resume(std::string_view bytes, std::size_t rounds);

private:
    void scoreSum(const federation::RoundRecord& record);
    /// Canaries whose x_i are the rows of `updates`.
    void scoreBlock(const std::vector<std::size_t>& canaries, const at::Tensor& updates, double noise);

    const federation::FederationRequest& m_request;
    std::vector<Canary> m_canaries;
    std::optional<double> m_secretRate;
    federation::UpdateReplay m_replay;
    std::vector<double> m_scores;
    std::size_t m_round = 0;
    at::Tensor m_global; ///< of the round
    double m_clip = 0;   ///< of the round
    at::Tensor m_seen;   ///< the round's sum, flat
};

} // namespace undertone::attack
