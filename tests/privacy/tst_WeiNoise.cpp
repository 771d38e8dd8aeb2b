#include "core/base/Error.h"
#include "core/privacy/Accountant.h"
#include "core/privacy/WeiNoise.h"
#include "tests/support/SharedGolden.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace undertone;
using namespace undertone::privacy;

class TestWeiNoise : public QObject
{
    Q_OBJECT

    static PrivacyEvent release(double z, std::size_t count, const char* observer = "server")
    {
        PrivacyEvent event;
        event.noiseMultiplier = z;
        event.count = count;
        event.unit = "client";
        event.observer = observer;
        return event;
    }

private Q_SLOTS:
    void eventsThatAreNoneAreRefused()
    {
        const auto accountant = makeAccountant("rdp");
        const auto epsilon = [&](const PrivacyEvent& event) {
            return accountant->epsilon({&event, 1}, 1e-5);
        };
        auto event = release(std::numeric_limits<double>::quiet_NaN(), 1);
        QVERIFY_THROWS_EXCEPTION(Error, epsilon(event));
        QVERIFY_THROWS_EXCEPTION(Error, epsilon(release(-1, 1)));
        event = release(1, 1);
        event.sampleRate = 0.5; // without a sampling
        QVERIFY_THROWS_EXCEPTION(Error, epsilon(event));
        event.sampling = Sampling::Poisson;
        QVERIFY(epsilon(event).epsilon > 0);
        event.sampleRate = 1.5;
        QVERIFY_THROWS_EXCEPTION(Error, epsilon(event));
    }

    void namesGoBothWays()
    {
        for (const char* name : {"add-remove", "replace", "null"})
            QCOMPARE(relationName(relationNamed(name)), name);
        for (const char* name : {"none", "poisson", "fixed"})
            QCOMPARE(samplingName(samplingNamed(name)), name);
        QVERIFY_THROWS_EXCEPTION(Error, relationNamed("neighbour"));
        QVERIFY_THROWS_EXCEPTION(Error, samplingNamed(""));
    }

    void weiNoiseIsTheFormula()
    {
        // C = 0.25, n = 8, q T = 20, epsilon = 5, delta = 0.5: z = sqrt(40 ln 2) / 5.
        const auto noise = weiNoise({0.25, 8, 0.1, 200}, 5, 0.5);
        QCOMPARE(noise.sensitivity, 0.0625);
        QVERIFY(std::abs(noise.noiseMultiplier - 1.0531075390936637) < 1e-14);
        QVERIFY(std::abs(noise.deviation - 0.06581922119335398) < 1e-15);
        QCOMPARE(weiNoise({0.25, 8, 0.1, 200}, std::numeric_limits<double>::infinity(), 0.5).deviation, 0.0);
        QVERIFY_THROWS_EXCEPTION(Error, weiNoise({0.25, 8, 0.1, 200}, 0, 0.5));
        QVERIFY_THROWS_EXCEPTION(Error, weiNoise({0.25, 8, 0.1, 200}, 5, 1));
        QVERIFY_THROWS_EXCEPTION(Error, weiNoise({0, 8, 0.1, 200}, 5, 0.5));
        QVERIFY_THROWS_EXCEPTION(Error, weiNoise({0.25, 0, 0.1, 200}, 5, 0.5));
        QVERIFY_THROWS_EXCEPTION(Error, weiNoise({0.25, 8, 0, 200}, 5, 0.5));
    }

    void weiNoiseEqualsTheTable()
    {
        const auto file = tests::sharedGolden("dp/wei_udp.csv");
        if (!file)
            QSKIP("the reference tables are not here");
        for (const auto& row : tests::goldenRows(*file)) {
            const WeiSettings settings{row.number("C"), static_cast<std::size_t>(row.number("n")),
                                       row.number("q"), static_cast<std::size_t>(row.number("T"))};
            const auto noise = weiNoise(settings, row.number("eps_nominal"), row.number("delta_nominal"));
            QVERIFY(std::abs(noise.sensitivity / row.number("dl") - 1) < 1e-14);
            QVERIFY(std::abs(noise.deviation / row.number("sigma") - 1) < 1e-14);
            QVERIFY(std::abs(noise.noiseMultiplier / row.number("noise_multiplier") - 1) < 1e-14);
        }
    }

    /// The event that UDP records (one record among n is replaced) gives the nominal budget back.
    void weiAccountantReadsTheFormulaBackwards()
    {
        const WeiSettings settings{0.25, 40, 0.1, 200};
        const auto noise = weiNoise(settings, 10, 0.01);
        PrivacyEvent event;
        event.noiseMultiplier = noise.deviation / (settings.clip / 40);
        event.relation = Relation::Replace;
        event.sampling = Sampling::FixedSize;
        event.sampleRate = settings.sampleRate;
        event.count = settings.rounds;
        const auto accountant = makeAccountant("wei");
        const auto bound = accountant->epsilon({&event, 1}, 0.01);
        QVERIFY(std::abs(bound.epsilon - 10) < 1e-12);
        QVERIFY(bound.kind == BoundKind::Nominal);
        QVERIFY(!bound.optimistic);
        QVERIFY(std::abs(accountant->delta({&event, 1}, 10).delta - 0.01) < 1e-14);
        auto half = event;
        half.count = 100;
        const PrivacyEvent halves[] = {half, half};
        QVERIFY(std::abs(accountant->epsilon(halves, 0.01).epsilon - 10) < 1e-12);
        QVERIFY(std::abs(weiEpsilon(noise.noiseMultiplier, 0.1, 200, 0.01) - 10) < 1e-12);
    }
};

QTEST_GUILESS_MAIN(TestWeiNoise)
#include "tst_WeiNoise.moc"
