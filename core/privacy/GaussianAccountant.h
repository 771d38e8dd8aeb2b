#pragma once

#include "core/privacy/Accountant.h"

namespace undertone::privacy {

/// Exact for full participation (q = 1): see AnalyticGaussian.h. Refuses events that are subsampled.
class GaussianAccountant : public Accountant
{
public:
    std::string name() const override { return "gaussian"; }
    std::string refusal(const PrivacyEvent& event) const override;

private:
    PrivacyBound computeEpsilon(std::span<const PrivacyEvent> events, double delta) const override;
    PrivacyBound computeDelta(std::span<const PrivacyEvent> events, double epsilon) const override;
};

/// sqrt(sum of count / z_eff^2): the composition of Gaussian events is one Gaussian mechanism with this mu.
double composedMu(std::span<const PrivacyEvent> events);

} // namespace undertone::privacy
