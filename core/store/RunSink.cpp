#include "core/store/RunSink.h"

#include "core/base/Error.h"
#include "core/base/Log.h"

#include <chrono>
#include <utility>

namespace undertone::store {

namespace {

constexpr std::chrono::seconds pause{1};

} // namespace

RunSink::RunSink(Database& database, std::int64_t experiment, std::function<void()> written)
    : m_database(database), m_experiment(experiment), m_written(std::move(written)),
      m_thread([this](const std::stop_token& stop) { work(stop); })
{
}

RunSink::~RunSink()
{
    m_thread.request_stop();
    m_thread.join();
    try {
        flush();
    } catch (const std::exception& failure) {
        base::log(base::LogLevel::Error, failure.what());
    }
}

void RunSink::trialStarted(const experiment::TrialSpec& trial)
{
    add([trial](SinkWriter& writer) { writer.trialStarted(trial); });
}

void RunSink::roundFinished(const std::string& trialId, const federation::RoundRecord& record)
{
    add([=](SinkWriter& writer) { writer.round(trialId, record); });
}

void RunSink::privacySpent(const std::string& trialId, const experiment::RoundPrivacy& round)
{
    add([=](SinkWriter& writer) { writer.privacy(trialId, round); });
}

void RunSink::auditFound(const std::string& trialId, const experiment::MembershipAudit& audit)
{
    add([=](SinkWriter& writer) { writer.audit(trialId, audit); });
}

void RunSink::utilityFound(const std::string& trialId, const experiment::UtilityResult& utility)
{
    add([=](SinkWriter& writer) { writer.utility(trialId, utility); });
}

void RunSink::embeddingFound(const std::string& trialId, const experiment::EmbeddingMap& map)
{
    add([=](SinkWriter& writer) { writer.embedding(trialId, map); });
}

void RunSink::cellFound(const std::string& trialId, const attack::LeakageCell& cell,
                        const std::vector<std::string>& attributeValues)
{
    add([=](SinkWriter& writer) { writer.cell(trialId, cell, attributeValues); });
}

void RunSink::trialFinished(const std::string& trialId)
{
    add([trialId](SinkWriter& writer) { writer.trialFinished(trialId); });
}

void RunSink::warningFound(const std::string& text)
{
    add([text](SinkWriter& writer) { writer.warning(text); });
}

void RunSink::artifactUsed(const std::string& key, std::size_t bytes)
{
    add([=](SinkWriter& writer) { writer.artifact(key, bytes); });
}

void RunSink::artifactRemoved(const std::string& key)
{
    add([key](SinkWriter& writer) { writer.artifactRemoved(key); });
}

void RunSink::rowsAggregated(const std::vector<experiment::ResultRow>& rows)
{
    changeBatch([&](Batch& batch) { batch.rows = rows; });
}

void RunSink::progressed(double fraction)
{
    changeBatch([&](Batch& batch) { batch.fraction = fraction; });
}

void RunSink::add(Entry entry)
{
    changeBatch([&](Batch& batch) { batch.entries.push_back(std::move(entry)); });
}

void RunSink::changeBatch(const std::function<void(Batch&)>& change)
{
    {
        const std::scoped_lock lock(m_mutex);
        rethrowFailure();
        change(m_batch);
    }
    m_wake.notify_one();
}

void RunSink::rethrowFailure() const
{
    if (m_failure)
        std::rethrow_exception(m_failure);
}

void RunSink::flush()
{
    writeBatch();
    const std::scoped_lock lock(m_mutex);
    rethrowFailure();
}

void RunSink::writeBatch()
{
    const std::scoped_lock writing(m_writing);
    Batch batch;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_failure || m_batch.empty())
            return;
        batch = std::exchange(m_batch, {});
    }
    try {
        m_database.write([&](SQLite::Database& connection) {
            SinkWriter writer(connection, m_experiment, m_trials);
            for (const auto& entry : batch.entries)
                entry(writer);
            if (batch.rows)
                writer.rows(*batch.rows);
            if (batch.fraction)
                writer.fraction(*batch.fraction);
        });
    } catch (...) {
        const std::scoped_lock lock(m_mutex);
        m_failure = std::current_exception();
        return;
    }
    if (m_written)
        m_written();
}

void RunSink::work(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, stop, [this] { return !m_batch.empty(); });
        lock.unlock();
        writeBatch();
        lock.lock();
        m_wake.wait_for(lock, stop, pause, [] { return false; });
    }
}

} // namespace undertone::store
