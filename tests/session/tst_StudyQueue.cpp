#include "core/session/Session.h"
#include "core/store/RunStore.h"
#include "tests/session/FakeEngine.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>
#include <SQLiteCpp/SQLiteCpp.h>

#include <atomic>
#include <fstream>
#include <mutex>
#include <thread>

#include <unistd.h>

using namespace undertone;
using experiment::ExperimentState;
using session::JobEventKind;
using session::Session;
using store::QueueHolder;
using store::QueueMove;

namespace {

/// Runs studies one after the other; each blocks until it is cancelled or the gate is open.
struct Fixture
{
    Fixture()
    {
        tests::saveEmptyCorpora(folder.path(), {"one", "two"});
        open();
    }

    void open()
    {
        session.reset();
        session = std::make_unique<Session>(
            folder.path(), tests::engineThat([this](const auto& request, auto& sink, auto&, auto& progress) {
                {
                    const std::scoped_lock lock(mutex);
                    ran += request.spec.name;
                }
                progress.addTotal(2);
                progress.advance(1, "half");
                while (!gate.test()) {
                    progress.checkCancelled();
                    std::this_thread::sleep_for(std::chrono::milliseconds(1));
                }
                sink.rowsAggregated({});
                progress.advance(1, "done");
            }));
        session->subscribe([this](const session::JobEvent& event) { log.add(event); });
    }

    session::JobId run(const std::string& name)
    {
        auto spec = tests::twoTrials();
        spec.name = name;
        return session->run(spec, {});
    }

    void waitForStart(session::JobId job) const
    {
        log.waitFor([job](const auto& event) { return event.job == job && event.progress.stage == "half"; });
    }

    /// Names in order; a study that runs in brackets, one that is paused with a dash.
    std::string order() const
    {
        std::string text;
        for (const auto& entry : session->queue())
            text += entry.state == ExperimentState::Running  ? "[" + entry.name + "]"
                    : entry.state == ExperimentState::Paused ? entry.name + "-"
                                                             : entry.name;
        return text;
    }

    std::string idOf(const std::string& name) const
    {
        for (const auto& study : session->experiments())
            if (study.name == name)
                return study.id;
        return {};
    }

    tests::TemporaryFolder folder;
    tests::EventLog log;
    std::atomic_flag gate;
    std::mutex mutex;
    std::string ran;
    std::unique_ptr<Session> session;
};

void giveTo(const std::filesystem::path& workspace, const std::string& id, pid_t process)
{
    std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
    std::string text;
    std::getline(stat, text);
    const auto fields = QString::fromStdString(text.substr(text.rfind(')') + 2)).split(' ');
    std::string boot;
    std::getline(std::ifstream("/proc/sys/kernel/random/boot_id"), boot);
    SQLite::Database database((workspace / "undertone.db").string(), SQLite::OPEN_READWRITE);
    SQLite::Statement update(
        database, "UPDATE experiment SET holder_pid = ?, holder_started = ?, holder_boot = ? WHERE id = ?");
    update.bind(1, static_cast<std::int64_t>(process));
    update.bind(2, static_cast<std::int64_t>(fields.at(19).toLongLong()));
    update.bind(3, boot);
    update.bind(4, id);
    update.exec();
}

ErrorCode codeOf(const std::function<void()>& action)
{
    try {
        action();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

} // namespace

class TestStudyQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void studiesRunInTheOrderTheyAreMovedTo()
    {
        Fixture fixture;
        QVERIFY(fixture.session->isIdle());
        const auto first = fixture.run("a");
        fixture.waitForStart(first);
        fixture.run("b");
        fixture.run("c");
        const auto last = fixture.run("d");
        QCOMPARE(fixture.order(), std::string("[a]bcd"));
        fixture.session->move(fixture.idOf("d"), QueueMove::ToFront);
        fixture.session->move(fixture.idOf("b"), QueueMove::Down);
        QCOMPARE(fixture.order(), std::string("[a]dcb"));
        QVERIFY(!fixture.session->isIdle());
        fixture.gate.test_and_set();
        for (const auto job : {first, last})
            QVERIFY(fixture.session->wait(job).kind == JobEventKind::Succeeded);
        QTRY_VERIFY(fixture.session->isIdle());
        QCOMPARE(fixture.ran, std::string("adcb"));
        QVERIFY(fixture.session->queue().empty());
    }

    void aPausedStudyKeepsItsPlaceAndTheNextGoesOn()
    {
        Fixture fixture;
        const auto first = fixture.run("a");
        const auto second = fixture.run("b");
        fixture.run("c");
        fixture.waitForStart(first);
        fixture.session->pause(fixture.idOf("a"));
        QVERIFY(fixture.session->wait(first).kind == JobEventKind::Cancelled);
        fixture.waitForStart(second);
        QCOMPARE(fixture.order(), std::string("[b]a-c"));
        QVERIFY(fixture.session->experiment(fixture.idOf("a")).summary.state == ExperimentState::Paused);
        fixture.session->pause(fixture.idOf("c"));
        QTRY_COMPARE(fixture.order(), std::string("[b]a-c-"));
        const auto again = fixture.session->resume(fixture.idOf("a"), {});
        fixture.gate.test_and_set();
        QVERIFY(fixture.session->wait(again).kind == JobEventKind::Succeeded);
        QCOMPARE(fixture.ran, std::string("aba"));
        QCOMPARE(fixture.order(), std::string("c-"));
    }

    void aResumedStudyGoesBackToItsPlace()
    {
        Fixture fixture;
        fixture.waitForStart(fixture.run("a"));
        fixture.run("b");
        const auto last = fixture.run("c");
        fixture.session->pause(fixture.idOf("b"));
        QTRY_COMPARE(fixture.order(), std::string("[a]b-c"));
        fixture.session->resume(fixture.idOf("b"), {});
        QCOMPARE(fixture.order(), std::string("[a]bc"));
        fixture.gate.test_and_set();
        QVERIFY(fixture.session->wait(last).kind == JobEventKind::Succeeded);
        QCOMPARE(fixture.ran, std::string("abc"));
    }

    void aStoppedStudyLeavesTheQueue()
    {
        Fixture fixture;
        const auto first = fixture.run("a");
        fixture.waitForStart(first);
        fixture.run("b");
        fixture.session->pause(fixture.idOf("b"));
        QTRY_COMPARE(fixture.order(), std::string("[a]b-"));
        fixture.session->stop(fixture.idOf("b"));
        fixture.session->stop(fixture.idOf("a"));
        QVERIFY(fixture.session->wait(first).kind == JobEventKind::Cancelled);
        QVERIFY(fixture.session->queue().empty());
        for (const auto& study : fixture.session->experiments())
            QVERIFY(study.state == ExperimentState::Cancelled);
        QVERIFY(codeOf([&] { fixture.session->pause(fixture.idOf("a")); }) == ErrorCode::Conflict);
        QVERIFY(codeOf([&] { fixture.session->stop("none"); }) == ErrorCode::NotFound);
    }

    void theQueueGoesOnAfterARestart()
    {
        Fixture fixture;
        fixture.waitForStart(fixture.run("a"));
        for (const char* name : {"b", "c", "d"})
            fixture.run(name);
        fixture.session->pause(fixture.idOf("b"));
        fixture.session->move(fixture.idOf("d"), QueueMove::ToFront);
        QTRY_COMPARE(fixture.order(), std::string("[a]db-c"));
        fixture.session->suspend();
        fixture.open();
        QCOMPARE(fixture.order(), std::string("adb-c"));
        for (const auto& entry : fixture.session->queue())
            QVERIFY(entry.holder == QueueHolder::Nobody);
        fixture.ran.clear();
        fixture.gate.test_and_set();
        const auto jobs = fixture.session->takeUpQueue({});
        QCOMPARE(jobs.size(), std::size_t{3});
        QVERIFY(fixture.session->takeUpQueue({}).empty());
        QVERIFY(fixture.session->wait(jobs.back()).kind == JobEventKind::Succeeded);
        QTRY_COMPARE(fixture.order(), std::string("b-"));
        QCOMPARE(fixture.ran, std::string("adc"));
    }

    void whatAnotherProgramHasIsLeftToIt()
    {
        Fixture fixture;
        fixture.waitForStart(fixture.run("a"));
        fixture.run("b");
        fixture.gate.test_and_set();
        QTRY_VERIFY(fixture.session->isIdle());
        // Another living process, here the parent of this one, has put the two into its queue.
        const auto parent = ::getppid();
        store::RunStore store(fixture.folder.path() / "undertone.db");
        for (const char* name : {"a", "b"}) {
            store.setState(fixture.idOf(name), ExperimentState::Queued);
            giveTo(fixture.folder.path(), fixture.idOf(name), parent);
        }
        QVERIFY(fixture.session->takeUpQueue({}).empty());
        QVERIFY(fixture.session->queue().front().holder == QueueHolder::AnotherProgram);
        for (const auto& action :
             {std::function<void()>([&] { fixture.session->pause(fixture.idOf("a")); }),
              std::function<void()>([&] { fixture.session->stop(fixture.idOf("a")); }),
              std::function<void()>([&] { fixture.session->resume(fixture.idOf("a"), {}); }),
              std::function<void()>([&] { fixture.session->move(fixture.idOf("b"), QueueMove::Up); })})
            QVERIFY(codeOf(action) == ErrorCode::Conflict);
        QCOMPARE(fixture.order(), std::string("ab"));
    }

    void whatAStudyTookIsNoted()
    {
        Fixture fixture;
        const auto job = fixture.run("a");
        fixture.waitForStart(job);
        fixture.session->pause(fixture.idOf("a"));
        fixture.session->wait(job);
        QTRY_VERIFY(fixture.session->isIdle());
        store::RunStore store(fixture.folder.path() / "undertone.db");
        QTRY_COMPARE(store.speed("second-moment").expected, 10.0); // half of the engine's 20 s
        QVERIFY(store.speed("second-moment").seconds > 0);
    }
};

QTEST_GUILESS_MAIN(TestStudyQueue)
#include "tst_StudyQueue.moc"
