#include "core/learning/LocalTrainer.h"

#include <algorithm>

namespace undertone::learning {

namespace {

std::vector<std::int64_t> shuffled(Rows rows, base::RandomStream stream)
{
    std::vector<std::int64_t> result;
    result.reserve(rows.size());
    for (const auto index : stream.permutation(rows.size()))
        result.push_back(rows[index]);
    return result;
}

/// One step on a batch, its gradient filtered on the way.
class FilteredStep
{
public:
    FilteredStep(LocalTrainer& trainer, const LocalSchedule& schedule)
        : m_trainer(trainer), m_schedule(schedule)
    {
    }

    double operator()(const at::Tensor& weights, Rows batch, base::RandomStream& dropout, AdamState& state,
                      at::Tensor& target)
    {
        if (!m_schedule.filter)
            return m_trainer.step(weights, batch, dropout, m_schedule.adam, state, target);
        if (!m_gradient.defined())
            m_gradient = at::empty_like(target);
        const double loss = m_trainer.gradient(weights, batch, dropout, m_gradient);
        m_schedule.filter(m_gradient);
        m_trainer.descend(weights, m_gradient, m_schedule.adam, state, target);
        return loss;
    }

private:
    LocalTrainer& m_trainer;
    const LocalSchedule& m_schedule;
    at::Tensor m_gradient;
};

} // namespace

AdamState freshAdamState(const LocalTrainer& trainer)
{
    const auto options = at::TensorOptions().dtype(at::kFloat).device(trainer.device());
    return {at::zeros({trainer.parameters()}, options), at::zeros({trainer.parameters()}, options), 0};
}

double trainEpochs(LocalTrainer& trainer, const at::Tensor& weights, Rows rows, const LocalSchedule& schedule,
                   const base::SeedTree& seed, AdamState& state, at::Tensor& target,
                   const base::Progress& progress)
{
    auto dropout = seed.stream("dropout");
    double loss = 0;
    at::Tensor current = weights;
    FilteredStep step(trainer, schedule);
    for (std::size_t epoch = 0; epoch < schedule.epochs; ++epoch) {
        const auto order = shuffled(rows, seed.child("epoch", epoch).stream("order"));
        for (std::size_t begin = 0; begin < order.size(); begin += schedule.batchSize) {
            progress.checkCancelled();
            const Rows batch = Rows(order).subspan(begin, std::min(schedule.batchSize, order.size() - begin));
            loss += step(current, batch, dropout, state, target) * static_cast<double>(batch.size());
            current = target;
        }
    }
    return loss / static_cast<double>(rows.size() * schedule.epochs);
}

} // namespace undertone::learning
