#pragma once

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/corpus/ImportReport.h"

#include <cstdint>
#include <memory>
#include <string>

namespace undertone::session {

using JobId = std::uint64_t;

enum class JobEventKind {
    Started,
    Progressed,
    ResultsChanged, ///< new rounds or cells are in the store
    Succeeded,      ///< terminal
    Failed,         ///< terminal
    Cancelled,      ///< terminal
};

struct JobEvent
{
    JobId job = 0;
    JobEventKind kind = JobEventKind::Started;
    std::string title;        ///< what the job is, in words
    std::string experimentId; ///< of a run, else empty
    base::ProgressUpdate progress;
    std::shared_ptr<const Error> error;                 ///< Failed
    std::shared_ptr<const corpus::ImportReport> report; ///< Succeeded, imports and inspections

    bool isTerminal() const { return kind >= JobEventKind::Succeeded; }
};

} // namespace undertone::session
