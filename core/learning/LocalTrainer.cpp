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
    for (std::size_t epoch = 0; epoch < schedule.epochs; ++epoch) {
        const auto order = shuffled(rows, seed.child("epoch", epoch).stream("order"));
        for (std::size_t begin = 0; begin < order.size(); begin += schedule.batchSize) {
            progress.checkCancelled();
            const Rows batch = Rows(order).subspan(begin, std::min(schedule.batchSize, order.size() - begin));
            loss += trainer.step(current, batch, dropout, schedule.adam, state, target) *
                    static_cast<double>(batch.size());
            current = target;
        }
    }
    return loss / static_cast<double>(rows.size() * schedule.epochs);
}

} // namespace undertone::learning
