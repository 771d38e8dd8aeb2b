#pragma once

#include "core/attack/LeakageReport.h"
#include "core/learning/ClassificationMetrics.h"

#include <stdexcept>
#include <string>
#include <vector>

namespace undertone::tests {

/// The cell of the layer and part at n leaked updates.
inline const attack::LeakageCell& cellOf(const attack::LeakageReport& report, const std::string& layer,
                                         attack::LeakedUpdates n, attack::Part part = attack::Part::Both)
{
    for (const auto& cell : report.cells)
        if (cell.layer == layer && cell.leakedUpdates == n && cell.part == part)
            return cell;
    throw std::runtime_error("no such cell");
}

/// Of the clients' scores for class 1 in the first repeat.
inline double aucOf(const attack::LeakageCell& cell)
{
    std::vector<double> scores;
    std::vector<bool> positive;
    for (const auto& client : cell.clients) {
        scores.push_back(client.scores.front()[1]);
        positive.push_back(client.label == 1);
    }
    return learning::areaUnderRoc(scores, positive);
}

} // namespace undertone::tests
