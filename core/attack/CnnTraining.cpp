#include "core/attack/CnnTraining.h"

#include "core/base/Error.h"
#include "core/learning/ClassificationMetrics.h"

#include <fmt/format.h>
#include <torch/serialize.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace undertone::attack {

namespace {

constexpr std::size_t batchSize = 20;
constexpr double rateFactor = 0.2;
constexpr double smallestRate = 1e-6;
constexpr std::size_t ratePatience = 3;
constexpr std::size_t selectionBegins = 30;
constexpr std::size_t stopPatience = 6;

torch::optim::AdamOptions adamOptions(double rate)
{
    return torch::optim::AdamOptions(rate).weight_decay(1e-4).betas({0.9, 0.98}).eps(1e-9);
}

void writeTensors(learning::ArchiveWriter& writer, const std::vector<at::Tensor>& tensors)
{
    writer.integer(tensors.size());
    for (const auto& tensor : tensors)
        writer.tensor(tensor);
}

std::vector<at::Tensor> readTensors(learning::ArchiveReader& reader)
{
    std::vector<at::Tensor> tensors;
    for (auto left = reader.integer(); left > 0; --left)
        tensors.push_back(reader.tensor());
    return tensors;
}

void requireFinite(double loss, const NetworkShape& shape, std::size_t epoch)
{
    if (!std::isfinite(loss))
        throw Error(ErrorCode::Numerical,
                    "The published CNN left the range of finite numbers in epoch " +
                        std::to_string(epoch + 1) + " (layer \"" + shape.layer + "\").",
                    "attack.kind",
                    "Use a smaller federation.learning_rate, and check that the features are normalised and "
                    "finite; or attack with another kind.");
}

PublishedNetwork makeNetwork(const NetworkShape& shape, const CnnSettings& settings)
{
    PublishedNetwork network(shape, settings.seed.stream("initial weights"));
    network->to(at::Device(settings.device));
    return network;
}

} // namespace

void CnnState::write(learning::ArchiveWriter& writer) const
{
    writer.integer(epoch).integer(batch).real(rate).real(bestLoss).integer(epochsWithoutGain);
    writer.real(bestUar).integer(epochsSinceBest).integer(isFinished ? 1 : 0).text(optimizer);
    writeTensors(writer, network);
    writeTensors(writer, best);
}

CnnState CnnState::read(learning::ArchiveReader& reader)
{
    CnnState state;
    state.epoch = reader.integer();
    state.batch = reader.integer();
    state.rate = reader.real();
    state.bestLoss = reader.real();
    state.epochsWithoutGain = reader.integer();
    state.bestUar = reader.real();
    state.epochsSinceBest = reader.integer();
    state.isFinished = reader.integer() != 0;
    state.optimizer = reader.text();
    state.network = readTensors(reader);
    state.best = readTensors(reader);
    return state;
}

CnnTraining::CnnTraining(const RawExamples& examples, std::size_t layer, NetworkShape shape,
                         ParameterScale scale, ValidationSplit split, CnnSettings settings)
    : m_examples(examples), m_layer(layer), m_shape(std::move(shape)), m_scale(std::move(scale)),
      m_split(std::move(split)), m_settings(std::move(settings)), m_network(makeNetwork(m_shape, m_settings)),
      m_optimizer(m_network->parameters(), adamOptions(CnnState().rate))
{
    m_state.isFinished = m_settings.epochs == 0;
}

void CnnTraining::resume(const CnnState& state)
{
    m_state = state;
    m_network->setState(state.network);
    std::istringstream stream(state.optimizer);
    torch::load(m_optimizer, stream, at::Device(m_settings.device));
    setRate(state.rate);
    m_order.clear();
}

CnnState CnnTraining::state() const
{
    auto state = m_state;
    state.network = m_network->state();
    std::ostringstream stream;
    torch::save(m_optimizer, stream);
    state.optimizer = stream.str();
    return state;
}

std::vector<at::Tensor> CnnTraining::fitted() const
{
    return m_state.best.empty() ? m_network->state() : m_state.best;
}

double CnnTraining::share() const
{
    if (m_settings.epochs == 0)
        return 1;
    const double epoch = static_cast<double>(m_state.batch) / static_cast<double>(batches());
    return (static_cast<double>(m_state.epoch) + epoch) / static_cast<double>(m_settings.epochs);
}

std::string CnnTraining::standing() const
{
    return fmt::format("epoch {} of {}, batch {} of {}", std::min(m_state.epoch + 1, m_settings.epochs),
                       m_settings.epochs, m_state.batch, batches());
}

bool CnnTraining::step(const base::Progress& progress)
{
    if (m_state.isFinished)
        return false;
    if (m_order.empty())
        m_order = m_settings.seed.child("epoch", m_state.epoch)
                      .stream("order")
                      .permutation(m_split.training.size());
    progress.checkCancelled();
    train(batchOf(m_state.batch), progress);
    if (++m_state.batch == batches())
        endEpoch(validate(progress));
    return true;
}

std::size_t CnnTraining::batches() const
{
    const auto count = m_split.training.size();
    const auto whole = count / batchSize;
    return std::max<std::size_t>(1, whole + (count % batchSize > 1 ? 1 : 0));
}

std::vector<std::size_t> CnnTraining::batchOf(std::size_t batch) const
{
    const auto begin = batch * batchSize;
    const auto end = batch + 1 == batches() ? m_order.size() : begin + batchSize;
    std::vector<std::size_t> members;
    for (auto i = begin; i < end; ++i)
        members.push_back(m_split.training[m_order[i]]);
    return members;
}

LayerBatch CnnTraining::load(const std::vector<std::size_t>& examples) const
{
    std::vector<at::Tensor> rows;
    for (const auto example : examples)
        rows.push_back(m_examples.read(example, m_layer));
    return standardisedBatch(at::stack(rows), m_shape.weight, m_scale, m_settings.device);
}

at::Tensor CnnTraining::labels(const std::vector<std::size_t>& examples) const
{
    std::vector<std::int64_t> values;
    for (const auto example : examples)
        values.push_back(static_cast<std::int64_t>(m_examples.all()[example].label));
    return at::tensor(values, at::kLong).to(at::Device(m_settings.device));
}

void CnnTraining::train(const std::vector<std::size_t>& batch, const base::Progress& progress)
{
    const torch::AutoGradMode gradients(true);
    auto dropout =
        m_settings.seed.child("epoch", m_state.epoch).child("batch", m_state.batch).stream("dropout");
    m_network->train();
    m_optimizer.zero_grad();
    auto loss = torch::nll_loss(torch::log_softmax(m_network->forward(load(batch), &dropout, progress), 1),
                                labels(batch));
    requireFinite(loss.item<double>(), m_shape, m_state.epoch);
    loss.backward();
    m_optimizer.step();
}

CnnTraining::Quality CnnTraining::validate(const base::Progress& progress)
{
    const torch::NoGradGuard noGradient;
    m_network->eval();
    learning::ConfusionMatrix confusion(m_shape.classes);
    Quality quality;
    for (std::size_t begin = 0; begin < m_split.validation.size(); begin += batchSize) {
        progress.checkCancelled();
        const auto end = std::min(begin + batchSize, m_split.validation.size());
        const std::vector<std::size_t> batch(m_split.validation.begin() + static_cast<std::ptrdiff_t>(begin),
                                             m_split.validation.begin() + static_cast<std::ptrdiff_t>(end));
        const auto logProbabilities =
            torch::log_softmax(m_network->forward(load(batch), nullptr, progress), 1);
        quality.loss += torch::nll_loss(logProbabilities, labels(batch)).item<double>() *
                        static_cast<double>(batch.size());
        const auto answers = logProbabilities.argmax(1).cpu();
        for (std::size_t i = 0; i < batch.size(); ++i)
            confusion.add(
                m_examples.all()[batch[i]].label,
                static_cast<std::size_t>(answers[static_cast<std::int64_t>(i)].item<std::int64_t>()));
    }
    quality.loss /= static_cast<double>(m_split.validation.size());
    requireFinite(quality.loss, m_shape, m_state.epoch);
    quality.uar = confusion.unweightedAverageRecall();
    return quality;
}

void CnnTraining::setRate(double rate)
{
    m_state.rate = rate;
    for (auto& group : m_optimizer.param_groups())
        static_cast<torch::optim::AdamOptions&>(group.options()).lr(rate);
}

void CnnTraining::endEpoch(const Quality& quality)
{
    ++m_state.epoch;
    m_state.batch = 0;
    m_order.clear();
    if (quality.loss < m_state.bestLoss) {
        m_state.bestLoss = quality.loss;
        m_state.epochsWithoutGain = 0;
    } else if (++m_state.epochsWithoutGain == ratePatience) {
        m_state.epochsWithoutGain = 0;
        setRate(std::max(rateFactor * m_state.rate, smallestRate));
    }
    if (m_state.epoch > selectionBegins) {
        if (quality.uar > m_state.bestUar) {
            m_state.bestUar = quality.uar;
            m_state.epochsSinceBest = 0;
            m_state.best = m_network->state();
        } else {
            ++m_state.epochsSinceBest;
        }
    }
    m_state.isFinished = m_state.epoch >= m_settings.epochs || m_state.epochsSinceBest >= stopPatience;
}

} // namespace undertone::attack
