#pragma once

#include "core/session/JobQueue.h"
#include "core/session/Workspace.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace undertone::session {

// What a job on corpora and features does; nothing is stored half. The workspace outlives the job.

JobRequest importJob(Workspace& workspace, const std::filesystem::path& folder, const std::string& layout,
                     const std::string& name);
JobRequest inspectionJob(const std::filesystem::path& folder, const std::string& layout);
JobRequest demoCorpusJob(Workspace& workspace, const std::string& name, std::size_t speakers,
                         std::uint64_t seed);
/// `outFile` may be empty: then the features are only kept in the cache.
JobRequest extractionJob(Workspace& workspace, const std::string& corpus, const std::string& set,
                         const std::filesystem::path& outFile);
JobRequest featureImportJob(Workspace& workspace, const std::string& corpus, const std::string& set,
                            const std::filesystem::path& file);

} // namespace undertone::session
