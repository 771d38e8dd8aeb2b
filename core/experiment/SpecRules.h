#pragma once

#include "core/experiment/ExperimentSpec.h"

namespace undertone::experiment {

/// Refuses combinations that make no sense, with the reason. @throws Error InvalidSpecification.
void checkRules(const ExperimentSpec& spec, const std::string& source);

/// Rate of an algorithm as published (Feng et al. 2021): local Adam, or the server's step for FedSGD.
double publishedLearningRate(federation::Algorithm algorithm);

} // namespace undertone::experiment
