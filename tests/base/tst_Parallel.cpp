#include "core/base/Parallel.h"

#include <QtTest>

#include <pthread.h>

#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

using namespace undertone;

namespace {

/// While it lives, no thread can be made: none gets a stack this large.
class NoThreads
{
public:
    NoThreads()
    {
        ::pthread_getattr_default_np(&m_usual);
        pthread_attr_t greedy;
        ::pthread_attr_init(&greedy);
        ::pthread_attr_setstacksize(&greedy, std::size_t{1} << 50);
        ::pthread_setattr_default_np(&greedy);
        ::pthread_attr_destroy(&greedy);
    }
    ~NoThreads()
    {
        ::pthread_setattr_default_np(&m_usual);
        ::pthread_attr_destroy(&m_usual);
    }
    NoThreads(const NoThreads&) = delete;
    NoThreads& operator=(const NoThreads&) = delete;

private:
    pthread_attr_t m_usual{};
};

std::vector<int> calls(unsigned workers)
{
    std::vector<int> counts(100, 0);
    base::parallelFor(counts.size(), workers, [&](std::size_t i) { ++counts[i]; });
    return counts;
}

} // namespace

class TestParallel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyIndexIsCalledOnce()
    {
        for (const unsigned workers : {0U, 1U, 3U, 200U})
            QCOMPARE(calls(workers), std::vector<int>(100, 1));
    }

    void itGoesOnWithTheThreadsThereAre()
    {
        const NoThreads none;
        QVERIFY_THROWS_EXCEPTION(std::system_error, std::jthread([] {}));
        QCOMPARE(calls(8), std::vector<int>(100, 1));
    }

    void theFirstExceptionIsRethrown()
    {
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, base::parallelFor(50, 4, [](std::size_t i) {
                                     if (i == 7)
                                         throw std::runtime_error("seven");
                                 }));
    }
};

QTEST_GUILESS_MAIN(TestParallel)
#include "tst_Parallel.moc"
