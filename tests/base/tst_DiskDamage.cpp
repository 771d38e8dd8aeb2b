#include "core/base/AtomicFile.h"
#include "core/base/CheckpointTimer.h"
#include "core/base/Checksum.h"
#include "core/base/File.h"
#include "core/base/SeedTree.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>

#include <csignal>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

using namespace undertone;

namespace {

std::string sumOf(std::string_view bytes)
{
    return base::Checksum().add(bytes).finish();
}

/// A process that has begun to write a file and waits; ready when the temporary file is there.
class Writer
{
public:
    Writer(const std::filesystem::path& file, const std::filesystem::path& temporaries) : m_process(::fork())
    {
        if (m_process != 0)
            return;
        base::AtomicFile half(file, temporaries);
        half.write("half of");
        ::raise(SIGSTOP);
        ::_exit(0);
    }
    void waitUntilItWrites() const { ::waitpid(m_process, nullptr, WUNTRACED); }
    void kill() const
    {
        ::kill(m_process, SIGKILL);
        ::waitpid(m_process, nullptr, 0);
    }

private:
    pid_t m_process;
};

std::size_t filesIn(const std::filesystem::path& folder)
{
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

/// Seconds of work that a kill at the worst moment loses, when steps take so long and so does saving.
double worstLoss(const std::vector<double>& steps, double interval, double saving)
{
    double now = 5;
    base::CheckpointTimer timer(interval, [&] { return now; });
    double unsaved = 0;
    double worst = 0;
    for (const double step : steps) {
        now += step;
        unsaved += step;
        worst = std::max(worst, unsaved);
        if (!timer.isDue())
            continue;
        now += saving;
        timer.start();
        unsaved = 0;
    }
    return worst;
}

} // namespace

class TestDiskDamage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyBitCounts()
    {
        std::string bytes(1000, '\0');
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<char>(i * 37);
        std::set<std::string> sums = {sumOf(bytes)};
        for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
            auto damaged = bytes;
            damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1U << (bit % 8)));
            sums.insert(sumOf(damaged));
        }
        for (std::size_t length = 0; length < bytes.size(); ++length)
            sums.insert(sumOf(std::string_view(bytes).substr(0, length)));
        QCOMPARE(sums.size(), 1 + 8 * bytes.size() + bytes.size());
        QCOMPARE(sums.begin()->size(), std::size_t{32});
        QVERIFY(sumOf(std::string(16, '\0')) != sumOf(std::string(17, '\0')));
    }

    void piecesMakeTheWhole()
    {
        QCOMPARE(base::Checksum().add("dam").add("").add("age").finish(), sumOf("damage"));
    }

    void whatAKilledProgramLeftIsSwept()
    {
        const tests::TemporaryFolder folder;
        const auto temporaries = folder.path() / "temporary";
        base::createFolder(temporaries);
        const Writer killed(folder.path() / "a", temporaries);
        killed.waitUntilItWrites();
        const Writer living(folder.path() / "b", temporaries);
        living.waitUntilItWrites();
        base::AtomicFile own(folder.path() / "c", temporaries);
        own.write("whole");
        QCOMPARE(filesIn(temporaries), std::size_t{3});
        base::sweepTemporaries(temporaries);
        QCOMPARE(filesIn(temporaries), std::size_t{3});
        killed.kill();
        base::sweepTemporaries(temporaries);
        QCOMPARE(filesIn(temporaries), std::size_t{2});
        own.commit(base::Flush::Later);
        QCOMPARE(base::readFile(folder.path() / "c"), std::string("whole"));
        living.kill();
        base::sweepTemporaries(temporaries);
        QCOMPARE(filesIn(temporaries), std::size_t{0});
        base::sweepTemporaries(folder.path() / "none");
        QVERIFY(!std::filesystem::exists(folder.path() / "none"));
    }

    void aKillLosesAnIntervalOfWork_data()
    {
        QTest::addColumn<double>("step");
        QTest::addColumn<double>("saving");
        QTest::addColumn<double>("most");
        QTest::newRow("short steps") << 0.01 << 0.02 << 1.0;
        QTest::newRow("saving takes long") << 0.01 << 5.0 << 1.0;
        QTest::newRow("steps of nearly half") << 0.49 << 0.1 << 1.0;
        QTest::newRow("steps above half") << 0.6 << 0.1 << 0.6;
        QTest::newRow("long steps") << 3.0 << 1.0 << 3.0;
    }

    void aKillLosesAnIntervalOfWork()
    {
        QFETCH(double, step);
        QFETCH(double, saving);
        QFETCH(double, most);
        const double worst = worstLoss(std::vector<double>(1000, step), 1, saving);
        QVERIFY2(worst < most + 1e-6, qPrintable(QString::number(worst)));
        QVERIFY(worst >= std::min(most, 1.0) / 2); // and saves no more often than that
    }

    void stepsOfManyLengthsAreForeseen()
    {
        std::vector<double> steps;
        base::RandomStream random = base::SeedTree(3).stream("steps");
        for (int i = 0; i < 10000; ++i)
            steps.push_back(0.3 * random.uniform());
        QVERIFY(worstLoss(steps, 1, 0.1) < 1.3); // the next step may be longer than all before it
    }
};

QTEST_GUILESS_MAIN(TestDiskDamage)
#include "tst_DiskDamage.moc"
