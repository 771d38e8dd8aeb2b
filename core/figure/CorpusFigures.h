#pragma once

#include "core/corpus/Corpus.h"
#include "core/figure/FigureSpec.h"

#include <vector>

namespace undertone::figure {

/// speakers: by each attribute's values; emotions: clips of each speaker by emotion; durations: of the clips.
std::vector<FigureSpec> corpusFigures(const corpus::Corpus& corpus);

} // namespace undertone::figure
