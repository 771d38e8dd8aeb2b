#include "core/store/RunStore.h"

#include "core/store/CorpusTables.h"
#include "core/store/Database.h"
#include "core/store/ExperimentReader.h"
#include "core/store/ExperimentTable.h"
#include "core/store/HistoryTable.h"
#include "core/store/JsonText.h"
#include "core/store/PrivacyTables.h"
#include "core/store/QueueTable.h"
#include "core/store/RunSink.h"
#include "core/store/Schema.h"
#include "core/store/StudyBundle.h"

#include <map>
#include <mutex>

namespace undertone::store {

namespace {

constexpr std::uint64_t mostBundleBytes = 2ULL << 30U;

} // namespace

struct RunStore::Implementation
{
    explicit Implementation(const std::filesystem::path& file) : database(file) { migrate(database); }

    template <typename Body>
    auto read(const std::string& id, Body&& body)
    {
        return database.read(
            [&](SQLite::Database& connection) { return body(connection, numberOf(connection, id)); });
    }

    template <typename Body>
    void write(const std::string& id, Body&& body)
    {
        database.write([&](SQLite::Database& connection) { body(connection, numberOf(connection, id)); });
    }

    Database database;
    ProcessIdentity self = thisProcess();
    std::map<std::int64_t, int> claims; ///< by number, of what is committed
    std::mutex claimsMutex;
};

RunStore::RunStore(const std::filesystem::path& file) : m_impl(std::make_unique<Implementation>(file)) {}

RunStore::~RunStore() = default;

void RunStore::saveCorpus(const corpus::Corpus& corpus, const corpus::ImportReport& report)
{
    m_impl->database.write([&](SQLite::Database& connection) { insertCorpus(connection, corpus, report); });
}

std::vector<std::string> RunStore::corpusNames() const
{
    return m_impl->database.read(selectCorpusNames);
}

corpus::Corpus RunStore::corpus(const std::string& name) const
{
    return m_impl->database.read(
        [&](SQLite::Database& connection) { return selectCorpus(connection, name); });
}

corpus::ImportReport RunStore::corpusReport(const std::string& name) const
{
    return m_impl->database.read(
        [&](SQLite::Database& connection) { return reportFromJson(selectCorpusReport(connection, name)); });
}

std::string RunStore::corpusReportText(const std::string& name) const
{
    return m_impl->database.read(
        [&](SQLite::Database& connection) { return selectCorpusReport(connection, name); });
}

void RunStore::removeCorpus(const std::string& name)
{
    m_impl->database.write([&](SQLite::Database& connection) { deleteCorpus(connection, name); });
}

std::string RunStore::createExperiment(const experiment::ExperimentSpec& spec)
{
    const std::string specification = experiment::writeSpec(spec);
    std::string id;
    std::int64_t number = 0;
    const std::scoped_lock lock(m_impl->claimsMutex);
    m_impl->database.write([&](SQLite::Database& connection) {
        id = insertExperiment(connection, spec.name, specification, m_impl->self);
        number = numberOf(connection, id);
    });
    ++m_impl->claims[number];
    return id;
}

void RunStore::discardExperiment(const std::string& id)
{
    std::int64_t discarded = 0;
    const std::scoped_lock lock(m_impl->claimsMutex);
    m_impl->write(id, [&](SQLite::Database& connection, std::int64_t number) {
        deleteExperiment(connection, number);
        discarded = number;
    });
    m_impl->claims.erase(discarded);
}

std::string RunStore::resolve(const std::string& id) const
{
    return m_impl->database.read([&](SQLite::Database& connection) { return fullId(connection, id); });
}

std::string RunStore::specification(const std::string& id) const
{
    return m_impl->read(id, selectSpecification);
}

experiment::ExperimentState RunStore::state(const std::string& id) const
{
    return m_impl->read(id, selectState);
}

void RunStore::setState(const std::string& id, experiment::ExperimentState state, const Error* error)
{
    m_impl->write(id, [&](SQLite::Database& connection, std::int64_t number) {
        updateState(connection, number, state, error);
    });
}

std::optional<Error> RunStore::failure(const std::string& id) const
{
    return m_impl->read(id, selectFailure);
}

void RunStore::setExtent(const std::string& id, std::size_t trials, bool synthetic)
{
    m_impl->write(id, [&](SQLite::Database& connection, std::int64_t number) {
        updateExtent(connection, number, trials, synthetic);
    });
}

std::unique_ptr<ExperimentSink> RunStore::sink(const std::string& id, std::function<void()> written)
{
    const auto number = m_impl->read(id, [](SQLite::Database&, std::int64_t found) { return found; });
    return std::make_unique<RunSink>(m_impl->database, number, std::move(written));
}

std::vector<experiment::ExperimentSummary> RunStore::experiments(const HistoryQuery& query) const
{
    return m_impl->database.read(
        [&](SQLite::Database& connection) { return selectSummaries(connection, query); });
}

Revision RunStore::revision() const
{
    return m_impl->database.read([](SQLite::Database& connection) {
        return Revision{connection.execAndGet("PRAGMA data_version").getInt64(),
                        connection.getTotalChanges()};
    });
}

experiment::ExperimentRecord RunStore::experiment(const std::string& id) const
{
    return m_impl->read(id, selectRecord);
}

std::vector<experiment::TrialResult> RunStore::trialResults(const std::string& id) const
{
    return m_impl->read(id, selectTrialResults);
}

experiment::StudyEvidence RunStore::evidence(const std::string& id) const
{
    return m_impl->read(id, selectEvidence);
}

void RunStore::exportBundle(const std::vector<std::string>& ids, const std::filesystem::path& file) const
{
    base::writeZip(file, m_impl->database.read([&](SQLite::Database& connection) {
        std::vector<std::int64_t> numbers;
        for (const auto& id : ids)
            numbers.push_back(numberOf(connection, id));
        return bundleEntries(connection, numbers);
    }));
}

BundleContents RunStore::importBundle(const std::filesystem::path& file)
{
    const auto entries = base::readZip(file, mostBundleBytes);
    checkBundle(entries, file);
    BundleContents contents;
    m_impl->database.write(
        [&](SQLite::Database& connection) { contents = insertBundle(connection, entries, file); });
    return contents;
}

std::vector<experiment::TrialLedger> RunStore::privacyLedgers(const std::string& id) const
{
    return m_impl->read(id, selectLedgers);
}

void RunStore::setStarred(const std::string& id, bool starred)
{
    m_impl->write(id, [&](SQLite::Database& connection, std::int64_t number) {
        updateStarred(connection, number, starred);
    });
}

void RunStore::rename(const std::string& id, const std::string& name)
{
    m_impl->write(
        id, [&](SQLite::Database& connection, std::int64_t number) { updateName(connection, number, name); });
}

void RunStore::removeTag(const std::string& id, const std::string& tag)
{
    m_impl->write(
        id, [&](SQLite::Database& connection, std::int64_t number) { deleteTag(connection, number, tag); });
}

std::vector<std::string> RunStore::tags() const
{
    return m_impl->database.read(selectTags);
}

void RunStore::removeBinned(const std::vector<std::string>& ids)
{
    m_impl->database.write([&](SQLite::Database& connection) { deleteBinned(connection, ids); });
}

void RunStore::addTag(const std::string& id, const std::string& tag)
{
    if (tag.find_first_not_of(" \t\r\n") == std::string::npos)
        throw Error(ErrorCode::InvalidRequest, "A tag needs a text.", id, "Give a word or a few.");
    m_impl->write(
        id, [&](SQLite::Database& connection, std::int64_t number) { insertTag(connection, number, tag); });
}

void RunStore::setNote(const std::string& id, const std::string& note)
{
    m_impl->write(id, [&](SQLite::Database& connection, std::int64_t number) {
        replaceNote(connection, number, note);
    });
}

void RunStore::setDeleted(const std::string& id, bool deleted)
{
    m_impl->write(id, [&](SQLite::Database& connection, std::int64_t number) {
        if (deleted)
            checkNotHeld(connection, number);
        updateDeleted(connection, number, deleted);
    });
}

std::vector<QueueEntry> RunStore::queue() const
{
    return m_impl->database.read(
        [&](SQLite::Database& connection) { return selectQueue(connection, m_impl->self); });
}

void RunStore::move(const std::string& id, QueueMove move)
{
    m_impl->write(id, [&](SQLite::Database& connection, std::int64_t number) {
        moveInQueue(connection, number, move);
    });
}

void RunStore::addWork(const std::string& id, const WorkSpeed& work)
{
    m_impl->write(id, [&](SQLite::Database& connection, std::int64_t number) {
        store::addWork(connection, number, work);
    });
}

WorkSpeed RunStore::speed(const std::string& attackKind) const
{
    return m_impl->database.read(
        [&](SQLite::Database& connection) { return selectSpeed(connection, attackKind); });
}

std::vector<std::string> RunStore::markInterrupted()
{
    std::vector<std::string> ids;
    m_impl->database.write([&](SQLite::Database& connection) { ids = interruptOrphans(connection); });
    return ids;
}

void RunStore::claim(const std::string& id)
{
    std::int64_t claimed = 0;
    const std::scoped_lock lock(m_impl->claimsMutex);
    m_impl->write(id, [&](SQLite::Database& connection, std::int64_t number) {
        takeHold(connection, number, m_impl->self);
        claimed = number;
    });
    ++m_impl->claims[claimed];
}

void RunStore::release(const std::string& id)
{
    std::int64_t released = 0;
    const std::scoped_lock lock(m_impl->claimsMutex);
    m_impl->write(id, [&](SQLite::Database& connection, std::int64_t number) {
        released = number;
        if (m_impl->claims[number] <= 1)
            dropHold(connection, number, m_impl->self);
    });
    if (--m_impl->claims[released] <= 0)
        m_impl->claims.erase(released);
}

} // namespace undertone::store
