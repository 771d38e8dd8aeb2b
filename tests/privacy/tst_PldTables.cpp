#include "core/privacy/Calibration.h"
#include "core/privacy/PldAccountant.h"
#include "tests/privacy/PrivacyEvents.h"
#include "tests/support/SharedGolden.h"

#include <QtTest>

#include <cmath>

using namespace undertone;
using namespace undertone::privacy;
using tests::close;
using tests::poissonEvent;

/// The PLD accountant against the reference tables (../shared/golden/dp), on their grid step of 1e-4.
class TestPldTables : public QObject
{
    Q_OBJECT

    const PldAccountant m_accountant = PldAccountant::withStep(1e-4);

    static PrivacyEvent eventOf(const tests::GoldenRow& row, Relation relation = Relation::AddOrRemove)
    {
        return poissonEvent(row.number("q"), row.number("noise_multiplier"),
                            static_cast<std::size_t>(row.number("steps")), relation);
    }

    static std::string place(const tests::GoldenRow& row, double value)
    {
        return row.text("q") + " " + row.text("noise_multiplier") + " " + row.text("steps") + ": " +
               std::to_string(value);
    }

private Q_SLOTS:
    void epsilon()
    {
        const auto file = tests::sharedGolden("dp/epsilon_table.csv");
        if (!file)
            QSKIP("the reference tables are not here");
        for (const auto& row : tests::goldenRows(*file)) {
            const auto event = eventOf(row);
            const auto bound = m_accountant.epsilon({&event, 1}, row.number("delta"));
            const double reference = row.number("eps_ref");
            const auto where = place(row, bound.epsilon);
            QVERIFY2(bound.epsilon >= reference - 3e-9 * std::max(1.0, reference), where.c_str());
            QVERIFY2(bound.epsilon <= reference + 5e-5, where.c_str());
            QVERIFY2(*bound.optimistic <= reference + 3e-9 * std::max(1.0, reference), where.c_str());
            // Full participation is exact here, so that it may only be below what a grid gives.
            const double peer = row.number("eps_pld_dpaccounting");
            if (event.sampleRate < 1)
                QVERIFY2(std::abs(bound.epsilon - peer) <= 3e-7 + 1e-8 * reference, where.c_str());
            else if (row.text("notes").find("underflow") == std::string::npos)
                QVERIFY2(bound.epsilon <= peer + 2e-9 * std::max(1.0, peer), where.c_str());
        }
    }

    void delta()
    {
        const auto file = tests::sharedGolden("dp/delta_table.csv");
        if (!file)
            QSKIP("the reference tables are not here");
        for (const auto& row : tests::goldenRows(*file)) {
            const auto event = eventOf(row);
            const auto bound = m_accountant.delta({&event, 1}, row.number("epsilon"));
            const auto where = place(row, bound.delta);
            if (row.has("delta_exact_mpmath")) {
                const double exact = row.number("delta_exact_mpmath");
                QVERIFY2(bound.delta >= exact * (1 - 1e-9), where.c_str());
                QVERIFY2(bound.delta <= exact * (1 + 2e-3), where.c_str());
                QVERIFY2(*bound.optimistic <= exact * (1 + 1e-9), where.c_str());
                if (event.sampleRate == 1)
                    QVERIFY2(close(bound.delta, exact, 1e-9), where.c_str());
            } else if (const double reference = row.number("delta_ref"); reference >= 1e-9) {
                QVERIFY2(bound.delta >= reference * (1 - 1e-6), where.c_str());
                QVERIFY2(bound.delta <= reference * (1 + 2e-3), where.c_str());
                QVERIFY2(*bound.optimistic <= reference * (1 + 1e-6), where.c_str());
            }
        }
    }

    void replaceOne()
    {
        const auto file = tests::sharedGolden("dp/replace_one.csv");
        if (!file)
            QSKIP("the reference tables are not here");
        for (const auto& row : tests::goldenRows(*file)) {
            const auto replaced = eventOf(row, Relation::Replace);
            const auto present = eventOf(row);
            const double delta = row.number("delta");
            const double value = m_accountant.epsilon({&replaced, 1}, delta).epsilon;
            const double peer = row.number("eps_replace_one_pld");
            QVERIFY2(value <= peer + 3e-7 + 1e-8 * peer, place(row, value).c_str());
            QVERIFY2(value >= peer - 5e-5, place(row, value).c_str());
            if (replaced.sampleRate < 1)
                QVERIFY2(value >= peer - 3e-7 - 1e-8 * peer, place(row, value).c_str());
            const double peerPresent = row.number("eps_add_remove_pld");
            const double valuePresent = m_accountant.epsilon({&present, 1}, delta).epsilon;
            QVERIFY2(std::abs(valuePresent - peerPresent) <= 5e-5, place(row, valuePresent).c_str());
        }
    }

    void calibration()
    {
        const auto file = tests::sharedGolden("dp/calibration.csv");
        if (!file)
            QSKIP("the reference tables are not here");
        for (const auto& row : tests::goldenRows(*file)) {
            const auto event =
                poissonEvent(row.number("q"), 1, static_cast<std::size_t>(row.number("steps")));
            const PrivacyBudget budget{row.number("target_epsilon"), row.number("delta")};
            const auto solved = calibrateNoise(m_accountant, event, budget);
            const double noise = solved.event.noiseMultiplier;
            QVERIFY(solved.bound.epsilon <= budget.epsilon);
            if (row.has("nm_gaussian_exact")) {
                const auto exact = calibrateNoise(*makeAccountant("gaussian"), event, budget);
                QVERIFY(close(exact.event.noiseMultiplier, row.number("nm_gaussian_exact"), 1e-10));
            }
            QVERIFY2(close(noise, row.number("nm_pld"), 1e-6), std::to_string(noise).c_str());
        }
    }

    void weiNoiseForAllRounds()
    {
        const auto file = tests::sharedGolden("dp/wei_udp.csv");
        if (!file)
            QSKIP("the reference tables are not here");
        const auto gaussian = makeAccountant("gaussian");
        for (const auto& row : tests::goldenRows(*file)) {
            const double z = row.number("noise_multiplier");
            const auto all = poissonEvent(row.number("q"), z, static_cast<std::size_t>(row.number("T")));
            const double expected = row.number("allT_eps_at_1e-5");
            const double value = makeAccountant("pld")->epsilon({&all, 1}, 1e-5).epsilon;
            QVERIFY2(std::abs(value - expected) <= std::max(1e-4, 1e-5 * expected),
                     std::to_string(value).c_str());
            for (const auto& [name, count] :
                 {std::pair{"one", 1}, {"leak5", 5}, {"leak10", 10}, {"leak20", 20}}) {
                const auto seen = tests::gaussianEvent(z, static_cast<std::size_t>(count));
                const std::string column = std::string(name) + "_eps_at_";
                QVERIFY(
                    close(gaussian->epsilon({&seen, 1}, 1e-5).epsilon, row.number(column + "1e-5"), 1e-9));
                QVERIFY(
                    close(gaussian->epsilon({&seen, 1}, 1e-3).epsilon, row.number(column + "1e-3"), 1e-9));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestPldTables)
#include "tst_PldTables.moc"
