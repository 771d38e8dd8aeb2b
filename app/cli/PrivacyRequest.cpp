#include "app/cli/PrivacyRequest.h"

#include "core/base/Error.h"

#include <fmt/format.h>

#include <cmath>

namespace undertone::cli {

namespace {

constexpr double mostSteps = 1e12;

/// In place of a delta at which no epsilon means anything: nominal ones are often given with 0.5.
constexpr double meaninglessDelta = 0.5;
constexpr double usualDelta = 1e-5;

/// Sets beside a nominal epsilon what the sharpest accountant that covers the event says, where that is more.
void setAccountedBeside(privacy::PrivacyFacts& facts, const privacy::PrivacyEvent& event,
                        const privacy::PrivacyBound& nominal, double tolerance)
{
    facts.nominalEpsilon = nominal.epsilon;
    const double delta = nominal.delta < meaninglessDelta ? nominal.delta : usualDelta;
    for (const std::string name : privacy::accountantNames()) {
        const auto accountant = privacy::makeAccountant(name, tolerance);
        if (name == nominal.accountant || !accountant->refusal(event).empty() || !(delta > 0))
            continue;
        const double epsilon = accountant->epsilon({&event, 1}, delta).epsilon;
        if (epsilon <= nominal.epsilon)
            return;
        facts.accountedEpsilon = epsilon;
        facts.accountedDelta = delta;
        return;
    }
}

} // namespace

void addRequestOptions(CLI::App& command, PrivacyRequest& request)
{
    command.add_option("--accountant", request.accountant, "pld, rdp, gaussian or wei")
        ->capture_default_str();
    command.add_option(
        "--sample-rate", request.sampleRate,
        "Probability that a client takes part in a release, or the share that does; 1 when not given");
    command.add_option("--steps", request.steps, "Number of releases; 1 when not given");
    command.add_option("--sampling", request.sampling,
                       "poisson (the default below a rate of 1) or fixed: how those who take part are drawn");
    command.add_option("--relation", request.relation, "add-remove, replace or null")->capture_default_str();
    command.add_option("--tolerance", request.tolerance, "Numerical error of epsilon that pld may add")
        ->capture_default_str();
}

double required(const std::optional<double>& value, const char* option)
{
    if (!value)
        throw Error(ErrorCode::InvalidRequest, fmt::format("{} is missing.", option), "privacy",
                    fmt::format("Give {} with a number.", option));
    return *value;
}

std::size_t countOf(double value, const char* option)
{
    if (!(value >= 1 && value <= mostSteps && value == std::floor(value)))
        throw Error(ErrorCode::InvalidRequest,
                    fmt::format("{} {} is not a whole number from 1 to 1e12.", option, value), "privacy",
                    fmt::format("Give {} such a number.", option));
    return static_cast<std::size_t>(value);
}

privacy::PrivacyEvent eventOf(const PrivacyRequest& request)
{
    privacy::PrivacyEvent event;
    event.noiseMultiplier = request.noiseMultiplier.value_or(0);
    event.sampleRate = request.sampleRate.value_or(1);
    event.count = countOf(request.steps.value_or(1), "--steps");
    event.relation = privacy::relationNamed(request.relation);
    // The formula of `wei` is that of udp.
    event.unit = privacy::unitOf(request.accountant == "wei" ? privacy::MechanismKind::Udp
                                                             : privacy::MechanismKind::DpFedAvgCentral);
    if (!request.sampling.empty())
        event.sampling = privacy::samplingNamed(request.sampling);
    else if (event.sampleRate != 1)
        event.sampling = privacy::Sampling::Poisson;
    privacy::validate(event);
    return event;
}

std::unique_ptr<privacy::Accountant> accountantOf(const PrivacyRequest& request)
{
    return privacy::makeAccountant(request.accountant, request.tolerance);
}

std::vector<privacy::PrivacyWarning> warningsOf(const privacy::PrivacyEvent& event,
                                                const privacy::PrivacyBound& bound, double tolerance,
                                                std::optional<std::size_t> clients)
{
    privacy::PrivacyFacts facts;
    facts.delta = bound.delta;
    facts.clients = clients;
    if (privacy::isSubsampled(event))
        facts.participation = privacy::Participation::Unstated;
    if (bound.kind == privacy::BoundKind::Nominal)
        setAccountedBeside(facts, event, bound, tolerance);
    return privacy::privacyWarnings(facts);
}

} // namespace undertone::cli
