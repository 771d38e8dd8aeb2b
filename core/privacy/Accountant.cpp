#include "core/privacy/Accountant.h"

#include "core/base/Error.h"
#include "core/privacy/GaussianAccountant.h"
#include "core/privacy/PldAccountant.h"
#include "core/privacy/RdpAccountant.h"
#include "core/privacy/WeiAccountant.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace undertone::privacy {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

constexpr double leastNoiseMultiplier = 1e-6;

bool isEmpty(const PrivacyEvent& event)
{
    return event.count == 0 || event.sampleRate == 0;
}

bool hasNoise(const PrivacyEvent& event)
{
    return event.noiseMultiplier >= leastNoiseMultiplier;
}

void refuseMixture(const PrivacyEvent& first, const PrivacyEvent& event)
{
    if (event.relation != first.relation)
        throw Error(ErrorCode::InvalidRequest,
                    fmt::format("events under \"{}\" and under \"{}\" have no common epsilon",
                                relationName(first.relation), relationName(event.relation)),
                    "relation", "Account for each neighbouring relation by itself.");
    if (event.unit != first.unit)
        throw Error(
            ErrorCode::InvalidRequest,
            fmt::format("events for \"{}\" and for \"{}\" have no common epsilon", first.unit, event.unit),
            "unit", "Account for each unit of privacy by itself.");
}

} // namespace

std::vector<PrivacyEvent> Accountant::accepted(std::span<const PrivacyEvent> events) const
{
    std::vector<PrivacyEvent> kept;
    for (const auto& event : events) {
        validate(event);
        refuseMixture(events.front(), event);
        if (const auto reason = refusal(event); !reason.empty())
            throw Error(ErrorCode::InvalidRequest, reason, "accountant " + name(),
                        "Choose another accountant or account for other events.");
        if (!isEmpty(event))
            kept.push_back(event);
    }
    return kept;
}

PrivacyBound Accountant::epsilon(std::span<const PrivacyEvent> events, double delta) const
{
    if (!(delta > 0 && delta < 1))
        throw Error(ErrorCode::InvalidRequest, fmt::format("no epsilon belongs to a delta of {}", delta),
                    "delta", "Give a number above 0 and below 1, far below 1 / (number of units).");
    const auto kept = accepted(events);
    PrivacyBound bound;
    if (!std::ranges::all_of(kept, hasNoise))
        bound.epsilon = infinity;
    else if (!kept.empty())
        bound = computeEpsilon(kept, delta);
    bound.delta = delta;
    bound.logDelta = std::log(delta);
    if (bound.accountant.empty())
        bound.accountant = name();
    return bound;
}

PrivacyBound Accountant::delta(std::span<const PrivacyEvent> events, double epsilon) const
{
    if (!(epsilon >= 0 && std::isfinite(epsilon)))
        throw Error(ErrorCode::InvalidRequest, fmt::format("no delta belongs to an epsilon of {}", epsilon),
                    "epsilon", "Give a finite number of 0 or more.");
    const auto kept = accepted(events);
    PrivacyBound bound;
    bound.logDelta = -infinity;
    if (!std::ranges::all_of(kept, hasNoise)) {
        bound.delta = 1;
        bound.logDelta = 0;
    } else if (!kept.empty()) {
        bound = computeDelta(kept, epsilon);
    }
    bound.epsilon = epsilon;
    if (bound.accountant.empty())
        bound.accountant = name();
    return bound;
}

std::span<const char* const> accountantNames()
{
    static constexpr const char* names[] = {"pld", "rdp", "gaussian", "wei"};
    return names;
}

std::unique_ptr<Accountant> makeAccountant(std::string_view name, double tolerance)
{
    if (!(tolerance > 0 && tolerance <= 1))
        throw Error(ErrorCode::InvalidRequest, fmt::format("a tolerance of {} is out of range", tolerance),
                    "tolerance", "Give a number above 0 and not above 1.");
    if (name == "pld")
        return std::make_unique<PldAccountant>(PldAccountant::withTolerance(tolerance));
    if (name == "rdp")
        return std::make_unique<RdpAccountant>();
    if (name == "gaussian")
        return std::make_unique<GaussianAccountant>();
    if (name == "wei")
        return std::make_unique<WeiAccountant>();
    throw Error(ErrorCode::InvalidRequest, fmt::format("there is no accountant \"{}\"", name), "accountant",
                fmt::format("Choose one of {}.", fmt::join(accountantNames(), ", ")));
}

} // namespace undertone::privacy
