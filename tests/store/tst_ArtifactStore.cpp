#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/base/Log.h"
#include "core/store/ArtifactStore.h"
#include "tests/support/Restrictions.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>

#include <atomic>
#include <chrono>
#include <fstream>
#include <thread>
#include <vector>

using namespace undertone;

namespace {

const std::string key = "federation-0123abcd";

std::size_t filesBelow(const std::filesystem::path& folder)
{
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        files += entry.is_regular_file() ? 1 : 0;
    return files;
}

std::uintmax_t bytesBelow(const std::filesystem::path& folder)
{
    std::uintmax_t bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        bytes += entry.is_regular_file() ? entry.file_size() : 0;
    return bytes;
}

void makeOlder(const std::filesystem::path& file, std::chrono::minutes age)
{
    std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now() - age);
}

std::filesystem::path written(const std::filesystem::path& file, std::chrono::minutes age)
{
    base::createFolder(file.parent_path());
    base::writeFileAtomically(file, std::string("left behind"));
    makeOlder(file, age);
    return file;
}

std::string keyOf(std::size_t index)
{
    std::string text("k");
    text += std::to_string(index);
    return text += "-entry";
}

constexpr std::uintmax_t entryBytes = 1000;

/// An entry whose file has `entryBytes`, last used `age` ago.
void storeEntry(store::ArtifactStore& artifacts, std::size_t index, std::chrono::minutes age)
{
    constexpr std::size_t head = 54; // "undertone-artifact 2 ", 32 digits, end of line
    artifacts.store(keyOf(index), std::string(entryBytes - head, static_cast<char>('a' + index % 26)));
    if (std::filesystem::exists(artifacts.fileOf(keyOf(index))))
        makeOlder(artifacts.fileOf(keyOf(index)), age);
}

std::vector<std::size_t> present(store::ArtifactStore& artifacts, std::size_t entries)
{
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < entries; ++i)
        if (std::filesystem::exists(artifacts.fileOf(keyOf(i))))
            indices.push_back(i);
    return indices;
}

using Indices = std::vector<std::size_t>;
using std::chrono::minutes;

} // namespace

class TestArtifactStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatWasStored()
    {
        const tests::TemporaryFolder folder;
        store::ArtifactStore artifacts(folder.path() / "artifacts");
        QVERIFY(!artifacts.find(key));
        const std::string bytes("\0\n\xFF text", 8);
        artifacts.store(key, bytes);
        QCOMPARE(artifacts.find(key), std::optional(bytes));
        QCOMPARE(store::ArtifactStore(folder.path() / "artifacts").find(key), std::optional(bytes));
        artifacts.store(key, "");
        QCOMPARE(artifacts.find(key), std::optional<std::string>(""));
        artifacts.remove(key);
        QVERIFY(!artifacts.find(key));
        QCOMPARE(filesBelow(folder.path()), std::size_t{0});
    }

    void everyDamagedByteIsNoticed()
    {
        const tests::TemporaryFolder folder;
        store::ArtifactStore artifacts(folder.path());
        artifacts.store(key, "weights of a model");
        std::vector<std::string> said;
        base::setLogListener([&](base::LogLevel, const std::string& text) { said.push_back(text); });
        const std::string whole = base::readFile(artifacts.fileOf(key));
        for (std::size_t i = 0; i < whole.size(); ++i) {
            std::string damaged = whole;
            damaged[i] = static_cast<char>(damaged[i] ^ 1);
            std::ofstream(artifacts.fileOf(key), std::ios::binary) << damaged;
            QVERIFY2(!artifacts.find(key), qPrintable(QString("byte %1").arg(i)));
            QVERIFY(!std::filesystem::exists(artifacts.fileOf(key)));
        }
        for (std::size_t length = 0; length < whole.size(); ++length) {
            std::ofstream(artifacts.fileOf(key), std::ios::binary) << whole.substr(0, length);
            QVERIFY2(!artifacts.find(key), qPrintable(QString("length %1").arg(length)));
        }
        QCOMPARE(said.size(), 2 * whole.size());
        QVERIFY(said.front().find(artifacts.fileOf(key).string()) != std::string::npos);
        QVERIFY(!artifacts.find(key)); // absent is not damaged
        QCOMPARE(said.size(), 2 * whole.size());
        base::setLogListener({});
    }

    void aStopGivesUpALargeEntry()
    {
        const tests::TemporaryFolder folder;
        store::ArtifactStore artifacts(folder.path());
        std::stop_source stop;
        const std::string large(40U << 20U, 'x');
        artifacts.store(key, "before", base::Flush::Now, stop.get_token());
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, artifacts.store(key, large, base::Flush::Now, stop.get_token()));
        QCOMPARE(artifacts.find(key), std::optional<std::string>("before"));
        QCOMPARE(filesBelow(folder.path()), std::size_t{1});
        artifacts.store(key, "small", base::Flush::Later, stop.get_token());
        QCOMPARE(artifacts.find(key), std::optional<std::string>("small"));
        artifacts.store(key, large);
        QCOMPARE(artifacts.find(key), std::optional(large));
    }

    void aKeyCannotLeaveTheFolder()
    {
        const tests::TemporaryFolder folder;
        store::ArtifactStore artifacts(folder.path());
        for (const char* bad : {"", "ab", "../../etc", "a/b/c", ".hidden", "a b c"})
            QVERIFY_THROWS_EXCEPTION(Error, artifacts.store(bad, "x"));
    }

    void aFullDiskKeepsTheOldEntry()
    {
        const tests::TemporaryFolder folder;
        store::ArtifactStore artifacts(folder.path());
        artifacts.store(key, "old");
        try {
            const tests::FullDisk full(4096);
            artifacts.store(key, std::string(100'000, 'x'));
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::StorageFailed);
            QCOMPARE(error.where(), artifacts.fileOf(key).string());
            QVERIFY(!error.remedy().empty());
        }
        QCOMPARE(artifacts.find(key), std::optional<std::string>("old"));
        QCOMPARE(filesBelow(folder.path()), std::size_t{1});
    }

    void aReadOnlyFolderIsAStorageError()
    {
        const tests::TemporaryFolder folder;
        const tests::ReadOnlyFolder readOnly(folder.path());
        const tests::WithoutRootOverride restricted;
        store::ArtifactStore artifacts(folder.path());
        try {
            artifacts.store(key, "x");
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::StorageFailed);
        }
    }

    void theLeastRecentlyUsedGoFirst()
    {
        const tests::TemporaryFolder folder;
        store::ArtifactStore artifacts(folder.path(), 10 * entryBytes);
        for (std::size_t i = 0; i < 10; ++i)
            storeEntry(artifacts, i, minutes(100 - i));
        QCOMPARE(present(artifacts, 10).size(), std::size_t{10}); // at the budget is not over it
        QCOMPARE(bytesBelow(folder.path()), 10 * entryBytes);
        QVERIFY(artifacts.find(keyOf(0)));
        QVERIFY(artifacts.find(keyOf(2)));
        storeEntry(artifacts, 10, minutes(0));
        QCOMPARE(present(artifacts, 11), (Indices{0, 2, 5, 6, 7, 8, 9, 10}));
        QCOMPARE(bytesBelow(folder.path()), 8 * entryBytes); // a fifth under
    }

    void theBudgetHoldsForEntriesOfAnEarlierProcess()
    {
        const tests::TemporaryFolder folder;
        store::ArtifactStore unbounded(folder.path());
        for (std::size_t i = 0; i < 20; ++i)
            storeEntry(unbounded, i, minutes(100 - i));
        store::ArtifactStore artifacts(folder.path(), 5 * entryBytes);
        QCOMPARE(present(artifacts, 20).size(), std::size_t{20}); // opening alone removes none
        storeEntry(artifacts, 20, minutes(0));
        QCOMPARE(present(artifacts, 21), (Indices{17, 18, 19, 20}));
    }

    void theEntryJustWrittenStays()
    {
        const tests::TemporaryFolder folder;
        store::ArtifactStore artifacts(folder.path(), 3 * entryBytes);
        storeEntry(artifacts, 0, minutes(-60)); // used later than anything, by a clock that is ahead
        storeEntry(artifacts, 1, minutes(-60));
        const std::string large(10 * entryBytes, 'x');
        artifacts.store(key, large);
        QCOMPARE(artifacts.find(key), std::optional(large));
        QCOMPARE(filesBelow(folder.path()), std::size_t{1});
    }

    void replacingAndRemovingAreCounted()
    {
        const tests::TemporaryFolder folder;
        store::ArtifactStore artifacts(folder.path(), 4 * entryBytes);
        storeEntry(artifacts, 0, minutes(100));
        for (int i = 0; i < 50; ++i)
            storeEntry(artifacts, 1, minutes(50)); // a checkpoint
        for (std::size_t i = 0; i < 50; ++i) {
            storeEntry(artifacts, 2, minutes(0));
            artifacts.remove(keyOf(2));
            artifacts.remove(keyOf(2));
        }
        storeEntry(artifacts, 3, minutes(0));
        storeEntry(artifacts, 4, minutes(0));
        QCOMPARE(present(artifacts, 5), (Indices{0, 1, 3, 4}));
        storeEntry(artifacts, 5, minutes(0));
        QCOMPARE(present(artifacts, 6), (Indices{3, 4, 5}));
    }

    void whatOthersRemoveOrPutThereIsTolerated()
    {
        const tests::TemporaryFolder folder;
        store::ArtifactStore artifacts(folder.path(), 4 * entryBytes);
        for (std::size_t i = 0; i < 4; ++i)
            storeEntry(artifacts, i, minutes(100 - i));
        for (const std::size_t gone : {1U, 2U, 3U})
            std::filesystem::remove(artifacts.fileOf(keyOf(gone)));
        QVERIFY(!artifacts.find(keyOf(1)));
        storeEntry(artifacts, 4, minutes(0));
        QCOMPARE(present(artifacts, 5), (Indices{0, 4})); // there is room after all
        const auto foreign = written(folder.path() / "no" / "thesis.tex", minutes(100'000));
        const auto elsewhere = written(folder.path() / "notes" / "a.artifact", minutes(100'000));
        for (std::size_t i = 5; i < 20; ++i)
            storeEntry(artifacts, i, minutes(0));
        QVERIFY(present(artifacts, 20).size() <= 4);
        QVERIFY(std::filesystem::exists(foreign));
        QVERIFY(std::filesystem::exists(elsewhere));
    }

    void manyThreadsStayWithinTheBudget()
    {
        const tests::TemporaryFolder folder;
        store::ArtifactStore artifacts(folder.path(), 20 * entryBytes);
        store::ArtifactStore other(folder.path(), 20 * entryBytes); // as of another process
        std::atomic<std::size_t> wrong{0};
        {
            std::vector<std::jthread> threads;
            for (std::size_t t = 0; t < 4; ++t)
                threads.emplace_back([&, t] {
                    auto& mine = t % 2 == 0 ? artifacts : other;
                    for (std::size_t i = 0; i < 60; ++i) {
                        mine.store(keyOf(100 * t + i), std::string(900, 'x'));
                        const auto found = mine.find(keyOf((100 * t + i * 7) % 400));
                        wrong += found && *found != std::string(900, 'x') ? 1 : 0;
                        mine.remove(keyOf(100 * t + i / 2));
                    }
                });
        }
        QCOMPARE(wrong.load(), std::size_t{0});
        storeEntry(artifacts, 1000, minutes(0));
        QVERIFY(bytesBelow(folder.path()) <= 2 * 20 * entryBytes); // each knows of its own at least
        store::ArtifactStore(folder.path(), 20 * entryBytes).store(keyOf(1001), "x");
        QVERIFY(bytesBelow(folder.path()) <= 20 * entryBytes);
    }

    void openingSweepsLeftoversAlone()
    {
        const tests::TemporaryFolder folder;
        store::ArtifactStore before(folder.path());
        before.store("federation.probes", "an entry, whatever its name looks like");
        makeOlder(before.fileOf("federation.probes"), minutes(100'000));
        const auto name = before.fileOf(key).filename().string();
        const auto killed = written(folder.path() / "temporary" / (name + ".a1B2c3"), minutes(0));
        base::AtomicFile living(before.fileOf(key), folder.path() / "temporary");
        const auto foreign = written(folder.path() / "fe" / "thesis.backup", minutes(100'000));
        const auto abandoned = written(before.spoolFolder() / "old.updates", minutes(7 * 24 * 60 + 1));
        const auto spooled = written(before.spoolFolder() / "new.updates", minutes(7 * 24 * 60 - 1));
        store::ArtifactStore after(folder.path());
        QVERIFY(!std::filesystem::exists(killed));
        living.commit();
        QVERIFY(std::filesystem::exists(before.fileOf(key)));
        QVERIFY(std::filesystem::exists(foreign));
        QVERIFY(!std::filesystem::exists(abandoned));
        QVERIFY(std::filesystem::exists(spooled));
        QVERIFY(after.find("federation.probes"));
    }

    void openingMakesNothing()
    {
        const tests::TemporaryFolder folder;
        store::ArtifactStore artifacts(folder.path() / "artifacts");
        QVERIFY(!std::filesystem::exists(folder.path() / "artifacts"));
        QVERIFY(!artifacts.find(key));
    }
};

QTEST_GUILESS_MAIN(TestArtifactStore)
#include "tst_ArtifactStore.moc"
