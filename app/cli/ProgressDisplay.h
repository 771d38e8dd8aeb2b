#pragma once

#include "core/session/Session.h"

#include <chrono>

namespace undertone::cli {

/// Shows where a job stands on standard error: a bar with the time left on a terminal, else a plain line
/// every five seconds. A study's id is shown when there is something of it to keep.
class ProgressDisplay
{
public:
    ProgressDisplay(session::Session& session, session::JobId job);
    ~ProgressDisplay();
    ProgressDisplay(const ProgressDisplay&) = delete;
    ProgressDisplay& operator=(const ProgressDisplay&) = delete;

private:
    void show(const session::JobEvent& event);
    void showStart(const session::JobEvent& event);
    void showBar(const base::ProgressUpdate& progress) const;
    void showLine(const base::ProgressUpdate& progress);

    session::Session& m_session;
    session::JobId m_job;
    bool m_isTerminal;
    bool m_isStartShown = false;
    std::chrono::steady_clock::time_point m_lastLine;
    int m_subscription;
};

} // namespace undertone::cli
