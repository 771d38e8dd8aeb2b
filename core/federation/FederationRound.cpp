#include "core/federation/FederationRound.h"

#include "core/base/Error.h"
#include "core/federation/Aggregator.h"
#include "core/federation/ClientSampler.h"
#include "core/learning/DenseKernels.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace undertone::federation {

namespace {

bool allFinite(const at::Tensor& values)
{
    if (values.is_cpu())
        return learning::kernels::allFinite(values.data_ptr<float>(),
                                            static_cast<std::size_t>(values.numel()));
    return at::isfinite(values).all().item<bool>();
}

/// update = (before - after) / divisor; returns whether all of it is finite.
bool pseudoGradient(const at::Tensor& before, const at::Tensor& after, double divisor, at::Tensor& update)
{
    if (update.is_cpu())
        return learning::kernels::dividedDifference(before.data_ptr<float>(), after.data_ptr<float>(),
                                                    static_cast<float>(divisor), update.data_ptr<float>(),
                                                    static_cast<std::size_t>(update.numel()));
    at::sub_out(update, before, after).div_(divisor);
    return allFinite(update);
}

learning::LocalSchedule scheduleOf(const FederationSpec& spec)
{
    learning::LocalSchedule schedule;
    schedule.epochs = spec.localEpochs;
    schedule.batchSize = spec.batchSize;
    schedule.adam.learningRate = spec.learningRate;
    return schedule;
}

/// What all algorithms share.
class RoundBase : public FederationRound
{
protected:
    explicit RoundBase(const RoundContext& context)
        : m_context(context), m_data(context.request.data), m_spec(context.request.federation),
          m_trainer(context.trainer)
    {
    }

    base::SeedTree roundSeed(std::size_t round) const { return m_context.request.seed.child("round", round); }

    const std::vector<std::int64_t>& trainingRows(std::size_t client) const
    {
        return m_data.clients[client].training;
    }

    at::Tensor onDevice(const at::Tensor& weights) const { return weights.to(m_trainer.device()); }

    void requireFinite(bool finite, double loss, std::size_t round, const std::string& who) const
    {
        if (finite && std::isfinite(loss))
            return;
        throw Error(ErrorCode::Numerical,
                    "Training left the range of finite numbers in round " + std::to_string(round + 1) +
                        " of " + std::to_string(m_spec.rounds) + " (" + who + ").",
                    "federation.learning_rate",
                    "Use a smaller federation.learning_rate, and check that the features are normalised and "
                    "finite.");
    }

    void tellObserver(std::size_t round, std::size_t client, const at::Tensor& update) const
    {
        if (m_context.observer)
            m_context.observer->observe({round, client}, m_trainer.groups(update.cpu()));
    }

    RoundContext m_context;
    const FederationData& m_data;
    const FederationSpec& m_spec;
    learning::LocalTrainer& m_trainer;
};

std::string clientName(std::size_t client)
{
    return "client " + std::to_string(client);
}

/// Clients send the gradient of one random batch; the server steps against their weighted mean.
class FedSgdRound final : public RoundBase
{
public:
    explicit FedSgdRound(const RoundContext& context)
        : RoundBase(context), m_sampler(trainingClients(m_data), m_spec.clientFraction),
          m_gradient(at::empty_like(onDevice(context.request.initial)))
    {
    }

    void run(FederationState& state, RoundRecord& record) override
    {
        const auto seed = roundSeed(record.round);
        const auto cohort = m_sampler.sample(seed);
        const at::Tensor global = onDevice(state.weights);
        double samples = 0;
        for (const auto client : cohort)
            samples += static_cast<double>(batchSize(client));
        Aggregator server(global, samples);
        for (const auto client : cohort) {
            m_context.progress.checkCancelled();
            const double loss = clientGradient(global, client, seed.child("client", client));
            requireFinite(allFinite(m_gradient), loss, record.round, clientName(client));
            tellObserver(record.round, client, m_gradient);
            const auto weight = static_cast<double>(batchSize(client));
            server.add(m_gradient, weight);
            record.trainingLoss += loss * weight / samples;
        }
        state.weights = global.sub(server.mean(), m_spec.learningRate).cpu();
        record.participants = cohort.size();
        requireFinite(allFinite(state.weights), record.trainingLoss, record.round, "server");
    }

private:
    std::size_t batchSize(std::size_t client) const
    {
        return std::min(m_spec.batchSize, trainingRows(client).size());
    }

    double clientGradient(const at::Tensor& global, std::size_t client, const base::SeedTree& seed)
    {
        const auto& rows = trainingRows(client);
        m_batch.clear();
        for (const auto index : seed.stream("batch").choose(rows.size(), batchSize(client)))
            m_batch.push_back(rows[index]);
        auto dropout = seed.stream("dropout");
        return m_trainer.gradient(global, m_batch, dropout, m_gradient);
    }

    ClientSampler m_sampler;
    at::Tensor m_gradient;
    std::vector<std::int64_t> m_batch;
};

/// Clients train locally from the global model with a fresh Adam state; the server averages parameters.
class FedAvgRound final : public RoundBase
{
public:
    explicit FedAvgRound(const RoundContext& context)
        : RoundBase(context), m_sampler(trainingClients(m_data), m_spec.clientFraction),
          m_adam(freshAdamState(m_trainer)), m_local(at::empty_like(onDevice(context.request.initial))),
          m_update(at::empty_like(m_local))
    {
    }

    void run(FederationState& state, RoundRecord& record) override
    {
        const auto seed = roundSeed(record.round);
        const auto cohort = m_sampler.sample(seed);
        const at::Tensor global = onDevice(state.weights);
        double samples = 0;
        for (const auto client : cohort)
            samples += static_cast<double>(trainingRows(client).size());
        Aggregator server(global, samples);
        for (const auto client : cohort) {
            const auto& rows = trainingRows(client);
            m_adam.steps = 0;
            const double loss =
                trainEpochs(m_trainer, global, rows, scheduleOf(m_spec), seed.child("client", client), m_adam,
                            m_local, m_context.progress);
            const bool finite = pseudoGradient(global, m_local, updateDivisor(rows.size()), m_update);
            requireFinite(finite, loss, record.round, clientName(client));
            tellObserver(record.round, client, m_update);
            const auto weight = static_cast<double>(rows.size());
            server.add(m_local, weight);
            record.trainingLoss += loss * weight / samples;
        }
        state.weights = server.mean().cpu();
        record.participants = cohort.size();
    }

private:
    /// lr (floor(n_k / B) + 1) epochs
    double updateDivisor(std::size_t rows) const
    {
        return m_spec.learningRate * static_cast<double>((rows / m_spec.batchSize + 1) * m_spec.localEpochs);
    }

    ClientSampler m_sampler;
    learning::AdamState m_adam;
    at::Tensor m_local;
    at::Tensor m_update;
};

/// All training rows in one place: a round is `localEpochs` epochs of Adam, whose state outlives it.
class CentralisedRound final : public RoundBase
{
public:
    explicit CentralisedRound(const RoundContext& context) : RoundBase(context)
    {
        for (const auto& client : m_data.clients)
            m_rows.insert(m_rows.end(), client.training.begin(), client.training.end());
    }

    void run(FederationState& state, RoundRecord& record) override
    {
        auto adam = adamOf(state);
        const at::Tensor from = onDevice(state.weights);
        at::Tensor target = at::empty_like(from);
        const auto seed = roundSeed(record.round).child("everyone");
        record.trainingLoss =
            trainEpochs(m_trainer, from, m_rows, scheduleOf(m_spec), seed, adam, target, m_context.progress);
        requireFinite(allFinite(target), record.trainingLoss, record.round, "all clients together");
        state.weights = target.cpu();
        state.optimizer = {adam.mean.cpu(), adam.variance.cpu(),
                           at::full({1}, static_cast<double>(adam.steps), at::kFloat)};
        record.participants = trainingClients(m_data).size();
    }

private:
    learning::AdamState adamOf(const FederationState& state) const
    {
        if (state.optimizer.empty())
            return freshAdamState(m_trainer);
        return {onDevice(state.optimizer[0]).clone(), onDevice(state.optimizer[1]).clone(),
                static_cast<std::int64_t>(state.optimizer[2].item<float>())};
    }

    std::vector<std::int64_t> m_rows;
};

/// Each client alone: FedAvg's local training from the client's own last weights, nothing shared. Every
/// client trains in every round.
class LocalRound final : public RoundBase
{
public:
    explicit LocalRound(const RoundContext& context) : RoundBase(context), m_adam(freshAdamState(m_trainer))
    {
    }

    void run(FederationState& state, RoundRecord& record) override
    {
        const auto clients = trainingClients(m_data);
        const auto seed = roundSeed(record.round);
        double samples = 0;
        for (const auto client : clients)
            samples += static_cast<double>(trainingRows(client).size());
        const at::Tensor from = onDevice(state.weights);
        at::Tensor next = from.clone();
        for (const auto client : clients) {
            const auto& rows = trainingRows(client);
            at::Tensor own = next[static_cast<std::int64_t>(client)];
            m_adam.steps = 0;
            const double loss = trainEpochs(m_trainer, own, rows, scheduleOf(m_spec),
                                            seed.child("client", client), m_adam, own, m_context.progress);
            requireFinite(allFinite(own), loss, record.round, clientName(client));
            record.trainingLoss += loss * static_cast<double>(rows.size()) / samples;
        }
        state.weights = next.cpu();
        record.participants = clients.size();
    }

private:
    learning::AdamState m_adam;
};

} // namespace

std::vector<std::size_t> trainingClients(const FederationData& data)
{
    std::vector<std::size_t> result;
    for (std::size_t client = 0; client < data.clients.size(); ++client)
        if (!data.clients[client].training.empty())
            result.push_back(client);
    return result;
}

std::unique_ptr<FederationRound> makeRound(const RoundContext& context)
{
    switch (context.request.federation.algorithm) {
    case Algorithm::FedSgd:
        return std::make_unique<FedSgdRound>(context);
    case Algorithm::FedAvg:
        return std::make_unique<FedAvgRound>(context);
    case Algorithm::Centralised:
        return std::make_unique<CentralisedRound>(context);
    case Algorithm::Local:
        return std::make_unique<LocalRound>(context);
    }
    throw Error(ErrorCode::Internal, "Unknown federation algorithm.", "federation.algorithm", "");
}

} // namespace undertone::federation
