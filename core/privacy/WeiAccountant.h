#pragma once

#include "core/privacy/Accountant.h"

namespace undertone::privacy {

/// The nominal budget of Wei et al. (WeiNoise.h) read from events, whatever their sampling:
///     epsilon = sqrt(2 ln(1/delta) sum of q_t T_t / z_eff,t^2).
/// For equal events this is the formula; it is never a guarantee (BoundKind::Nominal).
class WeiAccountant : public Accountant
{
public:
    std::string name() const override { return "wei"; }
    std::string refusal(const PrivacyEvent&) const override { return {}; }

private:
    PrivacyBound computeEpsilon(std::span<const PrivacyEvent> events, double delta) const override;
    PrivacyBound computeDelta(std::span<const PrivacyEvent> events, double epsilon) const override;
};

} // namespace undertone::privacy
