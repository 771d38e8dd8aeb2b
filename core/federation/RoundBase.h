#pragma once

#include "core/federation/ClientSampler.h"
#include "core/federation/FederationRound.h"
#include "core/privacy/Mechanism.h"

#include <memory>
#include <string>

namespace undertone::federation {

/// What all algorithms share. Noise is drawn from client k's stream "noise" below `seed` / round r, the
/// server's from the round's.
class RoundBase
{
protected:
    explicit RoundBase(const RoundContext& context);
    ~RoundBase() = default;

    base::SeedTree roundSeed(std::size_t round) const
    {
        return federation::roundSeed(m_context.request, round);
    }
    const std::vector<std::int64_t>& trainingRows(std::size_t client) const
    {
        return m_data.clients[client].training;
    }
    at::Tensor onDevice(const at::Tensor& weights) const { return weights.to(m_trainer.device()); }

    /// Draws the cohort and writes down what the mechanism does; the answer is record.cohort.
    const std::vector<std::size_t>& beginRound(const FederationState& state, RoundRecord& record) const;

    /// Whether a client takes part with a zero (ClientRows).
    bool sendsZero(std::size_t client, std::size_t round) const
    {
        return round >= m_data.clients[client].trainsBefore;
    }

    /// FedSGD: the gradient of one random batch into `gradient`; returns the loss. @throws Cancelled.
    double clientGradient(const at::Tensor& global, std::size_t client, const base::SeedTree& seed,
                          at::Tensor& gradient);
    std::size_t batchSize(std::size_t client) const; ///< FedSGD
    /// FedAvg: the global model after the client's local training, from a fresh Adam state, into `local`;
    /// returns the loss. @throws Cancelled.
    double clientModel(const at::Tensor& global, std::size_t client, const learning::LocalSchedule& schedule,
                       const base::SeedTree& seed, at::Tensor& local);
    /// FedAvg: lr (floor(n_k / B) + 1) epochs.
    double updateDivisor(std::size_t rows) const;
    /// Of the local training, its gradients clipped where the mechanism says so.
    learning::LocalSchedule localSchedule(double clip) const;

    void requireFinite(bool finite, double loss, std::size_t round, const std::string& who) const;

    bool seesSums() const;
    /// What a client sends, to an observer of updates.
    void tellOfUpdate(std::size_t round, std::size_t client, const at::Tensor& update) const;
    /// What the server's mean is, to an observer of sums.
    void tellOfSum(std::size_t round, const at::Tensor& mean) const;

    RoundContext m_context;
    const FederationData& m_data;
    const FederationSpec& m_spec;
    learning::LocalTrainer& m_trainer;
    std::unique_ptr<privacy::Mechanism> m_mechanism;
    ClientSampler m_sampler;

private:
    std::vector<std::int64_t> m_batch;
    learning::AdamState m_adam;
};

std::string clientName(std::size_t client);

bool allFinite(const at::Tensor& values);
/// update = (before - after) / divisor; returns whether all of it is finite.
bool pseudoGradient(const at::Tensor& before, const at::Tensor& after, double divisor, at::Tensor& update);

/// privacy::clipNorm() and privacy::addGaussianNoise() on any device; an infinite clip and a deviation of 0
/// do nothing. Returns the norm before, or 0 when there is no clip.
double clip(at::Tensor& values, double norm);
void addNoise(at::Tensor& values, double deviation, base::RandomStream stream);

} // namespace undertone::federation
