#pragma once

#include "core/experiment/ResultSink.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace undertone::store {

/// Rows of `trial` by the trial's id, remembered between transactions.
using TrialNumbers = std::unordered_map<std::string, std::int64_t>;

/// Writes what an experiment found into the tables, inside the caller's transaction. Everything replaces what
/// was said before of the same thing.
class SinkWriter
{
public:
    SinkWriter(SQLite::Database& connection, std::int64_t experiment, TrialNumbers& trials);

    void trialStarted(const experiment::TrialSpec& trial);
    void round(const std::string& trialId, const federation::RoundRecord& record);
    void privacy(const std::string& trialId, const experiment::RoundPrivacy& round);
    void audit(const std::string& trialId, const experiment::MembershipAudit& audit);
    void utility(const std::string& trialId, const experiment::UtilityResult& utility);
    void embedding(const std::string& trialId, const experiment::EmbeddingMap& map);
    void cell(const std::string& trialId, const attack::LeakageCell& cell,
              const std::vector<std::string>& attributeValues);
    void trialFinished(const std::string& trialId);
    void warning(const std::string& text);
    void rows(const std::vector<experiment::ResultRow>& rows);
    void fraction(double fraction);
    void artifact(const std::string& key, std::size_t bytes);
    void artifactRemoved(const std::string& key);

private:
    std::int64_t trialNumber(const std::string& trialId) const;
    void scores(std::int64_t cell, const std::vector<attack::ClientScore>& clients);

    SQLite::Database& m_connection;
    std::int64_t m_experiment;
    TrialNumbers& m_trials;
    SQLite::Statement m_insertRound;
    SQLite::Statement m_insertScore;
};

} // namespace undertone::store
