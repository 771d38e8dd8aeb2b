#include "core/experiment/StudyCost.h"

#include "core/attack/AttackCost.h"
#include "core/experiment/HeldOutSpeakers.h"
#include "core/experiment/RepresentationCost.h"
#include "core/features/FeatureFamilies.h"
#include "core/features/FeatureSet.h"

#include <algorithm>
#include <set>
#include <string>

namespace undertone::experiment {

namespace {

constexpr double secondsOfRound = 0.01;   ///< performance target of a round with 8 clients
constexpr double trainingShare = 0.8;     ///< of a client's utterances
constexpr double forwardShare = 0.3;      ///< of a pass forward and backward
constexpr std::size_t usualColumns = 988; ///< of the default feature set
constexpr auto usualSet = "functionals";
constexpr double bytesOfProgram = 3e8; ///< with the engine, before it has any data

bool contains(const std::vector<std::string>& names, const std::string& name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool seesSums(const ExperimentSpec& spec)
{
    return spec.threat.sees == privacy::Sees::Sum;
}

/// Contrasts of sums take their thresholds from fits on the folds of the shadow speakers.
double fitsOf(const ExperimentSpec& spec)
{
    const auto kind = spec.attack.kind;
    const bool hasFolds =
        seesSums(spec) && kind != attack::AttackKind::Cnn && kind != attack::AttackKind::Data;
    return hasFolds ? 1 + static_cast<double>(mostSpeakerFolds) : 1;
}

struct Side
{
    double clients = 0;
    double utterances = 0;
};

/// A corpus that is on both sides is divided.
Side sideOf(const std::vector<std::string>& side, const std::vector<std::string>& other,
            const std::vector<corpus::Corpus>& corpora, const federation::FederationSpec& federation)
{
    Side sum;
    for (const auto& corpus : corpora) {
        if (!contains(side, corpus.name))
            continue;
        std::set<std::string> speakers;
        for (const auto& utterance : corpus.utterances)
            speakers.insert(utterance.speaker);
        const double share = contains(other, corpus.name) ? 0.5 : 1;
        sum.clients += share * static_cast<double>(speakers.size());
        sum.utterances += share * static_cast<double>(corpus.utterances.size());
    }
    sum.clients *= static_cast<double>(federation.shardsPerSpeaker);
    return sum;
}

attack::AttackLoad loadOf(const ExperimentSpec& spec, const std::vector<corpus::Corpus>& corpora)
{
    const auto& names = spec.privateSide.corpora;
    const auto& shadows = spec.shadowSide.corpora;
    const auto federations = static_cast<double>(spec.shadowSide.federations);
    const auto updates = [&](double clients) {
        return static_cast<double>(spec.federation.rounds) *
               std::max(1.0, spec.federation.clientFraction * clients);
    };
    attack::AttackLoad load;
    load.privateClients = sideOf(names, shadows, corpora, spec.federation).clients;
    load.privateUpdates =
        seesSums(spec) ? static_cast<double>(spec.federation.rounds) : updates(load.privateClients);
    const auto shadow = sideOf(shadows, names, corpora, spec.federation);
    load.shadowClients = federations * shadow.clients;
    load.shadowUpdates = federations * updates(shadow.clients);
    load.clientRows = trainingShare * shadow.utterances / std::max(1.0, shadow.clients);
    auto inputs = usualColumns;
    auto sizes = spec.model.hidden;
    sizes.push_back(spec.emotions.size());
    for (const auto outputs : sizes) {
        load.layers.push_back({outputs, inputs});
        inputs = outputs;
    }
    if (spec.attack.families)
        for (const auto& family : features::familiesOf(features::featureSet(usualSet).columns()))
            load.familyColumns.push_back(family.columns.size());
    return load;
}

double roundSeconds(const ExperimentSpec& spec, const std::vector<corpus::Corpus>& corpora)
{
    if (!spec.representation)
        return secondsOfRound;
    const auto& federation = spec.federation;
    const double passes =
        trainingShare * federation.clientFraction * static_cast<double>(federation.localEpochs) +
        (1 - trainingShare) * forwardShare;
    return passes * roughEpochSeconds(spec, corpora);
}

} // namespace

double roughSeconds(const std::vector<TrialSpec>& trials, const std::vector<corpus::Corpus>& corpora)
{
    double sum = 0;
    for (const auto& trial : trials) {
        if (trial.spec.kind == StudyKind::Representation) {
            sum += roughTrialSeconds(trial.spec, corpora);
            continue;
        }
        const auto load = loadOf(trial.spec, corpora);
        const double training =
            roundSeconds(trial.spec, corpora) * static_cast<double>(trial.spec.federation.rounds);
        if (trial.spec.representation)
            sum += embeddingAttackSeconds(trial.spec, corpora);
        sum += training + attack::evaluationSeconds(trial.spec.attack, load);
        if (const auto& audit = trial.spec.audit) // what the canaries train, the auditor trains too
            sum += training *
                   (1 + 2 * static_cast<double>(audit->canaries) / std::max(1.0, load.privateClients));
        if (trial.fold > 0) // all folds share the shadow side
            continue;
        sum += training * static_cast<double>(trial.spec.shadowSide.federations);
        sum += fitsOf(trial.spec) * attack::fitSeconds(trial.spec.attack, load);
        if (trial.spec.attack.kind != attack::AttackKind::Data) {
            attack::AttackSpec ceiling;
            ceiling.kind = attack::AttackKind::Data;
            sum += attack::fitSeconds(ceiling, load);
        }
    }
    return sum;
}

double roughBytes(const std::vector<TrialSpec>& trials, const std::vector<corpus::Corpus>& corpora,
                  unsigned workers)
{
    double utterances = 0;
    for (const auto& corpus : corpora)
        utterances += static_cast<double>(corpus.utterances.size());
    const double table = utterances * static_cast<double>(usualColumns) * sizeof(float);
    double attack = 0, frames = 0;
    for (const auto& trial : trials) {
        attack = std::max(attack, attack::memoryBytes(trial.spec.attack, loadOf(trial.spec, corpora)));
        frames = std::max(frames, frameBytes(trial.spec, corpora, workers));
    }
    // The tables as they were read, put together, and normalised by each worker.
    return bytesOfProgram + table * (2 + workers) + frames + attack;
}

} // namespace undertone::experiment
