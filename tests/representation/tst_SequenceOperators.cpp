#include "core/representation/SequenceOperators.h"
#include "tests/representation/EncoderExamples.h"

#include <torch/autograd.h>
#include <torch/nn/modules/rnn.h>

#include <QtTest>

using namespace undertone;
using namespace undertone::representation;
using namespace undertone::tests;

namespace {

at::Tensor doubles(at::IntArrayRef shape, std::uint64_t seed)
{
    auto stream = base::SeedTree(seed).stream("values");
    const auto result = at::empty(shape, at::kDouble);
    std::generate(result.data_ptr<double>(), result.data_ptr<double>() + result.numel(),
                  [&] { return stream.normal(); });
    return result;
}

/// A sum in which every element counts differently.
at::Tensor weighed(const at::Tensor& x)
{
    return (x * at::linspace(-1, 2, x.numel(), x.options()).view(x.sizes())).sum();
}

constexpr std::int64_t times = 9;
constexpr std::int64_t batch = 3;
constexpr std::int64_t inputs = 4;
constexpr std::int64_t units = 5;

std::vector<at::Tensor> gruInputs()
{
    return {doubles({times, batch, inputs}, 1), doubles({3 * units, inputs}, 2), doubles({3 * units}, 3),
            doubles({3 * units, units}, 4), doubles({3 * units}, 5)};
}

at::Tensor states(const std::vector<at::Tensor>& v)
{
    return gruStates(v[0], {v[1], v[2], v[3], v[4]});
}

} // namespace

class tst_SequenceOperators : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void poolingLooksAtValidFramesOnly()
    {
        const auto x = doubles({4, 3, 8}, 7);
        const Lengths lengths = {8, 5, 1, 2};
        const auto pooled = pooledRelu(x, lengths);
        for (std::int64_t row = 0; row < 4; ++row) {
            const auto length = lengths[static_cast<std::size_t>(row)];
            const auto own =
                at::max_pool1d(at::relu(x.narrow(0, row, 1).narrow(2, 0, length)), 2, {}, 0, 1, true);
            QCOMPARE(own.size(2), pooledLength(length));
            QVERIFY(at::equal(pooled.narrow(0, row, 1).narrow(2, 0, own.size(2)), own));
            QCOMPARE(pooled[row].narrow(1, own.size(2), 4 - own.size(2)).abs().sum().item<double>(), 0.0);
        }
    }

    void gradientOfPooling()
    {
        const auto value = [](const auto& v) { return weighed(pooledRelu(v[0], {8, 5, 1, 2})); };
        QVERIFY(gradientError(value, {doubles({4, 3, 8}, 8)}) < 1e-7);
    }

    void statesAreThoseOfLibTorch()
    {
        const auto v = gruInputs();
        torch::nn::GRU gru(torch::nn::GRUOptions(inputs, units));
        gru->to(torch::kDouble);
        const at::NoGradGuard noGradients;
        auto parameters = gru->named_parameters();
        parameters["weight_ih_l0"].copy_(v[1]);
        parameters["bias_ih_l0"].copy_(v[2]);
        parameters["weight_hh_l0"].copy_(v[3]);
        parameters["bias_hh_l0"].copy_(v[4]);
        QVERIFY(relativeDifference(states(v), std::get<0>(gru->forward(v[0]))) < 1e-14);
    }

    void gradientOfStates()
    {
        const auto value = [](const auto& v) { return weighed(states(v)); };
        QVERIFY(gradientError(value, gruInputs()) < 1e-7);
    }

    void meanIsOverOwnTimes()
    {
        const auto x = doubles({times, batch, units}, 6);
        const auto mean = meanOverTime(x, {9, 4, 0});
        QVERIFY(relativeDifference(mean[0], x.select(1, 0).mean(0)) < 1e-14);
        QVERIFY(relativeDifference(mean[1], x.select(1, 1).narrow(0, 0, 4).mean(0)) < 1e-14);
        QCOMPARE(mean[2].abs().sum().item<double>(), 0.0);
        const auto value = [](const auto& v) { return weighed(meanOverTime(v[0], {9, 4, 0})); };
        QVERIFY(gradientError(value, {x}) < 1e-8);
    }

    /// Forward it is nothing; backward it is the finite difference of -lambda times what follows.
    void reversalTurnsTheGradient()
    {
        const auto x = doubles({3, 4}, 9);
        QVERIFY(at::equal(reversedGradient(x, 0.75), x));
        const auto follows = [](const at::Tensor& y) { return weighed(y.tanh()); };
        const auto leaf = x.clone().requires_grad_(true);
        const auto gradient = torch::autograd::grad({follows(reversedGradient(leaf, 0.75))}, {leaf})[0];
        const auto plain = x.clone().requires_grad_(true);
        const auto value = [&](const auto& v) { return follows(v[0]); };
        QVERIFY(gradientError(value, {x}) < 1e-8);
        const auto expected = torch::autograd::grad({follows(plain)}, {plain})[0] * -0.75;
        QVERIFY(relativeDifference(gradient, expected) < 1e-14);
        QVERIFY(!reversedGradient(leaf, 0).requires_grad());
    }
};

QTEST_GUILESS_MAIN(tst_SequenceOperators)
#include "tst_SequenceOperators.moc"
