#pragma once

#include <cstdint>
#include <optional>

namespace undertone::privacy {

/// How a bound was found, hence what it claims.
enum class AuditMethod {
    ClopperPearson,  ///< confidence bound; assumes nothing of the mechanism
    Bayes,           ///< credible interval
    OneRun,          ///< confidence bound from one run with many canaries
    GaussianReading, ///< confidence bound that assumes a Gaussian mechanism
};

/// Stable text of a method: "clopper-pearson", "bayes", "one-run", "gaussian-reading".
const char* auditMethodName(AuditMethod method);

/// What an attack showed about epsilon. The mechanism leaks at least `lower`: it is not (epsilon, delta)-DP
/// for any smaller epsilon. A small bound shows nothing: a better attack, or more trials, may find more.
struct AuditBound
{
    double lower = 0;
    std::optional<double> upper; ///< only where the method has one
    double confidence = 0;       ///< of the statement as a whole, such as 0.95
    AuditMethod method = AuditMethod::ClopperPearson;
};

/// What a binary attack said of units that were in (members) and that were not, at one threshold.
struct AttackCounts
{
    std::uint64_t truePositives = 0;
    std::uint64_t positives = 0; ///< members
    std::uint64_t falsePositives = 0;
    std::uint64_t negatives = 0; ///< non-members
};

/// Counts above it are refused: the incomplete beta function is not tested beyond.
inline constexpr std::uint64_t largestAuditCount = 1'000'000'000;

/// @throws Error InvalidRequest: no members or no non-members, more hits than units, too many units.
void checkAttackCounts(const AttackCounts& counts);
/// @throws Error InvalidRequest unless 0 <= delta < 1 and 0 < confidence < 1.
void checkAuditStatement(double delta, double confidence);

} // namespace undertone::privacy
