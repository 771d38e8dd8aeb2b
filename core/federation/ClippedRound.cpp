#include "core/federation/ClippedRound.h"

#include "core/federation/RoundBase.h"

#include <algorithm>
#include <limits>

namespace undertone::federation {

namespace {

class ClippedRound final : public FederationRound, private RoundBase
{
public:
    explicit ClippedRound(const RoundContext& context)
        : RoundBase(context), m_isGradient(m_spec.algorithm == Algorithm::FedSgd),
          m_adaptive(context.request.mechanism.adaptiveClip),
          m_sent(at::empty_like(onDevice(context.request.initial))), m_local(at::empty_like(m_sent)),
          m_update(at::empty_like(m_sent))
    {
    }

    void run(FederationState& state, RoundRecord& record) override
    {
        const auto seed = roundSeed(record.round);
        const at::Tensor global = onDevice(state.weights);
        m_mean = at::zeros_like(global);
        m_withinClip = 0;
        double loss = 0;
        for (const auto client : beginRound(state, record))
            loss += take(global, client, state, seed.child("client", client), record.round);
        const auto came = static_cast<double>(record.cohort.size());
        record.trainingLoss = came > 0 ? loss / came : std::numeric_limits<double>::quiet_NaN();
        step(state, global, seed, record.round);
        requireFinite(allFinite(state.weights), came > 0 ? record.trainingLoss : 0, record.round, "server");
        if (m_adaptive)
            state.clip = adaptedClip(state.clip, seed);
    }

private:
    /// The client trains, clips, adds its noise and sends; the server adds. Returns the client's loss.
    double take(const at::Tensor& global, std::size_t client, const FederationState& state,
                const base::SeedTree& seed, std::size_t round)
    {
        const bool isAbsent = sendsZero(client, round);
        const double loss = isAbsent ? (m_sent.zero_(), 0) : train(global, client, seed);
        const double norm = clip(m_sent, m_mechanism->updateClip(state.clip));
        addNoise(m_sent, m_mechanism->clientNoise(state.clip, trainingRows(client).size()),
                 seed.stream("noise"));
        requireFinite(allFinite(m_sent), loss, round, clientName(client));
        tellOfUpdate(round, client, asUpdate(m_sent, updateDivisor(trainingRows(client).size())));
        m_mean.add_(m_sent, 1 / m_sampler.expected());
        m_withinClip += (isAbsent ? 0 : norm <= state.clip ? 0.5 : -0.5) + countNoise(Noiser::Client, seed);
        return loss;
    }

    /// The change of the client's parameters, or its gradient, into m_sent.
    double train(const at::Tensor& global, std::size_t client, const base::SeedTree& seed)
    {
        if (m_isGradient)
            return clientGradient(global, client, seed, m_sent);
        const double loss = clientModel(global, client, localSchedule(privacy::noClip), seed, m_local);
        at::sub_out(m_sent, m_local, global);
        return loss;
    }

    void step(FederationState& state, const at::Tensor& global, const base::SeedTree& seed, std::size_t round)
    {
        const bool isReceived = m_context.request.observed == privacy::ObservationPoint::ReceivedSum;
        if (isReceived)
            tellOfSum(round, asUpdate(m_mean, m_spec.learningRate));
        addNoise(m_mean, m_mechanism->serverNoise(state.clip) / m_sampler.expected(), seed.stream("noise"));
        if (!isReceived)
            tellOfSum(round, asUpdate(m_mean, m_spec.learningRate));
        state.weights = (m_isGradient ? global.sub(m_mean, m_spec.learningRate) : global.add(m_mean)).cpu();
    }

    /// A gradient is seen as it is, a change of parameters as the pseudo-gradient that it stands for.
    const at::Tensor& asUpdate(const at::Tensor& sent, double divisor)
    {
        if (m_isGradient)
            return sent;
        at::mul_out(m_update, sent, at::scalar_tensor(-1 / divisor, sent.options()));
        return m_update;
    }

    enum class Noiser { Client, Server };

    /// Noise of the adaptive clip's count, from whoever noises the updates too.
    double countNoise(Noiser noiser, const base::SeedTree& seed) const
    {
        const bool isLocal = m_context.request.mechanism.kind == privacy::MechanismKind::DpFedAvgLocal;
        if (!m_adaptive || isLocal != (noiser == Noiser::Client))
            return 0;
        return m_adaptive->sigmaB * seed.stream("clip count").normal();
    }

    double adaptedClip(double now, const base::SeedTree& seed) const
    {
        const double share = (m_withinClip + countNoise(Noiser::Server, seed)) / m_sampler.expected() + 0.5;
        return privacy::nextClip(*m_adaptive, now, share);
    }

    bool m_isGradient;
    std::optional<privacy::AdaptiveClip> m_adaptive;
    at::Tensor m_sent;
    at::Tensor m_local;
    at::Tensor m_update;
    at::Tensor m_mean; ///< of what the cohort sent, over the expected number of clients
    /// Sum over the cohort of +1/2 for a norm within the clip, -1/2 for one beyond, 0 for an absent client:
    /// it changes the sum by as much as the count's noise is for.
    double m_withinClip = 0;
};

} // namespace

std::unique_ptr<FederationRound> makeClippedRound(const RoundContext& context)
{
    return std::make_unique<ClippedRound>(context);
}

} // namespace undertone::federation
