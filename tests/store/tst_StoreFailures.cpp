#include "core/base/Error.h"
#include "core/store/RunStore.h"
#include "tests/store/StoreExamples.h"
#include "tests/support/Restrictions.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>
#include <SQLiteCpp/SQLiteCpp.h>

#include <sys/wait.h>

using namespace undertone;
using experiment::ExperimentState;

namespace {

std::optional<Error> errorOf(const std::function<void()>& action)
{
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

/// Runs `body` in another process, which then ends without a word to anyone (as kill -9 would); returns the
/// exit status.
int inAnotherProcess(const std::function<int()>& body)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(body());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WEXITSTATUS(status);
}

} // namespace

class TestStoreFailures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReadOnlyFolderIsAStorageError()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "undertone.db";
        const tests::ReadOnlyFolder readOnly(folder.path());
        const tests::WithoutRootOverride restricted;
        const auto error = errorOf([&] { store::RunStore opened(file); });
        QVERIFY(error && error->code() == ErrorCode::StorageFailed);
        QCOMPARE(error->where(), file.string());
        QVERIFY(!error->remedy().empty());
    }

    void aReadOnlyFileIsAStorageError()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "undertone.db";
        {
            store::RunStore made(file);
        }
        std::filesystem::permissions(file, std::filesystem::perms(0444));
        const tests::WithoutRootOverride restricted;
        const auto error = errorOf([&] { store::RunStore opened(file); });
        QVERIFY(error && error->code() == ErrorCode::StorageFailed);
    }

    void aFullDiskStoresNothingHalf()
    {
        const tests::TemporaryFolder folder;
        store::RunStore opened(folder.path() / "undertone.db");
        auto corpus = tests::exampleCorpus("big");
        const auto one = corpus.utterances.front();
        for (int i = 0; i < 20'000; ++i) {
            corpus.utterances.push_back(one);
            corpus.utterances.back().path = std::to_string(i);
        }
        {
            const tests::FullDisk full(300'000);
            const auto error = errorOf([&] { opened.saveCorpus(corpus, {}); });
            QVERIFY(error && error->code() == ErrorCode::StorageFailed);
            QVERIFY(!error->remedy().empty());
        }
        QVERIFY(opened.corpusNames().empty());
        opened.saveCorpus(corpus, {});
        QCOMPARE(opened.corpus("big").utterances.size(), corpus.utterances.size());
    }

    void aSinkOnAFullDiskFailsTheJobAndKeepsTheFile()
    {
        const tests::TemporaryFolder folder;
        store::RunStore opened(folder.path() / "undertone.db");
        const auto id = opened.createExperiment(tests::exampleSpec());
        {
            const tests::FullDisk full(300'000);
            const auto sink = opened.sink(id);
            const auto error = errorOf([&] {
                sink->trialStarted(tests::exampleTrial("t", 0));
                for (std::size_t round = 0; round < 20'000; ++round)
                    sink->roundFinished("t", tests::exampleRound(round));
                sink->flush();
            });
            QVERIFY(error && error->code() == ErrorCode::StorageFailed);
            QVERIFY(errorOf([&] { sink->progressed(0.5); }));
        }
        // Whole batches were written before the disk was full, in order, and nothing of the others.
        std::size_t kept = 0;
        for (const auto& curve : opened.experiment(id).curves)
            for (const auto& record : curve.rounds)
                QCOMPARE(record.round, kept++);
        QVERIFY(kept < 20'000);
    }

    void oneProcessHoldsAStudy()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "undertone.db";
        std::string id;
        {
            store::RunStore opened(file);
            id = opened.createExperiment(tests::exampleSpec());
            opened.setState(id, ExperimentState::Running);
        }
        const int refused = inAnotherProcess([&] {
            store::RunStore other(file);
            const auto error = errorOf([&] { other.claim(id); });
            return error && error->code() == ErrorCode::Conflict && other.markInterrupted().empty() ? 0 : 1;
        });
        QCOMPARE(refused, 0);
        {
            store::RunStore opened(file);
            opened.claim(id);
            opened.release(id);
        }
        QCOMPARE(inAnotherProcess([&] {
                     store::RunStore(file).claim(id);
                     return 0;
                 }),
                 0);
    }

    void claimsAreCounted()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "undertone.db";
        store::RunStore opened(file);
        const auto id = opened.createExperiment(tests::exampleSpec());
        opened.claim(id);
        opened.release(id);
        const auto heldBy = [&] {
            return SQLite::Database(file.string())
                .execAndGet("SELECT COALESCE(holder_pid, 0) FROM experiment")
                .getInt();
        };
        QCOMPARE(heldBy(), static_cast<int>(::getpid()));
        opened.release(id);
        QCOMPARE(heldBy(), 0);
    }

    void aKilledProcessLeavesAnInterruptedStudy()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "undertone.db";
        QCOMPARE(inAnotherProcess([&] {
                     auto* leaked = new store::RunStore(file); // never closed
                     const auto id = leaked->createExperiment(tests::exampleSpec());
                     leaked->setState(id, ExperimentState::Running);
                     return 0;
                 }),
                 0);
        store::RunStore opened(file);
        const auto interrupted = opened.markInterrupted();
        QCOMPARE(interrupted.size(), std::size_t{1});
        QVERIFY(opened.state(interrupted[0]) == ExperimentState::Interrupted);
        QVERIFY(opened.markInterrupted().empty());
        opened.claim(interrupted[0]);
    }
};

QTEST_GUILESS_MAIN(TestStoreFailures)
#include "tst_StoreFailures.moc"
