// Prints one JSON document: a training step of the default acoustic encoder on utterances like RAVDESS'
// (about 370 frames of 40 bands, 8 emotions) against the matrix products of this machine, and against the
// same network of LibTorch's modules. CPU times, minima over repetitions; the ratios are what counts.
#include "core/base/Blas.h"
#include "core/learning/Torch.h"
#include "core/representation/AdversarialTrainer.h"
#include "tests/bench/Stopwatch.h"

#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <cstdio>

using namespace undertone;
using namespace undertone::representation;

namespace {

constexpr std::int64_t bands = 40;
constexpr std::int64_t batchSize = 16;      ///< the default of RepresentationSpec
constexpr double trainingUtterances = 1150; ///< of RAVDESS, in one of five folds

InputTable utterances()
{
    InputTable table;
    table.targetClasses = 8;
    table.attributeClasses = {2};
    table.attributes.resize(1);
    for (std::int64_t i = 0; i < batchSize; ++i) {
        table.frames.push_back(at::randn({350 + i % 32, bands}));
        table.targets.push_back(i % 8);
        table.attributes[0].push_back(i % 2);
    }
    return table;
}

/// Multiplications and additions of the matrix products of a step, forward and backward (the first layer
/// needs no gradient of its input), at this many frames.
double stepOperations(const EncoderSpec& spec, double frames)
{
    double width = bands;
    double sum = 0;
    for (std::size_t i = 0; i < spec.convolutions; ++i, frames /= 2) {
        const double forward = 2 * frames * width * static_cast<double>(spec.kernelWidth * spec.kernels);
        sum += forward * (i == 0 ? 2 : 3);
        width = static_cast<double>(spec.kernels);
    }
    for (std::size_t i = 0; i < spec.gruLayers; ++i) {
        const auto units = static_cast<double>(spec.gruUnits);
        sum += 3 * 2 * frames * 3 * units * (width + units);
        width = units;
    }
    return sum * static_cast<double>(batchSize);
}

double gemmGigaflops()
{
    const auto a = at::randn({256, 256});
    const auto b = at::randn({256, 256});
    auto c = at::empty({256, 256});
    const double seconds = bench::leastCpuSeconds(400, [&] { at::mm_out(c, a, b); });
    return 2.0 * 256 * 256 * 256 / seconds / 1e9;
}

/// Convolutions, ReLU, pooling and GRU of LibTorch, its autograd and its Adam.
class Modules
{
public:
    explicit Modules(const EncoderSpec& spec) : m_spec(spec)
    {
        auto width = bands;
        for (std::size_t i = 0; i < spec.convolutions; ++i, width = kernels())
            m_network->push_back(torch::nn::Conv1d(
                torch::nn::Conv1dOptions(width, kernels(), static_cast<std::int64_t>(spec.kernelWidth))
                    .padding(1)));
        m_gru = torch::nn::GRU(torch::nn::GRUOptions(width, static_cast<std::int64_t>(spec.gruUnits))
                                   .num_layers(static_cast<std::int64_t>(spec.gruLayers)));
        m_head = torch::nn::Linear(static_cast<std::int64_t>(spec.gruUnits), 8);
        std::vector<torch::Tensor> parameters = m_network->parameters();
        for (const auto& more : {m_gru->parameters(), m_head->parameters()})
            parameters.insert(parameters.end(), more.begin(), more.end());
        m_optimizer = std::make_unique<torch::optim::Adam>(parameters);
    }

    void step(torch::Tensor x, const torch::Tensor& labels)
    {
        m_optimizer->zero_grad();
        for (const auto& convolution : *m_network)
            x = torch::max_pool1d(torch::relu(convolution->as<torch::nn::Conv1d>()->forward(x)), 2);
        x = std::get<0>(m_gru->forward(x.permute({2, 0, 1}))).mean(0);
        torch::cross_entropy_loss(m_head->forward(x), labels).backward();
        m_optimizer->step();
    }

private:
    std::int64_t kernels() const { return static_cast<std::int64_t>(m_spec.kernels); }

    EncoderSpec m_spec;
    torch::nn::ModuleList m_network;
    torch::nn::GRU m_gru{nullptr};
    torch::nn::Linear m_head{nullptr};
    std::unique_ptr<torch::optim::Adam> m_optimizer;
};

nlohmann::json step()
{
    const auto table = utterances();
    const RepresentationSpec spec;
    AdversarialTrainer trainer(spec, table, "cpu");
    auto weights = trainer.model().initialWeights(base::SeedTree(1));
    auto state = freshAdamState(trainer);
    auto dropout = base::SeedTree(1).stream("dropout");
    std::vector<std::int64_t> batch(batchSize);
    for (std::int64_t i = 0; i < batchSize; ++i)
        batch[static_cast<std::size_t>(i)] = i;
    const double ours =
        bench::leastCpuSeconds(40, [&] { trainer.step(weights, batch, dropout, {}, state, weights); });
    const double evaluation = bench::leastCpuSeconds(40, [&] { trainer.evaluate(weights, batch); });

    const auto input = makeBatch(table, batch).frames;
    const auto labels = torch::tensor(table.targets, torch::kLong);
    Modules modules(spec.encoder);
    const double theirs = bench::leastCpuSeconds(20, [&] { modules.step(input, labels); });

    const double gigaflop = stepOperations(spec.encoder, static_cast<double>(input.size(2))) / 1e9;
    const double gigaflops = gemmGigaflops();
    return {{"parameters", trainer.parameters()},
            {"gemm_gflops", gigaflops},
            {"step_gflop", gigaflop},
            {"step_ms", ours * 1e3},
            {"evaluation_ms", evaluation * 1e3},
            {"gemm_time_over_step", gigaflop / gigaflops / ours},
            {"modules_ms", theirs * 1e3},
            {"modules_over_ours", theirs / ours},
            {"epoch_of_ravdess_s", ours * trainingUtterances / batchSize}};
}

} // namespace

int main()
{
    learning::useOneTorchThread();
    torch::manual_seed(1);
    const nlohmann::json result = {
        {"benchmark", "representation"}, {"blas", base::blasInfo().kernel}, {"step", step()}};
    std::puts(result.dump(2).c_str());
}
