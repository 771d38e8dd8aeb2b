#pragma once

#include "core/attack/LeakageReport.h"
#include "core/experiment/ExperimentResult.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace undertone::experiment {

/// Wilson score interval of a proportion that need not be an integer count. `n` > 0; `confidence` such as
/// 0.95.
Interval wilsonInterval(double proportion, double n, double confidence = 0.95);

/// Mean of independent estimates with their intervals, by the method of variance estimates recovery (Zou and
/// Donner 2008).
Interval moverMean(const std::vector<Interval>& parts);

/// Per-speaker results of one cell, over clients, folds and seeds.
struct SpeakerRecall
{
    std::string speaker;
    std::size_t label = 0;
    double recall = 0; ///< share of decisions for the true value
};

/// One entry a speaker: means over its clients, folds and seeds (each inner vector is one trial's cell).
std::vector<SpeakerRecall> speakerRecalls(const std::vector<const attack::LeakageCell*>& cells);

/// Attack UAR: mean of the classes' mean per-speaker recalls; Wilson per class with n = speakers, combined by
/// MOVER.
Interval attackUar(const std::vector<SpeakerRecall>& recalls, std::size_t classes);

/// Share of right decisions, every speaker counting the same; Wilson with n = speakers.
Interval attackAccuracy(const std::vector<SpeakerRecall>& recalls);

/// AUC over the clients of one trial and one repeat (scores of different trials come from different
/// classifiers), averaged over repeats and trials; more than two classes: mean of one-vs-rest. The interval
/// is Newcombe's method 5 (Statistics in Medicine 25, 2006), which inverts the Hanley-McNeil variance and
/// does not degenerate at 1, with speakers as the units; bounds of one-vs-rest are averaged.
Interval attackAuc(const std::vector<const attack::LeakageCell*>& cells, std::size_t classes);

/// Newcombe's interval of an AUC from `positives` and `negatives` units, both > 0.
Interval aucInterval(double auc, double positives, double negatives, double confidence = 0.95);

/// Of test speakers, by name.
using SpeakerConfusions = std::map<std::string, learning::ConfusionMatrix>;

/// The results of the same speaker, over folds, added up.
SpeakerConfusions confusionsBySpeaker(const std::vector<SpeakerUtility>& results);

struct UtilityEstimate
{
    Interval uar;
    Interval accuracy;
};

/// SER UAR and accuracy with the 95 % bootstrap over speakers (each with all its folds and seeds) and over
/// seeds; at least 1,000 resamples. `bySeed[i]` holds the test speakers of all folds of one seed.
UtilityEstimate estimateUtility(const std::vector<std::vector<SpeakerUtility>>& bySeed, std::uint64_t seed,
                                std::size_t resamples = 1000);

/// p-values against chance, adjusted over all cells by the maximum statistic (Westfall and Young): the
/// private speakers' labels are permuted with the decisions fixed, one permutation for all cells. Each cell:
/// its trials. p = (1 + permutations that reach the observed UAR) / (1 + permutations): never 0.
std::vector<double> adjustedPValues(const std::vector<std::vector<const attack::LeakageCell*>>& cells,
                                    std::size_t classes, std::uint64_t seed, std::size_t permutations = 1000);

} // namespace undertone::experiment
