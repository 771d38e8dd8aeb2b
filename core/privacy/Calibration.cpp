#include "core/privacy/Calibration.h"

#include "core/base/Error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace undertone::privacy {

namespace {

constexpr double leastNoise = 1e-3;
constexpr double mostNoise = 1e9;
constexpr double leastRate = 1e-9;
constexpr double mostUnits = 1e12;

/// One value of the unknown, tried.
struct Trial
{
    double x = 0;
    double excess = 0; ///< log(epsilon / budget), cut to what interpolation can use; <= 0 fits
    Calibration calibration;

    bool fits() const { return excess <= 0; }
};

/// The unknown, as a place in the event, and the values it may take.
struct Unknown
{
    std::function<void(PrivacyEvent&, double)> put;
    double least;
    double most;
    bool isInteger;
    const char* name;
};

/// Finds the end of [least, most] where the budget still holds, by interpolation in log x. `fitting` is the
/// end where epsilon is smallest.
class BudgetSearch
{
public:
    BudgetSearch(const Accountant& accountant, PrivacyEvent event, PrivacyBudget budget, Unknown unknown)
        : m_accountant(accountant), m_event(std::move(event)), m_budget(budget), m_unknown(std::move(unknown))
    {
        if (!(budget.epsilon > 0 && std::isfinite(budget.epsilon)))
            throw Error(ErrorCode::InvalidRequest,
                        fmt::format("a budget of epsilon = {} cannot be calibrated", budget.epsilon),
                        "epsilon", "Give a finite number above 0.");
    }

    Calibration smallest() { return search(m_unknown.most, m_unknown.least).calibration; }
    Calibration largest() { return search(m_unknown.least, m_unknown.most).calibration; }

private:
    Trial at(double x) const
    {
        Trial trial{x, 0, {m_event, {}, false}};
        m_unknown.put(trial.calibration.event, x);
        trial.calibration.bound = m_accountant.epsilon({&trial.calibration.event, 1}, m_budget.delta);
        const double epsilon = trial.calibration.bound.epsilon;
        trial.excess = epsilon <= m_budget.epsilon
                           ? std::max(-30.0, std::log(epsilon / m_budget.epsilon))
                           : std::clamp(std::log(epsilon / m_budget.epsilon), 1e-300, 30.0);
        return trial;
    }

    /// Where the scout's answer is; 1 without one.
    double start(double fittingEnd, double exceedingEnd) const
    {
        double x = 1;
        if (const auto scout = m_accountant.scout()) {
            try {
                BudgetSearch search(*scout, m_event, m_budget, m_unknown);
                x = search.search(fittingEnd, exceedingEnd).x;
            } catch (const Error&) {
                // Out of the scout's reach is not out of this accountant's.
            }
        }
        return std::clamp(x, m_unknown.least, m_unknown.most);
    }

    /// Steps from the start towards the answer, ever longer.
    Trial search(double fittingEnd, double exceedingEnd)
    {
        Trial fitting = at(start(fittingEnd, exceedingEnd));
        Trial exceeding = fitting;
        double factor = m_accountant.scout() ? 1.15 : 4;
        for (; fitting.fits() == exceeding.fits(); factor *= 2) {
            const bool moveUp = fitting.fits() == (exceedingEnd > fittingEnd);
            Trial& moved = fitting.fits() ? exceeding : fitting;
            Trial& other = fitting.fits() ? fitting : exceeding;
            other = moved;
            if (moved.x == (moveUp ? m_unknown.most : m_unknown.least)) {
                if (!moved.fits())
                    refuse(moved);
                moved.calibration.isAtLimit = true;
                return moved;
            }
            moved = at(stepped(moved.x, moveUp ? factor : 1 / factor));
        }
        return narrowed(fitting, exceeding);
    }

    double stepped(double x, double factor) const
    {
        double next = x * factor;
        if (m_unknown.isInteger)
            next = factor > 1 ? std::max(x + 1, std::round(next)) : std::min(x - 1, std::round(next));
        return std::clamp(next, m_unknown.least, m_unknown.most);
    }

    bool isFound(const Trial& fitting, const Trial& exceeding) const
    {
        if (m_unknown.isInteger)
            return std::abs(fitting.x - exceeding.x) <= 1;
        return fitting.excess >= -m_accountant.resolution() ||
               std::abs(std::log(fitting.x / exceeding.x)) <= m_accountant.resolution();
    }

    /// Regula falsi with the Illinois weights, aimed a little below the budget so that it ends where the
    /// bound holds; halves where that is slow.
    Trial narrowed(Trial fitting, Trial exceeding)
    {
        const double aim = m_accountant.resolution() / 2;
        double fittingWeight = fitting.excess + aim;
        double exceedingWeight = exceeding.excess + aim;
        double lastWidth = 0;
        int lastSide = 0;
        for (int i = 0; i < 300 && !isFound(fitting, exceeding); ++i) {
            const double width = std::log(exceeding.x / fitting.x);
            double share = fittingWeight / (fittingWeight - exceedingWeight);
            if (i % 3 == 0) {
                if (i > 0 && std::abs(width) > lastWidth / 2)
                    share = 0.5;
                lastWidth = std::abs(width);
            }
            const double x = fitting.x * std::exp(std::clamp(share, 1e-6, 1 - 1e-6) * width);
            const Trial middle = at(inside(x, fitting.x, exceeding.x));
            // The weight of an end that stays a second time is halved.
            if (middle.fits()) {
                fitting = middle;
                fittingWeight = middle.excess + aim;
                exceedingWeight /= lastSide > 0 ? 2 : 1;
                lastSide = 1;
            } else {
                exceeding = middle;
                exceedingWeight = middle.excess + aim;
                fittingWeight /= lastSide < 0 ? 2 : 1;
                lastSide = -1;
            }
        }
        return fitting;
    }

    double inside(double x, double a, double b) const
    {
        return m_unknown.isInteger ? std::clamp(std::round(x), std::min(a, b) + 1, std::max(a, b) - 1) : x;
    }

    [[noreturn]] void refuse(const Trial& last) const
    {
        throw Error(ErrorCode::InvalidRequest,
                    fmt::format("no {} gives epsilon {} at delta {}: {} = {} still gives {}", m_unknown.name,
                                m_budget.epsilon, m_budget.delta, m_unknown.name, last.x,
                                last.calibration.bound.epsilon),
                    m_unknown.name, "Allow a larger epsilon or delta, or more noise.");
    }

    const Accountant& m_accountant;
    PrivacyEvent m_event;
    PrivacyBudget m_budget;
    Unknown m_unknown;
};

void requireSampling(const PrivacyEvent& event)
{
    if (event.sampling == Sampling::None)
        throw Error(ErrorCode::InvalidRequest, "without sampling there is no rate to solve for", "sampling",
                    "Choose poisson or fixed, or solve for the noise.");
}

} // namespace

Calibration calibrateNoise(const Accountant& accountant, PrivacyEvent event, PrivacyBudget budget)
{
    const auto put = [](PrivacyEvent& e, double x) { e.noiseMultiplier = x; };
    return BudgetSearch(accountant, std::move(event), budget,
                        {put, leastNoise, mostNoise, false, "noise multiplier"})
        .smallest();
}

Calibration calibrateRounds(const Accountant& accountant, PrivacyEvent event, PrivacyBudget budget)
{
    const auto put = [](PrivacyEvent& e, double x) { e.count = static_cast<std::size_t>(x); };
    return BudgetSearch(accountant, std::move(event), budget, {put, 1, mostUnits, true, "number of rounds"})
        .largest();
}

Calibration calibrateSampleRate(const Accountant& accountant, PrivacyEvent event, PrivacyBudget budget)
{
    requireSampling(event);
    const auto put = [](PrivacyEvent& e, double x) { e.sampleRate = x; };
    return BudgetSearch(accountant, std::move(event), budget, {put, leastRate, 1, false, "sampling rate"})
        .largest();
}

ClientCalibration calibrateClients(const Accountant& accountant, PrivacyEvent event, double cohort,
                                   PrivacyBudget budget)
{
    requireSampling(event);
    if (!(cohort > 0 && cohort < mostUnits))
        throw Error(ErrorCode::InvalidRequest, fmt::format("a cohort of {} clients", cohort), "cohort",
                    "Give the number of clients that a round takes, on average.");
    const auto put = [cohort](PrivacyEvent& e, double x) { e.sampleRate = cohort / x; };
    ClientCalibration solved;
    solved.calibration = BudgetSearch(accountant, std::move(event), budget,
                                      {put, std::ceil(cohort), mostUnits, true, "number of clients"})
                             .smallest();
    solved.clients = static_cast<std::size_t>(std::llround(cohort / solved.calibration.event.sampleRate));
    return solved;
}

} // namespace undertone::privacy
