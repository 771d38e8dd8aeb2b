#include "core/experiment/AuditResult.h"

#include "core/privacy/auditing/ClopperPearson.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace undertone::experiment {

namespace {

void add(MembershipAudit& sum, const MembershipAudit& more)
{
    sum.guesses.canaries += more.guesses.canaries;
    sum.guesses.guesses += more.guesses.guesses;
    sum.guesses.correct += more.guesses.correct;
    sum.decisions.truePositives += more.decisions.truePositives;
    sum.decisions.positives += more.decisions.positives;
    sum.decisions.falsePositives += more.decisions.falsePositives;
    sum.decisions.negatives += more.decisions.negatives;
    sum.rounds = std::max(sum.rounds, more.rounds);
    if (!more.accounted)
        sum.accounted.reset();
    else if (sum.accounted)
        sum.accounted = std::max(*sum.accounted, *more.accounted);
    if (more.nominal)
        sum.nominal = std::max(sum.nominal.value_or(0), *more.nominal);
}

/// A lower bound, rounded down.
std::string lowerText(double epsilon)
{
    return fmt::format("{:.3f}", std::floor(epsilon * 1000) / 1000);
}

std::string boundWords(const MembershipAudit& audit)
{
    std::string words =
        fmt::format("At {:g} % confidence the canaries show an epsilon of at least {} (one run)",
                    100 * audit.confidence, lowerText(audit.oneRun));
    if (audit.clopperPearson)
        words += fmt::format(", {} (Clopper-Pearson)", lowerText(*audit.clopperPearson));
    return words + fmt::format(" at delta = {:g} to the {}, who sees {}", audit.delta,
                               privacy::observerName(audit.observer), auditedWords(audit));
}

} // namespace

MembershipAudit pooled(std::span<const MembershipAudit> audits)
{
    MembershipAudit sum = audits.front();
    for (const auto& audit : audits.subspan(1))
        add(sum, audit);
    setBounds(sum);
    return sum;
}

void setBounds(MembershipAudit& audit)
{
    audit.oneRun = privacy::oneRunBound(audit.guesses, audit.delta, audit.confidence).lower;
    audit.clopperPearson.reset();
    const auto& decisions = audit.decisions;
    if (audit.sees == privacy::Sees::Update && decisions.positives > 0 && decisions.negatives > 0)
        audit.clopperPearson = privacy::clopperPearsonBound(decisions, audit.delta, audit.confidence).lower;
}

AuditVerdict verdictOf(const MembershipAudit& audit)
{
    if (!audit.accounted)
        return AuditVerdict::NoUpperBound;
    return audit.oneRun <= *audit.accounted ? AuditVerdict::Consistent : AuditVerdict::Violated;
}

const char* verdictName(AuditVerdict verdict)
{
    switch (verdict) {
    case AuditVerdict::Consistent:
        return "consistent";
    case AuditVerdict::Violated:
        return "violated";
    case AuditVerdict::NoUpperBound:
        return "no-upper-bound";
    }
    return "";
}

std::string auditWords(const MembershipAudit& audit)
{
    const auto bounds = boundWords(audit);
    switch (verdictOf(audit)) {
    case AuditVerdict::Consistent:
        return fmt::format("{}; the accountant proves at most {:.4g}. The two agree.", bounds,
                           *audit.accounted);
    case AuditVerdict::Violated:
        return fmt::format(
            "{}; the accountant says at most {:.4g}. Both cannot be true, but for the bounds' "
            "error probability: the noise is too small, a clip is not applied, or the analysis "
            "does not fit this mechanism.",
            bounds, *audit.accounted);
    case AuditVerdict::NoUpperBound:
        break;
    }
    const auto nominal = audit.nominal && std::isfinite(*audit.nominal)
                             ? fmt::format(" (its nominal epsilon, {:.4g}, is none)", *audit.nominal)
                             : std::string();
    return fmt::format("{}. No accountant has an upper bound for \"{}\" here{}.", bounds, audit.mechanism,
                       nominal);
}

std::string auditedWords(const MembershipAudit& audit)
{
    const bool isSum = audit.sees == privacy::Sees::Sum;
    if (!audit.leakedUpdates)
        return isSum ? "the sums of all rounds" : "all updates of a client";
    if (isSum)
        return fmt::format("{} with a client",
                           *audit.leakedUpdates == 1
                               ? "the sum of one round"
                               : fmt::format("the sums of {} rounds", *audit.leakedUpdates));
    return *audit.leakedUpdates == 1 ? "one update of a client"
                                     : fmt::format("{} updates of a client", *audit.leakedUpdates);
}

} // namespace undertone::experiment
