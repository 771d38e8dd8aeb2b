#include "core/experiment/RepresentationCost.h"

#include "core/experiment/InputRules.h"

#include <algorithm>

namespace undertone::experiment {

namespace {

constexpr double framesPerSecond = 100;
constexpr double bytesOfFrame = 40 * sizeof(float);
constexpr double usualShareOfEpochs = 0.6; ///< before the training stops early

struct Size
{
    double frames = 0;
    double utterances = 0;
};

Size sizeOf(const ExperimentSpec& spec, const std::vector<corpus::Corpus>& corpora)
{
    Size size;
    const auto& names = spec.privateSide.corpora;
    for (const auto& corpus : corpora)
        if (std::find(names.begin(), names.end(), corpus.name) != names.end())
            for (const auto& utterance : corpus.utterances) {
                size.frames += framesPerSecond * utterance.seconds;
                size.utterances += 1;
            }
    return size;
}

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

double roughEpochSeconds(const ExperimentSpec& spec, const std::vector<corpus::Corpus>& corpora)
{
    const auto size = sizeOf(spec, corpora);
    return epochSeconds(*spec.representation, size.frames, size.utterances);
}

double embeddingAttackSeconds(const ExperimentSpec& spec, const std::vector<corpus::Corpus>& corpora)
{
    const auto& own = *spec.representation;
    return static_cast<double>(own.adversary.size()) *
           vectorAttackSeconds(own, sizeOf(spec, corpora).utterances);
}

double roughTrialSeconds(const ExperimentSpec& spec, const std::vector<corpus::Corpus>& corpora)
{
    return usualShareOfEpochs * static_cast<double>(spec.representation->epochs) *
               roughEpochSeconds(spec, corpora) +
           embeddingAttackSeconds(spec, corpora);
}

double frameBytes(const ExperimentSpec& spec, const std::vector<corpus::Corpus>& corpora, unsigned workers)
{
    if (!spec.representation || !reads(spec.representation->inputs, representation::Input::Acoustic))
        return 0;
    double seconds = 0;
    for (const auto& corpus : corpora)
        for (const auto& utterance : corpus.utterances)
            seconds += utterance.seconds;
    const double copies = spec.features.normalization == "global" ? 1 + workers : 1;
    return bytesOfFrame * framesPerSecond * seconds * copies;
}

} // namespace undertone::experiment
