#include "core/learning/MlpTrainer.h"
#include "core/representation/VectorProblem.h"

#include <algorithm>
#include <limits>

namespace undertone::representation {

namespace {

constexpr std::size_t mostEpochs = 60;
constexpr std::size_t patience = 10;
constexpr std::size_t usualEpochs = 20; ///< where no speaker can be held out
constexpr double dropout = 0.2;
constexpr learning::AdamSettings adam{1e-3, 1e-4, 0.9, 0.999, 1e-8};
constexpr std::size_t batchSize = 32;

/// A network on its way. An epoch takes as many rows as there are, drawn with the problem's weights.
class Training
{
public:
    Training(const std::vector<std::size_t>& hidden, const VectorProblem& problem, base::SeedTree seed)
        : m_classifier({hidden, dropout}, static_cast<std::size_t>(problem.vectors.size(1)), problem.classes),
          m_seed(seed), m_labels(problem.labels.begin(), problem.labels.end()),
          m_trainer(learning::makeMlpTrainer(m_classifier,
                                             {problem.vectors.to(at::kFloat).contiguous(), m_labels}, "cpu")),
          m_weights(m_classifier.initialWeights(seed.child("initial"))),
          m_state(learning::freshAdamState(*m_trainer))
    {
        const auto sums = problem.weights.cumsum(0);
        m_cumulative.assign(sums.data_ptr<double>(), sums.data_ptr<double>() + sums.numel());
    }

    void trainEpoch(const base::Progress& progress)
    {
        const auto seed = m_seed.child("epoch", m_epochs++);
        auto stream = seed.stream("rows");
        std::vector<std::int64_t> rows;
        for (std::size_t i = 0; i < m_cumulative.size(); ++i) {
            const auto place = std::upper_bound(m_cumulative.begin(), m_cumulative.end() - 1,
                                                stream.uniform() * m_cumulative.back());
            rows.push_back(place - m_cumulative.begin());
        }
        learning::trainEpochs(*m_trainer, m_weights, rows, {1, batchSize, adam}, seed, m_state, m_weights,
                              progress);
    }

    at::Tensor logits(const at::Tensor& vectors) const
    {
        auto values = vectors.to(at::kFloat);
        const auto layers = m_classifier.groups(m_weights);
        for (std::size_t i = 0; i < layers.size(); ++i) {
            values = at::addmm(layers[i].bias, values, layers[i].weight.t());
            if (i + 1 < layers.size())
                values.relu_();
        }
        return values.to(at::kDouble);
    }

private:
    learning::EmotionClassifier m_classifier;
    base::SeedTree m_seed;
    std::vector<std::int64_t> m_labels;
    std::unique_ptr<learning::LocalTrainer> m_trainer;
    at::Tensor m_weights;
    learning::AdamState m_state;
    std::vector<double> m_cumulative;
    std::size_t m_epochs = 0;
};

class NetworkAttacker : public VectorAttacker
{
public:
    explicit NetworkAttacker(std::unique_ptr<Training> network) : m_network(std::move(network)) {}
    at::Tensor scores(const at::Tensor& vectors) const override
    {
        return logOdds(m_network->logits(vectors));
    }

private:
    std::unique_ptr<Training> m_network;
};

std::size_t bestEpochs(const std::vector<std::size_t>& hidden, const VectorProblem& problem,
                       const base::SeedTree& seed, const base::Progress& progress)
{
    const auto [fitRows, heldOutRows] = holdOut(problem, seed);
    if (heldOutRows.empty())
        return usualEpochs;
    Training training(hidden, subset(problem, fitRows), seed.child("chosen"));
    const auto heldOut = subset(problem, heldOutRows);
    std::size_t best = 0;
    double bestLikelihood = -std::numeric_limits<double>::infinity();
    for (std::size_t epoch = 1; epoch <= mostEpochs && epoch <= best + patience; ++epoch) {
        training.trainEpoch(progress);
        if (const double likelihood = logLikelihood(training.logits(heldOut.vectors), heldOut);
            likelihood > bestLikelihood) {
            best = epoch;
            bestLikelihood = likelihood;
        }
    }
    return best;
}

} // namespace

std::unique_ptr<VectorAttacker> fitNetwork(const std::vector<std::size_t>& hidden,
                                           const VectorProblem& problem, const base::SeedTree& seed,
                                           const base::Progress& progress)
{
    const auto epochs = bestEpochs(hidden, problem, seed, progress);
    auto network = std::make_unique<Training>(hidden, problem, seed.child("final"));
    for (std::size_t epoch = 0; epoch < epochs; ++epoch)
        network->trainEpoch(progress);
    return std::make_unique<NetworkAttacker>(std::move(network));
}

} // namespace undertone::representation
