#include "core/representation/SequenceOperators.h"

#include <torch/autograd.h>

#include <algorithm>

namespace undertone::representation {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

struct ReversedGradient : Function<ReversedGradient>
{
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, double lambda)
    {
        context->saved_data["lambda"] = lambda;
        return x.view_as(x);
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        return {gradients[0] * -context->saved_data["lambda"].toDouble(), {}};
    }
};

/// 1 at times below the length, else 0: batch x times.
at::Tensor validTimes(const Lengths& lengths, std::int64_t times, const at::TensorOptions& options)
{
    const auto limits = at::tensor(at::ArrayRef<std::int64_t>(lengths), at::kLong).unsqueeze(1);
    return at::arange(times, at::kLong).unsqueeze(0).lt(limits).to(options);
}

/// Which of a pair went on.
enum Choice : std::uint8_t { Neither, Even, Odd };

template <typename Real>
void poolPairs(const Real* x, std::int64_t length, std::int64_t pairs, Real* pooled, std::uint8_t* choice)
{
    const std::int64_t whole = std::min(length / 2, pairs);
    for (std::int64_t i = 0; i < whole; ++i) {
        const Real even = x[2 * i];
        const Real odd = x[2 * i + 1];
        const bool isOdd = !(odd <= even);
        const Real larger = isOdd ? odd : even;
        pooled[i] = larger < 0 ? 0 : larger;
        choice[i] = static_cast<std::uint8_t>(larger > 0 ? 1 + isOdd : 0);
    }
    if (whole == pairs)
        return;
    std::fill(pooled + whole, pooled + pairs, Real{0});
    std::fill(choice + whole, choice + pairs, std::uint8_t{Neither});
    if (length % 2 == 1) {
        pooled[whole] = x[length - 1] < 0 ? 0 : x[length - 1];
        choice[whole] = x[length - 1] > 0 ? Even : Neither;
    }
}

template <typename Real>
void spreadPairs(const Real* gradient, const std::uint8_t* choice, std::int64_t pairs, Real* x)
{
    for (std::int64_t i = 0; i < pairs; ++i) {
        x[2 * i] = choice[i] == Even ? gradient[i] : 0;
        x[2 * i + 1] = choice[i] == Odd ? gradient[i] : 0;
    }
}

struct PooledRelu : Function<PooledRelu>
{
    static at::Tensor forward(AutogradContext* context, const at::Tensor& values, const Lengths& lengths)
    {
        const auto x = values.contiguous();
        const auto channels = x.size(1);
        const auto pairs = x.size(2) / 2;
        const auto pooled = at::empty({x.size(0), channels, pairs}, x.options());
        const auto choice = at::empty(pooled.sizes(), at::kByte);
        AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "pooledRelu", [&] {
            for (std::int64_t row = 0; row < x.size(0) * channels; ++row)
                poolPairs(x.data_ptr<scalar_t>() + row * 2 * pairs,
                          lengths[static_cast<std::size_t>(row / channels)], pairs,
                          pooled.data_ptr<scalar_t>() + row * pairs,
                          choice.data_ptr<std::uint8_t>() + row * pairs);
        });
        context->save_for_backward({choice});
        return pooled;
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        const auto choice = context->get_saved_variables()[0];
        const auto gradient = gradients[0].contiguous();
        const auto x = at::empty({choice.size(0), choice.size(1), 2 * choice.size(2)}, gradient.options());
        AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "pooledRelu", [&] {
            spreadPairs(gradient.data_ptr<scalar_t>(), choice.data_ptr<std::uint8_t>(), choice.numel(),
                        x.data_ptr<scalar_t>());
        });
        return {x, {}};
    }
};

struct GruStates : Function<GruStates>
{
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& input,
                              const at::Tensor& inputBias, const at::Tensor& recurrent,
                              const at::Tensor& recurrentBias)
    {
        const at::AutoDispatchBelowADInplaceOrView plain;
        const auto times = x.size(0);
        const auto batch = x.size(1);
        const auto units = recurrent.size(1);
        // Reset, update and new side by side; what the input gives them, then what they become.
        const auto gates = at::addmm(inputBias, x.reshape({times * batch, x.size(2)}), input.t())
                               .view({times, batch, 3 * units});
        const auto candidates = at::empty({times, batch, units}, x.options());
        const auto states = at::zeros({times + 1, batch, units}, x.options());
        const auto transposed = recurrent.t();
        auto products = at::empty({batch, 3 * units}, x.options());
        const auto sigmoidProducts = products.narrow(1, 0, 2 * units);
        const auto candidateProducts = products.narrow(1, 2 * units, units);
        for (std::int64_t t = 0; t < times; ++t) {
            const auto state = states[t];
            at::addmm_out(products, recurrentBias, state, transposed);
            candidates[t].copy_(candidateProducts);
            const auto gate = gates[t];
            gate.narrow(1, 0, 2 * units).add_(sigmoidProducts).sigmoid_();
            const auto fresh = gate.narrow(1, 2 * units, units);
            fresh.addcmul_(gate.narrow(1, 0, units), candidateProducts).tanh_();
            auto next = states[t + 1];
            at::lerp_out(next, fresh, state, gate.narrow(1, units, units));
        }
        context->save_for_backward({x, input, recurrent, gates, candidates, states});
        return states.narrow(0, 1, times).clone();
    }

    /// With h' = (1 - z) n + z h, n = tanh(a + r c), c the recurrent product: all gates' gradients are those
    /// of h' times factors that are known before going back in time.
    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        const at::AutoDispatchBelowADInplaceOrView plain;
        const auto saved = context->get_saved_variables();
        const auto &x = saved[0], &input = saved[1], &recurrent = saved[2], &states = saved[5];
        const auto times = x.size(0);
        const auto batch = x.size(1);
        const auto units = recurrent.size(1);
        const auto gates = saved[3].view({times, batch, 3, units});
        const auto reset = gates.select(2, 0), update = gates.select(2, 1), fresh = gates.select(2, 2);
        const auto before = states.narrow(0, 0, times);
        const auto freshFactor = (1 - update).mul_(1 - fresh * fresh);
        const auto resetFactor = (reset * (1 - reset)).mul_(saved[4]).mul_(freshFactor);
        const auto updateFactor = (update * (1 - update)).mul_(before - fresh);
        const auto factors = at::stack({resetFactor, updateFactor, freshFactor * reset}, 2);

        const auto atStates = gradients[0].contiguous().clone();
        auto atProducts = at::empty({times, batch, 3, units}, x.options());
        auto carried = at::zeros({batch, units}, x.options());
        for (std::int64_t t = times - 1; t >= 0; --t) {
            const auto atState = atStates[t].add_(carried);
            auto products = atProducts[t];
            at::mul_out(products, factors[t], atState.unsqueeze(1));
            at::mul_out(carried, atState, update[t]);
            carried.addmm_(products.view({batch, 3 * units}), recurrent);
        }
        const auto rows = times * batch;
        const auto products = atProducts.view({rows, 3 * units});
        const auto inputs = products.clone();
        inputs.narrow(1, 2 * units, units).copy_((atStates * freshFactor).view({rows, units}));
        return {inputs.mm(input).view_as(x), inputs.t().mm(x.reshape({rows, x.size(2)})), inputs.sum(0),
                products.t().mm(before.reshape({rows, units})), products.sum(0)};
    }
};

} // namespace

at::Tensor pooledRelu(const at::Tensor& x, const Lengths& lengths)
{
    if (x.is_cpu())
        return PooledRelu::apply(x, lengths);
    return at::max_pool1d(at::relu(x * validTimes(lengths, x.size(2), x.options()).unsqueeze(1)), 2);
}

at::Tensor gruStates(const at::Tensor& x, const GruWeights& weights)
{
    return GruStates::apply(x, weights.input, weights.inputBias, weights.recurrent, weights.recurrentBias);
}

at::Tensor meanOverTime(const at::Tensor& x, const Lengths& lengths)
{
    const auto valid = validTimes(lengths, x.size(0), x.options());
    const auto weights = valid / valid.sum(1, true).clamp_min(1);
    return (x * weights.t().unsqueeze(2)).sum(0);
}

at::Tensor reversedGradient(const at::Tensor& x, double lambda)
{
    return lambda == 0 ? x.detach() : ReversedGradient::apply(x, lambda);
}

} // namespace undertone::representation
