#include "core/privacy/auditing/AuditBound.h"

#include "core/base/Error.h"

#include <fmt/format.h>

namespace undertone::privacy {

namespace {

[[noreturn]] void refuse(const std::string& happened, const std::string& remedy)
{
    throw Error(ErrorCode::InvalidRequest, happened, "audit", remedy);
}

void checkShare(const char* hits, std::uint64_t hit, const char* units, std::uint64_t unit)
{
    if (unit == 0)
        refuse(fmt::format("An audit needs at least one trial of the {}.", units),
               fmt::format("Count how many {} were attacked.", units));
    if (hit > unit)
        refuse(fmt::format("There are {} {}, but only {} {}.", hit, hits, unit, units),
               fmt::format("The {} are counted among the {}.", hits, units));
    if (unit > largestAuditCount)
        refuse(fmt::format("{} {} are more than an audit takes.", unit, units),
               fmt::format("Give at most {}.", largestAuditCount));
}

} // namespace

const char* auditMethodName(AuditMethod method)
{
    switch (method) {
    case AuditMethod::ClopperPearson:
        return "clopper-pearson";
    case AuditMethod::Bayes:
        return "bayes";
    case AuditMethod::OneRun:
        return "one-run";
    case AuditMethod::GaussianReading:
        return "gaussian-reading";
    }
    return "";
}

void checkAttackCounts(const AttackCounts& counts)
{
    checkShare("true positives", counts.truePositives, "positives (members)", counts.positives);
    checkShare("false positives", counts.falsePositives, "negatives (non-members)", counts.negatives);
}

void checkAuditStatement(double delta, double confidence)
{
    if (!(delta >= 0 && delta < 1))
        refuse(fmt::format("A delta of {} is not a probability below 1.", delta),
               "Give a delta of at least 0 and below 1, well below 1 / number of clients.");
    if (!(confidence > 0 && confidence < 1))
        refuse(fmt::format("A confidence of {} is not between 0 and 1.", confidence),
               "Give a confidence such as 0.95.");
}

} // namespace undertone::privacy
