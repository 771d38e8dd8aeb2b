#pragma once

#include "core/base/SeedTree.h"
#include "core/corpus/Corpus.h"

#include <string>
#include <vector>

namespace undertone::tests {

struct RandomCorpusShape
{
    std::vector<std::size_t> speakersByValue = {6, 6}; ///< speakers with gender F, M, X
    std::size_t clips = 12;                            ///< of a speaker, at most
    std::size_t clipsPerRecording = 1;
    std::size_t speakersPerRecording = 1;
};

/// A corpus without audio: speakers `prefix`0, 1, ... in mixed order of gender, each with every emotion.
inline corpus::Corpus randomCorpus(const std::string& prefix, const RandomCorpusShape& shape,
                                   base::RandomStream& random)
{
    static const std::vector<std::string> genders = {"F", "M", "X"};
    static const std::vector<std::string> emotions = {"neu", "hap", "sad", "ang"};
    std::vector<std::string> genderOf;
    for (std::size_t value = 0; value < shape.speakersByValue.size(); ++value)
        genderOf.insert(genderOf.end(), shape.speakersByValue[value], genders[value]);
    corpus::Corpus result;
    result.name = prefix;
    for (const auto speaker : random.permutation(genderOf.size())) {
        const std::size_t clips = emotions.size() + random.below(shape.clips);
        for (std::size_t clip = 0; clip < clips; ++clip) {
            corpus::Utterance utterance;
            utterance.speaker = prefix + std::to_string(speaker);
            utterance.path = utterance.speaker + "_" + std::to_string(clip) + ".wav";
            utterance.emotion = emotions[clip % emotions.size()];
            utterance.attributes["gender"] = genderOf[speaker];
            if (shape.clipsPerRecording > 1)
                utterance.recording = "r" + std::to_string(speaker / shape.speakersPerRecording) + "_" +
                                      std::to_string(clip / shape.clipsPerRecording);
            result.utterances.push_back(utterance);
        }
    }
    return result;
}

} // namespace undertone::tests
