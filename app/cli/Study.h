#pragma once

#include "app/cli/Program.h"

namespace undertone::cli {

struct StudyOptions
{
    session::RunOptions run;
    std::vector<std::string> changes; ///< path=value
};

void addRunOptions(CLI::App& command, StudyOptions& options);

/// The document with the changes made. @throws Error.
experiment::ExperimentSpec specWith(std::string document, const StudyOptions& options,
                                    const std::string& source);

struct StudyEnd
{
    std::string id;
    experiment::ExperimentState state;
};

/// Waits for the study and prints what it found; one that was cancelled says on standard error how to go on.
/// @throws Error when it failed.
StudyEnd finishStudy(Program& program, session::JobId job);

} // namespace undertone::cli
