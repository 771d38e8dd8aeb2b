#include "core/experiment/StudyCost.h"

#include "core/attack/AttackCost.h"

#include <algorithm>
#include <set>
#include <string>

namespace undertone::experiment {

namespace {

constexpr double secondsOfRound = 0.01;   ///< performance target of a round with 8 clients
constexpr std::size_t usualColumns = 988; ///< of the default feature set

bool contains(const std::vector<std::string>& names, const std::string& name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Clients of a side; a corpus that is on both is divided.
double clientsOf(const std::vector<std::string>& side, const std::vector<std::string>& other,
                 const std::vector<corpus::Corpus>& corpora, const federation::FederationSpec& federation)
{
    double clients = 0;
    for (const auto& corpus : corpora) {
        if (!contains(side, corpus.name))
            continue;
        std::set<std::string> speakers;
        for (const auto& utterance : corpus.utterances)
            speakers.insert(utterance.speaker);
        clients += static_cast<double>(speakers.size()) / (contains(other, corpus.name) ? 2 : 1);
    }
    return clients * static_cast<double>(federation.shardsPerSpeaker);
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
    load.privateClients = clientsOf(names, shadows, corpora, spec.federation);
    load.privateUpdates = updates(load.privateClients);
    const double shadowClients = clientsOf(shadows, names, corpora, spec.federation);
    load.shadowClients = federations * shadowClients;
    load.shadowUpdates = federations * updates(shadowClients);
    auto inputs = usualColumns;
    auto sizes = spec.model.hidden;
    sizes.push_back(spec.emotions.size());
    for (const auto outputs : sizes) {
        load.layers.push_back({outputs, inputs});
        inputs = outputs;
    }
    return load;
}

} // namespace

double roughSeconds(const std::vector<TrialSpec>& trials, const std::vector<corpus::Corpus>& corpora)
{
    double sum = 0;
    for (const auto& trial : trials) {
        const auto load = loadOf(trial.spec, corpora);
        const double training = secondsOfRound * static_cast<double>(trial.spec.federation.rounds);
        sum += training + attack::evaluationSeconds(trial.spec.attack, load);
        if (trial.fold == 0) // all folds share the shadow side
            sum += training * static_cast<double>(trial.spec.shadowSide.federations) +
                   attack::fitSeconds(trial.spec.attack, load);
    }
    return sum;
}

} // namespace undertone::experiment
