#pragma once

#include "core/experiment/ResultSink.h"
#include "core/store/Database.h"
#include "core/store/ExperimentSink.h"
#include "core/store/SinkWriter.h"

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace undertone::store {

/// ExperimentSink over the database: a thread of its own writes what came in, at most once a second.
class RunSink : public ExperimentSink
{
public:
    RunSink(Database& database, std::int64_t experiment, std::function<void()> written);
    ~RunSink() override;

    void trialStarted(const experiment::TrialSpec& trial) override;
    void roundFinished(const std::string& trialId, const federation::RoundRecord& record) override;
    void privacySpent(const std::string& trialId, const experiment::RoundPrivacy& round) override;
    void auditFound(const std::string& trialId, const experiment::MembershipAudit& audit) override;
    void utilityFound(const std::string& trialId, const experiment::UtilityResult& utility) override;
    void embeddingFound(const std::string& trialId, const experiment::EmbeddingMap& map) override;
    void cellFound(const std::string& trialId, const attack::LeakageCell& cell,
                   const std::vector<std::string>& attributeValues) override;
    void trialFinished(const std::string& trialId) override;
    void warningFound(const std::string& text) override;
    void rowsAggregated(const std::vector<experiment::ResultRow>& rows) override;
    void progressed(double fraction) override;
    void artifactUsed(const std::string& key, std::size_t bytes) override;
    void artifactRemoved(const std::string& key) override;
    void flush() override;

private:
    using Entry = std::function<void(SinkWriter&)>;

    /// What waits to be written; of rows and progress only the last counts.
    struct Batch
    {
        std::vector<Entry> entries;
        std::optional<std::vector<experiment::ResultRow>> rows;
        std::optional<double> fraction;
        bool empty() const { return entries.empty() && !rows && !fraction; }
    };

    void add(Entry entry);
    void changeBatch(const std::function<void(Batch&)>& change);
    void rethrowFailure() const;
    void writeBatch();
    void work(const std::stop_token& stop);

    Database& m_database;
    std::int64_t m_experiment;
    std::function<void()> m_written;
    TrialNumbers m_trials;      ///< guarded by m_writing
    std::mutex m_writing;       ///< one batch at a time, in order
    mutable std::mutex m_mutex; ///< guards m_batch and m_failure
    std::condition_variable_any m_wake;
    Batch m_batch;
    std::exception_ptr m_failure;
    std::jthread m_thread;
};

} // namespace undertone::store
