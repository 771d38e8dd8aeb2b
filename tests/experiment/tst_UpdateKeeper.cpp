#include "core/experiment/UpdateKeeper.h"

#include <QtTest>

using namespace undertone;
using namespace undertone::experiment;

namespace {

federation::RoundRecord roundOf(std::size_t round, std::size_t participants)
{
    federation::RoundRecord record;
    record.round = round;
    record.participants = participants;
    return record;
}

} // namespace

class TestUpdateKeeper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyClientSentOneUpdate()
    {
        QVERIFY(areUpdatesOf({roundOf(0, 2), roundOf(1, 1)}, {{0, 4}, {0, 1}, {1, 4}}));
        QVERIFY(!areUpdatesOf({roundOf(0, 2), roundOf(1, 1)}, {{0, 4}, {1, 4}}));
        QVERIFY(!areUpdatesOf({roundOf(0, 2), roundOf(1, 1)}, {{0, 4}, {0, 4}, {1, 4}}));
        QVERIFY(!areUpdatesOf({roundOf(0, 2)}, {{0, 4}, {0, 1}, {1, 4}}));
        QVERIFY(!areUpdatesOf({roundOf(0, 2), roundOf(1, 1)}, {{0, 4}, {0, 1}}));
    }

    void orEveryRoundHasASum()
    {
        const auto sum = federation::wholeCohort;
        QVERIFY(areUpdatesOf({roundOf(0, 7), roundOf(1, 0)}, {{0, sum}, {1, sum}}));
        QVERIFY(!areUpdatesOf({roundOf(0, 2), roundOf(1, 0)}, {{0, sum}, {0, 3}, {1, sum}}));
        QVERIFY(!areUpdatesOf({roundOf(0, 7), roundOf(1, 5)}, {{0, sum}}));
        QVERIFY(!areUpdatesOf({roundOf(0, 7), roundOf(1, 5)}, {{0, sum}, {0, sum}, {1, sum}}));
    }
};

QTEST_GUILESS_MAIN(TestUpdateKeeper)
#include "tst_UpdateKeeper.moc"
