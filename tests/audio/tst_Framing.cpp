#include "core/audio/Framing.h"

#include <QtTest>

#include <cmath>

using namespace undertone;

class TestFraming : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsWholeFrames()
    {
        const audio::Framing framing;
        const auto count = [&](std::size_t samples) {
            return static_cast<int>(frameCount(samples, framing));
        };
        QCOMPARE(count(0), 0);
        QCOMPARE(count(1), 1);
        QCOMPARE(count(400), 1);
        QCOMPARE(count(559), 1);
        QCOMPARE(count(560), 2);
        QCOMPARE(count(16000), 98);
    }

    void framesOutsideTheSignalAreZero()
    {
        const std::vector<float> signal{1, 2, 3, 4, 5};
        std::vector<float> frame(4);
        const audio::Framing framing{4, 3, -2};
        audio::copyFrame(signal, framing, 0, frame);
        QCOMPARE(frame, (std::vector<float>{0, 0, 1, 2}));
        audio::copyFrame(signal, framing, 1, frame);
        QCOMPARE(frame, (std::vector<float>{2, 3, 4, 5}));
        audio::copyFrame(signal, framing, 2, frame);
        QCOMPARE(frame, (std::vector<float>{5, 0, 0, 0}));
        audio::copyFrame(signal, framing, 9, frame);
        QCOMPARE(frame, (std::vector<float>{0, 0, 0, 0}));
    }

    void otherLengthsKeepTheCentres()
    {
        const audio::Framing framing{400, 160, 0};
        const auto wide = framing.withLength(960);
        QCOMPARE(wide.start, std::ptrdiff_t{-280});
        QCOMPARE(wide.hop, std::size_t{160});
        const auto narrow = framing.withLength(320);
        QCOMPARE(narrow.start, std::ptrdiff_t{40});
    }

    void windowsAreSymmetricWithTheirKnownValues()
    {
        using audio::WindowShape;
        for (const auto shape : {WindowShape::Hann, WindowShape::Hamming, WindowShape::Gauss}) {
            const auto window = audio::makeWindow(shape, 401);
            QVERIFY(std::abs(window[200] - 1) < 1e-6);
            for (std::size_t n = 0; n < 401; ++n)
                QVERIFY(std::abs(window[n] - window[400 - n]) < 1e-6);
            QCOMPARE(audio::makeWindow(shape, 1), std::vector<float>{1.0F});
        }
        QVERIFY(std::abs(audio::makeWindow(WindowShape::Hann, 401)[0]) < 1e-7);
        QVERIFY(std::abs(audio::makeWindow(WindowShape::Hann, 401)[100] - 0.5) < 1e-6);
        QVERIFY(std::abs(audio::makeWindow(WindowShape::Hamming, 401)[0] - 0.08) < 1e-6);
        QVERIFY(std::abs(audio::makeWindow(WindowShape::Gauss, 401)[280] - std::exp(-0.5)) < 1e-6);
    }

    void windowsMultiply()
    {
        std::vector<float> frame{1, 2, 3};
        audio::applyWindow(frame, std::vector<float>{0.5F, 1, 2});
        QCOMPARE(frame, (std::vector<float>{0.5F, 2, 6}));
    }
};

QTEST_GUILESS_MAIN(TestFraming)
#include "tst_Framing.moc"
