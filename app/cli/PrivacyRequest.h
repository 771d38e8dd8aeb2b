#pragma once

#include "core/session/PrivacyAnalysis.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace undertone::cli {

/// Releases and an accountant, as options give them.
struct PrivacyRequest
{
    std::string accountant = "pld";
    std::optional<double> noiseMultiplier;
    std::optional<double> sampleRate;
    std::optional<double> steps;
    std::string sampling;
    std::string relation = "add-remove";
    double tolerance = privacy::defaultTolerance;
    std::optional<double> delta;
    std::optional<double> epsilon;
};

/// Options that every request takes: all but noise multiplier, delta and epsilon.
void addRequestOptions(CLI::App& command, PrivacyRequest& request);

/// @throws Error InvalidRequest that names the option.
double required(const std::optional<double>& value, const char* option);
/// A whole number of at least 1 and at most 1e12. @throws Error InvalidRequest that names the option.
std::size_t countOf(double value, const char* option);

/// The event of a request; what it does not say is one release of everyone, without noise.
/// @throws Error InvalidRequest.
privacy::PrivacyEvent eventOf(const PrivacyRequest& request);
std::unique_ptr<privacy::Accountant> accountantOf(const PrivacyRequest& request);

/// What is wrong with claiming this bound for this event.
std::vector<privacy::PrivacyWarning> warningsOf(const privacy::PrivacyEvent& event,
                                                const privacy::PrivacyBound& bound, double tolerance,
                                                std::optional<std::size_t> clients = {});

} // namespace undertone::cli
