#include "core/base/Parallel.h"
#include "core/privacy/Accountant.h"
#include "tests/privacy/PrivacyEvents.h"

#include <QtTest>

#include <vector>

using namespace undertone;
using namespace undertone::privacy;
using tests::poissonEvent;

/// One accountant serves several threads, with the same bits.
class TestAccountantThreads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resultsDoNotDependOnTheNumberOfWorkers()
    {
        const auto accountant = makeAccountant("pld");
        const auto epsilons = [&](unsigned workers) {
            std::vector<double> values(12);
            base::parallelFor(values.size(), workers, [&](std::size_t i) {
                const auto event = poissonEvent(0.01 * double(i + 1), 1 + 0.1 * double(i % 4), 10 + 20 * i);
                values[i] = accountant->epsilon({&event, 1}, 1e-5).epsilon;
            });
            return values;
        };
        const auto alone = epsilons(1);
        QCOMPARE(epsilons(2), alone);
        QCOMPARE(epsilons(4), alone);
        QCOMPARE(epsilons(1), alone);
    }
};

QTEST_GUILESS_MAIN(TestAccountantThreads)
#include "tst_AccountantThreads.moc"
