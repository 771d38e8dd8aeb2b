#pragma once

#include "core/privacy/PrivacyEvent.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace undertone::privacy {

/// What an accountant's number is worth.
enum class BoundKind {
    Guaranteed, ///< an upper bound: the privacy lost is not more, under what the events say
    Nominal,    ///< the number a formula gives; no guarantee
};

/// An accountant's answer to either question. The number asked for is pessimistic: the true one is not
/// larger.
struct PrivacyBound
{
    double epsilon = 0; ///< in nats; +inf when no bound exists
    double delta = 0;
    double logDelta = 0; ///< natural logarithm; tells apart what `delta` cannot hold (below 1e-308)
    /// The same number (epsilon, or delta) from below, where the accountant has one: the truth lies between.
    std::optional<double> optimistic;
    /// Of the answer: `pld` may answer with "rdp", where that is smaller.
    std::string accountant;
    BoundKind kind = BoundKind::Guaranteed;
    /// Order alpha at which the Renyi bound was attained.
    std::optional<double> order;
};

/// Epsilon and delta of the composition of events, in natural logarithms:
///     delta(epsilon) = sup over neighbours of E_{x~P}[(1 - exp(epsilon - log P(x)/Q(x)))_+].
/// All events speak of one relation and one unit. A noise multiplier below 1e-6 counts as no noise. A member
/// throws Error(InvalidRequest), with the reason and what to do, on an event it does not cover, on delta
/// outside (0, 1) and on a negative epsilon. Immutable: one object serves any number of threads.
class Accountant
{
public:
    virtual ~Accountant() = default;

    /// "pld", "rdp", "gaussian", "wei".
    virtual std::string name() const = 0;
    /// Smallest proven epsilon at `delta`. 0 for no events; +inf for an event without noise.
    PrivacyBound epsilon(std::span<const PrivacyEvent> events, double delta) const;
    /// Smallest proven delta at `epsilon`.
    PrivacyBound delta(std::span<const PrivacyEvent> events, double epsilon) const;
    /// Why this accountant does not cover `event`, and what to do; empty when it does.
    virtual std::string refusal(const PrivacyEvent& event) const = 0;
    /// Relative precision to which epsilon is a smooth function of its arguments: what a calibration can
    /// reach.
    virtual double resolution() const { return 1e-13; }
    /// A much faster accountant that covers the same events with an epsilon not far away: where a search
    /// begins.
    virtual std::unique_ptr<Accountant> scout() const { return nullptr; }

protected:
    Accountant() = default;
    Accountant(const Accountant&) = default;
    Accountant& operator=(const Accountant&) = default;

private:
    /// Events are valid, covered, of one relation and unit, with noise, a count and a rate above 0.
    virtual PrivacyBound computeEpsilon(std::span<const PrivacyEvent> events, double delta) const = 0;
    virtual PrivacyBound computeDelta(std::span<const PrivacyEvent> events, double epsilon) const = 0;

    std::vector<PrivacyEvent> accepted(std::span<const PrivacyEvent> events) const;
};

/// Default absolute tolerance of epsilon; a tenth of it is the relative one: max(1e-4, 1e-5 epsilon).
inline constexpr double defaultTolerance = 1e-4;

/// "pld", "rdp", "gaussian" or "wei"; Error(InvalidRequest) on another name. `tolerance` is the error of
/// epsilon that the PLD's grid may add, max(tolerance, tolerance/10 x epsilon); the others are exact
/// formulas.
std::unique_ptr<Accountant> makeAccountant(std::string_view name, double tolerance = defaultTolerance);

/// The names that makeAccountant knows, best first.
std::span<const char* const> accountantNames();

} // namespace undertone::privacy
