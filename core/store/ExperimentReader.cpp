#include "core/store/ExperimentReader.h"

#include "core/experiment/SpecNames.h"
#include "core/store/AuditTable.h"
#include "core/store/EmbeddingTable.h"
#include "core/store/ExperimentTable.h"
#include "core/store/HistoryTable.h"
#include "core/store/JsonText.h"

#include <limits>
#include <string>

namespace undertone::store {

namespace {

std::size_t count(const SQLite::Column& column)
{
    return static_cast<std::size_t>(column.getInt64());
}

/// SQLite keeps what is not a number as null.
double real(const SQLite::Column& column)
{
    return column.isNull() ? std::numeric_limits<double>::quiet_NaN() : column.getDouble();
}

experiment::Interval interval(SQLite::Statement& query, int column)
{
    return {real(query.getColumn(column)), real(query.getColumn(column + 1)),
            real(query.getColumn(column + 2))};
}

std::vector<std::string> textsOf(SQLite::Database& connection, const char* text, std::int64_t number)
{
    SQLite::Statement query(connection, text);
    query.bind(1, number);
    std::vector<std::string> texts;
    while (query.executeStep())
        texts.push_back(query.getColumn(0).getString());
    return texts;
}

std::optional<double> known(const SQLite::Column& column)
{
    return column.isNull() ? std::nullopt : std::optional(column.getDouble());
}

experiment::ResultRow rowIn(SQLite::Statement& query)
{
    experiment::ResultRow row;
    row.sweep = pointFromJson(query.getColumn(0).getString());
    row.federation = query.getColumn(1).getString();
    row.attribute = query.getColumn(2).getString();
    row.attack = query.getColumn(3).getString();
    row.adversary = query.getColumn(4).getString();
    row.layer = query.getColumn(5).getString();
    row.part = query.getColumn(6).getString();
    row.leakedUpdates = count(query.getColumn(7));
    row.attackUar = interval(query, 8);
    row.attackAuc = interval(query, 11);
    row.attackAccuracy = interval(query, 14);
    row.attackP = known(query.getColumn(17));
    row.clients = count(query.getColumn(18));
    row.speakers = count(query.getColumn(19));
    row.speakersPerClass = countsFromJson(query.getColumn(20).getString());
    row.serUar = interval(query, 21);
    row.serAccuracy = interval(query, 24);
    row.privacy = {known(query.getColumn(27)),
                   known(query.getColumn(28)),
                   known(query.getColumn(29)),
                   known(query.getColumn(30)),
                   experiment::guaranteeNamed(query.getColumn(31).getString()),
                   known(query.getColumn(32)),
                   known(query.getColumn(33))};
    return row;
}

std::vector<experiment::ResultRow> selectRows(SQLite::Database& connection, std::int64_t number)
{
    SQLite::Statement query(
        connection,
        "SELECT point, federation, attribute, attack, adversary, layer, part, "
        "leaked_updates, attack_uar, attack_uar_low, attack_uar_high, attack_auc, "
        "attack_auc_low, attack_auc_high, attack_accuracy, attack_accuracy_low, "
        "attack_accuracy_high, attack_p, clients, speakers, speakers_per_class, "
        "ser_uar, ser_uar_low, ser_uar_high, ser_accuracy, ser_accuracy_low, "
        "ser_accuracy_high, epsilon_nominal, epsilon_one_update, epsilon_leaked, "
        "epsilon_all_rounds, guarantee, delta, sigma FROM leakage WHERE experiment = ? ORDER BY position");
    query.bind(1, number);
    std::vector<experiment::ResultRow> rows;
    while (query.executeStep())
        rows.push_back(rowIn(query));
    return rows;
}

federation::RoundRecord roundIn(SQLite::Statement& query, int column)
{
    federation::RoundRecord record;
    record.round = count(query.getColumn(column));
    record.trainingLoss = real(query.getColumn(column + 1));
    record.validationUar = real(query.getColumn(column + 2));
    record.validationLoss = real(query.getColumn(column + 3));
    record.validation = confusionFromJson(query.getColumn(column + 4).getString());
    record.participants = count(query.getColumn(column + 5));
    return record;
}

std::vector<experiment::RoundCurve> selectCurves(SQLite::Database& connection, std::int64_t number)
{
    SQLite::Statement query(connection,
                            "SELECT t.number, t.point, t.fold, t.seed, r.round, r.training_loss, "
                            "r.validation_uar, r.validation_loss, r.validation, r.participants "
                            "FROM trial t JOIN round r ON r.trial = t.number WHERE t.experiment = ? "
                            "ORDER BY t.point_index, t.fold, t.seed, t.number, r.round");
    query.bind(1, number);
    std::vector<experiment::RoundCurve> curves;
    std::int64_t trial = 0;
    while (query.executeStep()) {
        if (curves.empty() || query.getColumn(0).getInt64() != trial) {
            trial = query.getColumn(0).getInt64();
            curves.push_back({pointFromJson(query.getColumn(1).getString()),
                              count(query.getColumn(2)),
                              static_cast<std::uint64_t>(query.getColumn(3).getInt64()),
                              {}});
        }
        curves.back().rounds.push_back(roundIn(query, 4));
    }
    return curves;
}

std::vector<std::string> selectAttributeValues(SQLite::Database& connection, std::int64_t number)
{
    SQLite::Statement query(connection, "SELECT attribute_values FROM experiment WHERE number = ?");
    query.bind(1, number);
    if (!query.executeStep() || query.getColumn(0).isNull())
        return {};
    return textsFromJson(query.getColumn(0).getString());
}

double chance(std::size_t classes)
{
    return classes == 0 ? 0.0 : 1.0 / static_cast<double>(classes);
}

attack::Part partFromName(const std::string& name)
{
    for (const auto& entry : experiment::partNames())
        if (name == entry.name)
            return entry.value;
    return attack::Part::Both;
}

experiment::UtilityResult selectUtility(SQLite::Database& connection, std::int64_t trial)
{
    experiment::UtilityResult utility;
    SQLite::Statement query(connection,
                            "SELECT u.selected_round, s.speaker, s.confusion FROM utility u JOIN "
                            "speaker_utility s ON s.trial = u.trial WHERE u.trial = ? ORDER BY s.position");
    query.bind(1, trial);
    while (query.executeStep()) {
        utility.selectedRound = count(query.getColumn(0));
        utility.speakers.push_back(
            {query.getColumn(1).getString(), confusionFromJson(query.getColumn(2).getString())});
    }
    return utility;
}

std::vector<attack::ClientScore> selectScores(SQLite::Database& connection, std::int64_t cell)
{
    SQLite::Statement query(connection, "SELECT speaker, client, label, updates, scores, decisions FROM "
                                        "client_score WHERE cell = ? ORDER BY position");
    query.bind(1, cell);
    std::vector<attack::ClientScore> scores;
    while (query.executeStep())
        scores.push_back({query.getColumn(0).getString(), count(query.getColumn(1)),
                          count(query.getColumn(2)), count(query.getColumn(3)),
                          scoresFromJson(query.getColumn(4).getString()),
                          countsFromJson(query.getColumn(5).getString())});
    return scores;
}

std::vector<attack::LeakageCell> selectCells(SQLite::Database& connection, std::int64_t trial)
{
    SQLite::Statement query(connection, "SELECT number, layer, part, leaked_updates, attribute, attack FROM "
                                        "cell WHERE trial = ? ORDER BY number");
    query.bind(1, trial);
    std::vector<attack::LeakageCell> cells;
    while (query.executeStep())
        cells.push_back({query.getColumn(1).getString(), partFromName(query.getColumn(2).getString()),
                         count(query.getColumn(3)), selectScores(connection, query.getColumn(0).getInt64()),
                         query.getColumn(4).getString(), query.getColumn(5).getString()});
    return cells;
}

} // namespace

experiment::ExperimentRecord selectRecord(SQLite::Database& connection, std::int64_t number)
{
    experiment::ExperimentRecord record;
    record.summary = selectSummary(connection, number);
    record.specification = selectSpecification(connection, number);
    record.rows = selectRows(connection, number);
    record.curves = selectCurves(connection, number);
    record.audits = selectAudits(connection, number);
    record.maps = selectMaps(connection, number);
    record.warnings =
        textsOf(connection, "SELECT text FROM warning WHERE experiment = ? ORDER BY number", number);
    record.emotions = targetsOfSpecification(record.specification);
    record.chanceUtility = chance(record.emotions.size());
    record.chanceAttack = chance(selectAttributeValues(connection, number).size());
    return record;
}

experiment::StudyEvidence selectEvidence(SQLite::Database& connection, std::int64_t number)
{
    experiment::StudyEvidence evidence{selectRecord(connection, number), {}};
    SQLite::Statement query(connection,
                            "SELECT point, fold, seed FROM trial WHERE experiment = ? AND finished = 1 "
                            "ORDER BY point_index, fold, seed, number");
    query.bind(1, number);
    for (auto& result : selectTrialResults(connection, number)) {
        query.executeStep();
        evidence.trials.push_back({pointFromJson(query.getColumn(0).getString()), count(query.getColumn(1)),
                                   static_cast<std::uint64_t>(query.getColumn(2).getInt64()),
                                   std::move(result)});
    }
    return evidence;
}

std::vector<experiment::TrialResult> selectTrialResults(SQLite::Database& connection, std::int64_t number)
{
    SQLite::Statement query(connection, "SELECT number, id FROM trial WHERE experiment = ? AND finished = 1 "
                                        "ORDER BY point_index, fold, seed, number");
    query.bind(1, number);
    std::vector<experiment::TrialResult> results;
    while (query.executeStep()) {
        const std::int64_t trial = query.getColumn(0).getInt64();
        results.push_back({query.getColumn(1).getString(),
                           selectUtility(connection, trial),
                           {selectAttributeValues(connection, number), selectCells(connection, trial), {}}});
    }
    return results;
}

} // namespace undertone::store
