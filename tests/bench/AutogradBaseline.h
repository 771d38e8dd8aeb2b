#pragma once

#include "core/federation/FederatedTraining.h"

#include <torch/torch.h>

#include <vector>

namespace undertone::bench {

/// FedAvg as one would write it with LibTorch's C++ modules, autograd and Adam: 8 clients a round, one epoch,
/// batches of 20, the same network, updates and validation.
class AutogradBaseline
{
public:
    explicit AutogradBaseline(const federation::FederationData& data)
        : m_features(data.features), m_labels(torch::tensor(data.labels, torch::kLong)),
          m_global(network(data.features.size(1), static_cast<std::int64_t>(data.classes))),
          m_local(network(data.features.size(1), static_cast<std::int64_t>(data.classes))),
          m_optimizer(optimizer())
    {
        std::vector<std::int64_t> validation;
        for (const auto& client : data.clients) {
            m_clients.push_back(torch::tensor(client.training, torch::kLong));
            validation.insert(validation.end(), client.validation.begin(), client.validation.end());
        }
        m_validation = torch::tensor(validation, torch::kLong);
    }

    void step() { trainBatch(m_optimizer, m_clients[0].narrow(0, 0, 20)); }

    void round()
    {
        std::vector<torch::Tensor> sum;
        for (const auto& parameter : m_global->parameters())
            sum.push_back(torch::zeros_like(parameter));
        for (std::size_t client = 0; client < 8; ++client) {
            trainClient(m_clients[client]);
            const torch::NoGradGuard noGradients;
            const auto global = m_global->parameters();
            const auto local = m_local->parameters();
            std::vector<torch::Tensor> update;
            for (std::size_t i = 0; i < global.size(); ++i) {
                update.push_back((global[i] - local[i]) / 0.002);
                sum[i].add_(local[i], 1.0 / 8);
            }
        }
        const torch::NoGradGuard noGradients;
        for (std::size_t i = 0; i < sum.size(); ++i)
            m_global->parameters()[i].copy_(sum[i]);
        m_global->eval();
        m_global->forward(m_features.index_select(0, m_validation)).argmax(1);
    }

private:
    static torch::nn::Sequential network(std::int64_t width, std::int64_t classes)
    {
        return torch::nn::Sequential(torch::nn::Linear(width, 256), torch::nn::ReLU(),
                                     torch::nn::Dropout(0.2), torch::nn::Linear(256, 128), torch::nn::ReLU(),
                                     torch::nn::Dropout(0.2), torch::nn::Linear(128, classes),
                                     torch::nn::LogSoftmax(1));
    }

    torch::optim::Adam optimizer() const
    {
        return torch::optim::Adam(
            m_local->parameters(),
            torch::optim::AdamOptions(5e-4).betas({0.9, 0.98}).eps(1e-9).weight_decay(1e-4));
    }

    void trainClient(const torch::Tensor& rows)
    {
        {
            const torch::NoGradGuard noGradients;
            for (std::size_t i = 0; i < m_local->parameters().size(); ++i)
                m_local->parameters()[i].copy_(m_global->parameters()[i]);
        }
        m_local->train();
        auto adam = optimizer();
        const auto order = rows.index_select(0, torch::randperm(rows.size(0)));
        for (const auto& batch : order.split(20))
            trainBatch(adam, batch);
    }

    void trainBatch(torch::optim::Adam& adam, const torch::Tensor& rows)
    {
        adam.zero_grad();
        const auto scores = m_local->forward(m_features.index_select(0, rows));
        torch::nll_loss(scores, m_labels.index_select(0, rows)).backward();
        adam.step();
    }

    torch::Tensor m_features;
    torch::Tensor m_labels;
    torch::nn::Sequential m_global;
    torch::nn::Sequential m_local;
    torch::optim::Adam m_optimizer;
    std::vector<torch::Tensor> m_clients;
    torch::Tensor m_validation;
};

} // namespace undertone::bench
