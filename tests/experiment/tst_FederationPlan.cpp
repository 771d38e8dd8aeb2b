#include "core/experiment/FederationPlan.h"
#include "core/federation/ClientSampler.h"

#include <QtTest>

using namespace undertone;

class TestFederationPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accountantsHearOfTheCohortsThatAreReallyDrawn_data()
    {
        QTest::addColumn<int>("clients");
        QTest::addColumn<double>("fraction");
        for (const double fraction : {0.01, 0.1, 0.29, 0.57, 0.58, 1.0})
            for (const int clients : {1, 7, 12, 100})
                QTest::addRow("%g of %d", fraction, clients) << clients << fraction;
    }
    void accountantsHearOfTheCohortsThatAreReallyDrawn()
    {
        QFETCH(int, clients);
        QFETCH(double, fraction);
        experiment::FederationPlan plan{{}, {}, 2, {}, {}, {}, base::SeedTree(1), base::SeedTree(2)};
        plan.clients.resize(static_cast<std::size_t>(clients));
        plan.federation.algorithm = federation::Algorithm::FedAvg;
        plan.federation.clientFraction = fraction;
        plan.defence.budget.sampling = privacy::Sampling::FixedSize;
        std::vector<std::size_t> numbers(plan.clients.size());
        const federation::ClientSampler sampler(numbers, fraction);
        const auto drawn = sampler.sample(base::SeedTree(3)).size();
        QCOMPARE(plan.facts().sampleRate, double(drawn) / clients);
        QCOMPARE(plan.clientsPerRound(), double(drawn));
        plan.defence.budget.sampling = privacy::Sampling::Poisson;
        QCOMPARE(plan.facts().sampleRate, fraction);
    }
};

QTEST_APPLESS_MAIN(TestFederationPlan)
#include "tst_FederationPlan.moc"
