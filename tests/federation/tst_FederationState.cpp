#include "tests/federation/ToyFederation.h"

#include <QtTest>

using namespace undertone::federation;
using namespace undertone::tests;

namespace {

FederationState sample()
{
    FederationState state;
    state.nextRound = 17;
    state.weights = at::arange(5, at::kFloat) / 7;
    state.selectedWeights = at::arange(5, at::kFloat) / 3;
    state.selectedRound = 12;
    state.selectedUar = 0.625;
    state.optimizer = {at::ones({2}), at::full({1}, 9.0)};
    state.clip = 0.125;
    state.isBudgetSpent = true;
    state.releases = {{{{1.5, 3}, {2.5, 1}}, {}}, {{0.5, 4}}};
    return state;
}

} // namespace

class tst_FederationState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrips()
    {
        const auto state = sample();
        const auto back = stateFrom(bytesOf(state));
        QVERIFY(back);
        QCOMPARE(back->nextRound, state.nextRound);
        QCOMPARE(back->selectedRound, state.selectedRound);
        QCOMPARE(back->selectedUar, state.selectedUar);
        QVERIFY(at::equal(back->weights, state.weights));
        QVERIFY(at::equal(back->selectedWeights, state.selectedWeights));
        QCOMPARE(back->clip, 0.125);
        QVERIFY(back->isBudgetSpent);
        QVERIFY(back->releases == state.releases);
        QCOMPARE(back->optimizer.size(), std::size_t{2});
        QVERIFY(at::equal(back->optimizer[0], state.optimizer[0]));
        QVERIFY(at::equal(back->optimizer[1], state.optimizer[1]));
    }

    void theCurrentModelIsStoredOnce()
    {
        auto state = sample();
        const auto apart = bytesOf(state).size();
        state.selectedWeights = state.weights;
        QCOMPARE(bytesOf(state).size(), apart - 5 * sizeof(float) - 2 * sizeof(std::uint64_t));
        const auto bytes = bytesOf(state);
        const auto back = stateFrom(bytes);
        QVERIFY(back);
        QVERIFY(at::equal(back->selectedWeights, state.weights));
        state.selectedWeights = state.weights.clone();
        QCOMPARE(bytesOf(state), bytes);
    }

    void whatIsCutIsNoState()
    {
        const auto bytes = bytesOf(sample());
        for (std::size_t i = 0; i < bytes.size(); ++i)
            QVERIFY(!stateFrom(bytes.substr(0, i)));
        QVERIFY(!stateFrom(bytes + "x"));
        QVERIFY(!stateFrom(""));
    }
};

QTEST_GUILESS_MAIN(tst_FederationState)
#include "tst_FederationState.moc"
