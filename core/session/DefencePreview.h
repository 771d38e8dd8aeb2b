#pragma once

#include "core/corpus/Corpus.h"
#include "core/experiment/ExperimentSpec.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace undertone::session {

/// How many clients a federation will have, and how much of what they hold the noise of `udp` depends on.
struct ClientEstimate
{
    std::size_t clients = 0;    ///< 0: not known, its corpora are not there
    std::size_t utterances = 0; ///< of a client, on the average
};
ClientEstimate estimateClients(const experiment::ExperimentSpec& spec,
                               const std::vector<corpus::Corpus>& privateCorpora);

/// What a defence will come to before it runs, as it stands without the sweep. The epsilons are upper bounds
/// for a client who takes part as often as is expected, `participations` of the rounds.
struct DefencePreview
{
    bool addsNoise = false;      ///< without, the rest says nothing
    double noiseMultiplier = 0;  ///< deviation / C; `udp`: / (2 C / n)
    std::optional<double> sigma; ///< nullopt where it depends on utterances that are not known
    std::size_t utterances = 0;  ///< that sigma is for, where it depends on them
    std::size_t participations = 0;
    double oneUpdate = 0;       ///< to the study's observer; infinite when it sees what has no noise
    double allRoundsServer = 0; ///< to a server that sees every update
    double allRounds = 0;       ///< to the study's observer
    double delta = 0;           ///< of the epsilons
    privacy::Guarantee guarantee = privacy::Guarantee::None;
    std::vector<std::string> warnings;
};

/// Takes up to a second where noise is calibrated. @throws Error InvalidRequest for a budget that no noise
/// reaches.
DefencePreview previewDefence(const experiment::ExperimentSpec& spec, const ClientEstimate& clients);

} // namespace undertone::session
