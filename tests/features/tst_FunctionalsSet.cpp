#include "core/base/Error.h"
#include "core/base/SeedTree.h"
#include "core/features/Contours.h"
#include "core/features/FeatureSet.h"
#include "core/features/Functionals.h"
#include "core/features/LowLevelDescriptors.h"
#include "tests/support/SyntheticSpeech.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace undertone;

namespace {

const features::FeatureSet& functionals()
{
    return features::featureSet("functionals");
}

float column(const std::vector<float>& row, const std::string& name)
{
    const auto& names = functionals().columns();
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? std::nanf("") : row[static_cast<std::size_t>(found - names.begin())];
}

} // namespace

class TestFunctionalsSet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void has988NamedColumns()
    {
        const auto& names = functionals().columns();
        QCOMPARE(names.size(), std::size_t{988});
        QCOMPARE(std::set<std::string>(names.begin(), names.end()).size(), std::size_t{988});
        QVERIFY(std::ranges::count(names, "loudness_sma_de_quartile1") == 1);
        QVERIFY(!functionals().isFrames());
        QCOMPARE(functionals().name(), std::string("functionals"));
    }

    void columnsHoldWhatTheyAreCalled()
    {
        const auto signal = tests::makeVowel({.f0 = 110, .f0End = 190, .seconds = 0.7}).signal;
        const auto row = functionals().extract(signal);
        QCOMPARE(row.size(), std::size_t{988});
        const auto descriptors = features::lowLevelDescriptors(signal);
        std::vector<float> smoothed(descriptors.frames), deltas(descriptors.frames);
        std::array<float, features::functionalCount> values{};
        for (std::size_t d = 0; d < features::descriptorCount; ++d) {
            const std::string name(features::descriptorNames[d]);
            features::smooth(descriptors[d], smoothed);
            features::delta(smoothed, deltas);
            for (const auto& [kind, contour] : {std::pair{"_sma_", &smoothed}, {"_sma_de_", &deltas}}) {
                features::Functionals().compute(*contour, values);
                for (std::size_t f = 0; f < values.size(); ++f)
                    QCOMPARE(column(row, name + kind + std::string(features::functionalNames[f])), values[f]);
            }
        }
    }

    void steadyVowelHasItsPitch()
    {
        const auto row = functionals().extract(tests::makeVowel({.f0 = 210, .seconds = 1}).signal);
        QVERIFY(std::abs(column(row, "f0_sma_quartile2") - 210) < 1);
        QVERIFY(std::abs(column(row, "f0env_sma_mean") - 210) < 2);
        QVERIFY(column(row, "voicing_sma_quartile1") > 0.95F);
    }

    void risingVowelHasAPositiveSlope()
    {
        const auto row =
            functionals().extract(tests::makeVowel({.f0 = 100, .f0End = 200, .seconds = 1}).signal);
        QVERIFY(std::abs(column(row, "f0env_sma_slope") - 1) < 0.05F); // 100 Hz in 100 frames
        QVERIFY(column(row, "f0env_sma_maxPos") > 90);
    }

    void everySignalGivesFiniteNumbers()
    {
        base::RandomStream random = base::SeedTree(9).stream("signals");
        std::vector<audio::Signal> signals{{{0.0F}, 16000},
                                           {{1.0F}, 16000},
                                           {std::vector<float>(16000), 16000},
                                           {std::vector<float>(5000, 1.0F), 16000},
                                           tests::makeTones({440}, 0.5),
                                           tests::makeTones({8000}, 0.5)};
        for (const std::size_t length : {std::size_t{2}, std::size_t{3}, std::size_t{399}, std::size_t{400},
                                         std::size_t{401}, std::size_t{560}, std::size_t{1000}})
            for (const double scale : {1e-42, 1e-12, 1.0, 1e4}) {
                audio::Signal signal;
                for (std::size_t n = 0; n < length; ++n)
                    signal.samples.push_back(static_cast<float>(scale * random.normal()));
                signals.push_back(signal);
            }
        audio::Signal square;
        for (int n = 0; n < 8000; ++n)
            square.samples.push_back(n / 37 % 2 == 0 ? 1.0F : -1.0F);
        signals.push_back(square);
        for (const auto& signal : signals)
            for (const float x : functionals().extract(signal))
                QVERIFY(std::isfinite(x));
    }

    void repeatsBitForBit()
    {
        const auto signal = tests::makeVowel({.seconds = 0.5}).signal;
        QCOMPARE(functionals().extract(signal), functionals().extract(signal));
    }

    void unknownSetsAreRefusedByName()
    {
        try {
            features::featureSet("functional");
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::InvalidRequest);
            QVERIFY(error.remedy().find("functionals") != std::string::npos);
        }
        const auto names = features::featureSetNames();
        QCOMPARE(names.front(), std::string("functionals"));
        for (const auto& name : names)
            QCOMPARE(features::featureSet(name).name(), name);
    }
};

QTEST_GUILESS_MAIN(TestFunctionalsSet)
#include "tst_FunctionalsSet.moc"
