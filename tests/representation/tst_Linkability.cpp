#include "core/representation/Linkability.h"

#include <QtTest>

#include <cmath>
#include <map>

using namespace undertone;
using namespace undertone::representation;

namespace {

/// Speakers with `spread` between their means; utterances with deviation 1 around them.
at::Tensor drawn(std::size_t speakers, std::size_t utterances, double spread,
                 std::vector<std::size_t>& speakerOf)
{
    constexpr std::int64_t columns = 8;
    auto stream = base::SeedTree(3).stream("vectors");
    auto vectors = at::empty({static_cast<std::int64_t>(speakers * utterances), columns}, at::kDouble);
    auto* value = vectors.data_ptr<double>();
    for (std::size_t s = 0; s < speakers; ++s) {
        std::vector<double> mean(columns);
        for (double& one : mean)
            one = spread * stream.normal();
        for (std::size_t u = 0; u < utterances; ++u) {
            speakerOf.push_back(s);
            for (const double one : mean)
                *value++ = one + stream.normal();
        }
    }
    return vectors;
}

/// Shares of wrong decisions at a threshold: same speakers below it, different ones at it or above.
std::pair<double, double> errors(const std::vector<SpeakerPairs>& pairs, double threshold)
{
    double missed = 0;
    double same = 0;
    double accepted = 0;
    double different = 0;
    for (const auto& own : pairs)
        for (const double value : own.similarities) {
            (own.areSame ? same : different) += 1;
            if (own.areSame && value < threshold)
                missed += 1;
            if (!own.areSame && value >= threshold)
                accepted += 1;
        }
    return {missed / same, accepted / different};
}

} // namespace

class TestLinkability : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pairsAreOfOneSpeakerOrOfTwo()
    {
        const std::vector<std::size_t> speakers = {7, 7, 8};
        const auto vectors = at::tensor({0.0, 0.0, 3.0, 4.0, 0.0, 8.0}, at::kDouble).view({3, 2});
        const auto pairs = similarPairs(Similarity::Euclid, vectors, speakers, 20, base::SeedTree(1));
        QCOMPARE(pairs.size(), std::size_t(3)); // speaker 8 has one vector
        for (const auto& own : pairs) {
            QCOMPARE(own.similarities.size(), std::size_t(20));
            for (const double value : own.similarities)
                if (own.areSame)
                    QVERIFY(std::abs(value + 5) < 1e-12);
                else
                    QVERIFY(std::abs(value + 8) < 1e-12 || std::abs(value + 5) < 1e-12);
        }
        const auto cosine = similarPairs(Similarity::Cosine, vectors, speakers, 20, base::SeedTree(1));
        for (const double value : cosine.back().similarities) // of 8 with one of 7
            QVERIFY(std::abs(value - 0.8) < 1e-12 || value == 0);
    }

    void theThresholdIsThatOfEqualErrors()
    {
        std::vector<std::size_t> speakers;
        const auto vectors = drawn(10, 6, 1, speakers);
        const auto pairs = similarPairs(Similarity::Cosine, vectors, speakers, 40, base::SeedTree(2));
        const auto [missed, accepted] = errors(pairs, equalErrorThreshold(pairs));
        double least = 1; // over every threshold
        for (const auto& own : pairs)
            for (const double value : own.similarities) {
                const auto [a, b] = errors(pairs, value);
                least = std::min(least, std::abs(a - b));
            }
        QVERIFY(std::abs(missed - accepted) <= least + 1e-12);
        QVERIFY(missed > 0.02 && missed < 0.4);
    }

    void speakersWhoDifferAreLinked()
    {
        for (const double spread : {0.0, 3.0}) {
            std::vector<std::size_t> speakers;
            const auto vectors = drawn(30, 8, spread, speakers);
            for (const auto similarity : {Similarity::Cosine, Similarity::Euclid}) {
                const double area =
                    areaUnderPairs(similarPairs(similarity, vectors, speakers, 50, base::SeedTree(4)));
                // 1,500 pairs of each kind, not independent: 0.06 is 3 deviations of 300 independent ones
                QVERIFY(spread > 0 ? area > 0.95 : std::abs(area - 0.5) < 0.06);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestLinkability)
#include "tst_Linkability.moc"
