#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/store/ArtifactStore.h"
#include "tests/support/Restrictions.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>

#include <fstream>

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
        const std::string whole = base::readFile(artifacts.fileOf(key));
        for (std::size_t i = 0; i < whole.size(); ++i) {
            std::string damaged = whole;
            damaged[i] = static_cast<char>(damaged[i] ^ 1);
            std::ofstream(artifacts.fileOf(key), std::ios::binary) << damaged;
            QVERIFY2(!artifacts.find(key), qPrintable(QString("byte %1").arg(i)));
        }
        for (std::size_t length = 0; length < whole.size(); ++length) {
            std::ofstream(artifacts.fileOf(key), std::ios::binary) << whole.substr(0, length);
            QVERIFY2(!artifacts.find(key), qPrintable(QString("length %1").arg(length)));
        }
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
};

QTEST_GUILESS_MAIN(TestArtifactStore)
#include "tst_ArtifactStore.moc"
