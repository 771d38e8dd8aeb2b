#include "core/experiment/RepresentationCost.h"

#include "core/experiment/InputRules.h"

#include <algorithm>

namespace undertone::experiment {

namespace {

constexpr double framesPerSecond = 100;
constexpr double usualShareOfEpochs = 0.6; ///< before the training stops early

} // namespace

double epochSeconds(const representation::RepresentationSpec& spec, double frames, double utterances)
{
    double seconds = 1e-4 * utterances;
    const auto layers = static_cast<double>(spec.encoder.gruLayers);
    if (reads(spec.inputs, representation::Input::Acoustic))
        seconds += 6e-6 * frames * static_cast<double>(spec.encoder.kernels) / 64;
    if (reads(spec.inputs, representation::Input::Text))
        seconds += 3e-4 * utterances * layers;
    return seconds;
}

double vectorAttackSeconds(const representation::RepresentationSpec& spec, double utterances)
{
    return 1e-3 * utterances * static_cast<double>(spec.attackers.size());
}

double roughTrialSeconds(const ExperimentSpec& spec, const std::vector<corpus::Corpus>& corpora)
{
    double frames = 0;
    double utterances = 0;
    const auto& names = spec.privateSide.corpora;
    for (const auto& corpus : corpora)
        if (std::find(names.begin(), names.end(), corpus.name) != names.end())
            for (const auto& utterance : corpus.utterances) {
                frames += framesPerSecond * utterance.seconds;
                utterances += 1;
            }
    const auto& own = *spec.representation;
    return usualShareOfEpochs * static_cast<double>(own.epochs) * epochSeconds(own, frames, utterances) +
           static_cast<double>(own.adversary.size()) * vectorAttackSeconds(own, utterances);
}

} // namespace undertone::experiment
