#include "core/representation/EncoderTraining.h"

#include "core/base/Error.h"
#include "core/learning/ClassificationMetrics.h"
#include "core/learning/Torch.h"
#include "core/representation/AdversarialTrainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace undertone::representation {

namespace {

[[noreturn]] void refuse(const std::string& happened, const std::string& where, const std::string& remedy)
{
    throw Error(ErrorCode::InvalidRequest, happened, where, remedy);
}

void requireRequest(const EncoderRequest& request)
{
    const auto& spec = request.spec;
    if (spec.epochs == 0 || spec.batchSize == 0 || !(spec.learningRate > 0) ||
        !std::isfinite(spec.learningRate))
        refuse("Epochs, batch size and learning rate must be positive.", "representation",
               "Correct representation.epochs, representation.batch_size or representation.learning_rate.");
    if (request.training.empty())
        refuse("No utterance is left to train the encoder on.", "representation",
               "Use a corpus with more speakers.");
    const auto rows = static_cast<std::int64_t>(request.table.targets.size());
    for (const auto* part : {&request.training, &request.validation})
        if (std::ranges::any_of(*part, [rows](auto row) { return row < 0 || row >= rows; }))
            refuse("A row of the training does not exist.", "representation", "Index the rows of the table.");
}

/// One training, epoch by epoch. Streams below the request's seed: the layers' initial values; epoch e:
/// "order" (of the rows, then of the batches) and "dropout".
class Training
{
public:
    Training(const EncoderRequest& request, std::optional<EncoderState> from)
        : m_request(request), m_trainer(request.spec, request.table, request.device),
          m_state(from ? std::move(*from) : fresh())
    {
        if (m_state.weights.numel() != m_trainer.parameters() ||
            m_state.bestWeights.numel() != m_trainer.parameters())
            refuse("The checkpoint belongs to another encoder.", "representation", "Train it anew.");
        m_weights = m_state.weights.to(m_trainer.device(), at::kFloat, false, true);
        m_adam = {m_state.mean.to(m_trainer.device(), at::kFloat, false, true),
                  m_state.variance.to(m_trainer.device(), at::kFloat, false, true), m_state.steps};
    }

    const EncoderState& state() const { return m_state; }

    void runEpoch(const base::Progress& progress)
    {
        EpochRecord record;
        const auto seed = m_request.seed.child("epoch", epoch());
        auto dropout = seed.stream("dropout");
        m_trainer.setAdversaryStrength(strength());
        for (const auto& batch : batches(seed.stream("order"))) {
            progress.checkCancelled();
            const auto share =
                static_cast<double>(batch.size()) / static_cast<double>(m_request.training.size());
            record.trainingLoss +=
                share * m_trainer.step(m_weights, batch, dropout, m_settings, m_adam, m_weights);
            record.adversaryLoss += share * m_trainer.adversaryLoss();
        }
        requireFinite(record);
        record.validationUar = validationUar(progress);
        keep(record);
    }

private:
    std::size_t epoch() const { return m_state.epochs.size(); }

    EncoderState fresh() const
    {
        EncoderState state;
        state.weights = m_trainer.model().initialWeights(m_request.seed.child("initial weights"));
        state.mean = at::zeros_like(state.weights);
        state.variance = at::zeros_like(state.weights);
        state.bestWeights = state.weights.clone();
        return state;
    }

    double strength() const
    {
        const auto warmup = m_request.spec.warmup;
        return epoch() >= warmup ? 1 : static_cast<double>(epoch()) / static_cast<double>(warmup);
    }

    std::vector<std::vector<std::int64_t>> batches(base::RandomStream stream) const
    {
        std::vector<std::int64_t> rows;
        for (const auto index : stream.permutation(m_request.training.size()))
            rows.push_back(m_request.training[index]);
        const auto sorted = bucketedBatches(m_request.table, rows, m_request.spec.batchSize);
        std::vector<std::vector<std::int64_t>> result;
        for (const auto index : stream.permutation(sorted.size()))
            result.push_back(sorted[index]);
        return result;
    }

    void requireFinite(const EpochRecord& record) const
    {
        if (std::isfinite(record.trainingLoss) && std::isfinite(record.adversaryLoss) &&
            at::isfinite(m_weights).all().item<bool>())
            return;
        throw Error(ErrorCode::Numerical, "The training of the encoder diverged.",
                    fmt::format("representation, epoch {}", epoch() + 1),
                    "Lower representation.learning_rate or the adversaries' lambda.");
    }

    double validationUar(const base::Progress& progress) const
    {
        const auto evaluation = m_trainer.predict(m_weights, m_request.validation, progress);
        learning::ConfusionMatrix confusion(m_request.table.targetClasses);
        for (std::size_t i = 0; i < evaluation.predicted.size(); ++i) {
            const auto row = static_cast<std::size_t>(m_request.validation[i]);
            confusion.add(static_cast<std::size_t>(m_request.table.targets[row]), evaluation.predicted[i]);
        }
        return confusion.unweightedAverageRecall();
    }

    void keep(const EpochRecord& record)
    {
        m_state.epochs.push_back(record);
        m_state.weights = m_weights.cpu().clone();
        m_state.mean = m_adam.mean.cpu().clone();
        m_state.variance = m_adam.variance.cpu().clone();
        m_state.steps = m_adam.steps;
        const auto best = keptEpoch(m_state.epochs, m_request.spec.warmup, !m_request.validation.empty());
        if (best + 1 == epoch())
            m_state.bestWeights = m_state.weights;
        m_state.isFinished =
            epoch() == m_request.spec.epochs || epoch() - 1 - best >= m_request.spec.patience;
    }

    const EncoderRequest& m_request;
    AdversarialTrainer m_trainer;
    EncoderState m_state;
    at::Tensor m_weights;
    learning::AdamState m_adam;
    learning::AdamSettings m_settings{.learningRate = m_request.spec.learningRate};
};

} // namespace

std::size_t keptEpoch(const std::vector<EpochRecord>& epochs, std::size_t warmup, bool isValidated)
{
    if (!isValidated)
        return epochs.size() - 1;
    const auto counted = std::min(warmup, epochs.size() - 1);
    const auto best =
        std::max_element(epochs.begin() + static_cast<std::ptrdiff_t>(counted), epochs.end(),
                         [](const auto& a, const auto& b) { return a.validationUar < b.validationUar; });
    return static_cast<std::size_t>(best - epochs.begin());
}

EncoderState trainEncoder(const EncoderRequest& request, const EpochListener& listener,
                          base::Progress& progress, std::optional<EncoderState> from)
{
    requireRequest(request);
    learning::useOneTorchThread();
    Training training(request, std::move(from));
    const auto left = [&] {
        return static_cast<double>(request.spec.epochs) - static_cast<double>(training.state().epochs.size());
    };
    progress.addTotal(left());
    while (!training.state().isFinished) {
        training.runEpoch(progress);
        if (listener)
            listener(training.state());
        progress.advance(
            1, fmt::format("epoch {} of at most {}", training.state().epochs.size(), request.spec.epochs));
    }
    progress.skip(left(), "trained");
    return training.state();
}

at::Tensor embed(const EncoderRequest& request, const EncoderState& state,
                 const std::vector<std::int64_t>& rows, const base::Progress& progress)
{
    learning::useOneTorchThread();
    const AdversarialTrainer trainer(request.spec, request.table, request.device);
    return trainer.embed(state.bestWeights.to(trainer.device()), rows, progress);
}

std::vector<std::size_t> predictTargets(const EncoderRequest& request, const EncoderState& state,
                                        const std::vector<std::int64_t>& rows, const base::Progress& progress)
{
    learning::useOneTorchThread();
    const AdversarialTrainer trainer(request.spec, request.table, request.device);
    return trainer.predict(state.bestWeights.to(trainer.device()), rows, progress).predicted;
}

} // namespace undertone::representation
