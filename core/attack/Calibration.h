#pragma once

#include "core/attack/AttributeInferenceAttack.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace undertone::attack {

/// What an attack says of one shadow federation twice: without the defence and under it. The clients are the
/// same, and so are the rounds that leak.
struct ReportPair
{
    LeakageReport clean;
    LeakageReport defended;
};

/// Thresholds in place of an attack's own, which are those of single examples without a defence.
///
/// For clients whom a defence protects, in the scores of an attack that was fitted without it: noise adds a
/// constant to a quadratic form and draws every update's direction towards chance: the score of a client
/// under the defence is a line in its score without. The threshold is where that line puts a client who
/// stands on the attack's own threshold, which was set on speakers whom it had not seen.
///
/// For contrasts of sums: from contrasts of shadow clients whom the classifier had not seen.
class Calibration
{
public:
    /// In each cell (layer x part x n) and for each class, the least-squares line through all clients' mean
    /// scores over the repeats. A class whose scores are all alike keeps its threshold.
    static Calibration of(const std::vector<ReportPair>& pairs);
    /// In each cell and for each class speakerThreshold() of the clients' scores, a repeat each. `reports`:
    /// of clients whom the attacks that they come from had not seen. A class whose scores are all alike, or
    /// that only one side of the comparison has, keeps its threshold.
    static Calibration ofHeldOut(const std::vector<LeakageReport>& reports);

    /// (score - threshold) / deviation of every score, and the decisions that follow. A cell that the reports
    /// did not have stays as it is.
    void apply(LeakageCell& cell) const;

    std::string serialize() const;
    static std::optional<Calibration> deserialize(std::string_view bytes); ///< nullopt when damaged

private:
    struct Threshold
    {
        double value = 0;
        double deviation = 1; ///< of the scores
    };
    struct Cell
    {
        std::string layer;
        Part part = Part::Both;
        LeakedUpdates leakedUpdates = 1;
        std::vector<Threshold> thresholds; ///< per problem: one of two classes, k of k > 2

        Cell() = default;
        Cell(std::string layerName, Part partOfIt, LeakedUpdates n)
            : layer(std::move(layerName)), part(partOfIt), leakedUpdates(n)
        {
        }

        bool isOf(const LeakageCell& cell) const
        {
            return layer == cell.layer && part == cell.part && leakedUpdates == cell.leakedUpdates;
        }
    };
    std::vector<Cell> m_cells;
};

/// The attack with a calibration's thresholds in place of its own. Its classifiers stay what they are.
std::unique_ptr<FittedAttack> calibrated(std::unique_ptr<FittedAttack> attack, Calibration calibration);

} // namespace undertone::attack
