#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace undertone::privacy {

/// Whether the observer knows who took part in a release that was sampled.
enum class Participation { Secret, Known, Unstated };

/// What a study or a request says, as far as it does.
struct PrivacyFacts
{
    std::optional<double> delta;
    std::optional<std::size_t> clients; ///< units of privacy
    /// The optimiser that rescaled gradients after they were clipped, such as "Adam"; empty when what is
    /// released is what was clipped.
    std::string rescaledBy;
    /// Of releases whose epsilon counts on sampling (a rate below 1); nothing for others.
    std::optional<Participation> participation;
    std::string observer;                 ///< such as "server", where it is known
    std::optional<double> nominalEpsilon; ///< at `delta`
    /// Of the same releases, at a delta that may be another: a nominal epsilon is often given with 0.5.
    std::optional<double> accountedEpsilon;
    std::optional<double> accountedDelta; ///< as `delta` when it is not given
};

enum class PrivacyWarningCode {
    HalfDelta,             ///< delta of 0.5 or above
    LargeDelta,            ///< delta above 1 / clients
    RescaledUpdate,        ///< the optimiser rescales what was clipped
    KnownParticipation,    ///< amplification claimed against an observer who knows who took part
    UnstatedParticipation, ///< amplification claimed, the observer not said
    NominalOnly,           ///< a nominal epsilon, with no accounted one beside it
    NominalBelowAccounted,
};

/// Stable text: "half-delta", "large-delta", "rescaled-update", "known-participation",
/// "unstated-participation", "nominal-only", "nominal-below-accounted".
const char* warningName(PrivacyWarningCode code);

/// What is wrong with a claim of privacy, and what would mend it; both are whole sentences.
struct PrivacyWarning
{
    PrivacyWarningCode code = PrivacyWarningCode::HalfDelta;
    std::string words;
    std::string change;
    bool operator==(const PrivacyWarning&) const = default;
};

/// In the order of the codes; empty when nothing is wrong with what was said.
std::vector<PrivacyWarning> privacyWarnings(const PrivacyFacts& facts);

} // namespace undertone::privacy
