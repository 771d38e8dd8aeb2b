#include "core/privacy/Mechanism.h"

#include "core/base/Error.h"

#include <cmath>

namespace undertone::privacy {

namespace {

/// "none", and secure aggregation: what is seen differs, not what is computed.
class Undefended final : public Mechanism
{
};

/// Feng et al. 2022, by the formula of Wei et al.: gradients are clipped inside the local training, the
/// client noises its parameters with sigma_k = z 2 C / n_k.
class Udp final : public Mechanism
{
public:
    explicit Udp(const MechanismPlan& plan) : m_plan(plan) {}

    double gradientClip(double clip) const override { return clip; }
    double clientNoise(double clip, std::size_t samples) const override
    {
        return m_plan.sigma.value_or(m_plan.noiseMultiplier * 2 * clip / static_cast<double>(samples));
    }
    double eventMultiplier(double clip, std::size_t samples) const override
    {
        // Not by way of the deviation, whose rounding would make many multipliers of one.
        return m_plan.sigma ? *m_plan.sigma * static_cast<double>(samples) / clip
                            : 2 * m_plan.noiseMultiplier;
    }

private:
    MechanismPlan m_plan;
};

/// McMahan et al. 2018: whole updates are clipped, and noised by whoever `isLocal` says.
class DpFedAvg : public Mechanism
{
public:
    explicit DpFedAvg(const MechanismPlan& plan) : m_plan(plan) {}

    double updateClip(double clip) const override { return clip; }
    Weighting weighting() const override { return Weighting::Equal; }
    ReportedModel reportedModel() const override { return ReportedModel::Last; }
    double eventMultiplier(double clip, std::size_t) const override
    {
        const double z = m_plan.sigma ? *m_plan.sigma / clip : m_plan.noiseMultiplier;
        return m_plan.adaptiveClip ? multiplierWithCount(z, m_plan.adaptiveClip->sigmaB) : z;
    }

protected:
    double deviation(double clip) const { return m_plan.sigma.value_or(m_plan.noiseMultiplier * clip); }

private:
    MechanismPlan m_plan;
};

class LocalDpFedAvg final : public DpFedAvg
{
public:
    using DpFedAvg::DpFedAvg;
    double clientNoise(double clip, std::size_t) const override { return deviation(clip); }
};

class CentralDpFedAvg final : public DpFedAvg
{
public:
    using DpFedAvg::DpFedAvg;
    double serverNoise(double clip) const override { return deviation(clip); }
};

} // namespace

std::unique_ptr<Mechanism> makeMechanism(const MechanismPlan& plan)
{
    switch (plan.kind) {
    case MechanismKind::None:
    case MechanismKind::SecureAggregation:
        return std::make_unique<Undefended>();
    case MechanismKind::Udp:
        return std::make_unique<Udp>(plan);
    case MechanismKind::DpFedAvgLocal:
        return std::make_unique<LocalDpFedAvg>(plan);
    case MechanismKind::DpFedAvgCentral:
        return std::make_unique<CentralDpFedAvg>(plan);
    }
    throw Error(ErrorCode::Internal, "Unknown mechanism.", "privacy.mechanism", "");
}

double multiplierWithCount(double z, double sigmaB)
{
    return 1 / std::sqrt(1 / (z * z) + 1 / (4 * sigmaB * sigmaB));
}

std::optional<double> multiplierWithoutCount(double effective, double sigmaB)
{
    const double rest = 1 / (effective * effective) - 1 / (4 * sigmaB * sigmaB);
    return rest > 0 ? std::optional(1 / std::sqrt(rest)) : std::nullopt;
}

double nextClip(const AdaptiveClip& adaptive, double clip, double share)
{
    return clip * std::exp(-adaptive.rate * (share - adaptive.quantile));
}

} // namespace undertone::privacy
