#pragma once

#include "core/privacy/Accountant.h"

namespace undertone::privacy {

/// Renyi differential privacy (Mironov 2017), with the divergences of RenyiDivergences.h and the conversion
/// of RenyiBound.h over all real orders. Covers everything but fixed-size sampling under add/remove and null.
class RdpAccountant : public Accountant
{
public:
    std::string name() const override { return "rdp"; }
    std::string refusal(const PrivacyEvent& event) const override;
    double resolution() const override { return 1e-9; }

private:
    PrivacyBound computeEpsilon(std::span<const PrivacyEvent> events, double delta) const override;
    PrivacyBound computeDelta(std::span<const PrivacyEvent> events, double epsilon) const override;
};

} // namespace undertone::privacy
