#include "core/store/CorpusTables.h"

#include "core/base/Error.h"
#include "core/store/Clock.h"
#include "core/store/JsonText.h"

#include <fmt/ranges.h>

namespace undertone::store {

namespace {

[[noreturn]] void throwNoCorpus(SQLite::Database& connection, const std::string& name)
{
    const auto names = selectCorpusNames(connection);
    throw Error(ErrorCode::NotFound, "There is no corpus named \"" + name + "\" in the workspace.", name,
                names.empty() ? std::string("Import one, or make the demo corpora.")
                              : fmt::format("There are: {}.", fmt::join(names, ", ")));
}

bool hasCorpus(SQLite::Database& connection, const std::string& name)
{
    SQLite::Statement query(connection, "SELECT 1 FROM corpus WHERE name = ?");
    query.bind(1, name);
    return query.executeStep();
}

void insertUtterances(SQLite::Database& connection, const corpus::Corpus& corpus)
{
    SQLite::Statement insert(connection, "INSERT INTO utterance VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    std::int64_t position = 0;
    for (const auto& utterance : corpus.utterances) {
        insert.bind(1, corpus.name);
        insert.bind(2, position++);
        insert.bind(3, utterance.path);
        insert.bind(4, utterance.speaker);
        insert.bind(5, utterance.emotion);
        insert.bind(6, utterance.recording);
        insert.bind(7, utterance.text);
        insert.bind(8, toJson(utterance.attributes));
        insert.bind(9, utterance.seconds);
        insert.bind(10, utterance.audioHash);
        insert.exec();
        insert.reset();
    }
}

std::vector<corpus::Utterance> selectUtterances(SQLite::Database& connection, const std::string& name)
{
    SQLite::Statement query(connection,
                            "SELECT path, speaker, emotion, recording, text, attributes, seconds, "
                            "audio_hash FROM utterance WHERE corpus = ? ORDER BY position");
    query.bind(1, name);
    std::vector<corpus::Utterance> utterances;
    while (query.executeStep()) {
        corpus::Utterance utterance;
        utterance.path = query.getColumn(0).getString();
        utterance.speaker = query.getColumn(1).getString();
        utterance.emotion = query.getColumn(2).getString();
        utterance.recording = query.getColumn(3).getString();
        utterance.text = query.getColumn(4).getString();
        utterance.attributes = attributesFromJson(query.getColumn(5).getString());
        utterance.seconds = query.getColumn(6).getDouble();
        utterance.audioHash = query.getColumn(7).getString();
        utterances.push_back(std::move(utterance));
    }
    return utterances;
}

} // namespace

void insertCorpus(SQLite::Database& connection, const corpus::Corpus& corpus,
                  const corpus::ImportReport& report)
{
    if (hasCorpus(connection, corpus.name))
        throw Error(ErrorCode::Conflict, "There is a corpus named \"" + corpus.name + "\" already.",
                    corpus.name, "Choose another name, or remove that corpus first.");
    SQLite::Statement insert(connection, "INSERT INTO corpus VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, corpus.name);
    insert.bind(2, corpus.folder.string());
    insert.bind(3, corpus.layout);
    insert.bind(4, corpus.synthetic ? 1 : 0);
    insert.bind(5, corpus.transcriptsOnly ? 1 : 0);
    insert.bind(6, corpus.contentHash());
    insert.bind(7, toJson(report));
    insert.bind(8, utcNow());
    insert.exec();
    insertUtterances(connection, corpus);
}

std::vector<std::string> selectCorpusNames(SQLite::Database& connection)
{
    SQLite::Statement query(connection, "SELECT name FROM corpus ORDER BY name");
    std::vector<std::string> names;
    while (query.executeStep())
        names.push_back(query.getColumn(0).getString());
    return names;
}

corpus::Corpus selectCorpus(SQLite::Database& connection, const std::string& name)
{
    SQLite::Statement query(connection,
                            "SELECT folder, layout, synthetic, transcripts_only FROM corpus WHERE name = ?");
    query.bind(1, name);
    if (!query.executeStep())
        throwNoCorpus(connection, name);
    corpus::Corpus corpus;
    corpus.name = name;
    corpus.folder = query.getColumn(0).getString();
    corpus.layout = query.getColumn(1).getString();
    corpus.synthetic = query.getColumn(2).getInt() != 0;
    corpus.transcriptsOnly = query.getColumn(3).getInt() != 0;
    corpus.utterances = selectUtterances(connection, name);
    return corpus;
}

std::string selectCorpusReport(SQLite::Database& connection, const std::string& name)
{
    SQLite::Statement query(connection, "SELECT report FROM corpus WHERE name = ?");
    query.bind(1, name);
    if (!query.executeStep())
        throwNoCorpus(connection, name);
    return query.getColumn(0).getString();
}

void deleteCorpus(SQLite::Database& connection, const std::string& name)
{
    if (!hasCorpus(connection, name))
        throwNoCorpus(connection, name);
    SQLite::Statement remove(connection, "DELETE FROM corpus WHERE name = ?");
    remove.bind(1, name);
    remove.exec();
}

} // namespace undertone::store
