#include "core/store/RunStore.h"
#include "core/store/Schema.h"
#include "tests/store/StoreExamples.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>
#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

using namespace undertone;
using experiment::ExperimentState;
using store::QueueHolder;
using store::QueueMove;

namespace {

struct Fixture
{
    std::string add()
    {
        ids.push_back(store.createExperiment(tests::exampleSpec()));
        return ids.back();
    }
    /// The queue as letters: "bca" when the second study made stands first.
    std::string order() const
    {
        std::string letters;
        for (const auto& entry : store.queue())
            letters += static_cast<char>('a' + (std::find(ids.begin(), ids.end(), entry.id) - ids.begin()));
        return letters;
    }

    tests::TemporaryFolder folder;
    store::RunStore store{folder.path() / "undertone.db"};
    std::vector<std::string> ids;
};

/// Another process with a study of the workspace, until it is killed.
class OtherProgram
{
public:
    OtherProgram(const std::filesystem::path& file, ExperimentState state)
    {
        int ends[2] = {};
        if (::pipe(ends) != 0)
            std::abort();
        m_child = ::fork();
        if (m_child == 0) {
            store::RunStore store(file);
            const auto made = store.createExperiment(tests::exampleSpec());
            store.setState(made, state);
            [[maybe_unused]] const auto written = ::write(ends[1], made.data(), made.size());
            ::pause();
        }
        id.resize(12);
        [[maybe_unused]] const auto read = ::read(ends[0], id.data(), id.size());
        ::close(ends[0]);
        ::close(ends[1]);
    }
    ~OtherProgram() { kill(); }
    void kill()
    {
        if (m_child > 0) {
            ::kill(m_child, SIGKILL);
            ::waitpid(m_child, nullptr, 0);
        }
        m_child = 0;
    }

    std::string id;

private:
    pid_t m_child = 0;
};

} // namespace

class TestQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void studiesStandInTheOrderInWhichTheyCame()
    {
        Fixture fixture;
        for (int i = 0; i < 3; ++i)
            fixture.add();
        QCOMPARE(fixture.order(), std::string("abc"));
        const auto entry = fixture.store.queue().front();
        QVERIFY(entry.state == ExperimentState::Queued && entry.holder == QueueHolder::ThisProgram);
        QCOMPARE(entry.name, tests::exampleSpec().name);
        fixture.store.setState(fixture.ids[1], ExperimentState::Running);
        QCOMPARE(fixture.order(), std::string("bac"));
        for (const auto ended : {ExperimentState::Succeeded, ExperimentState::Failed,
                                 ExperimentState::Cancelled, ExperimentState::Interrupted}) {
            fixture.store.setState(fixture.ids[0], ended);
            QCOMPARE(fixture.order(), std::string("bc"));
        }
        fixture.store.setState(fixture.ids[0], ExperimentState::Queued);
        QCOMPARE(fixture.order(), std::string("bca"));
    }

    void whatIsPausedKeepsItsPlace()
    {
        Fixture fixture;
        for (int i = 0; i < 3; ++i)
            fixture.add();
        fixture.store.setState(fixture.ids[0], ExperimentState::Running);
        fixture.store.setState(fixture.ids[0], ExperimentState::Paused);
        QCOMPARE(fixture.order(), std::string("abc"));
        fixture.store.setState(fixture.ids[0], ExperimentState::Queued);
        QCOMPARE(fixture.order(), std::string("abc"));
    }

    void studiesMoveAndThePlacesLast()
    {
        Fixture fixture;
        for (int i = 0; i < 4; ++i)
            fixture.add();
        const auto move = [&](int study, QueueMove where) {
            fixture.store.move(fixture.ids[static_cast<std::size_t>(study)], where);
            return fixture.order();
        };
        QCOMPARE(move(3, QueueMove::ToFront), std::string("dabc"));
        QCOMPARE(move(3, QueueMove::Up), std::string("dabc"));
        QCOMPARE(move(1, QueueMove::Up), std::string("dbac"));
        QCOMPARE(move(2, QueueMove::Down), std::string("dbac"));
        QCOMPARE(move(3, QueueMove::Down), std::string("bdac"));
        fixture.store.setState(fixture.ids[0], ExperimentState::Running);
        QCOMPARE(fixture.order(), std::string("abdc"));
        QCOMPARE(move(0, QueueMove::Down), std::string("abdc"));
        QCOMPARE(move(2, QueueMove::ToFront), std::string("acbd"));
        const store::RunStore again(fixture.folder.path() / "undertone.db");
        std::vector<std::string> ids;
        for (const auto& entry : again.queue())
            ids.push_back(entry.id);
        QCOMPARE(ids,
                 (std::vector<std::string>{fixture.ids[0], fixture.ids[2], fixture.ids[1], fixture.ids[3]}));
    }

    void theBinIsNoPlaceToWaitIn()
    {
        Fixture fixture;
        fixture.add();
        fixture.add();
        fixture.store.setState(fixture.ids[0], ExperimentState::Paused);
        fixture.store.release(fixture.ids[0]);
        fixture.store.setDeleted(fixture.ids[0], true);
        QCOMPARE(fixture.order(), std::string("b"));
        fixture.store.setDeleted(fixture.ids[0], false);
        QCOMPARE(fixture.order(), std::string("b"));
        QVERIFY(fixture.store.state(fixture.ids[0]) == ExperimentState::Cancelled);
    }

    void whatAnotherProgramHasIsToldApart()
    {
        Fixture fixture;
        OtherProgram other(fixture.folder.path() / "undertone.db", ExperimentState::Queued);
        auto entry = fixture.store.queue().at(0);
        QCOMPARE(entry.id, other.id);
        QVERIFY(entry.holder == QueueHolder::AnotherProgram);
        QVERIFY(fixture.store.markInterrupted().empty());
        other.kill();
        entry = fixture.store.queue().at(0);
        QVERIFY2(entry.holder == QueueHolder::Nobody, "its program is no more");
        QVERIFY2(fixture.store.markInterrupted().empty(), "it had not begun: it waits");
        QVERIFY(fixture.store.state(other.id) == ExperimentState::Queued);
        fixture.store.claim(other.id);
        QVERIFY(fixture.store.queue().at(0).holder == QueueHolder::ThisProgram);
    }

    void aProgramThatDiesLeavesWhatItRanInterrupted()
    {
        Fixture fixture;
        OtherProgram other(fixture.folder.path() / "undertone.db", ExperimentState::Running);
        other.kill();
        QCOMPARE(fixture.store.markInterrupted(), (std::vector<std::string>{other.id}));
        QVERIFY(fixture.store.queue().empty());
    }

    void speedIsThatOfStudiesOfTheKind()
    {
        Fixture fixture;
        QCOMPARE(fixture.store.speed("second-moment").seconds, 0.0);
        fixture.add();
        fixture.store.addWork(fixture.ids[0], {10, 20});
        fixture.store.addWork(fixture.ids[0], {5, 1});
        const auto speed = fixture.store.speed("second-moment");
        QCOMPARE(speed.expected, 15.0);
        QCOMPARE(speed.seconds, 21.0);
        QVERIFY2(fixture.store.speed("cnn").seconds == 21, "better than nothing");
        const auto cnn = fixture.store.createExperiment(experiment::parseSpec(
            experiment::setSpecValue(experiment::writeSpec(tests::exampleSpec()), "attack.kind", "\"cnn\""),
            "test"));
        fixture.store.addWork(cnn, {1, 100});
        QCOMPARE(fixture.store.speed("cnn").seconds, 100.0);
        QCOMPARE(fixture.store.speed("second-moment").seconds, 21.0);
    }

    void aWorkspaceFromBeforeTheQueueIsRead()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "undertone.db";
        {
            SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            for (std::size_t schema = 0; schema < 5; ++schema)
                database.exec(store::schemaScripts().at(schema));
            database.exec("PRAGMA user_version = 5");
            database.exec(
                "INSERT INTO experiment (id, name, specification, state, created, synthetic) VALUES "
                "('00aa11bb22cc', 'Old', '{}', 'queued', '2024-01-01T00:00:00Z', 0)");
        }
        store::RunStore opened(file);
        QVERIFY(opened.queue().empty());
        QCOMPARE(opened.markInterrupted(), (std::vector<std::string>{"00aa11bb22cc"}));
        opened.setState("00aa11bb22cc", ExperimentState::Queued);
        QCOMPARE(opened.queue().size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestQueue)
#include "tst_Queue.moc"
