#pragma once

#include "core/base/Progress.h"
#include "core/corpus/Corpus.h"
#include "core/corpus/ImportReport.h"

#include <filesystem>
#include <string>
#include <vector>

namespace undertone::corpus {

struct ImportOptions
{
    std::string layout = "auto"; ///< or one of layoutNames()
    std::string name;
    unsigned workers = 1;
};

struct ImportResult
{
    Corpus corpus;
    ImportReport report;
};

std::vector<std::string> layoutNames();

/// Reads a corpus in its owner's layout and audits every file; stores nothing. `auto`: a manifest.csv wins,
/// then the layout that explains most files. The same on any number of workers.
/// @throws Error InvalidCorpus (file, row, remedy), NotFound, Cancelled.
ImportResult importCorpus(const std::filesystem::path& folder, const ImportOptions& options,
                          base::Progress& progress);

} // namespace undertone::corpus
