#include "core/session/DefencePreview.h"

#include "core/corpus/SpeakerSplit.h"
#include "core/experiment/StudyWarnings.h"
#include "core/federation/ClientSampler.h"
#include "core/privacy/BudgetReader.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace undertone::session {

using experiment::ExperimentSpec;
using privacy::BudgetReader;
using privacy::MechanismKind;
using privacy::ThreatModel;

namespace {

constexpr ThreatModel serverOfUpdates{privacy::Observer::Server, privacy::Sees::Update, true};
constexpr std::size_t someUtterances = 40; ///< where they are not known; epsilon does not depend on them

bool contains(const std::vector<std::string>& names, const std::string& name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// The log of a client that takes part as often as is expected, and of every round.
privacy::ReleaseLog expectedLog(const ExperimentSpec& spec, const privacy::MechanismPlan& plan,
                                std::size_t samples, std::size_t participations)
{
    const auto mechanism = privacy::makeMechanism(plan);
    privacy::ReleaseLog log;
    for (std::size_t round = 0; round < spec.federation.rounds; ++round) {
        const bool takesPart = round < participations;
        privacy::recordRound(log, *mechanism, plan.clip,
                             takesPart ? std::vector<std::size_t>{0} : std::vector<std::size_t>{}, {samples});
    }
    return log;
}

/// Cohorts of a fixed size are whole clients; where these are not known, q is their share.
privacy::FederationFacts factsOf(const ExperimentSpec& spec, std::size_t clients)
{
    const double q = spec.federation.clientFraction;
    const bool isWhole = spec.privacy.sampling == privacy::Sampling::FixedSize && clients > 0;
    return {q, spec.federation.rounds,
            isWhole ? federation::expectedClients(q, clients, spec.privacy.sampling) /
                          static_cast<double>(clients)
                    : q};
}

std::optional<double> sigmaOf(const privacy::MechanismPlan& plan, std::size_t samples)
{
    const auto mechanism = privacy::makeMechanism(plan);
    const double ofServer = mechanism->serverNoise(plan.clip);
    if (ofServer > 0)
        return ofServer;
    const bool dependsOnSamples = plan.kind == MechanismKind::Udp && !plan.sigma;
    if (dependsOnSamples && samples == 0)
        return std::nullopt;
    return mechanism->clientNoise(plan.clip, std::max<std::size_t>(samples, 1));
}

std::vector<std::string> warningsOf(const ExperimentSpec& spec, const ClientEstimate& clients,
                                    const DefencePreview& preview, double nominal)
{
    experiment::PrivacySpent spent;
    spent.nominal = nominal;
    spent.worst.allRounds = preview.allRounds;
    spent.guarantee = preview.guarantee;
    spent.delta = preview.delta;
    return experiment::defenceWarnings(spec, clients.clients, spent);
}

} // namespace

ClientEstimate estimateClients(const ExperimentSpec& spec, const std::vector<corpus::Corpus>& privateCorpora)
{
    std::size_t speakers = 0;
    std::size_t privateSpeakers = 0;
    std::size_t utterances = 0;
    for (const auto& corpus : privateCorpora) {
        std::set<std::string> ofCorpus;
        for (const auto& utterance : corpus.utterances)
            if (contains(spec.emotions, utterance.emotion)) {
                ofCorpus.insert(utterance.speaker);
                ++utterances;
            }
        speakers += ofCorpus.size();
        privateSpeakers += ofCorpus.size() / (contains(spec.shadowSide.corpora, corpus.name) ? 2 : 1);
    }
    const std::size_t clients = privateSpeakers * spec.federation.shardsPerSpeaker;
    if (clients == 0)
        return {};
    const std::size_t held = utterances / (speakers * spec.federation.shardsPerSpeaker);
    std::size_t each = held - corpus::validationShare(held);
    if (spec.federation.algorithm == federation::Algorithm::FedSgd)
        each = std::min(each, spec.federation.batchSize);
    return {clients, std::max<std::size_t>(each, 1)};
}

DefencePreview previewDefence(const ExperimentSpec& spec, const ClientEstimate& clients)
{
    DefencePreview preview;
    preview.addsNoise = privacy::addsNoise(privacy::effectiveMechanism(spec.privacy));
    if (!preview.addsNoise)
        return preview;
    const double q = spec.federation.clientFraction;
    const auto facts = factsOf(spec, clients.clients);
    const auto plan = privacy::planMechanism(spec.privacy, facts);
    const auto samples = clients.utterances > 0 ? clients.utterances : someUtterances;
    preview.participations =
        static_cast<std::size_t>(std::ceil(q * static_cast<double>(spec.federation.rounds) - 1e-9));
    const auto log = expectedLog(spec, plan, samples, preview.participations);
    const BudgetReader reader(spec.privacy, spec.threat, facts);
    preview.noiseMultiplier = plan.noiseMultiplier;
    preview.sigma = sigmaOf(plan, clients.utterances);
    preview.utterances = plan.kind == MechanismKind::Udp && !plan.sigma ? clients.utterances : 0;
    preview.oneUpdate = reader.worst(log, 1);
    preview.allRounds = reader.worst(log);
    preview.allRoundsServer = BudgetReader(spec.privacy, serverOfUpdates, facts).worst(log);
    preview.delta = reader.delta();
    preview.guarantee = reader.guarantee();
    preview.warnings = warningsOf(spec, clients, preview, reader.nominal(log, spec.federation.rounds));
    return preview;
}

} // namespace undertone::session
