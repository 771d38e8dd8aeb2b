#include "PlantedFederation.h"

#include "core/attack/UnitRows.h"
#include "core/attack/UpdateTrace.h"
#include "core/base/Error.h"

#include <QtTest>

#include <cmath>

using namespace undertone;
using namespace undertone::attack;

namespace {

bool sameTrace(const UpdateTrace& a, const UpdateTrace& b)
{
    bool same = a.size() == b.size() && a.layers.size() == b.layers.size();
    for (std::size_t i = 0; same && i < a.size(); ++i)
        same = a.origins[i].round == b.origins[i].round && a.origins[i].client == b.origins[i].client;
    for (std::size_t i = 0; same && i < a.layers.size(); ++i)
        same = a.layers[i].name == b.layers[i].name && at::equal(a.layers[i].probed, b.layers[i].probed) &&
               at::equal(a.layers[i].bias, b.layers[i].bias);
    return same;
}

/// R [W | b], rows of unit length, by the book.
at::Tensor slowProbe(const at::Tensor& matrix, const federation::LayerGroup& group)
{
    const auto out = group.weight.size(0);
    const auto in = group.weight.size(1);
    const auto rows = matrix.defined() ? matrix.size(0) : out;
    auto result = at::zeros({rows, in + 1}, at::kDouble);
    for (std::int64_t r = 0; r < rows; ++r) {
        double squares = 0;
        for (std::int64_t c = 0; c <= in; ++c) {
            double sum = 0;
            for (std::int64_t o = 0; o < out; ++o) {
                const double probe = matrix.defined() ? matrix[r][o].item<double>() : (r == o ? 1 : 0);
                sum += probe * (c < in ? group.weight[o][c] : group.bias[o]).item<double>();
            }
            result[r][c] = sum;
            squares += sum * sum;
        }
        result[r] /= std::sqrt(squares);
    }
    return result;
}

} // namespace

class TestUpdateTrace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void layersAreNamedByPosition()
    {
        QCOMPARE(layerAlias(0, 3), std::string("first"));
        QCOMPARE(layerAlias(1, 3), std::string("second"));
        QCOMPARE(layerAlias(2, 3), std::string("last"));
        QCOMPARE(layerAlias(1, 2), std::string("last"));
        QCOMPARE(layerAlias(0, 1), std::string("first"));
        QCOMPARE(layerAlias(2, 4), std::string());
        QCOMPARE(layerAlias(1, 4), std::string("second"));
    }

    void randomProbesAreSignsOfUnitRows()
    {
        const auto probes = randomProbes({256, 128, 16, 4});
        QCOMPARE(probes.matrices.size(), std::size_t{4});
        QVERIFY(at::equal(probes.matrices[0].abs(), at::full({16, 256}, 0.0625F)));
        QCOMPARE(probes.matrices[1].sizes(), at::IntArrayRef({16, 128}));
        QVERIFY(!probes.matrices[2].defined() && !probes.matrices[3].defined());
        const double share = (probes.matrices[0] > 0).to(at::kFloat).mean().item<double>();
        QVERIFY(share > 0.45 && share < 0.55);
        QVERIFY(at::equal(probes.matrices[0], randomProbes({256}).matrices[0]));
        const auto restored = ProbeSet::deserialize(probes.serialize());
        QVERIFY(restored && at::equal(restored->matrices[0], probes.matrices[0]));
        QVERIFY(!restored->matrices[3].defined());
    }

    void anUpdateIsReducedAsDefined()
    {
        const tests::Plant plant;
        const auto probes = randomProbes(plant.outputs);
        auto update = tests::plantedUpdate(plant, 0, 0, 0);
        const auto expectedBias = update[1].bias.clone();
        std::vector<at::Tensor> expected;
        for (std::size_t i = 0; i < update.size(); ++i)
            expected.push_back(slowProbe(probes.matrices[i], update[i]));
        ProbingObserver observer(probes);
        observer.observe({7, 3}, update);
        for (auto& group : update) { // the next client reuses the tensors
            group.weight.fill_(9);
            group.bias.fill_(9);
        }
        const auto trace = observer.take();
        QCOMPARE(trace.size(), std::size_t{1});
        QCOMPARE(trace.origins[0].round, std::size_t{7});
        QCOMPARE(trace.origins[0].client, std::size_t{3});
        QCOMPARE(trace.layers[0].probed.sizes(), at::IntArrayRef({1, 16, 25}));
        QCOMPARE(trace.layers[2].probed.sizes(), at::IntArrayRef({1, 4, 21}));
        for (std::size_t i = 0; i < 3; ++i)
            QVERIFY(at::allclose(trace.layers[i].probed[0].to(at::kDouble), expected[i], 1e-4, 1e-6));
        QVERIFY(at::equal(trace.layers[1].bias[0], expectedBias));
    }

    void partsOfALayerAreUnitRows()
    {
        const auto trace = tests::plantedFederation({}).trace;
        const auto& layer = trace.layers[0];
        QVERIFY(at::equal(partRows(layer, Part::Both, 3, 2), layer.probed.narrow(0, 3, 2)));
        const auto weights = partRows(layer, Part::Weights, 3, 2);
        QCOMPARE(weights.sizes(), at::IntArrayRef({2, 16, 24}));
        QVERIFY(at::allclose(weights.norm(2, {-1}), at::ones({2, 16})));
        const auto ratio = weights / layer.probed.narrow(0, 3, 2).narrow(2, 0, 24);
        QVERIFY(at::allclose(ratio, ratio.select(2, 0).unsqueeze(2).expand_as(ratio), 1e-3));
        const auto bias = partRows(layer, Part::Bias, 3, 2);
        QCOMPARE(bias.sizes(), at::IntArrayRef({2, 1, 40}));
        QVERIFY(at::allclose(bias[1][0] * layer.bias[4].norm(), layer.bias[4]));
    }

    void anUpdateOfZerosStaysFinite()
    {
        ProbingObserver observer(randomProbes({40}));
        observer.observe({0, 0}, {{"dense1", at::zeros({40, 5}), at::zeros({40})}});
        const auto trace = observer.take();
        QVERIFY(at::equal(trace.layers[0].probed, at::zeros({1, 16, 6})));
        QVERIFY(at::equal(partRows(trace.layers[0], Part::Bias, 0, 1), at::zeros({1, 1, 40})));
    }

    void segmentsJoinToTheWhole()
    {
        tests::Plant plant;
        plant.updates = 3;
        const auto whole = tests::plantedFederation(plant).trace;
        const auto clients = tests::plantedClients(plant);
        ProbingObserver observer(randomProbes(plant.outputs));
        std::vector<UpdateTrace> parts = {observer.take()};
        for (std::size_t round = 0; round < 3; ++round) {
            for (std::size_t c = 0; c < clients.size(); ++c)
                observer.observe({round, c}, tests::plantedUpdate(plant, clients[c].label, c, round));
            const auto segment = UpdateTrace::deserialize(observer.take().serialize());
            QVERIFY(segment.has_value());
            parts.push_back(*segment);
        }
        parts.push_back(observer.take());
        QVERIFY(sameTrace(UpdateTrace::joined(parts), whole));
        QVERIFY(sameTrace(UpdateTrace::joined({whole}), whole));
        QCOMPARE(UpdateTrace::joined({}).size(), std::size_t{0});
        plant.inputs = 10;
        parts.push_back(tests::plantedFederation(plant).trace);
        QVERIFY_THROWS_EXCEPTION(Error, UpdateTrace::joined(parts));
    }

    void whatIsCutIsNoTrace()
    {
        tests::Plant plant;
        plant.updates = 1;
        const auto bytes = tests::plantedFederation(plant).trace.serialize();
        QVERIFY(UpdateTrace::deserialize(bytes).has_value());
        QVERIFY(UpdateTrace::deserialize(UpdateTrace().serialize()).has_value());
        QVERIFY(!UpdateTrace::deserialize(""));
        for (std::size_t i = 0; i < bytes.size(); i += 997)
            QVERIFY(!UpdateTrace::deserialize(bytes.substr(0, i)));
        QVERIFY(!ProbeSet::deserialize(bytes));
    }

    void eigenprobesAreTheLeadingEigenvectors()
    {
        const tests::Plant plant;
        EigenprobeObserver observer;
        auto sum = at::zeros({40, 40}, at::kDouble);
        for (std::size_t round = 0; round < 12; ++round) {
            const auto update = tests::plantedUpdate(plant, 0, round, round);
            observer.observe({round, 0}, update);
            const auto g = at::cat({update[0].weight, update[0].bias.unsqueeze(1)}, 1).to(at::kDouble);
            sum += at::mm(g, g.t()) / g.square().sum();
        }
        const auto matrix = observer.probes().matrices[0].to(at::kDouble);
        QCOMPARE(matrix.sizes(), at::IntArrayRef({16, 40}));
        QVERIFY(at::allclose(at::mm(matrix, matrix.t()), at::eye(16, at::kDouble), 0, 1e-5));
        const auto values = std::get<0>(at::linalg_eigh(sum)).narrow(0, 24, 16);
        const auto projected = at::mm(at::mm(matrix, sum), matrix.t());
        QVERIFY(at::allclose(projected, at::diag(values), 0, 1e-4));
        QVERIFY(!observer.probes().matrices[2].defined());
        const auto restored = EigenprobeObserver::deserialize(observer.serialize());
        QVERIFY(restored && at::equal(restored->probes().matrices[0], observer.probes().matrices[0]));
    }
};

QTEST_GUILESS_MAIN(TestUpdateTrace)
#include "tst_UpdateTrace.moc"
