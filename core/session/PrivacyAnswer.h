#pragma once

#include "core/figure/FigureSpec.h"
#include "core/privacy/Calibration.h"
#include "core/privacy/PrivacyWarnings.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace undertone::session {

/// How much of what one unit (a client) released an observer has.
enum class Exposure {
    OneUpdate,     ///< one release, and whose it is: sampling hides nothing
    LeakedUpdates, ///< n releases of one unit
    AllRounds,     ///< every release; the sampling says whether the observer knows who took part
};

/// The argument that is searched for so that a budget is kept.
enum class Unknown { NoiseMultiplier, Rounds, SampleRate };

struct PrivacyTarget
{
    Unknown unknown = Unknown::NoiseMultiplier;
    Exposure exposure = Exposure::AllRounds; ///< AllRounds unless the noise is searched for
    double epsilon = 1;
    bool operator==(const PrivacyTarget&) const = default;
};

/// What the privacy calculator is asked: a Gaussian mechanism, and how often and how it is used.
struct PrivacyQuestion
{
    double noiseMultiplier = 1; ///< deviation of the noise / clip
    privacy::Sampling sampling = privacy::Sampling::Poisson;
    double sampleRate = 0.1; ///< not read without sampling
    privacy::Relation relation = privacy::Relation::Replace;
    std::size_t rounds = 200;
    std::size_t leakedUpdates = 10; ///< as many as there are rounds at most
    double delta = 1e-5;
    std::optional<PrivacyTarget> target;
    bool operator==(const PrivacyQuestion&) const = default;
};

/// What one accountant says, or why it says nothing.
struct EpsilonReading
{
    std::string accountant;
    std::optional<privacy::PrivacyBound> bound;
    std::string words; ///< epsilon as people read it, never below the bound (BoundText.h)
    std::string refusal;
};

struct ExposureReadings
{
    Exposure exposure = Exposure::OneUpdate;
    privacy::PrivacyEvent event;
    std::vector<EpsilonReading> readings; ///< in the order of accountantNames()

    /// The smallest epsilon that is an upper bound; null when there is none.
    const privacy::PrivacyBound* guaranteed() const;
};

/// The value that keeps the budget, or why there is none.
struct SolvedBudget
{
    std::optional<privacy::Calibration> calibration;
    std::string refusal;
};

struct PrivacyAnswer
{
    PrivacyQuestion question;
    std::vector<ExposureReadings> exposures; ///< OneUpdate, LeakedUpdates, AllRounds
    std::vector<privacy::PrivacyWarning> warnings;
    bool complete = false;              ///< what follows is there
    std::optional<SolvedBudget> solved; ///< when there is a target
    figure::FigureSpec curve;           ///< epsilon of all rounds against their number
};

/// The releases that an observer has, as one event.
privacy::PrivacyEvent eventOf(const PrivacyQuestion& question, Exposure exposure);

/// The readings alone: some 30 ms at most for usual questions. @throws Error InvalidRequest.
PrivacyAnswer privacyReadings(const PrivacyQuestion& question);

/// Adds what takes longer. `check` is called between the steps, and may throw to end it.
void complete(PrivacyAnswer& answer, const std::function<void()>& check);

} // namespace undertone::session
