#include "app/cli/ProgressDisplay.h"

#include "app/cli/Text.h"

#include <fmt/format.h>

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

namespace undertone::cli {

namespace {

constexpr std::chrono::seconds linePause{5};
constexpr int barWidth = 24;
constexpr const char* clearLine = "\r\033[K";

std::size_t terminalWidth()
{
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 80;
    return size.ws_col;
}

std::string numbers(const base::ProgressUpdate& progress)
{
    const auto left = durationText(progress.secondsLeft);
    return fmt::format("{:3.0f} %{}", std::floor(progress.fraction * 100),
                       left.empty() ? "" : ", " + left + " left");
}

} // namespace

ProgressDisplay::ProgressDisplay(session::Session& session, session::JobId job)
    : m_session(session), m_job(job), m_isTerminal(::isatty(STDERR_FILENO) == 1),
      m_lastLine(std::chrono::steady_clock::now()),
      m_subscription(session.subscribe([this](const session::JobEvent& event) { show(event); }))
{
}

ProgressDisplay::~ProgressDisplay()
{
    m_session.unsubscribe(m_subscription);
    if (m_isTerminal)
        writeNote(clearLine);
}

void ProgressDisplay::show(const session::JobEvent& event)
{
    if (event.job != m_job)
        return;
    if (event.kind == session::JobEventKind::ResultsChanged)
        showStart(event);
    else if (event.kind == session::JobEventKind::Progressed && m_isTerminal)
        showBar(event.progress);
    else if (event.kind == session::JobEventKind::Progressed)
        showLine(event.progress);
}

void ProgressDisplay::showStart(const session::JobEvent& event)
{
    if (m_isStartShown || m_session.experiment(event.experimentId).curves.empty())
        return;
    m_isStartShown = true;
    writeNote(fmt::format("{}study {}\n", m_isTerminal ? clearLine : "", event.experimentId));
}

void ProgressDisplay::showBar(const base::ProgressUpdate& progress) const
{
    const int full = static_cast<int>(std::clamp(progress.fraction, 0.0, 1.0) * barWidth);
    std::string bar(static_cast<std::size_t>(full), '=');
    bar.resize(barWidth, ' ');
    auto text = fmt::format("[{}] {}  {}", bar, numbers(progress), progress.stage);
    text.resize(std::min(text.size(), terminalWidth() - 1));
    writeNote(clearLine + text);
}

void ProgressDisplay::showLine(const base::ProgressUpdate& progress)
{
    const auto now = std::chrono::steady_clock::now();
    if (now - m_lastLine < linePause)
        return;
    m_lastLine = now;
    printNote(fmt::format("{}: {}", numbers(progress), progress.stage));
}

} // namespace undertone::cli
