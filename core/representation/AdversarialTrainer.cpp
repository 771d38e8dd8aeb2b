#include "core/representation/AdversarialTrainer.h"

#include "core/base/Error.h"
#include "core/learning/AdamStep.h"
#include "core/representation/SequenceOperators.h"

#include <torch/autograd.h>
#include <torch/utils.h>

#include <algorithm>
#include <utility>

namespace undertone::representation {

namespace {

constexpr std::int64_t noLabel = -1;

at::Tensor longs(learning::Rows values)
{
    return at::tensor(at::ArrayRef<std::int64_t>(values.data(), values.size()), at::kLong);
}

[[noreturn]] void refuse(const std::string& happened)
{
    throw Error(ErrorCode::InvalidRequest, happened, "representation",
                "Give every utterance each input and label, numbered from 0.");
}

void requireLabels(const std::vector<std::int64_t>& labels, std::size_t rows, std::size_t classes,
                   std::int64_t least)
{
    if (labels.size() != rows)
        refuse("An input or a label is missing for some utterances.");
    for (const auto label : labels)
        if (label < least || label >= static_cast<std::int64_t>(classes))
            refuse("A label is outside the classes.");
}

void requireWords(const InputTable& table)
{
    const auto known = static_cast<std::int64_t>(table.vocabulary.size());
    if (table.wordVectors.defined() && table.wordVectors.size(0) != known)
        refuse("The word vectors do not fit the vocabulary.");
    for (const auto& words : table.tokens)
        if (std::ranges::any_of(words, [known](auto word) { return word < 0 || word >= known; }))
            refuse("A word is outside the vocabulary.");
}

void requireRows(const InputTable& table)
{
    const auto rows = table.targets.size();
    if ((!table.frames.empty() && table.frames.size() != rows) ||
        (!table.tokens.empty() && table.tokens.size() != rows) ||
        (table.features.defined() && table.features.size(0) != static_cast<std::int64_t>(rows)))
        refuse("An input or a label is missing for some utterances.");
    for (const auto& frames : table.frames)
        if (frames.dim() != 2 || frames.size(0) == 0 || frames.size(1) != table.frames.front().size(1))
            refuse("An utterance has no frames, or others than the rest.");
    requireLabels(table.targets, rows, table.targetClasses, 0);
    for (std::size_t a = 0; a < table.attributes.size(); ++a)
        requireLabels(table.attributes[a], rows, table.attributeClasses[a], noLabel);
    requireWords(table);
}

/// Rows in parts of like lengths, as positions in `rows`.
std::vector<std::vector<std::int64_t>> evaluationParts(const InputTable& table, learning::Rows rows)
{
    constexpr std::size_t size = 32;
    std::vector<std::int64_t> order(rows.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = static_cast<std::int64_t>(i);
    std::ranges::stable_sort(
        order, {}, [&](std::int64_t i) { return rowLength(table, rows[static_cast<std::size_t>(i)]); });
    std::vector<std::vector<std::int64_t>> parts;
    for (std::size_t begin = 0; begin < order.size(); begin += size)
        parts.emplace_back(order.begin() + static_cast<std::ptrdiff_t>(begin),
                           order.begin() + static_cast<std::ptrdiff_t>(std::min(begin + size, order.size())));
    return parts;
}

std::vector<std::int64_t> selected(learning::Rows rows, const std::vector<std::int64_t>& positions)
{
    std::vector<std::int64_t> result;
    for (const auto position : positions)
        result.push_back(rows[static_cast<std::size_t>(position)]);
    return result;
}

} // namespace

AdversarialTrainer::AdversarialTrainer(const RepresentationSpec& spec, const InputTable& table,
                                       const std::string& device, std::stop_token stop)
    : m_table(table), m_spec(spec), m_model(spec, table), m_device(device), m_stop(std::move(stop))
{
    requireRows(table);
    m_targets = longs(table.targets).to(m_device);
    for (const auto& attribute : table.attributes)
        m_attributes.push_back(longs(attribute).to(m_device));
}

double AdversarialTrainer::gradient(const at::Tensor& weights, learning::Rows batch,
                                    base::RandomStream& dropout, at::Tensor& gradient)
{
    auto layers = groups(weights.detach());
    std::vector<at::Tensor> leaves;
    for (auto& layer : layers)
        for (auto* part : {&layer.weight, &layer.bias}) {
            *part = part->detach().requires_grad_(true);
            leaves.push_back(*part);
        }
    const at::AutoGradMode withGradients(true);
    const auto sum = loss(layers, batch, dropout);
    const auto parts = torch::autograd::grad({sum}, leaves, {}, c10::nullopt, false, true);
    const at::NoGradGuard noGradients;
    std::size_t next = 0;
    for (const auto& target : groups(gradient))
        for (const auto* part : {&target.weight, &target.bias}) {
            const auto& value = parts[next++];
            value.defined() ? part->copy_(value) : part->zero_();
        }
    return m_targetLoss;
}

at::Tensor AdversarialTrainer::loss(const EncoderModel::Layers& layers, learning::Rows batch,
                                    base::RandomStream& dropout)
{
    const auto embedding = m_model.embedding(
        layers, makeBatch(m_table, batch).to(m_device, layers[0].weight.scalar_type()), &dropout);
    at::Tensor sum =
        at::cross_entropy_loss(m_model.targetLogits(layers, embedding), labelsOf(m_targets, batch));
    m_targetLoss = sum.item<double>();
    m_adversaryLoss = 0;
    for (std::size_t a = 0; a < m_attributes.size(); ++a) {
        const auto labels = labelsOf(m_attributes[a], batch);
        const auto known = std::max<std::int64_t>(labels.ne(noLabel).sum().item<std::int64_t>(), 1);
        const auto logits = m_model.adversaryLogits(
            layers, a, reversedGradient(embedding, m_strength * m_spec.adversary[a].lambda));
        const auto part = at::cross_entropy_loss(logits, labels, {}, at::Reduction::Sum, noLabel) / known;
        m_adversaryLoss += part.item<double>() / static_cast<double>(m_attributes.size());
        sum = sum + part;
    }
    return sum;
}

double AdversarialTrainer::step(const at::Tensor& weights, learning::Rows batch, base::RandomStream& dropout,
                                const learning::AdamSettings& adam, learning::AdamState& state,
                                at::Tensor& target)
{
    if (!m_gradient.defined())
        m_gradient = at::empty_like(weights);
    const double loss = gradient(weights, batch, dropout, m_gradient);
    descend(weights, m_gradient, adam, state, target);
    return loss;
}

void AdversarialTrainer::descend(const at::Tensor& weights, const at::Tensor& gradient,
                                 const learning::AdamSettings& adam, learning::AdamState& state,
                                 at::Tensor& target)
{
    learning::adamStep(weights, gradient, adam, state, target);
}

learning::Evaluation AdversarialTrainer::predict(const at::Tensor& weights, learning::Rows rows,
                                                 const base::Progress& progress) const
{
    learning::Evaluation result;
    if (rows.empty())
        return result;
    const at::NoGradGuard noGradients;
    const auto logits = m_model.targetLogits(groups(weights), embed(weights, rows, progress).to(m_device));
    result.loss = at::cross_entropy_loss(logits, labelsOf(m_targets, rows)).item<double>();
    const auto predicted = logits.argmax(1).cpu().contiguous();
    result.predicted.assign(predicted.data_ptr<std::int64_t>(),
                            predicted.data_ptr<std::int64_t>() + predicted.numel());
    return result;
}

at::Tensor AdversarialTrainer::embed(const at::Tensor& weights, learning::Rows rows,
                                     const base::Progress& progress) const
{
    const at::NoGradGuard noGradients;
    const auto layers = groups(weights);
    at::Tensor result = at::empty(
        {static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(m_spec.encoder.denseUnits)},
        at::kFloat);
    for (const auto& part : evaluationParts(m_table, rows)) {
        progress.checkCancelled();
        result.index_copy_(
            0, longs(part),
            m_model.embedding(layers, makeBatch(m_table, selected(rows, part)).to(m_device), nullptr).cpu());
    }
    return result;
}

at::Tensor AdversarialTrainer::labelsOf(const at::Tensor& labels, learning::Rows rows) const
{
    return labels.index_select(0, longs(rows).to(m_device));
}

} // namespace undertone::representation
