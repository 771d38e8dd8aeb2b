#include "tests/bench/AutogradBaseline.h"
#include "tests/bench/Stopwatch.h"

#include "core/base/Blas.h"
#include "core/base/Parallel.h"
#include "core/federation/FederatedTraining.h"
#include "core/learning/MlpTrainer.h"
#include "core/learning/Torch.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>

// Prints one JSON document: a local training step against the ceilings of this machine and against LibTorch's
// autograd, a FedAvg round, and two workers against one. Times are CPU times, minima over repetitions; the
// ratios are what counts.

using namespace undertone;
using namespace undertone::federation;

namespace {

constexpr std::size_t Width = 988;
constexpr std::size_t Classes = 4;
constexpr std::size_t ClientRowCount = 64;
constexpr std::size_t BatchSize = 20;
constexpr double StepMegaflop = 24.2; ///< the first layer needs no input gradient
constexpr double AdamMegabytes = 8;   ///< 286,596 parameters: read g, p, m, v and write p, m, v

/// Clients of 64 training rows each, and validation rows.
FederationData toyData(std::size_t clients, std::size_t validationRows)
{
    FederationData data;
    data.classes = Classes;
    data.features = at::randn({static_cast<std::int64_t>(clients * (ClientRowCount + validationRows)), Width},
                              at::kFloat);
    std::int64_t row = 0;
    data.clients.resize(clients);
    for (auto& client : data.clients) {
        for (std::size_t i = 0; i < ClientRowCount; ++i)
            client.training.push_back(row++);
        for (std::size_t i = 0; i < validationRows; ++i)
            client.validation.push_back(row++);
    }
    for (std::int64_t i = 0; i < row; ++i)
        data.labels.push_back(i % static_cast<std::int64_t>(Classes));
    return data;
}

FederationRequest requestFor(const FederationData& data, std::size_t rounds)
{
    FederationSpec spec;
    spec.rounds = rounds;
    const learning::ModelSpec model;
    const base::SeedTree seed(8);
    return {data, model, spec, initialWeights(model, Width, Classes, seed), seed.child("federation"), "cpu"};
}

/// 2 n^3 operations of LibTorch's matrix product.
double gemmGigaflops()
{
    const auto a = at::randn({256, 256});
    const auto b = at::randn({256, 256});
    auto c = at::empty({256, 256});
    const double seconds = bench::leastCpuSeconds(400, [&] { at::mm_out(c, a, b); });
    return 2.0 * 256 * 256 * 256 / seconds / 1e9;
}

/// Reads four arrays and writes three of them, as Adam does.
double gigabytesPerSecond(std::size_t count, int repeats)
{
    std::vector<float> p(count, 1);
    std::vector<float> g(count, 1);
    std::vector<float> m(count, 1);
    std::vector<float> v(count, 1);
    const double seconds = bench::leastCpuSeconds(
        repeats, [&] { bench::streamLikeAdam(p.data(), g.data(), m.data(), v.data(), count); });
    return 7.0 * sizeof(float) * static_cast<double>(count) / seconds / 1e9;
}

/// Mean seconds of a full batch in a long row of steps, which leaves nothing out that a round would pay.
double stepSeconds(learning::LocalTrainer& trainer, const at::Tensor& initial)
{
    at::Tensor weights = initial.clone();
    auto state = freshAdamState(trainer);
    auto dropout = base::SeedTree(1).stream("dropout");
    std::vector<std::int64_t> batch;
    for (std::size_t i = 0; i < BatchSize; ++i)
        batch.push_back(static_cast<std::int64_t>(i * 3));
    return bench::leastCpuSeconds(400, [&] { trainer.step(weights, batch, dropout, {}, state, weights); });
}

struct CountingObserver : UpdateObserver
{
    std::size_t bytes = 0;
    std::vector<float> dump;
    void observe(const UpdateOrigin&, const ModelUpdate& update) override
    {
        dump.clear();
        for (const auto& group : update)
            for (const auto& part : {group.weight, group.bias})
                dump.insert(dump.end(), part.data_ptr<float>(), part.data_ptr<float>() + part.numel());
        bytes += dump.size() * sizeof(float);
    }
};

/// Least CPU seconds of one round, updates dumped to memory.
double roundSeconds(const FederationData& data)
{
    const auto request = requestFor(data, 40);
    CountingObserver observer;
    double least = 1e9;
    double before = bench::cpuSeconds();
    trainFederation(
        request, &observer,
        [&](const RoundRecord&, const FederationState&) {
            const double now = bench::cpuSeconds();
            least = std::min(least, now - before);
            before = now;
        },
        base::Progress());
    return least;
}

nlohmann::json rounds(std::size_t clients, std::size_t validationRows)
{
    const auto data = toyData(clients, validationRows);
    const double own = roundSeconds(data);
    bench::AutogradBaseline autograd(data);
    const double theirs = bench::leastCpuSeconds(8, [&] { autograd.round(); });
    return {{"clients", clients},
            {"validation_rows", clients * validationRows},
            {"cpu_ms", own * 1e3},
            {"autograd_cpu_ms", theirs * 1e3},
            {"autograd_over_ours", theirs / own}};
}

/// Independent federations by one worker and by two. The CPU ratio leaves out what other programs take.
nlohmann::json workers()
{
    const auto data = toyData(80, 1);
    const auto request = requestFor(data, 15);
    const auto run = [&](unsigned count, double& busiest) {
        std::vector<double> cpu(4);
        const double start = bench::wallSeconds();
        base::parallelFor(cpu.size(), count, [&](std::size_t i) {
            const double before = bench::cpuSeconds();
            trainFederation(request, nullptr, {}, base::Progress());
            cpu[i] = bench::cpuSeconds() - before;
        });
        double sum = 0;
        for (const double seconds : cpu)
            sum += seconds;
        busiest = std::min(busiest, sum / count);
        return bench::wallSeconds() - start;
    };
    double wall1 = 1e9;
    double wall2 = 1e9;
    double cpu1 = 1e9;
    double cpu2 = 1e9;
    for (int repeat = 0; repeat < 5; ++repeat) {
        wall1 = std::min(wall1, run(1, cpu1));
        wall2 = std::min(wall2, run(2, cpu2));
    }
    return {{"speedup_wall", wall1 / wall2}, {"speedup_cpu", cpu1 / cpu2}};
}

nlohmann::json step()
{
    const auto data = toyData(8, 0);
    const learning::EmotionClassifier classifier({}, Width, Classes);
    const auto trainer = learning::makeMlpTrainer(classifier, {data.features, data.labels}, "cpu");
    const double ours = stepSeconds(*trainer, classifier.initialWeights(base::SeedTree(1)));
    bench::AutogradBaseline baseline(data);
    const double autograd = bench::leastCpuSeconds(200, [&] { baseline.step(); });
    const double gigaflops = gemmGigaflops();
    const double cached = gigabytesPerSecond(classifier.parameters(), 400);
    const double memory = gigabytesPerSecond(std::size_t{1} << 25, 5);
    const double floor = StepMegaflop / gigaflops / 1e3 + AdamMegabytes / cached / 1e3;
    const double memoryFloor = StepMegaflop / gigaflops / 1e3 + AdamMegabytes / memory / 1e3;
    return {{"gemm_gflops", gigaflops},
            {"bandwidth_gb_per_s", {{"adam_working_set", cached}, {"main_memory", memory}}},
            {"floor_ms", {{"adam_working_set", floor * 1e3}, {"main_memory", memoryFloor * 1e3}}},
            {"step_ms", ours * 1e3},
            {"floor_over_step", {{"adam_working_set", floor / ours}, {"main_memory", memoryFloor / ours}}},
            {"autograd_ms", autograd * 1e3},
            {"autograd_over_ours", autograd / ours}};
}

} // namespace

int main()
{
    learning::useOneTorchThread();
    at::manual_seed(1);
    const nlohmann::json result = {{"benchmark", "federation"},
                                   {"blas", base::blasInfo().kernel},
                                   {"step", step()},
                                   {"round_validating_80_rows", rounds(80, 1)},
                                   {"round_validating_80_clients", rounds(80, 16)},
                                   {"two_workers", workers()}};
    std::puts(result.dump(2).c_str());
}
