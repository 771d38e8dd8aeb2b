#pragma once

#include "core/attack/LeakageReport.h"
#include "core/federation/FederatedTraining.h"
#include "core/federation/RoundRecord.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace undertone::experiment {

/// A federation, finished or on its way.
struct FederationRecord
{
    std::vector<federation::RoundRecord> rounds;
    federation::FederationState state;
    /// What is kept of its updates, by the keeper's name: where each keeper stands.
    std::map<std::string, std::string> kept;

    std::string serialize() const;
    static std::optional<FederationRecord> deserialize(std::string_view bytes); ///< nullopt when damaged
};

std::string serializeReport(const attack::LeakageReport& report);
std::optional<attack::LeakageReport> deserializeReport(std::string_view bytes); ///< nullopt when damaged

} // namespace undertone::experiment
