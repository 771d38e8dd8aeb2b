#pragma once

#include "core/privacy/PrivacySpec.h"

#include <cstddef>
#include <limits>
#include <memory>
#include <optional>

namespace undertone::privacy {

inline constexpr double noClip = std::numeric_limits<double>::infinity();

/// A defence in numbers: what runs, whatever budget it came from (BudgetPlan.h).
struct MechanismPlan
{
    MechanismKind kind = MechanismKind::None;
    double clip = noClip; ///< of the first round
    /// Deviation of the noise / C; `udp`: / (2 C / n_k). 0 where `sigma` says it.
    double noiseMultiplier = 0;
    std::optional<double> sigma; ///< deviation of the noise, the same for everyone
    Sampling sampling = Sampling::FixedSize;
    std::optional<AdaptiveClip> adaptiveClip;
    bool operator==(const MechanismPlan&) const = default;
};

/// Whose update weighs what in the server's mean.
enum class Weighting {
    Samples, ///< by training samples, as in FedAvg
    Equal,   ///< 1: a client's number of samples is not released
};

/// Which round's model is reported.
enum class ReportedModel {
    BestOnValidation,
    Last, ///< choosing by validation would be a release of its own
};

/// What a defence does at each place that the numbers of a round pass: clip, then noise. Infinite clips and
/// deviations of 0 stand for a step that is not there, so that no defence is a mechanism like any other.
/// `clip` is the round's C.
class Mechanism
{
public:
    virtual ~Mechanism() = default;

    /// Norm that each mini-batch gradient is clipped to before the optimiser sees it.
    virtual double gradientClip(double /*clip*/) const { return noClip; }
    /// Norm that what a client sends is clipped to: the change of its parameters, or its gradient.
    virtual double updateClip(double /*clip*/) const { return noClip; }
    /// Deviation of the noise that a client with so many training samples adds to what it sends.
    virtual double clientNoise(double /*clip*/, std::size_t /*samples*/) const { return 0; }
    /// Deviation of the noise that the server adds to the sum over the cohort.
    virtual double serverNoise(double /*clip*/) const { return 0; }

    virtual Weighting weighting() const { return Weighting::Samples; }
    virtual ReportedModel reportedModel() const { return ReportedModel::BestOnValidation; }

    /// What one round is worth in an event (PrivacyEvent): deviation of the noise / C, the privatised count
    /// of an adaptive clip included; a client of `udp` relative to C / n_k. 0 without noise.
    virtual double eventMultiplier(double /*clip*/, std::size_t /*samples*/) const { return 0; }
};

std::unique_ptr<Mechanism> makeMechanism(const MechanismPlan& plan);

/// The multiplier of a step that releases updates noised with z C and a count noised with `sigmaB`, whose
/// sensitivity is half of what the updates' is (Andrew et al. 2021): (z^-2 + (2 sigmaB)^-2)^-1/2.
double multiplierWithCount(double z, double sigmaB);
/// The z that gives this multiplier; nullopt when the count alone is worth more.
std::optional<double> multiplierWithoutCount(double effective, double sigmaB);

/// The next round's clip: C exp(-rate (share - quantile)); `share` = privatised share of updates within C.
double nextClip(const AdaptiveClip& adaptive, double clip, double share);

} // namespace undertone::privacy
