#include "PlantedFederation.h"

#include "core/attack/AttributeInferenceAttack.h"
#include "core/attack/CnnTraining.h"
#include "core/attack/LeakDraws.h"
#include "core/attack/PublishedNetwork.h"
#include "core/base/Error.h"
#include "core/learning/ClassificationMetrics.h"
#include "core/learning/Torch.h"
#include "tests/attack/LeakageCells.h"
#include "tests/support/TemporaryFolder.h"
#include "tests/support/Unheard.h"

#include <QtTest>

#include <cmath>

using namespace undertone;
using namespace undertone::attack;
using tests::aucOf;
using tests::cellOf;

namespace {

/// Raw updates with a mean that tells the class, in the first layer's weight (or nowhere).
ObservedFederation spooledFederation(const std::filesystem::path& file, const tests::Plant& plant,
                                     float pattern)
{
    ObservedFederation observed;
    observed.clients = tests::plantedClients(plant);
    observed.spool = file;
    SpoolingObserver spool(file, 0);
    for (std::size_t round = 0; round < plant.updates; ++round)
        for (std::size_t c = 0; c < observed.clients.size(); ++c) {
            auto update = tests::plantedUpdate(plant, 0, c, round);
            const float sign = observed.clients[c].label == 1 ? pattern : -pattern;
            update[0].weight.narrow(0, 0, plant.outputs[0] / 2).add_(sign);
            spool.observe({round, c}, update);
        }
    spool.flush();
    return observed;
}

tests::Plant tinyPlant()
{
    tests::Plant plant;
    plant.inputs = 18;
    plant.outputs = {16, 8, 4};
    plant.updates = 5;
    plant.speakersPerClass = {5, 5};
    return plant;
}

tests::Plant secretPlant()
{
    auto plant = tinyPlant();
    plant.corpus = "private";
    plant.speakersPerClass = {6, 6};
    return plant;
}

AttackRequest cnnRequest(std::size_t epochs)
{
    AttackRequest request{{}, {"F", "M"}, base::SeedTree(8), "cpu"};
    request.spec.kind = AttackKind::Cnn;
    request.spec.epochs = epochs;
    request.spec.leakedUpdates = {1, allUpdates};
    return request;
}

/// Saves at every mini-batch and stops the fit at the k-th.
std::string interruptedFit(const AttackRequest& request, const std::vector<ObservedFederation>& shadows,
                           std::size_t stopAt, std::string from)
{
    std::stop_source stop;
    std::string saved;
    double seconds = 0;
    std::size_t saves = 0;
    const learning::FitCheckpoint checkpoint{
        [&](std::size_t) { return from.empty() ? std::nullopt : std::optional(from); },
        [&](std::size_t, std::string_view bytes) {
            saved = bytes;
            if (++saves == stopAt)
                stop.request_stop();
        },
        [&] { return seconds += 1; }};
    try {
        base::Progress progress({}, stop.get_token());
        fitAttack(request, shadows, progress, checkpoint);
    } catch (const Cancelled&) {
        return saved;
    }
    return {};
}

std::vector<std::int64_t> parameterCounts(PublishedNetworkImpl& network)
{
    std::vector<std::int64_t> counts;
    for (const auto& parameter : network.parameters())
        counts.push_back(parameter.numel());
    return counts;
}

} // namespace

class TestCnnAttack : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { learning::useOneTorchThread(); }

    void theNetworkHasThePublishedShape_data()
    {
        QTest::addColumn<QString>("layer");
        QTest::addColumn<int>("out");
        QTest::addColumn<int>("in");
        QTest::addColumn<int>("joined");
        QTest::newRow("first, 988") << "first" << 256 << 988 << 64 * 4 * 15 + 256;
        QTest::newRow("first, 512") << "first" << 256 << 512 << 64 * 5 * 10 + 256;
        QTest::newRow("second") << "second" << 128 << 256 << 64 * 4 * 8 + 128;
        QTest::newRow("last") << "last" << 4 << 128 << 64 * 2 * 8 + 4;
    }

    void theNetworkHasThePublishedShape()
    {
        QFETCH(QString, layer);
        QFETCH(int, out);
        QFETCH(int, in);
        QFETCH(int, joined);
        const LayerShape weight{static_cast<std::size_t>(out), static_cast<std::size_t>(in)};
        PublishedNetworkImpl network({layer.toStdString(), weight, Part::Both, 2},
                                     base::SeedTree(1).stream("network"));
        const auto counts = parameterCounts(network);
        const std::vector<std::int64_t> expected = {16 * 25, 16, 32 * 16 * 25,  32,  64 * 32 * 25, 64,
                                                    64,      64, joined * 256L, 256, 256 * 128,    128,
                                                    128 * 2, 2};
        QCOMPARE(counts, expected);
        network.eval();
        const auto logits =
            network.forward({at::ones({1, 1, out, in}), at::ones({1, out})}, nullptr, tests::unheard());
        QCOMPARE(logits.sizes(), at::IntArrayRef({1, 2}));
    }

    void weightsBeginUniformWithinTheirFanIn()
    {
        PublishedNetworkImpl network({"second", {128, 256}, Part::Both, 2},
                                     base::SeedTree(1).stream("network"));
        const auto kernel = network.parameters()[4];
        const double bound = 1 / std::sqrt(32.0 * 25);
        QVERIFY(kernel.abs().max().item<double>() <= bound);
        QVERIFY(std::abs(kernel.std().item<double>() - bound / std::sqrt(3.0)) < 0.01 * bound);
    }

    void dropoutFollowsItsStream()
    {
        PublishedNetworkImpl network({"last", {4, 128}, Part::Both, 2}, base::SeedTree(1).stream("network"));
        const LayerBatch batch{at::ones({3, 1, 4, 128}), at::ones({3, 4})};
        const auto forward = [&](std::uint64_t seed) {
            auto stream = base::SeedTree(seed).stream("dropout");
            network.eval(); // batch normalisation apart, only dropout differs
            return network.forward(batch, &stream, tests::unheard());
        };
        QVERIFY(at::equal(forward(1), forward(1)));
        QVERIFY(!at::equal(forward(1), forward(2)));
        const auto whole = network.forward(batch, nullptr, tests::unheard());
        QVERIFY(at::equal(whole[0], whole[1]));
        QVERIFY(!at::equal(forward(1)[0], forward(1)[1]));
        // Masks scale what they leave: the mean over many draws comes near the whole.
        auto mean = at::zeros({2});
        for (std::uint64_t seed = 0; seed < 200; ++seed)
            mean += forward(seed).mean(0) / 200;
        QVERIFY(at::allclose(mean, whole[0], 0, 0.05));
    }

    /// The convolutions take some examples at a time.
    void examplesDoNotSeeEachOther()
    {
        PublishedNetworkImpl network({"last", {4, 128}, Part::Both, 2}, base::SeedTree(1).stream("network"));
        network.eval();
        at::manual_seed(3);
        const LayerBatch batch{at::randn({11, 1, 4, 128}), at::randn({11, 4})};
        const auto together = network.forward(batch, nullptr, tests::unheard());
        for (std::int64_t i = 0; i < 11; ++i) {
            const LayerBatch one{batch.weights.narrow(0, i, 1), batch.biases.narrow(0, i, 1)};
            QVERIFY(
                at::allclose(network.forward(one, nullptr, tests::unheard())[0], together[i], 1e-4, 1e-5));
        }
    }

    void aStopIsNoticedWithinABatch()
    {
        PublishedNetworkImpl network({"last", {4, 128}, Part::Both, 2}, base::SeedTree(1).stream("network"));
        const LayerBatch batch{at::ones({8, 1, 4, 128}), at::ones({8, 4})};
        std::stop_source stop;
        const base::Progress progress({}, stop.get_token());
        network.forward(batch, nullptr, progress).sum().backward();
        const auto loss = network.forward(batch, nullptr, progress).sum();
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, loss.backward());
        QVERIFY_THROWS_EXCEPTION(Cancelled, network.forward(batch, nullptr, progress));
    }

    void aPlantedPatternIsLearned()
    {
        const tests::TemporaryFolder folder;
        const auto shadow = spooledFederation(folder.path() / "shadow", tinyPlant(), 4);
        const auto secret = spooledFederation(folder.path() / "secret", secretPlant(), 4);
        auto request = cnnRequest(40);
        const auto attack = fitAttack(request, {shadow}, tests::unheard());
        std::size_t seen = 0;
        const auto report =
            attack->evaluate(secret, {1, allUpdates}, tests::unheard(), [&](const LeakageCell&) { ++seen; });
        QCOMPARE(seen, report.cells.size());
        QCOMPARE(seen, std::size_t{8});
        QCOMPARE(aucOf(cellOf(report, "first", allUpdates)), 1.0);
        QVERIFY(aucOf(cellOf(report, "first", 1)) > 0.95);
        // The other layers tell nothing; the first has most parameters, so the fusion follows it.
        QVERIFY(aucOf(cellOf(report, "second", allUpdates)) < 0.95);
        QVERIFY(aucOf(cellOf(report, "fusion", allUpdates)) > 0.95);
        for (const auto& client : cellOf(report, "first", 1).clients) {
            QCOMPARE(client.decisions[0] + client.decisions[1], request.spec.repeats);
            QVERIFY(std::abs(client.scores.front()[0] + client.scores.front()[1]) < 1e-6);
        }
        const auto restored = restoreAttack(request, attack->serialize());
        QVERIFY(restored != nullptr);
        const auto again = restored->evaluate(secret, {1, allUpdates}, tests::unheard(), {});
        for (std::size_t i = 0; i < report.cells.size(); ++i)
            for (std::size_t c = 0; c < report.cells[i].clients.size(); ++c)
                QCOMPARE(again.cells[i].clients[c].scores, report.cells[i].clients[c].scores);
        request.attributeValues = {"a", "b", "c"};
        QVERIFY(restoreAttack(request, attack->serialize()) == nullptr);
        QVERIFY(restoreAttack(cnnRequest(40), "damaged") == nullptr);
    }

    void fusionWeighsByParameters()
    {
        const tests::TemporaryFolder folder;
        const auto shadow = spooledFederation(folder.path() / "shadow", tinyPlant(), 1);
        const auto secret = spooledFederation(folder.path() / "secret", secretPlant(), 1);
        const auto report =
            fitAttack(cnnRequest(1), {shadow}, tests::unheard())->evaluate(secret, {1}, tests::unheard(), {});
        const double first = 16 * 18 + 16;
        const double second = 8 * 16 + 8;
        const double last = 4 * 8 + 4;
        for (std::size_t c = 0; c < 12; ++c) {
            const auto score = [&](const std::string& layer) {
                return cellOf(report, layer, 1).clients[c].scores.front()[1];
            };
            const double expected =
                (first * score("first") + second * score("second") + last * score("last")) /
                (first + second + last);
            QVERIFY(std::abs(score("fusion") - expected) < 1e-9);
        }
    }

    void aResumedFitIsBitIdentical()
    {
        const tests::TemporaryFolder folder;
        const auto shadow = spooledFederation(folder.path() / "shadow", tinyPlant(), 1);
        auto request = cnnRequest(3);
        request.spec.layers = {"second", "last"};
        const std::vector<ObservedFederation> shadows = {shadow};
        const auto whole = fitAttack(request, shadows, tests::unheard())->serialize();
        // 40 examples a epoch: 2 batches, 6 in a network, 12 in all. Interrupted within an epoch, at its end,
        // at a network's end, and twice.
        const std::vector<std::vector<std::size_t>> cases = {{1}, {2}, {6}, {9}, {3, 4}};
        for (const auto& stops : cases) {
            std::string standing;
            for (const auto stop : stops)
                standing = interruptedFit(request, shadows, stop, standing);
            QVERIFY(!standing.empty());
            const learning::FitCheckpoint resume{
                [&](std::size_t) { return std::optional(standing); }, {}, {}};
            QVERIFY(fitAttack(request, shadows, tests::unheard(), resume)->serialize() == whole);
        }
        const learning::FitCheckpoint damaged{
            [](std::size_t) { return std::optional<std::string>("damaged"); }, {}, {}};
        QVERIFY(fitAttack(request, shadows, tests::unheard(), damaged)->serialize() == whole);
    }

    void everyMiniBatchIsHeardOf()
    {
        const tests::TemporaryFolder folder;
        const auto shadow = spooledFederation(folder.path() / "shadow", tinyPlant(), 1);
        const auto secret = spooledFederation(folder.path() / "secret", secretPlant(), 1);
        auto request = cnnRequest(3);
        request.spec.layers = {"second", "last"};
        std::vector<base::ProgressUpdate> log;
        const auto keep = [&](const base::ProgressUpdate& update) { log.push_back(update); };
        base::Progress fitting(keep);
        const auto attack = fitAttack(request, {shadow}, fitting);
        // Each network: its beginning, 3 epochs of 2 batches, its end.
        QCOMPARE(log.size(), std::size_t{2 * (1 + 6 + 1)});
        QVERIFY2(log[1].stage == "fitting the attack on the second layer, epoch 1 of 3, batch 1 of 2",
                 log[1].stage.c_str());
        for (std::size_t i = 1; i < 7; ++i)
            QVERIFY(log[i].fraction > log[i - 1].fraction);
        QCOMPARE(log.back().fraction, 1.0);
        log.clear();
        base::Progress evaluating(keep);
        attack->evaluate(secret, {1, allUpdates}, evaluating, {});
        QCOMPARE(log.size(), std::size_t{2 * 2 * 12}); // numbers of updates x networks x clients
        QVERIFY2(log[2].stage == "evaluating the attack, client 2 of 12", log[2].stage.c_str());
        QVERIFY(std::abs(log.back().fraction - 1) < 1e-9);
        QVERIFY(std::abs(log[23].fraction - 10.0 / 11) < 1e-9); // ten draws of one update, and one of all
    }

    void aFitStopsAtTheNextMiniBatch()
    {
        const tests::TemporaryFolder folder;
        const auto shadow = spooledFederation(folder.path() / "shadow", tinyPlant(), 1);
        std::stop_source stop;
        std::size_t heard = 0;
        base::Progress progress(
            [&](const base::ProgressUpdate&) {
                if (++heard == 3)
                    stop.request_stop();
            },
            stop.get_token());
        QVERIFY_THROWS_EXCEPTION(Cancelled, fitAttack(cnnRequest(3), {shadow}, progress));
        QCOMPARE(heard, std::size_t{3});
    }

    void checkpointsAreASecondApart()
    {
        const tests::TemporaryFolder folder;
        const auto shadow = spooledFederation(folder.path() / "shadow", tinyPlant(), 1);
        auto request = cnnRequest(10);
        request.spec.layers = {"last"};
        double seconds = 0;
        std::size_t saves = 0;
        const learning::FitCheckpoint checkpoint{
            {}, [&](std::size_t, std::string_view) { ++saves; }, [&] { return seconds += 0.26; }};
        fitAttack(request, {shadow}, tests::unheard(), checkpoint);
        QCOMPARE(saves, std::size_t{6}); // of 20 mini-batches: every third, before a fourth would be too much
    }

    void theBudgetEndsTraining()
    {
        const tests::TemporaryFolder folder;
        const auto shadow = spooledFederation(folder.path() / "shadow", tinyPlant(), 1);
        const RawExamples examples({1, [&](std::size_t) { return shadow; }});
        const NetworkShape shape{"last", {4, 8}, Part::Both, 2};
        CnnTraining training(examples, 2, shape, parameterScale(examples, 2, tests::unheard()),
                             validationSplit(examples.all(), Validation::Updates, base::SeedTree(1)),
                             {4, base::SeedTree(2), "cpu"});
        std::size_t steps = 0;
        while (training.step(tests::unheard()))
            ++steps;
        QCOMPARE(steps, std::size_t{8});
        QCOMPARE(training.state().epoch, std::size_t{4});
        QVERIFY(training.state().best.empty());
    }

    void theScheduleLowersTheRateAndStopsEarly()
    {
        // Labels of noise: validation loss soon stops to gain, and after epoch 30 its UAR too.
        const tests::TemporaryFolder folder;
        const auto shadow = spooledFederation(folder.path() / "shadow", tinyPlant(), 0);
        const RawExamples examples({1, [&](std::size_t) { return shadow; }});
        const NetworkShape shape{"last", {4, 8}, Part::Both, 2};
        CnnTraining training(examples, 2, shape, parameterScale(examples, 2, tests::unheard()),
                             validationSplit(examples.all(), Validation::Speakers, base::SeedTree(1)),
                             {1000, base::SeedTree(2), "cpu"});
        std::size_t bestEpoch = 0;
        double bestUar = -1;
        while (training.step(tests::unheard())) {
            const auto state = training.state();
            if (state.bestUar > bestUar) {
                bestUar = state.bestUar;
                bestEpoch = state.epoch;
            }
        }
        const auto state = training.state();
        QVERIFY(bestEpoch > 30);
        QCOMPARE(state.epoch, bestEpoch + 6);
        QVERIFY(state.rate < 1e-4 && state.rate >= 1e-6);
        QCOMPARE(training.fitted().size(), state.best.size());
        QVERIFY(at::equal(training.fitted()[0], state.best[0]));
    }

    void partsChooseWhatTheNetworkSees()
    {
        const tests::TemporaryFolder folder;
        const auto shadow = spooledFederation(folder.path() / "shadow", tinyPlant(), 4);
        const auto secret = spooledFederation(folder.path() / "secret", secretPlant(), 4);
        auto request = cnnRequest(25);
        request.spec.layers = {"first"};
        request.spec.parts = {Part::Weights, Part::Bias};
        const auto report = fitAttack(request, {shadow}, tests::unheard())
                                ->evaluate(secret, {allUpdates}, tests::unheard(), {});
        QCOMPARE(report.cells.size(), std::size_t{2});
        QVERIFY(report.cells[0].part == Part::Weights && aucOf(report.cells[0]) > 0.95);
        QVERIFY(report.cells[1].part == Part::Bias && aucOf(report.cells[1]) < 0.95);
    }

    void badInputIsRefused()
    {
        const tests::TemporaryFolder folder;
        auto plant = tinyPlant();
        const auto shadow = spooledFederation(folder.path() / "shadow", plant, 1);
        const auto attack = fitAttack(cnnRequest(1), {shadow}, tests::unheard());
        plant.outputs = {16, 6, 4};
        const auto other = spooledFederation(folder.path() / "other", plant, 1);
        QVERIFY_THROWS_EXCEPTION(Error, attack->evaluate(other, {1}, tests::unheard(), {}));
        QVERIFY_THROWS_EXCEPTION(Error, fitAttack(cnnRequest(1), {shadow, other}, tests::unheard()));
        plant = tinyPlant();
        plant.speakersPerClass = {6};
        const auto same = spooledFederation(folder.path() / "same", plant, 1);
        QVERIFY_THROWS_EXCEPTION(Error, fitAttack(cnnRequest(1), {same}, tests::unheard()));
    }

    void whatIsNotFiniteIsAnError()
    {
        const tests::TemporaryFolder folder;
        const auto shadow =
            spooledFederation(folder.path() / "shadow", tinyPlant(), std::numeric_limits<float>::quiet_NaN());
        const auto isNumerical = [](const auto& work) {
            try {
                work();
            } catch (const Error& error) {
                return error.code() == ErrorCode::Numerical;
            }
            return false;
        };
        QVERIFY(isNumerical([&] { fitAttack(cnnRequest(1), {shadow}, tests::unheard()); }));
        ClientScore score;
        QVERIFY(isNumerical([&] { addRepeat(score, {0, std::nan("")}); }));
        QVERIFY(score.scores.empty());
    }
};

QTEST_GUILESS_MAIN(TestCnnAttack)
#include "tst_CnnAttack.moc"
