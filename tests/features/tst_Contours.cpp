#include "core/features/Contours.h"

#include <QtTest>

#include <cmath>

using namespace undertone;

class TestContours : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void smoothingAveragesThreeFrames()
    {
        QCOMPARE(smoothed({3, 0, 6, 9}), (std::vector<float>{1.5F, 3, 5, 7.5F}));
        QCOMPARE(smoothed({1, 2}), (std::vector<float>{1.5F, 1.5F}));
        QCOMPARE(smoothed({4}), (std::vector<float>{4}));
    }

    void deltaOfARampIsItsSlope()
    {
        const auto deltas = deltasOf({0, 3, 6, 9, 12, 15, 18});
        for (std::size_t t = 2; t < 5; ++t)
            QCOMPARE(deltas[t], 3.0F);
        // Ends: (3 - 0 + 2 (6 - 0)) / 10.
        QCOMPARE(deltas[0], 1.5F);
        QCOMPARE(deltas[6], 1.5F);
    }

    void deltaOfAnImpulseIsTheRegressionKernel()
    {
        const auto deltas = deltasOf({0, 0, 0, 0, 10, 0, 0, 0, 0});
        QCOMPARE(deltas, (std::vector<float>{0, 0, 2, 1, 0, -1, -2, 0, 0}));
        QCOMPARE(deltasOf({5}), (std::vector<float>{0}));
        QCOMPARE(deltasOf({5, 5, 5}), (std::vector<float>{0, 0, 0}));
    }

    void unvoicedFramesAreBridged()
    {
        std::vector<float> hertz{0, 0, 100, 0, 0, 0, 120, 130, 0};
        features::fillUnvoiced(hertz);
        QCOMPARE(hertz, (std::vector<float>{100, 100, 100, 105, 110, 115, 120, 130, 130}));
        std::vector<float> unvoiced{0, 0};
        features::fillUnvoiced(unvoiced);
        QCOMPARE(unvoiced, (std::vector<float>{0, 0}));
    }

private:
    static std::vector<float> smoothed(const std::vector<float>& contour)
    {
        std::vector<float> result(contour.size());
        features::smooth(contour, result);
        return result;
    }

    static std::vector<float> deltasOf(const std::vector<float>& contour)
    {
        std::vector<float> result(contour.size());
        features::delta(contour, result);
        return result;
    }
};

QTEST_GUILESS_MAIN(TestContours)
#include "tst_Contours.moc"
