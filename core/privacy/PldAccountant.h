#pragma once

#include "core/privacy/Accountant.h"

namespace undertone::privacy {

/// Privacy loss distributions: dominating pairs (LossPair.h) discretised by connect-the-dots (LossGrid.h)
/// under an exponential tilt, composed by FFT (LossComposition.h), in both directions (DirectedLoss.h); the
/// answer is the larger. Covers full participation (exactly, as one Gaussian) and Poisson sampling.
/// Pessimistic by construction; `optimistic` comes from a dominated discretisation of the same grid, and the
/// grid is refined until the two are within the tolerance. Where the Renyi bound is the smaller one, which
/// happens where even the finest grid is coarse and at extremely small delta, that is the answer, and it says
/// so.
class PldAccountant : public Accountant
{
public:
    /// The grid's step follows from the tolerance of epsilon, max(tolerance, tolerance/10 x epsilon), by the
    /// law error = T step^2 (lambda + 1) / 12 with lambda the tilt; at most 2^21 points.
    static PldAccountant withTolerance(double tolerance) { return {tolerance, 0}; }
    static PldAccountant withStep(double step) { return {0, step}; }

    std::string name() const override { return "pld"; }
    std::string refusal(const PrivacyEvent& event) const override;
    double resolution() const override { return 1e-8; }
    std::unique_ptr<Accountant> scout() const override;

private:
    PldAccountant(double tolerance, double step) : m_tolerance(tolerance), m_step(step) {}

    PrivacyBound computeEpsilon(std::span<const PrivacyEvent> events, double delta) const override;
    PrivacyBound computeDelta(std::span<const PrivacyEvent> events, double epsilon) const override;

    double m_tolerance;
    double m_step; ///< 0: from the tolerance
};

} // namespace undertone::privacy
