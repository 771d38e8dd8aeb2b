#pragma once

#include "core/attack/AttributeInferenceAttack.h"
#include "core/attack/KernelMachine.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace undertone::attack {

/// Thresholds for clients whom a defence protects, in the scores of an attack that was fitted without it:
/// noise adds a constant to a quadratic form, which shifts every score and leaves their order.
class Calibration
{
public:
    /// From what the attack says of shadow federations under the defence: in each cell (layer x part x n)
    /// speakerThreshold() of the clients' scores, a repeat each, which are means over n leaked updates. A
    /// class whose scores are all alike, or that only one side of the comparison has, keeps its threshold.
    static Calibration of(const std::vector<LeakageReport>& reports);

    /// (score - threshold) / deviation of every score, and the decisions that follow. A cell that the reports
    /// did not have stays as it is.
    void apply(LeakageCell& cell) const;

    std::string serialize() const;
    static std::optional<Calibration> deserialize(std::string_view bytes); ///< nullopt when damaged

private:
    struct Cell
    {
        std::string layer;
        Part part = Part::Both;
        LeakedUpdates leakedUpdates = 1;
        std::vector<Threshold> thresholds; ///< per problem: one of two classes, k of k > 2

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
