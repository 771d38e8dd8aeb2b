#include "PlantedFederation.h"

#include "core/base/Error.h"
#include "core/learning/StepLog.h"
#include "tests/support/Unheard.h"

#include <QtTest>

#include <map>

using namespace undertone;
using namespace undertone::attack;

namespace {

constexpr int steps = 9;

/// What a workspace would keep; each save takes place a second after the last.
struct Parts
{
    std::map<std::size_t, std::string> entries;
    double seconds = 0;
    double secondsOfAStep = 1;
    std::size_t saves = 0;
    std::size_t stopAfter = 0; ///< saves; 0 = never
    std::stop_source stop;

    learning::FitCheckpoint checkpoint()
    {
        return {[this](std::size_t part) {
                    const auto found = entries.find(part);
                    return found == entries.end() ? std::nullopt : std::optional(found->second);
                },
                [this](std::size_t part, std::string_view bytes) {
                    entries[part] = bytes;
                    if (++saves == stopAfter)
                        stop.request_stop();
                },
                [this] { return seconds += secondsOfAStep; }};
    }
};

/// A chain of steps of which each needs the one before; says how many were computed.
at::Tensor chain(Parts& parts, int& computed, int length = steps)
{
    const base::Progress progress({}, parts.stop.get_token());
    const auto checkpoint = parts.checkpoint();
    learning::StepLog log(progress, checkpoint);
    auto value = at::ones({3}, at::kDouble);
    for (int i = 0; i < length; ++i)
        value = log.step([&] {
            ++computed;
            return value * 3 + i;
        });
    return value;
}

AttackRequest requestOf(AttackKind kind)
{
    AttackRequest request{{}, {"F", "M"}, base::SeedTree(4), "cpu"};
    request.spec.kind = kind;
    request.spec.layers = {"first", "last", "fusion"};
    return request;
}

} // namespace

class TestStepLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasRecordedIsNotComputedAgain()
    {
        Parts whole;
        int computed = 0;
        const auto expected = chain(whole, computed);
        QCOMPARE(computed, steps);
        for (int killed = 0; killed <= steps; ++killed) {
            Parts parts;
            computed = 0;
            chain(parts, computed, killed);
            QVERIFY(at::equal(chain(parts, computed), expected));
            QCOMPARE(computed, steps); // each was saved at once, and computed by one of the two
        }
    }

    void resultsAreSavedTogetherAboutOnceASecond()
    {
        Parts parts;
        parts.secondsOfAStep = 0.3;
        int computed = 0;
        chain(parts, computed);
        QCOMPARE(parts.saves, std::size_t{3}); // 3 steps, and a fourth would be more than a second
        computed = 0;
        chain(parts, computed);
        QCOMPARE(computed, 0);
        Parts quick;
        quick.secondsOfAStep = 0.001;
        chain(quick, computed);
        QCOMPARE(quick.saves, std::size_t{0});
    }

    void partsThatDoNotFitTogetherAreNotTaken()
    {
        Parts one;
        Parts two;
        two.secondsOfAStep = 0.3;
        int computed = 0;
        const auto expected = chain(one, computed);
        chain(two, computed);
        for (std::size_t part = 0; part < 2; ++part) {
            auto mixed = one;
            mixed.entries[part] = two.entries.at(part);
            QVERIFY(at::equal(chain(mixed, computed), expected));
            mixed.entries[part] = "damaged";
            computed = 0;
            QVERIFY(at::equal(chain(mixed, computed), expected));
            QCOMPARE(computed, steps - static_cast<int>(part));
            mixed.entries.erase(part);
            QVERIFY(at::equal(chain(mixed, computed), expected));
        }
    }

    void aStopIsNoticedBeforeEachStep()
    {
        Parts parts;
        parts.stopAfter = 4;
        int computed = 0;
        QVERIFY_THROWS_EXCEPTION(Cancelled, chain(parts, computed));
        QCOMPARE(computed, 4);
    }

    void aResumedFitIsBitIdentical_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("second moment") << static_cast<int>(AttackKind::SecondMoment);
        QTest::newRow("linear") << static_cast<int>(AttackKind::Linear);
        QTest::newRow("data") << static_cast<int>(AttackKind::Data);
    }

    /// Stopped behind every save in turn.
    void aResumedFitIsBitIdentical()
    {
        QFETCH(int, kind);
        const auto request = requestOf(static_cast<AttackKind>(kind));
        const std::vector<ObservedFederation> shadows = {tests::plantedFederation({})};
        const auto expected = fitAttack(request, shadows, tests::unheard())->serialize();
        Parts whole;
        fitAttack(request, shadows, tests::unheard(), whole.checkpoint());
        QVERIFY(whole.saves >= 9); // kernel, solution, six folds and form of a layer
        for (std::size_t stopAfter = 1; stopAfter < whole.saves; ++stopAfter) {
            Parts parts;
            parts.stopAfter = stopAfter;
            base::Progress progress({}, parts.stop.get_token());
            QVERIFY_THROWS_EXCEPTION(Cancelled, fitAttack(request, shadows, progress, parts.checkpoint()));
            QCOMPARE(parts.saves, stopAfter);
            QVERIFY(fitAttack(request, shadows, tests::unheard(), parts.checkpoint())->serialize() ==
                    expected);
            QCOMPARE(parts.saves, whole.saves);
        }
    }
};

QTEST_GUILESS_MAIN(TestStepLog)
#include "tst_StepLog.moc"
