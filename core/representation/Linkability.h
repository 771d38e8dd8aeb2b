#pragma once

#include "core/base/SeedTree.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <vector>

namespace undertone::representation {

/// How alike two vectors are.
enum class Similarity {
    Cosine,
    Euclid, ///< less the distance
};

/// Pairs of one speaker's utterances with each other, or with those of other speakers.
struct SpeakerPairs
{
    std::size_t speaker = 0;
    bool areSame = false;
    std::vector<double> similarities;
};

/// For every speaker `pairs` random pairs of two of its vectors, and as many of one of its and one of another
/// speaker's. A speaker with one vector has no pairs of the first kind. Vectors: n x d, standardised as the
/// attacker sees fit. The same pairs for every similarity.
std::vector<SpeakerPairs> similarPairs(Similarity similarity, const at::Tensor& vectors,
                                       const std::vector<std::size_t>& speakers, std::size_t pairs,
                                       const base::SeedTree& seed);

/// Area under the ROC of all pairs: how well similarity tells same speakers from different ones.
double areaUnderPairs(const std::vector<SpeakerPairs>& pairs);

/// The similarity at which as large a share of the pairs of one speaker lies below as of those of two lies at
/// it or above (the equal error rate's threshold), as near as the pairs allow.
double equalErrorThreshold(const std::vector<SpeakerPairs>& pairs);

} // namespace undertone::representation
