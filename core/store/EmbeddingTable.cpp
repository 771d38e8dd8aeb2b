#include "core/store/EmbeddingTable.h"

#include "core/store/JsonText.h"

namespace undertone::store {

namespace {

void removeFormer(SQLite::Database& connection, std::int64_t trial)
{
    for (const char* text :
         {"DELETE FROM embedding_map WHERE trial = ?", "DELETE FROM embedded_utterance WHERE trial = ?"}) {
        SQLite::Statement remove(connection, text);
        remove.bind(1, trial);
        remove.exec();
    }
}

std::vector<experiment::EmbeddedUtterance> selectUtterances(SQLite::Database& connection, std::int64_t trial)
{
    SQLite::Statement query(connection, "SELECT corpus, path, speaker, emotion, attributes, x, y FROM "
                                        "embedded_utterance WHERE trial = ? ORDER BY position");
    query.bind(1, trial);
    std::vector<experiment::EmbeddedUtterance> utterances;
    while (query.executeStep())
        utterances.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(),
                              query.getColumn(2).getString(), query.getColumn(3).getString(),
                              attributesFromJson(query.getColumn(4).getString()),
                              query.getColumn(5).getDouble(), query.getColumn(6).getDouble()});
    return utterances;
}

} // namespace

void insertMap(SQLite::Database& connection, std::int64_t trial, const experiment::EmbeddingMap& map)
{
    removeFormer(connection, trial);
    SQLite::Statement insert(connection, "INSERT INTO embedding_map VALUES (?, ?, ?)");
    insert.bind(1, trial);
    insert.bind(2, map.xShare);
    insert.bind(3, map.yShare);
    insert.exec();
    SQLite::Statement utterances(connection,
                                 "INSERT INTO embedded_utterance VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (std::size_t i = 0; i < map.utterances.size(); ++i) {
        const auto& utterance = map.utterances[i];
        utterances.bind(1, trial);
        utterances.bind(2, static_cast<std::int64_t>(i));
        utterances.bind(3, utterance.corpus);
        utterances.bind(4, utterance.path);
        utterances.bind(5, utterance.speaker);
        utterances.bind(6, utterance.emotion);
        utterances.bind(7, toJson(utterance.attributes));
        utterances.bind(8, utterance.x);
        utterances.bind(9, utterance.y);
        utterances.exec();
        utterances.reset();
    }
}

std::vector<experiment::TrialMap> selectMaps(SQLite::Database& connection, std::int64_t experiment)
{
    SQLite::Statement query(connection, "SELECT t.number, t.point, t.fold, t.seed, m.x_share, m.y_share FROM "
                                        "embedding_map m JOIN trial t ON t.number = m.trial WHERE "
                                        "t.experiment = ? ORDER BY t.point_index, t.fold, t.seed, t.number");
    query.bind(1, experiment);
    std::vector<experiment::TrialMap> maps;
    while (query.executeStep())
        maps.push_back({pointFromJson(query.getColumn(1).getString()),
                        static_cast<std::size_t>(query.getColumn(2).getInt64()),
                        static_cast<std::uint64_t>(query.getColumn(3).getInt64()),
                        {query.getColumn(4).getDouble(), query.getColumn(5).getDouble(),
                         selectUtterances(connection, query.getColumn(0).getInt64())}});
    return maps;
}

} // namespace undertone::store
