#include "core/store/StudyBundle.h"

#include "core/base/ContentHash.h"
#include "core/base/Error.h"
#include "core/base/Resources.h"
#include "core/experiment/ExperimentSpec.h"
#include "core/store/BundleTable.h"
#include "core/store/ExperimentReader.h"
#include "core/store/ExperimentTable.h"
#include "core/store/HistoryTable.h"
#include "core/store/PrivacyTables.h"
#include "core/store/Schema.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace undertone::store {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr const char* manifestName = "manifest.json";
constexpr const char* formatName = "undertone-bundle";
constexpr int formatVersion = 1;

[[noreturn]] void throwBad(const std::string& what, const std::filesystem::path& file,
                           const std::string& entry)
{
    throw Error(ErrorCode::InvalidRequest, "The bundle cannot be taken over: " + what + ".",
                entry.empty() ? file.string() : file.string() + ": " + entry,
                "Export it again where it came from; nothing was changed here.");
}

std::string entryName(const std::string& id, const std::string& table)
{
    return id + "/" + table + ".json";
}

ordered_json corporaOf(SQLite::Database& connection, const std::vector<std::int64_t>& numbers)
{
    std::set<std::string> names;
    for (const auto number : numbers) {
        SQLite::Statement query(
            connection, "SELECT value FROM study_fact WHERE kind IN ('corpus', 'shadow') AND experiment = ?");
        query.bind(1, number);
        while (query.executeStep())
            names.insert(query.getColumn(0).getString());
    }
    auto corpora = ordered_json::array();
    for (const auto& name : names) {
        SQLite::Statement query(connection,
                                "SELECT content_hash, layout, synthetic FROM corpus WHERE name = ?");
        query.bind(1, name);
        if (query.executeStep())
            corpora.push_back({{"name", name},
                               {"content_hash", query.getColumn(0).getString()},
                               {"layout", query.getColumn(1).getString()},
                               {"synthetic", query.getColumn(2).getInt() != 0}});
        else
            corpora.push_back({{"name", name}});
    }
    return corpora;
}

json manifestOf(const base::ZipEntries& entries, const std::filesystem::path& file)
{
    const auto found = entries.find(manifestName);
    if (found == entries.end())
        throwBad("it has no manifest.json", file, {});
    auto manifest = json::parse(found->second, nullptr, false);
    if (!manifest.is_object() || manifest.value("format", json()) != formatName)
        throwBad("it is no bundle of studies", file, manifestName);
    return manifest;
}

void checkVersion(const json& manifest, const std::filesystem::path& file)
{
    const auto version = manifest.value("version", json());
    const auto schema = manifest.value("schema", json());
    if (!version.is_number_integer() || !schema.is_number_integer())
        throwBad("it does not say its version", file, manifestName);
    if (version.get<std::int64_t>() > formatVersion ||
        schema.get<std::int64_t>() > static_cast<std::int64_t>(schemaScripts().size()))
        throw Error(ErrorCode::NewerStore, "The bundle was written by a newer version of Undertone.",
                    file.string(), "Import it with that version; nothing was changed here.");
}

void checkFiles(const json& manifest, const base::ZipEntries& entries, const std::filesystem::path& file)
{
    const auto files = manifest.value("files", json());
    if (!files.is_object())
        throwBad("it does not list its files", file, manifestName);
    for (const auto& [name, bytes] : entries)
        if (name != manifestName && !files.contains(name))
            throwBad("a file is not in its manifest", file, name);
    for (const auto& [name, expected] : files.items()) {
        const auto found = entries.find(name);
        if (found == entries.end())
            throwBad("a file is missing", file, name);
        if (!expected.is_object() || expected.value("sha256", json()) != base::sha256(found->second))
            throwBad("a checksum does not fit", file, name);
    }
}

bool isId(const std::string& id)
{
    return id.size() == 12 && id.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::vector<std::string> studiesOf(const base::ZipEntries& entries, const std::filesystem::path& file)
{
    const auto studies = manifestOf(entries, file).value("studies", json());
    std::vector<std::string> ids;
    if (studies.is_array())
        for (const auto& id : studies)
            if (id.is_string())
                ids.push_back(id.get<std::string>());
    if (ids.empty() || ids.size() != studies.size() || !std::all_of(ids.begin(), ids.end(), isId))
        throwBad("it does not list its studies", file, manifestName);
    return ids;
}

bool isHere(SQLite::Database& connection, const std::string& id)
{
    SQLite::Statement query(connection, "SELECT 1 FROM experiment WHERE id = ?");
    query.bind(1, id);
    return query.executeStep();
}

/// What the readers do not look at, and statistics rely on.
void checkScores(const std::vector<experiment::TrialResult>& trials, std::size_t emotions)
{
    const auto require = [](bool condition, const char* what) {
        if (!condition)
            throw std::invalid_argument(what);
    };
    for (const auto& trial : trials) {
        for (const auto& speaker : trial.utility.speakers)
            require(speaker.confusion.classes() == emotions, "a confusion matrix of another size");
        for (const auto& cell : trial.leakage.cells) {
            const auto classes = cell.attribute.empty() ? trial.leakage.attributeValues.size()
                                 : cell.clients.empty() ? 0
                                                        : cell.clients.front().decisions.size();
            for (const auto& client : cell.clients) {
                require(client.label < classes && client.decisions.size() == classes,
                        "scores of other classes");
                require(client.scores.size() == cell.clients.front().scores.size(), "uneven repeats");
                for (const auto& repeat : client.scores)
                    require(repeat.size() == classes, "scores of other classes");
            }
        }
    }
}

/// Reads it as the program does.
void checkReadable(SQLite::Database& connection, std::int64_t number, const std::string& id)
{
    const auto record = selectRecord(connection, number);
    const auto spec = experiment::parseSpec(record.specification, "the bundle's study");
    if (record.summary.id != id)
        throw std::invalid_argument("another id than the manifest's");
    if (record.specification != experiment::writeSpec(spec) || record.summary.name != spec.name)
        throw std::invalid_argument("a specification that is not canonical, or another name");
    for (const auto& curve : record.curves)
        for (const auto& round : curve.rounds)
            if (round.validation.classes() != record.emotions.size())
                throw std::invalid_argument("a confusion matrix of another size");
    checkScores(selectTrialResults(connection, number), record.emotions.size());
    selectLedgers(connection, number);
    selectFailure(connection, number);
}

void insertStudy(SQLite::Database& connection, const std::string& id, const base::ZipEntries& entries)
{
    BundleNumbers numbers;
    for (const auto& table : bundleTables()) {
        const auto found = entries.find(entryName(id, table.name));
        if (found != entries.end())
            insertTable(connection, table, found->second, numbers);
        if (numbers.experiment == 0)
            throw std::invalid_argument("the study itself is missing");
    }
    const auto state = selectState(connection, numbers.experiment);
    if (state == experiment::ExperimentState::Queued || state == experiment::ExperimentState::Running ||
        state == experiment::ExperimentState::Paused)
        updateState(connection, numbers.experiment, experiment::ExperimentState::Interrupted, nullptr);
    const auto specification = entries.find(entryName(id, "specification"));
    if (specification == entries.end() ||
        specification->second != selectSpecification(connection, numbers.experiment))
        throw std::invalid_argument("specification.json is missing, or another one");
    checkReadable(connection, numbers.experiment, id);
}

} // namespace

base::ZipEntries bundleEntries(SQLite::Database& connection, const std::vector<std::int64_t>& numbers)
{
    base::ZipEntries entries;
    auto ids = ordered_json::array();
    for (const auto number : numbers) {
        const auto id = selectSummary(connection, number).id;
        if (entries.contains(entryName(id, "specification")))
            continue;
        ids.push_back(id);
        entries[entryName(id, "specification")] = selectSpecification(connection, number);
        for (const auto& table : bundleTables())
            entries[entryName(id, table.name)] = tableText(connection, table, number);
    }
    ordered_json manifest = {{"format", formatName},
                             {"version", formatVersion},
                             {"program", base::programVersion()},
                             {"schema", schemaScripts().size()},
                             {"studies", ids},
                             {"corpora", corporaOf(connection, numbers)},
                             {"files", ordered_json::object()}};
    for (const auto& [name, text] : entries)
        manifest["files"][name] = {{"bytes", text.size()}, {"sha256", base::sha256(text)}};
    entries[manifestName] = manifest.dump(2);
    return entries;
}

void checkBundle(const base::ZipEntries& entries, const std::filesystem::path& file)
{
    const auto manifest = manifestOf(entries, file);
    checkVersion(manifest, file);
    checkFiles(manifest, entries, file);
}

BundleContents insertBundle(SQLite::Database& connection, const base::ZipEntries& entries,
                            const std::filesystem::path& file)
{
    BundleContents contents;
    for (const auto& id : studiesOf(entries, file)) {
        if (isHere(connection, id)) {
            contents.present.push_back(id);
            continue;
        }
        try {
            insertStudy(connection, id, entries);
        } catch (const SQLite::Exception& failure) {
            if (failure.getErrorCode() != SQLITE_CONSTRAINT && failure.getErrorCode() != SQLITE_ERROR &&
                failure.getErrorCode() != SQLITE_MISMATCH)
                throw;
            throwBad(failure.getErrorStr(), file, id);
        } catch (const std::exception& failure) {
            throwBad(failure.what(), file, id);
        }
        contents.imported.push_back(id);
    }
    return contents;
}

} // namespace undertone::store
