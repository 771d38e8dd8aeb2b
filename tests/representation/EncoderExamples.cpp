#include "tests/representation/EncoderExamples.h"

#include <torch/autograd.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace undertone::tests {

using namespace representation;

namespace {

constexpr std::int64_t bands = 6;
constexpr std::int64_t featureCount = 5;
constexpr std::int64_t words = 9;
constexpr std::int64_t classes = 3;

at::Tensor normals(base::RandomStream& stream, at::IntArrayRef shape)
{
    const auto result = at::empty(shape, at::kFloat);
    std::generate(result.data_ptr<float>(), result.data_ptr<float>() + result.numel(),
                  [&] { return static_cast<float>(stream.normal()); });
    return result;
}

/// Column `target` of `values` up by `height`, the last column up or down by the gender.
void plant(const at::Tensor& values, double height, std::int64_t target, std::int64_t gender)
{
    values.select(-1, target).add_(height);
    values.select(-1, values.size(-1) - 1).add_(gender == 0 ? -1 : 1);
}

} // namespace

InputTable exampleTable(std::int64_t rows, std::uint64_t seed)
{
    auto stream = base::SeedTree(seed).stream("table");
    InputTable table;
    table.targetClasses = classes;
    table.attributeClasses = {2};
    table.attributes.resize(1);
    table.features = normals(stream, {rows, featureCount});
    for (std::int64_t word = 0; word < words; ++word)
        table.vocabulary.push_back("word" + std::to_string(word));
    for (std::int64_t row = 0; row < rows; ++row) {
        const auto target = static_cast<std::int64_t>(stream.below(classes));
        const auto gender = row % 2;
        table.targets.push_back(target);
        table.attributes[0].push_back(row + 1 == rows ? -1 : gender);
        table.frames.push_back(normals(stream, {1 + static_cast<std::int64_t>(stream.below(40)), bands}));
        plant(table.frames.back(), 1, target, gender);
        plant(table.features[row], 2, target, gender);
        std::vector<std::int64_t> sentence(row == 1 ? 0 : 1 + stream.below(7));
        for (auto& word : sentence)
            word = static_cast<std::int64_t>(stream.below(3)) + classes * target;
        table.tokens.push_back(sentence);
    }
    return table;
}

RepresentationSpec exampleSpec(std::vector<Input> inputs)
{
    RepresentationSpec spec;
    spec.inputs = std::move(inputs);
    spec.encoder.convolutions = 2;
    spec.encoder.kernels = 7;
    spec.encoder.gruUnits = 5;
    spec.encoder.denseLayers = 2;
    spec.encoder.denseUnits = 8;
    spec.encoder.wordDimensions = 4;
    spec.epochs = 5;
    spec.patience = 5;
    spec.batchSize = 6;
    spec.learningRate = 0.01;
    return spec;
}

std::vector<std::int64_t> rowRange(std::int64_t begin, std::int64_t end)
{
    std::vector<std::int64_t> rows(static_cast<std::size_t>(end - begin));
    std::iota(rows.begin(), rows.end(), begin);
    return rows;
}

double gradientError(const std::function<at::Tensor(const std::vector<at::Tensor>&)>& value,
                     const std::vector<at::Tensor>& inputs)
{
    constexpr double step = 1e-6;
    std::vector<at::Tensor> leaves;
    for (const auto& input : inputs)
        leaves.push_back(input.detach().clone().requires_grad_(true));
    const auto gradients = torch::autograd::grad({value(leaves)}, leaves);
    auto stream = base::SeedTree(1).stream("coordinates");
    double largest = 0;
    double difference = 0;
    const at::NoGradGuard noGradients;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        const auto flat = leaves[i].view(-1);
        const auto gradient = gradients[i].reshape(-1);
        const auto count = static_cast<std::size_t>(flat.numel());
        for (const auto at : stream.choose(count, std::min<std::size_t>(count, 40))) {
            const auto coordinate = static_cast<std::int64_t>(at);
            const auto moved = [&](double by) {
                const double before = flat[coordinate].item<double>();
                flat[coordinate] = before + by;
                const double result = value(leaves).item<double>();
                flat[coordinate] = before;
                return result;
            };
            const double derivative = (moved(step) - moved(-step)) / (2 * step);
            largest = std::max(largest, std::abs(derivative));
            difference = std::max(difference, std::abs(derivative - gradient[coordinate].item<double>()));
        }
    }
    return difference / largest;
}

double relativeDifference(const at::Tensor& actual, const at::Tensor& expected)
{
    return ((actual - expected).abs().max() / expected.abs().max()).item<double>();
}

} // namespace undertone::tests
