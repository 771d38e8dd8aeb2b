#pragma once

#include "core/session/JobQueue.h"
#include "core/session/LoadedEngine.h"
#include "core/session/Workspace.h"

#include <filesystem>
#include <string>

namespace undertone::session {

// What a job on encoders does; nothing is stored half. The workspace and the engine outlive the job.

/// A TorchScript encoder's vectors of a corpus as one of its feature sets.
JobRequest encoderImportJob(Workspace& workspace, LoadedEngine& engine, const std::string& corpus,
                            const std::string& set, const EncoderFile& encoder);
/// The same as a file.
JobRequest representationJob(Workspace& workspace, LoadedEngine& engine, const std::string& corpus,
                             const EncoderFile& encoder, const std::filesystem::path& outFile);
/// The encoder of a trial of a study, as TorchScript.
JobRequest encoderExportJob(Workspace& workspace, LoadedEngine& engine, const std::string& experimentId,
                            const TrialChoice& choice, const std::filesystem::path& outFile);

} // namespace undertone::session
