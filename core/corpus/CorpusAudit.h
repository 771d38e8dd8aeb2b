#pragma once

#include "core/base/Progress.h"
#include "core/corpus/CorpusLayout.h"

#include <filesystem>

namespace undertone::corpus {

/// Decodes every clip, fills in `seconds` and `audioHash`, takes out what is unreadable or empty and reports
/// what is suspicious. Exact duplicates (equal decoded samples) stay and are reported. The result does not
/// depend on the number of workers. @throws Cancelled.
void auditAudio(const std::filesystem::path& folder, LayoutReading& reading, unsigned workers,
                base::Progress& progress);

/// The tables of the report, and the findings that need no audio: cut recordings, one-emotion speakers.
ImportReport summarize(const std::string& layout, LayoutReading& reading);

} // namespace undertone::corpus
