#include "core/federation/UpdateReplay.h"

#include "core/federation/RoundBase.h"

#include <cmath>

namespace undertone::federation {

/// A client's part of a round, as the rounds of FederationRound.cpp and ClippedRound.cpp have it.
class UpdateReplay::Client : private RoundBase
{
public:
    explicit Client(const RoundContext& context)
        : RoundBase(context), m_isGradient(m_spec.algorithm == Algorithm::FedSgd),
          m_sent(at::empty_like(onDevice(context.request.initial))), m_update(at::empty_like(m_sent))
    {
    }

    const at::Tensor& update(const at::Tensor& weights, std::size_t round, std::size_t client, double clipNow)
    {
        const at::Tensor global = onDevice(weights);
        const auto seed = roundSeed(round).child("client", client);
        if (m_isGradient) {
            clientGradient(global, client, seed, m_update);
            clip(m_update, std::min(m_mechanism->gradientClip(clipNow), m_mechanism->updateClip(clipNow)));
        } else {
            clientModel(global, client, localSchedule(clipNow), seed, m_sent);
            at::sub_out(m_update, m_sent, global);
            clip(m_update, m_mechanism->updateClip(clipNow));
            m_update.div_(-divisor(client));
        }
        m_onHost = m_update.cpu();
        return m_onHost;
    }

    double noiseOfUpdate(std::size_t client, double clipNow) const
    {
        return m_mechanism->clientNoise(clipNow, batchSize(client)) / divisor(client);
    }

    double shareOfSum(std::size_t client, const std::vector<std::size_t>& cohort) const
    {
        const double weight = divisor(client) / sumDivisor();
        if (m_mechanism->weighting() == privacy::Weighting::Equal)
            return weight / m_sampler.expected();
        double samples = 0;
        for (const auto other : cohort)
            samples += static_cast<double>(batchSize(other));
        return weight * static_cast<double>(batchSize(client)) / samples;
    }

    double noiseOfSum(const std::vector<std::size_t>& cohort, double clipNow) const
    {
        double variance = 0;
        for (const auto client : cohort)
            variance += std::pow(noiseOfUpdate(client, clipNow) * shareOfSum(client, cohort), 2);
        if (m_context.request.observed == privacy::ObservationPoint::ReleasedSum)
            variance += std::pow(m_mechanism->serverNoise(clipNow) / m_sampler.expected() / sumDivisor(), 2);
        return std::sqrt(variance);
    }

private:
    /// Of the change of parameters that a pseudo-gradient stands for: a client's, and the mean's.
    double divisor(std::size_t client) const
    {
        return m_isGradient ? 1 : updateDivisor(trainingRows(client).size());
    }
    double sumDivisor() const { return m_isGradient ? 1 : m_spec.learningRate; }

    bool m_isGradient;
    at::Tensor m_sent;
    at::Tensor m_update;
    at::Tensor m_onHost;
};

UpdateReplay::UpdateReplay(const FederationRequest& request, const base::Progress& progress)
    : m_trainer(trainerOf(request)),
      m_client(std::make_unique<Client>(RoundContext{request, *m_trainer, nullptr, progress}))
{
}

UpdateReplay::~UpdateReplay() = default;

const at::Tensor& UpdateReplay::update(const at::Tensor& global, std::size_t round, std::size_t client,
                                       double clip)
{
    return m_client->update(global, round, client, clip);
}

double UpdateReplay::noiseOfUpdate(std::size_t client, double clip) const
{
    return m_client->noiseOfUpdate(client, clip);
}

double UpdateReplay::shareOfSum(std::size_t client, const std::vector<std::size_t>& cohort) const
{
    return m_client->shareOfSum(client, cohort);
}

double UpdateReplay::noiseOfSum(const std::vector<std::size_t>& cohort, double clip) const
{
    return m_client->noiseOfSum(cohort, clip);
}

} // namespace undertone::federation
