#include "core/learning/AdamStep.h"

#include "core/learning/DenseKernels.h"

#include <cmath>

namespace undertone::learning {

namespace {

kernels::AdamFactors adamFactors(const AdamSettings& adam, std::int64_t step)
{
    const double correction1 = 1 - std::pow(adam.beta1, static_cast<double>(step));
    const double correction2 = 1 - std::pow(adam.beta2, static_cast<double>(step));
    return {static_cast<float>(adam.weightDecay),
            static_cast<float>(adam.epsilon),
            static_cast<float>(adam.beta1),
            static_cast<float>(1 - adam.beta1),
            static_cast<float>(adam.beta2),
            static_cast<float>(1 - adam.beta2),
            static_cast<float>(adam.learningRate / correction1),
            static_cast<float>(1 / std::sqrt(correction2))};
}

} // namespace

void adamStep(const at::Tensor& weights, const at::Tensor& gradient, const AdamSettings& adam,
              AdamState& state, at::Tensor& target)
{
    if (!weights.is_cpu()) {
        adamStepByOperators(weights, gradient, adam, state, target);
        return;
    }
    const auto update = state.steps == 0 ? kernels::adamFirstStep : kernels::adamStep;
    update(weights.data_ptr<float>(), gradient.data_ptr<float>(), state.mean.data_ptr<float>(),
           state.variance.data_ptr<float>(), target.data_ptr<float>(),
           static_cast<std::size_t>(weights.numel()), adamFactors(adam, state.steps + 1));
    ++state.steps;
}

void adamStepByOperators(const at::Tensor& weights, const at::Tensor& gradient, const AdamSettings& adam,
                         AdamState& state, at::Tensor& target)
{
    const at::NoGradGuard noGradients;
    if (state.steps == 0) {
        state.mean.zero_();
        state.variance.zero_();
    }
    const auto t = static_cast<double>(++state.steps);
    const auto g = gradient.add(weights, adam.weightDecay);
    state.mean.mul_(adam.beta1).add_(g, 1 - adam.beta1);
    state.variance.mul_(adam.beta2).addcmul_(g, g, 1 - adam.beta2);
    const auto spread = state.variance.sqrt().div_(std::sqrt(1 - std::pow(adam.beta2, t))).add_(adam.epsilon);
    const double stepSize = adam.learningRate / (1 - std::pow(adam.beta1, t));
    target.copy_(weights.addcdiv(state.mean, spread, -stepSize));
}

} // namespace undertone::learning
