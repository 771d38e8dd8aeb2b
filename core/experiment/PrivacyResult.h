#pragma once

#include "core/attack/AttackSpec.h"
#include "core/privacy/PrivacySpec.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace undertone::experiment {

/// Accounted epsilons of what was released about somebody; infinite when nothing stands between the observer
/// and the clients.
struct EpsilonReading
{
    double oneUpdate = 0;
    std::map<attack::LeakedUpdates, double> leaked; ///< for the numbers of updates that the attack is given
    double allRounds = 0;
    bool operator==(const EpsilonReading&) const = default;
};

/// What a trial's private federation has spent, to the observer of its threat model.
struct PrivacySpent
{
    double nominal = 0;   ///< of the budget as it is named (privacy::BudgetReader::nominal)
    EpsilonReading worst; ///< of the worst client
    std::optional<double>
        speakerRounds; ///< of all rounds for the worst speaker, where one is several clients
    privacy::Guarantee guarantee = privacy::Guarantee::None;
    double delta = 0; ///< of the accounted epsilons
    double sigma = 0; ///< least deviation of the noise that anyone adds (central: of the sum)
    bool operator==(const PrivacySpent&) const = default;
};

/// A client in a round that it took part in.
struct ClientPrivacy
{
    std::size_t client = 0;
    double noiseMultiplier = 0; ///< of its event in this round
    EpsilonReading reading;     ///< after this round
    bool operator==(const ClientPrivacy&) const = default;
};

/// One round in the ledger: what was released, and what has been spent after it.
struct RoundPrivacy
{
    std::size_t round = 0;
    privacy::PrivacyEvent event; ///< with the least multiplier of the cohort
    double clip = 0;
    std::vector<ClientPrivacy> clients; ///< who took part
    PrivacySpent spent;
    bool operator==(const RoundPrivacy&) const = default;
};

/// The ledger of one trial.
struct TrialLedger
{
    std::vector<std::pair<std::string, std::string>> point; ///< SweepPoint
    std::size_t fold = 0;
    std::uint64_t seed = 0;
    std::vector<RoundPrivacy> rounds;
};

} // namespace undertone::experiment
