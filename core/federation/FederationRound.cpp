#include "core/federation/FederationRound.h"

#include "core/base/Error.h"
#include "core/federation/Aggregator.h"
#include "core/federation/ClippedRound.h"
#include "core/federation/RoundBase.h"

#include <algorithm>

namespace undertone::federation {

namespace {

/// Clients send the gradient of one random batch; the server steps against their weighted mean.
class FedSgdRound final : public FederationRound, private RoundBase
{
public:
    explicit FedSgdRound(const RoundContext& context)
        : RoundBase(context), m_gradient(at::empty_like(onDevice(context.request.initial)))
    {
    }

    void run(FederationState& state, RoundRecord& record) override
    {
        const auto seed = roundSeed(record.round);
        const auto& cohort = beginRound(state, record);
        const at::Tensor global = onDevice(state.weights);
        double samples = 0;
        for (const auto client : cohort)
            samples += static_cast<double>(batchSize(client));
        Aggregator server(global, samples);
        for (const auto client : cohort) {
            const auto clientSeed = seed.child("client", client);
            const double loss = sendsZero(client, record.round)
                                    ? (m_gradient.zero_(), 0)
                                    : clientGradient(global, client, clientSeed, m_gradient);
            clip(m_gradient, m_mechanism->gradientClip(state.clip));
            addNoise(m_gradient, m_mechanism->clientNoise(state.clip, batchSize(client)),
                     clientSeed.stream("noise"));
            requireFinite(allFinite(m_gradient), loss, record.round, clientName(client));
            tellOfUpdate(record.round, client, m_gradient);
            const auto weight = static_cast<double>(batchSize(client));
            server.add(m_gradient, weight);
            record.trainingLoss += loss * weight / samples;
        }
        tellOfSum(record.round, server.mean());
        state.weights = global.sub(server.mean(), m_spec.learningRate).cpu();
        requireFinite(allFinite(state.weights), record.trainingLoss, record.round, "server");
    }

private:
    at::Tensor m_gradient;
};

/// Clients train locally from the global model with a fresh Adam state; the server averages parameters.
class FedAvgRound final : public FederationRound, private RoundBase
{
public:
    explicit FedAvgRound(const RoundContext& context)
        : RoundBase(context), m_local(at::empty_like(onDevice(context.request.initial))),
          m_update(at::empty_like(m_local))
    {
    }

    void run(FederationState& state, RoundRecord& record) override
    {
        const auto seed = roundSeed(record.round);
        const auto& cohort = beginRound(state, record);
        const at::Tensor global = onDevice(state.weights);
        const auto schedule = localSchedule(state.clip);
        double samples = 0;
        for (const auto client : cohort)
            samples += static_cast<double>(trainingRows(client).size());
        Aggregator server(global, samples);
        for (const auto client : cohort) {
            const auto& rows = trainingRows(client);
            const auto clientSeed = seed.child("client", client);
            const double loss = sendsZero(client, record.round)
                                    ? (m_local.copy_(global), 0)
                                    : clientModel(global, client, schedule, clientSeed, m_local);
            addNoise(m_local, m_mechanism->clientNoise(state.clip, rows.size()), clientSeed.stream("noise"));
            const bool finite = pseudoGradient(global, m_local, updateDivisor(rows.size()), m_update);
            requireFinite(finite, loss, record.round, clientName(client));
            tellOfUpdate(record.round, client, m_update);
            const auto weight = static_cast<double>(rows.size());
            server.add(m_local, weight);
            record.trainingLoss += loss * weight / samples;
        }
        if (seesSums()) {
            pseudoGradient(global, server.mean(), m_spec.learningRate, m_update);
            tellOfSum(record.round, m_update);
        }
        state.weights = server.mean().cpu();
    }

private:
    at::Tensor m_local;
    at::Tensor m_update;
};

/// All training rows in one place: a round is `localEpochs` epochs of Adam, whose state outlives it.
class CentralisedRound final : public FederationRound, private RoundBase
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
        record.trainingLoss = trainEpochs(m_trainer, from, m_rows, localSchedule(privacy::noClip), seed, adam,
                                          target, m_context.progress);
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
class LocalRound final : public FederationRound, private RoundBase
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
        const auto schedule = localSchedule(privacy::noClip);
        at::Tensor next = from.clone();
        for (const auto client : clients) {
            const auto& rows = trainingRows(client);
            at::Tensor own = next[static_cast<std::int64_t>(client)];
            m_adam.steps = 0;
            const double loss = trainEpochs(m_trainer, own, rows, schedule, seed.child("client", client),
                                            m_adam, own, m_context.progress);
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

std::unique_ptr<FederationRound> makeRound(const RoundContext& context)
{
    if (privacy::clipsUpdates(context.request.mechanism.kind))
        return makeClippedRound(context);
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
