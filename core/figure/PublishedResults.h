#pragma once

#include "core/experiment/ExperimentResult.h"

#include <optional>
#include <string>
#include <vector>

namespace undertone::figure {

/// A result of the papers whose attack and defence are reproduced here (resources/reference/feng.csv): Feng
/// et al. 2021 (arXiv:2112.13416) and 2022 (arXiv:2204.02500; attack values read off its figures, +-0.5
/// points), Emo-Base features, dropout 0.2, the first layer.
struct PublishedResult
{
    std::string corpus;                                 ///< the private one
    double nominalEpsilon = 0;                          ///< infinite: no defence
    std::optional<attack::LeakedUpdates> leakedUpdates; ///< absent: SER
    double uar = 0;
    std::string source;
};

/// Those that a study may be laid beside: of its private corpus and algorithm; for a study of `udp` on other
/// speech those of CREMA-D. None for other defences and attributes.
std::vector<PublishedResult> publishedFor(const experiment::ExperimentRecord& record);

} // namespace undertone::figure
