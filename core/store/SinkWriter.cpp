#include "core/store/SinkWriter.h"

#include "core/base/Error.h"
#include "core/experiment/SpecNames.h"
#include "core/store/AuditTable.h"
#include "core/store/EmbeddingTable.h"
#include "core/store/JsonText.h"
#include "core/store/PrivacyTables.h"

namespace undertone::store {

namespace {

std::int64_t integer(std::size_t value)
{
    return static_cast<std::int64_t>(value);
}

void bindInterval(SQLite::Statement& statement, int index, const experiment::Interval& interval)
{
    statement.bind(index, interval.value);
    statement.bind(index + 1, interval.low);
    statement.bind(index + 2, interval.high);
}

void bindKnown(SQLite::Statement& statement, int index, const std::optional<double>& value)
{
    if (value)
        statement.bind(index, *value);
}

void bindRow(SQLite::Statement& insert, const experiment::ResultRow& row)
{
    insert.bind(3, toJson(row.sweep));
    insert.bind(4, row.federation);
    insert.bind(5, row.attribute);
    insert.bind(6, row.attack);
    insert.bind(7, row.adversary);
    insert.bind(8, row.layer);
    insert.bind(9, row.part);
    insert.bind(10, integer(row.leakedUpdates));
    bindInterval(insert, 11, row.attackUar);
    bindInterval(insert, 14, row.attackAuc);
    bindInterval(insert, 17, row.attackAccuracy);
    bindKnown(insert, 20, row.attackP);
    insert.bind(21, integer(row.clients));
    insert.bind(22, integer(row.speakers));
    insert.bind(23, toJson(row.speakersPerClass));
    bindInterval(insert, 24, row.serUar);
    bindInterval(insert, 27, row.serAccuracy);
    bindKnown(insert, 30, row.privacy.epsilonNominal);
    bindKnown(insert, 31, row.privacy.epsilonOneUpdate);
    bindKnown(insert, 32, row.privacy.epsilonLeaked);
    bindKnown(insert, 33, row.privacy.epsilonAllRounds);
    insert.bind(34, nameOf(experiment::guaranteeNames(), row.privacy.guarantee));
    bindKnown(insert, 35, row.privacy.delta);
    bindKnown(insert, 36, row.privacy.sigma);
}

} // namespace

SinkWriter::SinkWriter(SQLite::Database& connection, std::int64_t experiment, TrialNumbers& trials)
    : m_connection(connection), m_experiment(experiment), m_trials(trials),
      m_insertRound(connection, "INSERT OR REPLACE INTO round VALUES (?, ?, ?, ?, ?, ?, ?)"),
      m_insertScore(connection, "INSERT INTO client_score VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
{
}

void SinkWriter::trialStarted(const experiment::TrialSpec& trial)
{
    SQLite::Statement insert(m_connection,
                             "INSERT OR IGNORE INTO trial (experiment, id, point, point_index, fold, seed) "
                             "VALUES (?, ?, ?, ?, ?, ?)");
    insert.bind(1, m_experiment);
    insert.bind(2, trial.id);
    insert.bind(3, toJson(trial.point));
    insert.bind(4, integer(trial.pointIndex));
    insert.bind(5, integer(trial.fold));
    insert.bind(6, static_cast<std::int64_t>(trial.seed));
    insert.exec();
    SQLite::Statement query(m_connection, "SELECT number FROM trial WHERE experiment = ? AND id = ?");
    query.bind(1, m_experiment);
    query.bind(2, trial.id);
    query.executeStep();
    m_trials[trial.id] = query.getColumn(0).getInt64();
}

std::int64_t SinkWriter::trialNumber(const std::string& trialId) const
{
    const auto found = m_trials.find(trialId);
    if (found == m_trials.end())
        throw Error(ErrorCode::Internal, "A trial that has not started has results.", trialId,
                    "This is a defect of the program; please report it.");
    return found->second;
}

void SinkWriter::round(const std::string& trialId, const federation::RoundRecord& record)
{
    m_insertRound.bind(1, trialNumber(trialId));
    m_insertRound.bind(2, integer(record.round));
    m_insertRound.bind(3, record.trainingLoss);
    m_insertRound.bind(4, record.validationUar);
    m_insertRound.bind(5, record.validationLoss);
    m_insertRound.bind(6, toJson(record.validation));
    m_insertRound.bind(7, integer(record.participants));
    m_insertRound.exec();
    m_insertRound.reset();
}

void SinkWriter::privacy(const std::string& trialId, const experiment::RoundPrivacy& round)
{
    insertPrivacy(m_connection, trialNumber(trialId), round);
}

void SinkWriter::audit(const std::string& trialId, const experiment::MembershipAudit& audit)
{
    insertAudit(m_connection, trialNumber(trialId), audit);
}

void SinkWriter::utility(const std::string& trialId, const experiment::UtilityResult& utility)
{
    const std::int64_t trial = trialNumber(trialId);
    const auto total = utility.total();
    SQLite::Statement insert(m_connection, "INSERT OR REPLACE INTO utility VALUES (?, ?, ?, ?, ?)");
    insert.bind(1, trial);
    insert.bind(2, integer(utility.selectedRound));
    insert.bind(3, total.unweightedAverageRecall());
    insert.bind(4, total.accuracy());
    insert.bind(5, toJson(total));
    insert.exec();
    SQLite::Statement speakers(m_connection, "INSERT OR REPLACE INTO speaker_utility VALUES (?, ?, ?, ?)");
    for (std::size_t i = 0; i < utility.speakers.size(); ++i) {
        speakers.bind(1, trial);
        speakers.bind(2, integer(i));
        speakers.bind(3, utility.speakers[i].speaker);
        speakers.bind(4, toJson(utility.speakers[i].confusion));
        speakers.exec();
        speakers.reset();
    }
}

void SinkWriter::embedding(const std::string& trialId, const experiment::EmbeddingMap& map)
{
    insertMap(m_connection, trialNumber(trialId), map);
}

void SinkWriter::cell(const std::string& trialId, const attack::LeakageCell& cell,
                      const std::vector<std::string>& attributeValues)
{
    // Replacing the row removes its scores too.
    SQLite::Statement insert(m_connection, "INSERT OR REPLACE INTO cell (trial, layer, part, leaked_updates, "
                                           "attribute, attack) VALUES (?, ?, ?, ?, ?, ?)");
    insert.bind(1, trialNumber(trialId));
    insert.bind(2, cell.layer);
    insert.bind(3, experiment::partName(cell.part));
    insert.bind(4, integer(cell.leakedUpdates));
    insert.bind(5, cell.attribute);
    insert.bind(6, cell.attack);
    insert.exec();
    scores(m_connection.getLastInsertRowid(), cell.clients);
    // Of several attributes the first one's stand there.
    SQLite::Statement values(m_connection,
                             cell.attribute.empty()
                                 ? "UPDATE experiment SET attribute_values = ? WHERE number = ?"
                                 : "UPDATE experiment SET attribute_values = COALESCE(attribute_values, ?) "
                                   "WHERE number = ?");
    values.bind(1, toJson(attributeValues));
    values.bind(2, m_experiment);
    values.exec();
}

void SinkWriter::scores(std::int64_t cell, const std::vector<attack::ClientScore>& clients)
{
    for (std::size_t i = 0; i < clients.size(); ++i) {
        m_insertScore.bind(1, cell);
        m_insertScore.bind(2, integer(i));
        m_insertScore.bind(3, clients[i].speaker);
        m_insertScore.bind(4, integer(clients[i].client));
        m_insertScore.bind(5, integer(clients[i].label));
        m_insertScore.bind(6, integer(clients[i].updates));
        m_insertScore.bind(7, toJson(clients[i].scores));
        m_insertScore.bind(8, toJson(clients[i].decisions));
        m_insertScore.exec();
        m_insertScore.reset();
    }
}

void SinkWriter::trialFinished(const std::string& trialId)
{
    SQLite::Statement update(m_connection, "UPDATE trial SET finished = 1 WHERE number = ?");
    update.bind(1, trialNumber(trialId));
    update.exec();
}

void SinkWriter::warning(const std::string& text)
{
    SQLite::Statement insert(m_connection, "INSERT OR IGNORE INTO warning (experiment, text) VALUES (?, ?)");
    insert.bind(1, m_experiment);
    insert.bind(2, text);
    insert.exec();
}

void SinkWriter::rows(const std::vector<experiment::ResultRow>& rows)
{
    SQLite::Statement remove(m_connection, "DELETE FROM leakage WHERE experiment = ?");
    remove.bind(1, m_experiment);
    remove.exec();
    SQLite::Statement insert(m_connection,
                             "INSERT INTO leakage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                             "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        insert.bind(1, m_experiment);
        insert.bind(2, integer(i));
        bindRow(insert, rows[i]);
        insert.exec();
        insert.reset();
        insert.clearBindings();
    }
    SQLite::Statement summary(m_connection,
                              "UPDATE experiment SET (attack_uar, ser_uar, epsilon_low, epsilon_high) = "
                              "(SELECT MAX(CASE WHEN attack <> 'data' AND layer <> 'input' THEN attack_uar "
                              "END), MAX(ser_uar), MIN(epsilon_nominal), "
                              "MAX(epsilon_nominal) FROM leakage WHERE experiment = ?1) WHERE number = ?1");
    summary.bind(1, m_experiment);
    summary.exec();
}

void SinkWriter::fraction(double fraction)
{
    SQLite::Statement update(m_connection, "UPDATE experiment SET fraction = ? WHERE number = ?");
    update.bind(1, fraction);
    update.bind(2, m_experiment);
    update.exec();
}

void SinkWriter::artifact(const std::string& key, std::size_t bytes)
{
    SQLite::Statement insert(m_connection, "INSERT OR REPLACE INTO artifact VALUES (?, ?, ?)");
    insert.bind(1, m_experiment);
    insert.bind(2, key);
    insert.bind(3, integer(bytes));
    insert.exec();
}

void SinkWriter::artifactRemoved(const std::string& key)
{
    SQLite::Statement remove(m_connection, "DELETE FROM artifact WHERE experiment = ? AND key = ?");
    remove.bind(1, m_experiment);
    remove.bind(2, key);
    remove.exec();
}

} // namespace undertone::store
