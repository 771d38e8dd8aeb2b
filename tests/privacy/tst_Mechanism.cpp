#include "core/base/Error.h"
#include "core/privacy/BudgetPlan.h"
#include "core/privacy/BudgetReader.h"
#include "core/privacy/Mechanism.h"
#include "core/privacy/ReleaseLog.h"
#include "tests/support/SharedGolden.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace undertone;
using namespace undertone::privacy;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
const ThreatModel eavesdropper{};
const ThreatModel recipient{Observer::Recipient, Sees::Sum, true};
const ThreatModel curiousServer{Observer::Server, Sees::Sum, true};

PrivacySpec withEpsilon(MechanismKind mechanism, double epsilon)
{
    auto spec = defaultPrivacy(mechanism);
    spec.epsilon = epsilon;
    return spec;
}

/// A log in which client k took part `times[k]` times.
ReleaseLog logOf(const std::vector<std::size_t>& times, double noiseMultiplier)
{
    ReleaseLog log;
    for (const auto n : times)
        log.clients.push_back(n > 0 ? Releases{{noiseMultiplier, n}} : Releases{});
    return log;
}

double gaussian(double effectiveMultiplier, std::size_t times, double delta)
{
    PrivacyEvent event;
    event.noiseMultiplier = effectiveMultiplier;
    event.count = times;
    return makeAccountant("gaussian")->epsilon({&event, 1}, delta).epsilon;
}

bool near(double a, double b, double tolerance = 1e-12)
{
    return std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b));
}

} // namespace

class TestMechanism : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// From the specification to each client's own deviation, against the table; and what one, 5, 10 and 20
    /// updates of it are worth.
    void udpIsTheTable()
    {
        const auto file = tests::sharedGolden("dp/wei_udp.csv");
        if (!file)
            QSKIP("the reference tables are not here");
        for (const auto& row : tests::goldenRows(*file)) {
            auto spec = withEpsilon(MechanismKind::Udp, row.number("eps_nominal"));
            spec.delta = row.number("delta_nominal");
            spec.clip = row.number("C");
            const FederationFacts facts{row.number("q"), static_cast<std::size_t>(row.number("T"))};
            const auto plan = planMechanism(spec, facts);
            const auto samples = static_cast<std::size_t>(row.number("n"));
            const auto mechanism = makeMechanism(plan);
            QVERIFY(near(mechanism->clientNoise(plan.clip, samples), row.number("sigma")));
            QVERIFY(near(mechanism->eventMultiplier(plan.clip, samples), 2 * row.number("noise_multiplier")));
            spec.delta = 1e-5;
            const BudgetReader reader(spec, eavesdropper, facts);
            const auto log = logOf({20, 3}, mechanism->eventMultiplier(plan.clip, samples));
            QVERIFY(near(reader.worst(log, 1), row.number("one_eps_at_1e-5"), 1e-7));
            QVERIFY(near(reader.worst(log, 5), row.number("leak5_eps_at_1e-5"), 1e-7));
            QVERIFY(near(reader.worst(log), row.number("leak20_eps_at_1e-5"), 1e-7));
        }
    }

    void udpDoesWhatWasPublished()
    {
        const FederationFacts facts{0.1, 200};
        const auto plan = planMechanism(withEpsilon(MechanismKind::Udp, 10), facts);
        const auto mechanism = makeMechanism(plan);
        QCOMPARE(mechanism->gradientClip(plan.clip), 0.25);
        QVERIFY(std::isinf(mechanism->updateClip(plan.clip)));
        QCOMPARE(mechanism->serverNoise(plan.clip), 0.0);
        QVERIFY(mechanism->weighting() == Weighting::Samples);
        QVERIFY(mechanism->reportedModel() == ReportedModel::BestOnValidation);
        QVERIFY(
            near(mechanism->clientNoise(plan.clip, 40), 2 * 0.25 / 40 * std::sqrt(40 * std::log(2)) / 10));
        auto spec = withEpsilon(MechanismKind::Udp, 10);
        spec.nominalQ = 1;
        spec.nominalRounds = 20;
        QVERIFY(near(planMechanism(spec, facts).noiseMultiplier, plan.noiseMultiplier));
        spec = defaultPrivacy(MechanismKind::Udp);
        spec.sigma = 0.02;
        const auto fixed = planMechanism(spec, facts);
        QCOMPARE(makeMechanism(fixed)->clientNoise(fixed.clip, 7), 0.02);
        QVERIFY(near(makeMechanism(fixed)->eventMultiplier(fixed.clip, 50), 0.02 / (0.25 / 50)));
    }

    void anInfiniteBudgetIsNoDefence()
    {
        for (const auto kind :
             {MechanismKind::Udp, MechanismKind::DpFedAvgLocal, MechanismKind::DpFedAvgCentral})
            QVERIFY(planMechanism(withEpsilon(kind, inf), {}) == MechanismPlan{});
    }

    void aLocalBudgetIsThatOfOneUpdate_data()
    {
        QTest::addColumn<double>("epsilon");
        QTest::addColumn<int>("relation");
        for (const double epsilon : {0.5, 1.0, 8.0, 50.0})
            for (const auto relation : {Relation::Replace, Relation::ReplaceWithNull})
                QTest::addRow("%g %s", epsilon, relationName(relation))
                    << epsilon << static_cast<int>(relation);
    }
    void aLocalBudgetIsThatOfOneUpdate()
    {
        QFETCH(const double, epsilon);
        QFETCH(const int, relation);
        auto spec = withEpsilon(MechanismKind::DpFedAvgLocal, epsilon);
        spec.relation = static_cast<Relation>(relation);
        const auto plan = planMechanism(spec, {});
        const auto mechanism = makeMechanism(plan);
        QCOMPARE(mechanism->updateClip(plan.clip), 0.25);
        QVERIFY(std::isinf(mechanism->gradientClip(plan.clip)));
        QVERIFY(mechanism->weighting() == Weighting::Equal);
        QVERIFY(mechanism->reportedModel() == ReportedModel::Last);
        // Delta of one release by the formula of the Gaussian mechanism, from its deviation and sensitivity.
        const double sensitivity = (spec.relation == Relation::Replace ? 2 : 1) * plan.clip;
        const double one = gaussian(mechanism->clientNoise(plan.clip, 3) / sensitivity, 1, spec.delta);
        QVERIFY(one <= epsilon && one > epsilon * (1 - 1e-9));
        const BudgetReader reader(spec, eavesdropper, {});
        QVERIFY(reader.guarantee() == Guarantee::Holds);
        QVERIFY(near(reader.worst(logOf({4, 1}, plan.noiseMultiplier), 1), one));
    }

    void theNoiseCanBeGivenItself()
    {
        auto spec = defaultPrivacy(MechanismKind::DpFedAvgLocal);
        spec.noiseMultiplier = 3;
        spec.clip = 0.5;
        const auto byMultiplier = planMechanism(spec, {});
        QCOMPARE(makeMechanism(byMultiplier)->clientNoise(0.5, 9), 1.5);
        spec.noiseMultiplier.reset();
        spec.sigma = 1.5;
        const auto bySigma = planMechanism(spec, {});
        QCOMPARE(makeMechanism(bySigma)->clientNoise(0.5, 9), 1.5);
        QCOMPARE(makeMechanism(bySigma)->eventMultiplier(0.5, 9), 3.0);
        QVERIFY(near(BudgetReader(spec, eavesdropper, {}).nominal(logOf({9}, 3), 1), gaussian(1.5, 1, 1e-5)));
    }

    /// Andrew et al. 2021: a count noised with sigma_b beside updates noised with z costs as much as updates
    /// alone noised with less.
    void anAdaptiveClipIsPaidFor()
    {
        QVERIFY(near(multiplierWithCount(1, 1e9), 1));
        QVERIFY(near(multiplierWithCount(3, 2), 1 / std::sqrt(1.0 / 9 + 1.0 / 16)));
        QVERIFY(near(*multiplierWithoutCount(multiplierWithCount(3, 2), 2), 3));
        QVERIFY(!multiplierWithoutCount(2, 1));
        auto spec = withEpsilon(MechanismKind::DpFedAvgLocal, 2);
        const double plain = planMechanism(spec, {}).noiseMultiplier;
        spec.adaptiveClip = AdaptiveClip{0.5, 10, 0.2};
        const auto plan = planMechanism(spec, {});
        QVERIFY(plan.noiseMultiplier > plain);
        QVERIFY(near(makeMechanism(plan)->eventMultiplier(7, 1), plain));
        QVERIFY(near(makeMechanism(plan)->clientNoise(7, 1), 7 * plan.noiseMultiplier));
        spec.adaptiveClip->sigmaB = plain / 2;
        QVERIFY_THROWS_EXCEPTION(Error, planMechanism(spec, {}));
    }

    void theClipFollowsTheQuantile()
    {
        const AdaptiveClip median{0.5, 1, 0.2};
        QVERIFY(near(nextClip(median, 2, 0.5), 2));
        QVERIFY(near(nextClip(median, 2, 1), 2 * std::exp(-0.1)));
        QVERIFY(near(nextClip(median, 2, 0), 2 * std::exp(0.1)));
    }

    /// To the bit, whatever the clip: releases that are worth the same are one kind of event.
    void theMultiplierDoesNotDependOnTheClip()
    {
        for (const auto kind : {MechanismKind::DpFedAvgLocal, MechanismKind::DpFedAvgCentral}) {
            MechanismPlan plan{kind, 0.25, 0.998, {}, Sampling::FixedSize, {}};
            const auto fixed = makeMechanism(plan);
            plan.adaptiveClip = AdaptiveClip{};
            const auto adaptive = makeMechanism(plan);
            double clip = 0.25;
            for (int round = 0; round < 200; ++round, clip *= 0.987) {
                QVERIFY(fixed->eventMultiplier(clip, 7) == 0.998);
                QVERIFY(adaptive->eventMultiplier(clip, 7) == adaptive->eventMultiplier(0.25, 1));
            }
        }
    }

    void theWorstClientCounts()
    {
        auto spec = defaultPrivacy(MechanismKind::DpFedAvgLocal);
        spec.noiseMultiplier = 4;
        const BudgetReader reader(spec, eavesdropper, {});
        const auto log = logOf({2, 7, 0}, 4);
        QVERIFY(near(reader.ofClient(log, 0), gaussian(2, 2, 1e-5)));
        QCOMPARE(reader.ofClient(log, 2), 0.0);
        QVERIFY(near(reader.worst(log), gaussian(2, 7, 1e-5)));
        QVERIFY(near(reader.worst(log, 5), gaussian(2, 5, 1e-5)));
        QCOMPARE(reader.worst(log, 7), reader.worst(log, 100));
        // Two clients of one speaker are one person.
        QVERIFY(near(reader.worstSpeaker(log, {"a", "a", "b"}), gaussian(2, 9, 1e-5)));
        QVERIFY(near(reader.worstSpeaker(log, {"a", "b", "c"}), gaussian(2, 7, 1e-5)));
        QCOMPARE(reader.worst(ReleaseLog{}), 0.0);
    }

    /// n leaked updates are those with the least noise.
    void theLeastNoisedReleasesLeak()
    {
        auto spec = defaultPrivacy(MechanismKind::DpFedAvgLocal);
        spec.noiseMultiplier = 4;
        const BudgetReader reader(spec, eavesdropper, {});
        ReleaseLog log;
        log.clients = {{{8, 3}, {4, 2}, {16, 1}}};
        QVERIFY(near(reader.worst(log, 1), gaussian(2, 1, 1e-5)));
        const double mu = std::sqrt(2.0 / 4 + 1.0 / 16);
        QVERIFY(near(reader.worst(log, 3), gaussian(1 / mu, 1, 1e-5), 1e-9));
    }

    void centralNoiseProtectsOnlyBehindTheServer()
    {
        auto spec = defaultPrivacy(MechanismKind::DpFedAvgCentral);
        spec.noiseMultiplier = 2;
        ReleaseLog log = logOf({3, 1}, 2);
        log.rounds = {{2, 10}};
        for (const auto& blind : {eavesdropper, curiousServer}) {
            const BudgetReader reader(spec, blind, {});
            QVERIFY(reader.guarantee() == Guarantee::None);
            QVERIFY(std::isinf(reader.worst(log, 1)));
            QVERIFY(std::isinf(reader.worstSpeaker(log, {"a", "b"})));
        }
        const BudgetReader reader(spec, recipient, {});
        QVERIFY(reader.guarantee() == Guarantee::Holds);
        QVERIFY(near(reader.worst(log), gaussian(2, 3, 1e-5)));
        // Both clients in the same round move the sum by 2 C; 4 participations are worth at most 4 x sqrt 2.
        QVERIFY(near(reader.worstSpeaker(log, {"a", "a"}), gaussian(2 / std::sqrt(2), 4, 1e-5)));
    }

    void aRoundIsRecordedForThoseWhoCame()
    {
        MechanismPlan plan{MechanismKind::Udp, 0.25, 0, 0.1, Sampling::FixedSize, {}};
        ReleaseLog log;
        recordRound(log, *makeMechanism(plan), 0.25, {2, 0}, {10, 20, 30});
        recordRound(log, *makeMechanism(plan), 0.25, {2}, {10, 20, 30});
        QVERIFY(log.clients == (std::vector<Releases>{{{4, 1}}, {}, {{12, 2}}}));
        QVERIFY(log.rounds.empty());
        plan = {MechanismKind::DpFedAvgCentral, 0.25, 1.5, {}, Sampling::Poisson, {}};
        ReleaseLog central;
        recordRound(central, *makeMechanism(plan), 0.25, {}, {10, 20});
        recordRound(central, *makeMechanism(plan), 0.25, {1}, {10, 20});
        QVERIFY(central.rounds == (Releases{{1.5, 2}}));
        QVERIFY(central.clients == (std::vector<Releases>{{}, {{1.5, 1}}}));
        ReleaseLog none;
        recordRound(none, *makeMechanism(MechanismPlan{}), 0, {0, 1}, {10, 20});
        QVERIFY(none.clients == std::vector<Releases>(2) && none.rounds.empty());
    }

    void aRunMayStopAtABudget()
    {
        auto spec = defaultPrivacy(MechanismKind::DpFedAvgLocal);
        spec.noiseMultiplier = 4;
        spec.stopAtEpsilon = gaussian(2, 5, 1e-5) + 1e-9;
        const BudgetReader reader(spec, eavesdropper, {});
        const std::vector<double> next{4, 4, 0};
        QVERIFY(reader.mayRelease(ReleaseLog{}, next));
        QVERIFY(reader.mayRelease(logOf({4, 0, 0}, 4), next));
        QVERIFY(!reader.mayRelease(logOf({5, 0, 0}, 4), next));
        QVERIFY(!reader.mayRelease(logOf({4}, 4), {2, 4, 0}));
        spec.stopAtEpsilon.reset();
        QVERIFY(BudgetReader(spec, eavesdropper, {}).mayRelease(logOf({5000}, 4), next));
    }

    /// Its own delta belongs to a formula; at 0.5 any mechanism has epsilon 0.
    void udpIsReadAtADeltaThatSaysSomething()
    {
        const FederationFacts facts{0.1, 200};
        const auto spec = withEpsilon(MechanismKind::Udp, 10);
        const auto plan = planMechanism(spec, facts);
        const BudgetReader reader(spec, eavesdropper, facts);
        QCOMPARE(reader.delta(), 1e-5);
        QVERIFY(reader.guarantee() == Guarantee::FavourableReading);
        const auto log = logOf({1}, makeMechanism(plan)->eventMultiplier(plan.clip, 8));
        QVERIFY(near(reader.nominal(log, 200), 10));
        QVERIFY(near(reader.nominal(log, 50), 5));
        QVERIFY(std::isinf(BudgetReader(withEpsilon(MechanismKind::Udp, inf), eavesdropper, facts)
                               .nominal(ReleaseLog{}, 200)));
    }
};

QTEST_GUILESS_MAIN(TestMechanism)
#include "tst_Mechanism.moc"
