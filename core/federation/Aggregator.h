#pragma once

#include <ATen/ATen.h>

namespace undertone::federation {

/// The server's weighted mean of what a round's clients send: sum_k w_k x_k / sum_k w_k, added in the order
/// of arrival.
class Aggregator
{
public:
    /// `totalWeight` = sum of all the weights that will come.
    Aggregator(const at::Tensor& like, double totalWeight)
        : m_mean(at::zeros_like(like)), m_totalWeight(totalWeight)
    {
    }

    void add(const at::Tensor& values, double weight) { m_mean.add_(values, weight / m_totalWeight); }
    /// After the last client.
    const at::Tensor& mean() const { return m_mean; }

private:
    at::Tensor m_mean;
    double m_totalWeight;
};

} // namespace undertone::federation
