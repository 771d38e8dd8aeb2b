#pragma once

#include "core/privacy/Accountant.h"

#include <cstddef>

namespace undertone::privacy {

/// What may be spent.
struct PrivacyBudget
{
    double epsilon = 1; ///< above 0
    double delta = 1e-5;
};

/// An event that fits the budget, with what the accountant says about exactly this event. All searches use
/// that epsilon falls with the noise and grows with rounds and rate; they return the end of the last bracket
/// at which the bound holds, and reach the accountant's resolution. All throw Error(InvalidRequest) for a
/// budget that no value reaches or that is none, and what the accountant throws.
struct Calibration
{
    PrivacyEvent event;
    PrivacyBound bound;     ///< bound.epsilon <= the budget's
    bool isAtLimit = false; ///< the budget still holds at the end of what is searched, and would beyond it
};

/// The smallest noise multiplier from 0.001 to 1e9; event.noiseMultiplier is ignored.
Calibration calibrateNoise(const Accountant& accountant, PrivacyEvent event, PrivacyBudget budget);

/// The largest number of rounds, at most 1e12; event.count is ignored. Refused when one round is too much.
Calibration calibrateRounds(const Accountant& accountant, PrivacyEvent event, PrivacyBudget budget);

/// The largest sampling rate, at least 1e-9; event.sampleRate is ignored, event.sampling is not `None`.
Calibration calibrateSampleRate(const Accountant& accountant, PrivacyEvent event, PrivacyBudget budget);

struct ClientCalibration
{
    std::size_t clients = 0;
    Calibration calibration;
};

/// The smallest number of clients from which cohorts of the (expected) size `cohort` may be drawn: q = cohort
/// / clients, at most 1e12 clients; event.sampleRate is ignored, event.sampling is not `None`.
ClientCalibration calibrateClients(const Accountant& accountant, PrivacyEvent event, double cohort,
                                   PrivacyBudget budget);

} // namespace undertone::privacy
