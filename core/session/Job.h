#pragma once

#include "core/session/JobQueue.h"

namespace undertone::session {

/// A job while it lives.
struct Job
{
    JobId id = 0;
    JobRequest request;
    std::stop_source stop;

    std::mutex transition; ///< beginning and concluding exclude each other
    bool begun = false;
    bool concluded = false;

    // Guarded by the queue's m_mutex.
    base::ProgressUpdate latest;
    bool unannounced = false; ///< `latest` has not been announced
    std::chrono::steady_clock::time_point lastAnnounced{};
    std::optional<std::chrono::steady_clock::time_point> cancelDeadline;
    std::shared_ptr<const corpus::ImportReport> report;

    bool silent = false; ///< the terminal event has been announced; guarded by the queue's m_listening
};

} // namespace undertone::session
