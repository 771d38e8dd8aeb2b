#include "core/store/PrivacyTables.h"

#include "core/experiment/SpecNames.h"
#include "core/store/JsonText.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

namespace undertone::store {

namespace {

using experiment::ClientPrivacy;
using experiment::EpsilonReading;
using experiment::PrivacySpent;
using experiment::RoundPrivacy;
using nlohmann::json;

constexpr std::int64_t worstClient = -1;

std::string parametersOf(const RoundPrivacy& round)
{
    auto cohort = json::array();
    for (const auto& client : round.clients)
        cohort.push_back(client.client);
    const auto& event = round.event;
    return json{{"noise_multiplier", event.noiseMultiplier},
                {"clip", round.clip},
                {"sampling", privacy::samplingName(event.sampling)},
                {"sample_rate", event.sampleRate},
                {"relation", privacy::relationName(event.relation)},
                {"unit", event.unit},
                {"observer", event.observer},
                {"cohort", std::move(cohort)}}
        .dump();
}

/// The cohort comes from the readings.
RoundPrivacy roundFrom(std::size_t round, const std::string& mechanism, const std::string& parameters)
{
    const auto object = json::parse(parameters);
    RoundPrivacy found;
    found.round = round;
    found.clip = object.at("clip");
    found.event.mechanism = mechanism;
    found.event.noiseMultiplier = object.at("noise_multiplier");
    found.event.sampling = privacy::samplingNamed(object.at("sampling").get<std::string>());
    found.event.sampleRate = object.at("sample_rate");
    found.event.relation = privacy::relationNamed(object.at("relation").get<std::string>());
    found.event.unit = object.at("unit");
    found.event.observer = object.at("observer");
    return found;
}

std::string leakedText(const EpsilonReading& reading)
{
    auto object = json::object();
    for (const auto& [n, epsilon] : reading.leaked)
        object[std::to_string(n)] = std::isinf(epsilon) ? json("inf") : json(epsilon);
    return object.dump();
}

EpsilonReading readingIn(SQLite::Statement& query)
{
    EpsilonReading reading;
    reading.oneUpdate = query.getColumn(4).getDouble();
    const auto leaked = json::parse(query.getColumn(5).getString());
    for (const auto& [n, epsilon] : leaked.items())
        reading.leaked[std::stoul(n)] =
            epsilon.is_string() ? std::numeric_limits<double>::infinity() : epsilon.get<double>();
    reading.allRounds = query.getColumn(6).getDouble();
    return reading;
}

PrivacySpent spentIn(SQLite::Statement& query)
{
    PrivacySpent spent;
    spent.nominal = query.getColumn(3).getDouble();
    spent.worst = readingIn(query);
    if (!query.getColumn(7).isNull())
        spent.speakerRounds = query.getColumn(7).getDouble();
    spent.guarantee = experiment::guaranteeNamed(query.getColumn(8).getString());
    spent.delta = query.getColumn(9).getDouble();
    spent.sigma = query.getColumn(10).getDouble();
    return spent;
}

void bindReading(SQLite::Statement& insert, const EpsilonReading& reading, const PrivacySpent& spent)
{
    insert.bind(6, reading.oneUpdate);
    insert.bind(7, leakedText(reading));
    insert.bind(8, reading.allRounds);
    insert.bind(10, nameOf(experiment::guaranteeNames(), spent.guarantee));
    insert.bind(11, spent.delta);
    insert.bind(12, spent.sigma);
}

void insertEvent(SQLite::Database& connection, std::int64_t trial, const RoundPrivacy& round)
{
    SQLite::Statement insert(connection, "INSERT OR REPLACE INTO privacy_event VALUES (?, ?, ?, ?, ?)");
    insert.bind(1, trial);
    insert.bind(2, static_cast<std::int64_t>(round.round));
    insert.bind(3, static_cast<std::int64_t>(round.round));
    insert.bind(4, round.event.mechanism);
    insert.bind(5, parametersOf(round));
    insert.exec();
}

void addReading(RoundPrivacy& round, SQLite::Statement& query)
{
    const auto client = query.getColumn(1).getInt64();
    if (client == worstClient)
        round.spent = spentIn(query);
    else
        round.clients.push_back(
            {static_cast<std::size_t>(client), query.getColumn(2).getDouble(), readingIn(query)});
}

std::vector<RoundPrivacy> selectRounds(SQLite::Database& connection, std::int64_t trial)
{
    SQLite::Statement events(
        connection, "SELECT round, kind, parameters FROM privacy_event WHERE trial = ? ORDER BY round");
    events.bind(1, trial);
    std::vector<RoundPrivacy> rounds;
    while (events.executeStep())
        rounds.push_back(roundFrom(static_cast<std::size_t>(events.getColumn(0).getInt64()),
                                   events.getColumn(1).getString(), events.getColumn(2).getString()));
    SQLite::Statement readings(connection,
                               "SELECT round, client, noise_multiplier, epsilon_nominal, epsilon_one_update, "
                               "epsilon_leaked, epsilon_all_rounds, epsilon_speaker, guarantee, delta, sigma "
                               "FROM privacy_reading WHERE trial = ? ORDER BY round, client");
    readings.bind(1, trial);
    auto round = rounds.begin();
    while (readings.executeStep()) {
        const auto number = static_cast<std::size_t>(readings.getColumn(0).getInt64());
        while (round != rounds.end() && round->round < number)
            ++round;
        if (round != rounds.end() && round->round == number)
            addReading(*round, readings);
    }
    return rounds;
}

} // namespace

void insertPrivacy(SQLite::Database& connection, std::int64_t trial, const RoundPrivacy& round)
{
    insertEvent(connection, trial, round);
    SQLite::Statement insert(
        connection, "INSERT OR REPLACE INTO privacy_reading VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const auto write = [&](std::int64_t client, const EpsilonReading& reading) {
        insert.bind(1, trial);
        insert.bind(2, static_cast<std::int64_t>(round.round));
        insert.bind(3, client);
        bindReading(insert, reading, round.spent);
        insert.exec();
        insert.reset();
        insert.clearBindings();
    };
    for (const auto& client : round.clients) {
        insert.bind(4, client.noiseMultiplier);
        write(static_cast<std::int64_t>(client.client), client.reading);
    }
    insert.bind(5, round.spent.nominal);
    if (round.spent.speakerRounds)
        insert.bind(9, *round.spent.speakerRounds);
    write(worstClient, round.spent.worst);
}

std::vector<experiment::TrialLedger> selectLedgers(SQLite::Database& connection, std::int64_t experiment)
{
    SQLite::Statement query(connection, "SELECT number, point, fold, seed FROM trial WHERE experiment = ? "
                                        "ORDER BY point_index, fold, seed, number");
    query.bind(1, experiment);
    std::vector<experiment::TrialLedger> ledgers;
    while (query.executeStep()) {
        auto rounds = selectRounds(connection, query.getColumn(0).getInt64());
        if (!rounds.empty())
            ledgers.push_back({pointFromJson(query.getColumn(1).getString()),
                               static_cast<std::size_t>(query.getColumn(2).getInt64()),
                               static_cast<std::uint64_t>(query.getColumn(3).getInt64()), std::move(rounds)});
    }
    return ledgers;
}

} // namespace undertone::store
