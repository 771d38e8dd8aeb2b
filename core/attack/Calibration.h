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

/// Thresholds for clients whom a defence protects, in the scores of an attack that was fitted without it.
/// Noise adds a constant to a quadratic form and draws every update's direction towards chance: the score of
/// a client under the defence is a line in its score without. The threshold is where that line puts a client
/// who stands on the attack's own threshold, which was set on speakers whom it had not seen.
class Calibration
{
public:
    /// In each cell (layer x part x n) and for each class, the least-squares line through all clients' mean
    /// scores over the repeats. A class whose scores are all alike keeps its threshold.
    static Calibration of(const std::vector<ReportPair>& pairs);

    /// (score - threshold) / deviation of every score, and the decisions that follow. A cell that the reports
    /// did not have stays as it is.
    void apply(LeakageCell& cell) const;

    std::string serialize() const;
    static std::optional<Calibration> deserialize(std::string_view bytes); ///< nullopt when damaged

private:
    struct Threshold
    {
        double value = 0;
        double deviation = 1; ///< of the scores under the defence, those without it having 1
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
