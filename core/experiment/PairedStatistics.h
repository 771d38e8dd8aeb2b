#pragma once

#include "core/experiment/Statistics.h"

#include <cstdint>
#include <vector>

namespace undertone::experiment {

/// Difference b - a of two estimates with their intervals, by the method of variance estimates recovery (Zou
/// and Donner 2008, Statistics in Medicine 27): low = d - sqrt(x^2 + y^2 - 2 r x y) with x = b - b.low and
/// y = a.high - a, and so above. `correlation` r of the estimates is 0 when they are independent.
Interval moverDifference(const Interval& a, const Interval& b, double correlation = 0);

/// A difference between two studies, and over how many speakers it was paired; 0 = not paired.
struct PairedDifference
{
    Interval difference;
    std::size_t speakers = 0;
};

/// Difference b - a of attack UARs over the speakers that both know by the same class. In each class: the
/// Wilson intervals (n = speakers) of the means of the per-speaker recalls, joined by moverDifference() with
/// the correlation of the speakers' recalls (0 where it cannot be told); the mean over the classes by
/// moverMean(). Not paired (speakers 0) when a class of either side has fewer than two speakers in common.
PairedDifference pairedAttackDifference(const std::vector<SpeakerRecall>& a,
                                        const std::vector<SpeakerRecall>& b, std::size_t classes);

/// Test speakers of all folds of one seed.
struct SeedSpeakers
{
    std::uint64_t seed = 0;
    std::vector<SpeakerUtility> speakers;
};

/// Difference b - a of SER UARs: 95 % bootstrap over the speakers that both have and over the seeds that both
/// have, the same draw for both. Not paired when fewer than two speakers are common.
PairedDifference pairedUtilityDifference(const std::vector<SeedSpeakers>& a,
                                         const std::vector<SeedSpeakers>& b, std::uint64_t seed,
                                         std::size_t resamples = 1000);

} // namespace undertone::experiment
