#include "core/audio/Fft.h"
#include "core/base/Parallel.h"
#include "core/base/SeedTree.h"

#include <QtTest>

#include <cmath>
#include <numbers>

using namespace undertone;

namespace {

std::vector<float> noise(std::size_t size)
{
    base::RandomStream random = base::SeedTree(size).stream("noise");
    std::vector<float> samples(size);
    for (float& x : samples)
        x = static_cast<float>(random.normal());
    return samples;
}

std::complex<double> slowBin(const std::vector<float>& samples, std::size_t k)
{
    std::complex<double> sum;
    const double n = static_cast<double>(samples.size());
    for (std::size_t t = 0; t < samples.size(); ++t)
        sum += static_cast<double>(samples[t]) *
               std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(k * t) / n);
    return sum;
}

} // namespace

class TestFft : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matchesTheDefinition()
    {
        for (const std::size_t size :
             {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{8}, std::size_t{100},
              std::size_t{400}, std::size_t{512}, std::size_t{1024}}) {
            const auto samples = noise(size);
            audio::RealFft fft(size);
            const auto spectrum = fft.forward(samples);
            QCOMPARE(spectrum.size(), size / 2 + 1);
            for (std::size_t k = 0; k < spectrum.size(); ++k)
                QVERIFY(std::abs(std::complex<double>(spectrum[k]) - slowBin(samples, k)) <
                        1e-5 * static_cast<double>(size));
        }
    }

    void inverseReturnsTheSignal()
    {
        const auto samples = noise(512);
        audio::RealFft fft(512);
        fft.forward(samples);
        fft.inverse();
        for (std::size_t n = 0; n < 512; ++n)
            QVERIFY(std::abs(fft.signal()[n] / 512 - samples[n]) < 1e-5);
    }

    void shortFramesArePaddedWithZeros()
    {
        audio::RealFft fft(16);
        fft.forward(noise(16));
        const auto spectrum = fft.forward(std::vector<float>{1.0F});
        for (const auto bin : spectrum)
            QVERIFY(std::abs(bin - std::complex<float>(1.0F, 0.0F)) < 1e-6F);
    }

    void powerIsTheSquaredMagnitude()
    {
        const std::vector<std::complex<float>> spectrum{{3, 4}, {0, -2}};
        std::vector<float> power(2);
        audio::powerSpectrum(spectrum, power);
        QCOMPARE(power, (std::vector<float>{25, 4}));
        QCOMPARE(audio::nextPowerOfTwo(0), std::size_t{1});
        QCOMPARE(audio::nextPowerOfTwo(400), std::size_t{512});
        QCOMPARE(audio::nextPowerOfTwo(512), std::size_t{512});
    }

    void threadsDoNotDisturbEachOther()
    {
        const auto samples = noise(400);
        const auto transform = [&] {
            audio::RealFft fft(512);
            const auto spectrum = fft.forward(samples);
            return std::vector<std::complex<float>>(spectrum.begin(), spectrum.end());
        };
        const auto expected = transform();
        std::vector<std::vector<std::complex<float>>> results(200);
        base::parallelFor(results.size(), 4, [&](std::size_t i) { results[i] = transform(); });
        for (const auto& result : results)
            QVERIFY(result == expected);
    }
};

QTEST_GUILESS_MAIN(TestFft)
#include "tst_Fft.moc"
