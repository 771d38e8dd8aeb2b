#pragma once

#include "core/experiment/ExperimentResult.h"

#include <QString>

namespace undertone::widgets {

/// Where a study's numbers come from, as far as its record says: id, moment, corpora, folds, seeds. Rich
/// text.
QString provenanceWords(const experiment::ExperimentRecord& record);

} // namespace undertone::widgets
