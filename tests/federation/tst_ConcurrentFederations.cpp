#include "tests/federation/ToyFederation.h"

#include "core/base/Parallel.h"

#include <QtTest>

using namespace undertone;
using namespace undertone::federation;
using namespace undertone::tests;

class tst_ConcurrentFederations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Federations that share their data, trained by one worker and by two.
    void workersDoNotChangeResults()
    {
        const auto run = [](unsigned workers) {
            constexpr std::array Algorithms = {Algorithm::FedAvg, Algorithm::FedSgd, Algorithm::Local,
                                               Algorithm::Centralised};
            std::vector<std::string> results(8);
            const ToyFederation shared(Algorithm::FedAvg);
            base::parallelFor(results.size(), workers, [&](std::size_t i) {
                auto request = shared.request();
                request.federation.algorithm = Algorithms[i % 4];
                request.seed = base::SeedTree(i / 4).child("federation");
                RecordingObserver observer;
                const auto state = trainFederation(request, &observer, {}, base::Progress());
                results[i] = bytesOf(state);
                for (const auto& seen : observer.seen)
                    results[i].append(reinterpret_cast<const char*>(seen.update.data_ptr<float>()),
                                      seen.update.nbytes());
            });
            return results;
        };
        const auto serial = run(1);
        QVERIFY(serial[0] != serial[4]);
        QCOMPARE(run(2), serial);
        QCOMPARE(run(3), serial);
    }
};

QTEST_GUILESS_MAIN(tst_ConcurrentFederations)
#include "tst_ConcurrentFederations.moc"
