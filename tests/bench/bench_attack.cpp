// What the default attack costs beside the published network, on updates of the published model's shape: to
// reduce an update, to fit, to score an update; the network's forward and backward pass of one sample. One
// thread, milliseconds of CPU, one JSON document.
#include "core/attack/AttributeInferenceAttack.h"
#include "core/attack/PublishedNetwork.h"
#include "core/learning/Torch.h"
#include "tests/attack/PlantedFederation.h"
#include "tests/support/Unheard.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>

using namespace undertone;

namespace {

constexpr int repetitions = 3;
constexpr std::size_t features = 988;
const attack::LayerShape publishedModel[] = {{256, features}, {128, 256}, {4, 128}};
constexpr std::size_t samples = 4;
constexpr double publishedEpochs = 50;
constexpr double trainingShare = 0.8;

double milliseconds(int runs, const std::function<void()>& work)
{
    double least = 1e12;
    for (int i = 0; i < runs; ++i) {
        const auto start = std::clock();
        work();
        least = std::min(least, 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    }
    return least;
}

/// 1800 updates: 6 federations of 12 clients, each with 25 updates.
std::vector<attack::ObservedFederation> shadows()
{
    std::vector<attack::ObservedFederation> federations;
    for (std::uint64_t f = 0; f < 6; ++f) {
        tests::Plant plant;
        plant.inputs = features;
        plant.outputs = {64, 32, 4};
        plant.speakersPerClass = {6, 6};
        plant.updates = 25;
        plant.seed = f;
        federations.push_back(tests::plantedFederation(plant));
    }
    return federations;
}

double gemmGigaflops()
{
    const auto a = at::ones({1024, 988});
    const double ms = milliseconds(2 * repetitions, [&] { at::mm(a, a.t()); });
    return 2.0 * 1024 * 1024 * 988 / ms / 1e6;
}

double probingMilliseconds()
{
    tests::Plant plant;
    plant.inputs = features;
    plant.outputs = {256, 128, 4};
    const auto update = tests::plantedUpdate(plant, 0, 0, 0);
    constexpr int updates = 100;
    return milliseconds(repetitions,
                        [&] {
                            attack::ProbingObserver observer(attack::randomProbes(plant.outputs));
                            for (std::size_t i = 0; i < updates; ++i)
                                observer.observe({i, 0}, update);
                            observer.take();
                        }) /
           updates;
}

double networkMilliseconds(const std::string& layer, const attack::LayerShape& shape)
{
    attack::PublishedNetwork network(attack::NetworkShape{layer, shape, attack::Part::Both, 2},
                                     base::SeedTree(1).stream("network"));
    const auto out = static_cast<std::int64_t>(shape.out);
    const auto in = static_cast<std::int64_t>(shape.in);
    const attack::LayerBatch batch{at::ones({samples, 1, out, in}), at::ones({samples, out})};
    auto dropout = base::SeedTree(1).stream("dropout");
    return milliseconds(2, [&] { network->forward(batch, &dropout, tests::unheard()).sum().backward(); }) /
           samples;
}

void run()
{
    learning::useOneTorchThread();
    attack::AttackRequest request{{}, {"F", "M"}, base::SeedTree(1), "cpu"};
    request.spec.layers = {"first"};
    request.spec.repeats = 1;
    const auto federations = shadows();
    double updates = 0;
    for (const auto& federation : federations)
        updates += static_cast<double>(federation.trace.size());
    const double gigaflops = gemmGigaflops();
    const double probing = probingMilliseconds();
    std::unique_ptr<attack::FittedAttack> fitted;
    const double fit = milliseconds(
        repetitions, [&] { fitted = attack::fitAttack(request, federations, tests::unheard()); });
    const auto& observed = federations.front();
    const double score =
        milliseconds(repetitions,
                     [&] { fitted->evaluate(observed, {attack::allUpdates}, tests::unheard(), {}); }) /
        static_cast<double>(observed.trace.size());
    const double sample = networkMilliseconds("first", publishedModel[0]);
    const double second = networkMilliseconds("second", publishedModel[1]);
    const double last = networkMilliseconds("last", publishedModel[2]);
    request.spec.kind = attack::AttackKind::Data;
    const double ceiling =
        milliseconds(repetitions, [&] { attack::fitAttack(request, federations, tests::unheard()); });
    const double ours = updates * probing + fit;
    const double published = publishedEpochs * trainingShare * updates * sample;
    fmt::print(R"({{
  "benchmark": "attack",
  "gemm_gigaflops": {:.1f},
  "shadow_updates": {:.0f},
  "probing_milliseconds_per_update": {:.4f},
  "fit_milliseconds": {:.1f},
  "score_milliseconds_per_update": {:.4f},
  "ceiling_fit_milliseconds": {:.1f},
  "published_network_milliseconds_per_sample": {:.1f},
  "published_network_second_layer": {:.2f},
  "published_network_last_layer": {:.2f},
  "published_epochs": {:.0f},
  "cost_ratio_to_published": {:.0f},
  "cost_ratio_to_one_published_epoch": {:.1f}
}}
)",
               gigaflops, updates, probing, fit, score, ceiling, sample, second, last, publishedEpochs,
               published / ours, published / publishedEpochs / ours);
}

} // namespace

int main()
{
    try {
        run();
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}
