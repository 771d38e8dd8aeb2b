#include "core/base/Progress.h"

#include "core/base/Error.h"

#include <algorithm>
#include <chrono>

namespace undertone::base {

namespace {

double steadySeconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

} // namespace

Progress::Progress(Listener listener, std::stop_token stop, Clock clock)
    : m_listener(std::move(listener)), m_stop(std::move(stop)),
      m_clock(clock ? std::move(clock) : Clock(steadySeconds))
{
    m_started = m_clock();
}

void Progress::addTotal(double units)
{
    const std::scoped_lock lock(m_mutex);
    m_total += units;
}

void Progress::advance(double units, const std::string& stage)
{
    checkCancelled();
    const std::scoped_lock lock(m_mutex);
    m_done += units;
    announce(stage);
}

void Progress::skip(double units, const std::string& stage)
{
    checkCancelled();
    const std::scoped_lock lock(m_mutex);
    m_skipped += units;
    announce(stage);
}

void Progress::checkCancelled() const
{
    if (m_stop.stop_requested())
        throw Cancelled();
}

void Progress::announce(const std::string& stage)
{
    if (!m_listener)
        return;
    ProgressUpdate update;
    update.stage = stage;
    if (m_total > 0)
        m_fraction = std::max(m_fraction, std::min(1.0, (m_done + m_skipped) / m_total));
    update.fraction = m_fraction;
    if (m_total > 0)
        update.skipped = std::min(m_fraction, m_skipped / m_total);
    const double elapsed = m_clock() - m_started;
    if (m_done > 0 && elapsed > 0.5)
        update.secondsLeft = std::max(0.0, (m_total - m_done - m_skipped) * elapsed / m_done);
    m_listener(update);
}

PartProgress::PartProgress(Progress& whole, double units)
    : m_whole(whole), m_units(units),
      m_part([this](const ProgressUpdate& update) { pass(update); }, whole.stopToken())
{
}

void PartProgress::finish(const std::string& stage)
{
    m_whole.advance(m_units * (1 - m_skipped - m_advanced), stage);
}

void PartProgress::pass(const ProgressUpdate& update)
{
    const double advanced = update.fraction - update.skipped;
    if (update.skipped != m_skipped)
        m_whole.skip(m_units * (update.skipped - m_skipped), update.stage);
    m_whole.advance(m_units * (advanced - m_advanced), update.stage);
    m_skipped = update.skipped;
    m_advanced = advanced;
}

} // namespace undertone::base
