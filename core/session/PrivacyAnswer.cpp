#include "core/session/PrivacyAnswer.h"

#include "core/base/Error.h"
#include "core/privacy/BoundText.h"
#include "core/session/PrivacyCurve.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace undertone::session {

using privacy::BoundKind;
using privacy::PrivacyEvent;
using privacy::Relation;
using privacy::Sampling;

namespace {

std::string words(const Error& error)
{
    return error.remedy().empty() ? error.happened() : error.happened() + ". " + error.remedy();
}

/// Why no accountant is asked; empty when they are.
std::string refusalOf(const PrivacyQuestion& question, Exposure exposure)
{
    if (exposure == Exposure::AllRounds || question.relation != Relation::AddOrRemove)
        return {};
    return "who sees an update of a client sees that the client was there: choose the relation replace, or "
           "null";
}

EpsilonReading readingOf(const char* name, const PrivacyEvent& event, double delta)
{
    EpsilonReading reading{name, {}, {}, {}};
    const auto accountant = privacy::makeAccountant(name);
    reading.refusal = accountant->refusal(event);
    if (reading.refusal.empty()) {
        reading.bound = accountant->epsilon({&event, 1}, delta);
        reading.words = privacy::epsilonText(*reading.bound);
    }
    return reading;
}

ExposureReadings readingsOf(const PrivacyQuestion& question, Exposure exposure)
{
    ExposureReadings readings{exposure, eventOf(question, exposure), {}};
    const auto refusal = refusalOf(question, exposure);
    for (const char* name : privacy::accountantNames())
        readings.readings.push_back(refusal.empty() ? readingOf(name, readings.event, question.delta)
                                                    : EpsilonReading{name, {}, {}, refusal});
    return readings;
}

double nominalOf(const ExposureReadings& readings)
{
    for (const auto& reading : readings.readings)
        if (reading.bound && reading.bound->kind == BoundKind::Nominal)
            return reading.bound->epsilon;
    return std::numeric_limits<double>::infinity();
}

/// A nominal epsilon is measured by the observer of whom it says too little by the largest factor.
std::vector<privacy::PrivacyWarning> warningsOf(const PrivacyAnswer& answer)
{
    privacy::PrivacyFacts facts;
    facts.delta = answer.question.delta;
    double worst = 1;
    for (const auto& readings : answer.exposures) {
        const auto* bound = readings.guaranteed();
        const double nominal = nominalOf(readings);
        if (!bound || !std::isfinite(bound->epsilon) || bound->epsilon <= worst * nominal)
            continue;
        worst = bound->epsilon / nominal;
        facts.nominalEpsilon = nominal;
        facts.accountedEpsilon = bound->epsilon;
    }
    return privacy::privacyWarnings(facts);
}

/// The best accountant whose answer is a bound and that covers the event.
std::unique_ptr<privacy::Accountant> solverFor(const ExposureReadings& readings)
{
    for (const auto& reading : readings.readings)
        if (reading.bound && reading.bound->kind == BoundKind::Guaranteed)
            return privacy::makeAccountant(reading.accountant);
    throw Error(ErrorCode::InvalidRequest,
                "no accountant bounds what this observer learns: " + readings.readings.front().refusal,
                "target", "");
}

privacy::Calibration calibrationOf(const PrivacyQuestion& question, const ExposureReadings& readings)
{
    const auto& target = *question.target;
    const privacy::PrivacyBudget budget{target.epsilon, question.delta};
    const auto accountant = solverFor(readings);
    switch (target.unknown) {
    case Unknown::NoiseMultiplier:
        return calibrateNoise(*accountant, readings.event, budget);
    case Unknown::Rounds:
        return calibrateRounds(*accountant, readings.event, budget);
    case Unknown::SampleRate:
        return calibrateSampleRate(*accountant, readings.event, budget);
    }
    return {};
}

SolvedBudget solve(const PrivacyAnswer& answer)
{
    const auto exposure = answer.question.target->exposure;
    try {
        return {calibrationOf(answer.question, answer.exposures[static_cast<std::size_t>(exposure)]), {}};
    } catch (const Error& error) {
        return {{}, words(error)};
    }
}

} // namespace

const privacy::PrivacyBound* ExposureReadings::guaranteed() const
{
    const privacy::PrivacyBound* best = nullptr;
    for (const auto& reading : readings)
        if (reading.bound && reading.bound->kind == BoundKind::Guaranteed &&
            (!best || reading.bound->epsilon < best->epsilon))
            best = &*reading.bound;
    return best;
}

PrivacyEvent eventOf(const PrivacyQuestion& question, Exposure exposure)
{
    PrivacyEvent event;
    event.noiseMultiplier = question.noiseMultiplier;
    event.relation = question.relation;
    event.unit = "client";
    switch (exposure) {
    case Exposure::OneUpdate:
        event.count = 1;
        break;
    case Exposure::LeakedUpdates:
        event.count = std::min(question.leakedUpdates, question.rounds);
        break;
    case Exposure::AllRounds:
        event.count = question.rounds;
        event.sampling = question.sampling;
        event.sampleRate = question.sampling == Sampling::None ? 1 : question.sampleRate;
        break;
    }
    return event;
}

PrivacyAnswer privacyReadings(const PrivacyQuestion& question)
{
    PrivacyAnswer answer;
    answer.question = question;
    for (const auto exposure : {Exposure::OneUpdate, Exposure::LeakedUpdates, Exposure::AllRounds})
        answer.exposures.push_back(readingsOf(question, exposure));
    answer.warnings = warningsOf(answer);
    return answer;
}

void complete(PrivacyAnswer& answer, const std::function<void()>& check)
{
    check();
    if (answer.question.target)
        answer.solved = solve(answer);
    answer.curve = privacyCurve(answer, check);
    answer.complete = true;
}

} // namespace undertone::session
