#include "PlantedFederation.h"

#include "core/attack/FamilyLayers.h"
#include "core/base/Error.h"
#include "core/features/FeatureFamilies.h"
#include "core/features/FeatureSet.h"
#include "tests/attack/LeakageCells.h"
#include "tests/support/Unheard.h"

#include <QtTest>

#include <cmath>
#include <set>

using namespace undertone;
using namespace undertone::attack;
using tests::cellOf;

namespace {

const std::vector<ColumnFamily> families = {
    {"low", {0, 1, 2, 3, 4, 5, 6, 7}}, {"odd", {1, 9, 23}}, {"high", {20, 21, 22, 23}}};

AttackRequest requestFor(AttackKind kind)
{
    AttackRequest request{{}, {"F", "M"}, base::SeedTree(8), "cpu"};
    request.spec.kind = kind;
    request.spec.leakedUpdates = {1, allUpdates};
    request.spec.repeats = 3;
    return request;
}

tests::Plant plantOf(const char* corpus, std::uint64_t seed)
{
    tests::Plant plant;
    plant.corpus = corpus;
    plant.seed = seed;
    return plant;
}

/// The family's columns picked out one by one, and the bias column last.
UpdateTrace::Layer cutByHand(const UpdateTrace::Layer& layer, const ColumnFamily& family)
{
    const auto updates = layer.probed.size(0), rows = layer.probed.size(1), width = layer.probed.size(2);
    const auto kept = static_cast<std::int64_t>(family.columns.size());
    UpdateTrace::Layer cut{"first", at::zeros({updates, rows, kept + 1}), layer.bias};
    const auto from = layer.probed.accessor<float, 3>();
    auto to = cut.probed.accessor<float, 3>();
    for (std::int64_t u = 0; u < updates; ++u)
        for (std::int64_t r = 0; r < rows; ++r) {
            double squares = 0;
            for (std::int64_t c = 0; c <= kept; ++c) {
                const auto column =
                    c == kept ? width - 1
                              : static_cast<std::int64_t>(family.columns[static_cast<std::size_t>(c)]);
                to[u][r][c] = from[u][r][column];
                squares += static_cast<double>(to[u][r][c]) * to[u][r][c];
            }
            for (std::int64_t c = 0; c <= kept; ++c)
                to[u][r][c] = static_cast<float>(to[u][r][c] / std::sqrt(squares));
        }
    return cut;
}

ObservedFederation onlyFamily(ObservedFederation observed, const ColumnFamily& family)
{
    observed.trace.layers = {cutByHand(observed.trace.layers.front(), family)};
    return observed;
}

LeakageReport attackOnce(const AttackRequest& request, const std::vector<ObservedFederation>& shadows,
                         const ObservedFederation& observed)
{
    const auto attack = fitAttack(request, shadows, tests::unheard());
    return attack->evaluate(observed, request.spec.leakedUpdates, tests::unheard(), {});
}

/// The columns `planted` as they are, all others drawn again without regard to the class.
ObservedFederation plantedIn(const std::set<std::int64_t>& planted, const tests::Plant& plant)
{
    auto observed = tests::plantedFederation(plant);
    auto& layer = observed.trace.layers.front();
    auto generator = at::detail::createCPUGenerator(plant.seed + 100);
    const auto noise = at::randn(layer.probed.sizes(), generator) / std::sqrt(layer.probed.size(2));
    for (std::int64_t column = 0; column < layer.probed.size(2); ++column)
        if (!planted.contains(column))
            layer.probed.select(2, column).copy_(noise.select(2, column));
    layer.probed = layer.probed / layer.probed.norm(2, {-1}, true);
    return observed;
}

} // namespace

class TestFamilyLayers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFamilyIsTheFirstLayersColumns()
    {
        const auto observed = tests::plantedFederation(plantOf("shadow", 1));
        const auto seen = withFamilies(observed, families);
        QCOMPARE(seen.trace.layers.size(), observed.trace.layers.size() + families.size());
        for (std::size_t i = 0; i < families.size(); ++i) {
            const auto& layer = seen.trace.layers[observed.trace.layers.size() + i];
            QCOMPARE(layer.name, "first[" + families[i].name + "]");
            QVERIFY(isFamilyLayer(layer.name));
            const auto expected = cutByHand(observed.trace.layers.front(), families[i]);
            QVERIFY(at::allclose(layer.probed, expected.probed, 1e-5, 1e-6));
        }
        QVERIFY(!isFamilyLayer("first") && !isFamilyLayer("fusion"));
        QCOMPARE(withFamilies(observed, {}).trace.layers.size(), observed.trace.layers.size());
    }

    void aColumnThatIsNotThereIsRefused()
    {
        const auto observed = tests::plantedFederation(plantOf("shadow", 1));
        QVERIFY_EXCEPTION_THROWN(withFamilies(observed, {{"beyond", {24}}}), Error);
    }

    void everyFamilyIsTheAttackOnFederationsThatAreCutByHand_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("second-moment") << static_cast<int>(AttackKind::SecondMoment);
        QTest::newRow("linear") << static_cast<int>(AttackKind::Linear);
    }

    void everyFamilyIsTheAttackOnFederationsThatAreCutByHand()
    {
        QFETCH(int, kind);
        auto request = requestFor(static_cast<AttackKind>(kind));
        request.families = families;
        const std::vector<ObservedFederation> shadows = {tests::plantedFederation(plantOf("shadow", 1)),
                                                         tests::plantedFederation(plantOf("shadow", 2))};
        const auto observed = tests::plantedFederation(plantOf("private", 3));
        const auto report = attackOnce(request, shadows, observed);
        for (const auto& family : families) {
            auto own = requestFor(static_cast<AttackKind>(kind));
            own.spec.layers = {"first"};
            own.spec.parts = {Part::Weights};
            const auto cut = attackOnce(own, {onlyFamily(shadows[0], family), onlyFamily(shadows[1], family)},
                                        onlyFamily(observed, family));
            for (const auto n : own.spec.leakedUpdates) {
                const auto& a = cellOf(report, familyLayer(family.name), n, Part::Weights);
                const auto& b = cellOf(cut, "first", n, Part::Weights);
                QCOMPARE(a.clients.size(), b.clients.size());
                for (std::size_t c = 0; c < a.clients.size(); ++c)
                    for (std::size_t r = 0; r < a.clients[c].scores.size(); ++r)
                        QVERIFY(std::abs(a.clients[c].scores[r][1] - b.clients[c].scores[r][1]) < 1e-3);
            }
        }
    }

    void familiesLeaveTheLayersAndTheirFusionAsTheyAre()
    {
        const std::vector<ObservedFederation> shadows = {tests::plantedFederation(plantOf("shadow", 1))};
        const auto observed = tests::plantedFederation(plantOf("private", 3));
        const auto without = attackOnce(requestFor(AttackKind::SecondMoment), shadows, observed);
        auto request = requestFor(AttackKind::SecondMoment);
        request.families = families;
        const auto with = attackOnce(request, shadows, observed);
        QCOMPARE(with.cells.size(), without.cells.size() + families.size() * 2);
        for (const auto& cell : without.cells) {
            const auto& same = cellOf(with, cell.layer, cell.leakedUpdates, cell.part);
            for (std::size_t c = 0; c < cell.clients.size(); ++c)
                QCOMPARE(same.clients[c].scores, cell.clients[c].scores);
        }
    }

    void aRestoredAttackSaysTheSameOfFamilies()
    {
        const std::vector<ObservedFederation> shadows = {tests::plantedFederation(plantOf("shadow", 1))};
        auto request = requestFor(AttackKind::SecondMoment);
        request.families = families;
        const auto observed = tests::plantedFederation(plantOf("private", 3));
        const auto attack = fitAttack(request, shadows, tests::unheard());
        const auto again = restoreAttack(request, attack->serialize());
        QVERIFY(again);
        const auto a = attack->evaluate(observed, {allUpdates}, tests::unheard(), {});
        const auto b = again->evaluate(observed, {allUpdates}, tests::unheard(), {});
        QCOMPARE(a.cells.size(), b.cells.size());
        for (std::size_t i = 0; i < a.cells.size(); ++i)
            for (std::size_t c = 0; c < a.cells[i].clients.size(); ++c)
                QCOMPARE(a.cells[i].clients[c].scores, b.cells[i].clients[c].scores);
    }

    /// Only the columns of "low" tell the class: that family finds it, "high" does not. 12 clients a class;
    /// at AUC 0.5 an AUC above 0.9 has a probability below 1e-3.
    void whatIsPlantedInOneFamilyIsFoundThereAlone()
    {
        const std::set<std::int64_t> planted = {0, 1, 2, 3, 4, 5, 6, 7};
        const auto plant = [](const char* corpus, std::uint64_t seed) {
            auto result = plantOf(corpus, seed);
            result.speakersPerClass = {12, 12};
            result.updates = 20;
            return result;
        };
        auto request = requestFor(AttackKind::SecondMoment);
        request.families = families;
        const auto report = attackOnce(
            request, {plantedIn(planted, plant("shadow", 1)), plantedIn(planted, plant("shadow", 2))},
            plantedIn(planted, plant("private", 3)));
        const double low = tests::aucOf(cellOf(report, "first[low]", allUpdates, Part::Weights));
        const double high = tests::aucOf(cellOf(report, "first[high]", allUpdates, Part::Weights));
        QVERIFY2(low > 0.9, qPrintable(QString::number(low)));
        QVERIFY2(high < 0.85, qPrintable(QString::number(high)));
    }

    void everyNativeColumnHasOneFamily_data()
    {
        QTest::addColumn<QString>("set");
        QTest::addColumn<int>("count");
        QTest::newRow("functionals") << "functionals" << 6;
        QTest::newRow("egemaps") << "egemaps" << 7;
    }

    void everyNativeColumnHasOneFamily()
    {
        QFETCH(QString, set);
        QFETCH(int, count);
        const auto& columns = features::featureSet(set.toStdString()).columns();
        const auto found = features::familiesOf(columns);
        QCOMPARE(static_cast<int>(found.size()), count);
        std::set<std::size_t> seen;
        std::size_t sum = 0;
        for (const auto& family : found) {
            seen.insert(family.columns.begin(), family.columns.end());
            sum += family.columns.size();
        }
        QCOMPARE(seen.size(), columns.size());
        QCOMPARE(sum, columns.size());
    }

    void namesTellFamilies()
    {
        using features::familyOf;
        QCOMPARE(familyOf("mfcc10_sma_de_stddev"), std::string("mfcc"));
        QCOMPARE(familyOf("f0env_sma_max"), std::string("f0"));
        QCOMPARE(familyOf("voicing_sma_linregc1"), std::string("voicing"));
        QCOMPARE(familyOf("F1amplitudeLogRelF0_sma3nz_amean"), std::string("formants"));
        QCOMPARE(familyOf("logRelF0-H1-A3_sma3nz_amean"), std::string("voice quality"));
        QCOMPARE(familyOf("F0semitoneFrom27.5Hz_sma3nz_meanRisingSlope"), std::string("f0"));
        QCOMPARE(familyOf("loudnessPeaksPerSec"), std::string("timing"));
        QCOMPARE(familyOf("equivalentSoundLevel_dBp"), std::string("energy"));
        QCOMPARE(familyOf("pcm_fftMag_spectralRollOff25.0_sma_range"), std::string("spectral"));
        QCOMPARE(familyOf("pcm_zcr_sma_max"), std::string("zero crossings"));
        QCOMPARE(familyOf("x17"), std::string());
        QVERIFY(features::familiesOf({"a", "b"}).empty());
    }
};

QTEST_GUILESS_MAIN(TestFamilyLayers)
#include "tst_FamilyLayers.moc"
