#pragma once

#include "core/experiment/Sweep.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace undertone::experiment {

/// An utterance of a test speaker in the plane of its trial's first two principal components.
struct EmbeddedUtterance
{
    std::string corpus;
    std::string path; ///< in the corpus
    std::string speaker;
    std::string emotion;
    std::map<std::string, std::string> attributes; ///< the attacked ones, where it has a value
    double x = 0;
    double y = 0;
    bool operator==(const EmbeddedUtterance&) const = default;
};

/// What one trial's encoder made of the speech of its test speakers. The components are those of the training
/// speakers' embeddings.
struct EmbeddingMap
{
    double xShare = 0; ///< of the training embeddings' variance that lies along x
    double yShare = 0;
    std::vector<EmbeddedUtterance> utterances;
};

/// A map with its trial's place in the study.
struct TrialMap
{
    SweepPoint sweep;
    std::size_t fold = 0;
    std::uint64_t seed = 0;
    EmbeddingMap map;
};

} // namespace undertone::experiment
