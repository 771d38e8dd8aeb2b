#include "core/attack/PublishedNetwork.h"

#include <torch/utils.h>

#include <algorithm>
#include <cmath>

namespace undertone::attack {

namespace {

constexpr double dropped = 0.2;
constexpr std::int64_t channels[] = {16, 32, 64};
constexpr std::int64_t noPool = 1;
constexpr std::int64_t examplesAtOnce = 4; ///< between two looks at the stop token, on the CPU

/// Zeroes each entry of a mask of the given sizes with probability 0.2 and scales the others up.
at::Tensor dropout(const at::Tensor& values, at::IntArrayRef maskSizes, base::RandomStream* stream)
{
    if (stream == nullptr)
        return values;
    auto mask = at::empty(maskSizes, at::kFloat);
    float* entries = mask.data_ptr<float>();
    for (std::int64_t i = 0; i < mask.numel(); ++i)
        entries[i] = stream->uniform() < dropped ? 0.0F : static_cast<float>(1 / (1 - dropped));
    return values * mask.to(values.device());
}

/// Both ways through the network ask here whether to go on.
at::Tensor cancelPoint(const at::Tensor& values, const base::Progress& progress)
{
    progress.checkCancelled();
    if (values.requires_grad())
        values.register_hook([&progress](const at::Tensor&) { progress.checkCancelled(); });
    return values;
}

void drawUniform(at::Tensor values, double bound, base::RandomStream& stream)
{
    auto flat = values.view({-1});
    for (std::int64_t i = 0; i < flat.size(0); ++i)
        flat.data_ptr<float>()[i] = static_cast<float>(bound * (2 * stream.uniform() - 1));
}

/// LibTorch's default for convolutions and dense layers.
void drawLayer(const at::Tensor& weight, const at::Tensor& bias, base::RandomStream& stream)
{
    const double bound = 1 / std::sqrt(static_cast<double>(weight[0].numel()));
    drawUniform(weight, bound, stream);
    drawUniform(bias, bound, stream);
}

} // namespace

PublishedNetworkImpl::PublishedNetworkImpl(const NetworkShape& shape, base::RandomStream stream)
    : m_part(shape.part)
{
    const torch::NoGradGuard noGradient;
    std::int64_t joined = m_part == Part::Weights ? 0 : static_cast<std::int64_t>(shape.weight.out);
    if (m_part != Part::Bias) {
        makeBlocks(shape);
        for (auto& convolution : m_convolutions)
            drawLayer(convolution->weight, convolution->bias, stream);
        const auto empty = at::zeros(
            {1, 1, static_cast<std::int64_t>(shape.weight.out), static_cast<std::int64_t>(shape.weight.in)});
        eval();
        joined += convolve(empty, nullptr, base::Progress()).numel();
        train();
    }
    const std::int64_t widths[] = {joined, 256, 128, static_cast<std::int64_t>(shape.classes)};
    for (int i = 0; i < 3; ++i) {
        m_dense.push_back(
            register_module("dense" + std::to_string(i + 1), torch::nn::Linear(widths[i], widths[i + 1])));
        drawLayer(m_dense.back()->weight, m_dense.back()->bias, stream);
    }
}

void PublishedNetworkImpl::makeBlocks(const NetworkShape& shape)
{
    const auto square = [](std::int64_t size) { return Pool{{size, size}, {size, size}}; };
    const Pool flat{{2, 2}, {1, 4}};
    if (shape.layer == "last")
        m_pools = {square(noPool), flat, flat};
    else if (shape.layer == "second")
        m_pools = {square(2), square(4), square(4)};
    else
        m_pools = {square(2), square(4), square(shape.weight.in == 512 ? 6 : 8)};
    std::int64_t from = 1;
    for (const auto to : channels) {
        m_convolutions.push_back(
            register_module("convolution" + std::to_string(m_convolutions.size() + 1),
                            torch::nn::Conv2d(torch::nn::Conv2dOptions(from, to, 5).padding(2))));
        from = to;
    }
    m_normalisation = register_module("normalisation", torch::nn::BatchNorm2d(from));
}

at::Tensor PublishedNetworkImpl::convolve(const at::Tensor& weights, base::RandomStream* stream,
                                          const base::Progress& progress)
{
    auto values = weights;
    for (std::size_t i = 0; i < m_convolutions.size(); ++i) {
        const bool isLast = i + 1 == m_convolutions.size();
        std::vector<at::Tensor> parts;
        for (const auto& part : values.split(values.is_cpu() ? examplesAtOnce : values.size(0))) {
            parts.push_back(cancelPoint(m_convolutions[i]->forward(part), progress));
            if (!isLast)
                parts.back() = pooled(at::relu(parts.back()), m_pools[i]);
        }
        values = at::cat(parts);
        if (isLast)
            values = pooled(at::relu(m_normalisation->forward(values)), m_pools[i]);
        values = dropout(values, {values.size(0), values.size(1), 1, 1}, stream);
    }
    return values.flatten(1);
}

at::Tensor PublishedNetworkImpl::pooled(const at::Tensor& values, const Pool& pool)
{
    const std::int64_t kernel[] = {std::min(pool.kernel[0], values.size(2)),
                                   std::min(pool.kernel[1], values.size(3))};
    return at::max_pool2d(values, kernel, pool.stride);
}

at::Tensor PublishedNetworkImpl::forward(const LayerBatch& batch, base::RandomStream* stream,
                                         const base::Progress& progress)
{
    at::Tensor values;
    switch (m_part) {
    case Part::Both:
        values = at::cat({convolve(batch.weights, stream, progress), batch.biases}, 1);
        break;
    case Part::Weights:
        values = convolve(batch.weights, stream, progress);
        break;
    case Part::Bias:
        values = batch.biases;
        break;
    }
    for (std::size_t i = 0; i + 1 < m_dense.size(); ++i) {
        values = at::relu(m_dense[i]->forward(values));
        values = dropout(values, values.sizes(), stream);
    }
    return m_dense.back()->forward(values);
}

std::vector<at::Tensor> PublishedNetworkImpl::state() const
{
    std::vector<at::Tensor> values;
    for (const auto& parameter : parameters())
        values.push_back(parameter.detach().cpu().clone());
    for (const auto& buffer : buffers())
        values.push_back(buffer.cpu().to(at::kDouble, false, true));
    return values;
}

void PublishedNetworkImpl::setState(const std::vector<at::Tensor>& state)
{
    const torch::NoGradGuard noGradient;
    auto targets = parameters();
    const auto others = buffers();
    targets.insert(targets.end(), others.begin(), others.end());
    TORCH_CHECK(targets.size() == state.size(), "state of another network");
    for (std::size_t i = 0; i < targets.size(); ++i) {
        TORCH_CHECK(targets[i].sizes() == state[i].sizes(), "state of another network");
        targets[i].copy_(state[i]);
    }
}

} // namespace undertone::attack
