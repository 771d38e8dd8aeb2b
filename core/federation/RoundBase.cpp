#include "core/federation/RoundBase.h"

#include "core/base/Error.h"
#include "core/learning/DenseKernels.h"
#include "core/privacy/ClipAndNoise.h"

#include <algorithm>
#include <cmath>

namespace undertone::federation {

namespace {

/// Runs `change(span)` on the values, through the CPU when they are elsewhere.
template <class Change>
auto changed(at::Tensor& values, Change change)
{
    at::Tensor here = values.cpu();
    const auto result =
        change(std::span<float>(here.data_ptr<float>(), static_cast<std::size_t>(here.numel())));
    if (!values.is_cpu())
        values.copy_(here);
    return result;
}

} // namespace

RoundBase::RoundBase(const RoundContext& context)
    : m_context(context), m_data(context.request.data), m_spec(context.request.federation),
      m_trainer(context.trainer), m_mechanism(privacy::makeMechanism(context.request.mechanism)),
      m_sampler(trainingClients(m_data), m_spec.clientFraction, context.request.mechanism.sampling),
      m_adam(freshAdamState(m_trainer))
{
}

const std::vector<std::size_t>& RoundBase::beginRound(const FederationState& state, RoundRecord& record) const
{
    record.cohort = m_sampler.sample(roundSeed(record.round));
    record.participants = record.cohort.size();
    record.clip = std::isfinite(state.clip) ? state.clip : 0;
    return record.cohort;
}

double RoundBase::clientGradient(const at::Tensor& global, std::size_t client, const base::SeedTree& seed,
                                 at::Tensor& gradient)
{
    m_context.progress.checkCancelled();
    const auto& rows = trainingRows(client);
    m_batch.clear();
    for (const auto index : seed.stream("batch").choose(rows.size(), batchSize(client)))
        m_batch.push_back(rows[index]);
    auto dropout = seed.stream("dropout");
    return m_trainer.gradient(global, m_batch, dropout, gradient);
}

std::size_t RoundBase::batchSize(std::size_t client) const
{
    return releasedSamples(m_data.clients[client], m_spec);
}

double RoundBase::clientModel(const at::Tensor& global, std::size_t client,
                              const learning::LocalSchedule& schedule, const base::SeedTree& seed,
                              at::Tensor& local)
{
    m_adam.steps = 0;
    return trainEpochs(m_trainer, global, trainingRows(client), schedule, seed, m_adam, local,
                       m_context.progress);
}

double RoundBase::updateDivisor(std::size_t rows) const
{
    return m_spec.learningRate * static_cast<double>((rows / m_spec.batchSize + 1) * m_spec.localEpochs);
}

learning::LocalSchedule RoundBase::localSchedule(double clipNow) const
{
    learning::LocalSchedule schedule;
    schedule.epochs = m_spec.localEpochs;
    schedule.batchSize = m_spec.batchSize;
    schedule.adam.learningRate = m_spec.learningRate;
    if (const double norm = m_mechanism->gradientClip(clipNow); std::isfinite(norm))
        schedule.filter = [norm](at::Tensor& gradient) { clip(gradient, norm); };
    return schedule;
}

void RoundBase::requireFinite(bool finite, double loss, std::size_t round, const std::string& who) const
{
    if (finite && std::isfinite(loss))
        return;
    throw Error(ErrorCode::Numerical,
                "Training left the range of finite numbers in round " + std::to_string(round + 1) + " of " +
                    std::to_string(m_spec.rounds) + " (" + who + ").",
                "federation.learning_rate",
                "Use a smaller federation.learning_rate, and check that the features are normalised and "
                "finite.");
}

bool RoundBase::seesSums() const
{
    return m_context.observer && m_context.request.observed != privacy::ObservationPoint::ClientUpdate;
}

void RoundBase::tellOfUpdate(std::size_t round, std::size_t client, const at::Tensor& update) const
{
    if (m_context.observer && !seesSums())
        m_context.observer->observe({round, client}, m_trainer.groups(update.cpu()));
}

void RoundBase::tellOfSum(std::size_t round, const at::Tensor& mean) const
{
    if (seesSums())
        m_context.observer->observe({round, wholeCohort}, m_trainer.groups(mean.cpu()));
}

std::vector<std::size_t> trainingClients(const FederationData& data)
{
    std::vector<std::size_t> result;
    for (std::size_t client = 0; client < data.clients.size(); ++client)
        if (!data.clients[client].training.empty())
            result.push_back(client);
    return result;
}

std::string clientName(std::size_t client)
{
    return "client " + std::to_string(client);
}

bool allFinite(const at::Tensor& values)
{
    if (values.is_cpu())
        return learning::kernels::allFinite(values.data_ptr<float>(),
                                            static_cast<std::size_t>(values.numel()));
    return at::isfinite(values).all().item<bool>();
}

bool pseudoGradient(const at::Tensor& before, const at::Tensor& after, double divisor, at::Tensor& update)
{
    if (update.is_cpu())
        return learning::kernels::dividedDifference(before.data_ptr<float>(), after.data_ptr<float>(),
                                                    static_cast<float>(divisor), update.data_ptr<float>(),
                                                    static_cast<std::size_t>(update.numel()));
    at::sub_out(update, before, after).div_(divisor);
    return allFinite(update);
}

double clip(at::Tensor& values, double norm)
{
    if (std::isinf(norm))
        return 0;
    return changed(values, [norm](std::span<float> span) { return privacy::clipNorm(span, norm); });
}

void addNoise(at::Tensor& values, double deviation, base::RandomStream stream)
{
    if (deviation > 0)
        changed(values, [&](std::span<float> span) {
            privacy::addGaussianNoise(span, deviation, stream);
            return true;
        });
}

} // namespace undertone::federation
