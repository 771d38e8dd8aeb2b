#include "core/federation/FederatedTraining.h"

#include <QtTest>

using namespace undertone::federation;

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
        const auto back = FederationState::deserialize(state.serialize());
        QVERIFY(back);
        QCOMPARE(back->nextRound, state.nextRound);
        QCOMPARE(back->selectedRound, state.selectedRound);
        QCOMPARE(back->selectedUar, state.selectedUar);
        QVERIFY(at::equal(back->weights, state.weights));
        QVERIFY(at::equal(back->selectedWeights, state.selectedWeights));
        QCOMPARE(back->optimizer.size(), std::size_t{2});
        QVERIFY(at::equal(back->optimizer[0], state.optimizer[0]));
        QVERIFY(at::equal(back->optimizer[1], state.optimizer[1]));
    }

    void theCurrentModelIsStoredOnce()
    {
        auto state = sample();
        const auto apart = state.serialize().size();
        state.selectedWeights = state.weights;
        QCOMPARE(state.serialize().size(), apart - 5 * sizeof(float) - sizeof(std::uint64_t));
        const auto bytes = state.serialize();
        const auto back = FederationState::deserialize(bytes);
        QVERIFY(back);
        QVERIFY(at::equal(back->selectedWeights, state.weights));
        state.selectedWeights = state.weights.clone();
        QCOMPARE(state.serialize(), bytes);
    }

    void everyDamagedByteIsNoticed()
    {
        const auto bytes = sample().serialize();
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            auto damaged = bytes;
            damaged[i] = static_cast<char>(damaged[i] ^ 1);
            QVERIFY(!FederationState::deserialize(damaged));
            QVERIFY(!FederationState::deserialize(bytes.substr(0, i)));
        }
        QVERIFY(!FederationState::deserialize(bytes + "x"));
        QVERIFY(!FederationState::deserialize(""));
    }
};

QTEST_GUILESS_MAIN(tst_FederationState)
#include "tst_FederationState.moc"
