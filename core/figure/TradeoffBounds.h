#pragma once

#include "core/figure/ResultView.h"
#include "core/figure/TradeoffSpec.h"

#include <optional>
#include <string>
#include <vector>

namespace undertone::figure {

/// How a setting stands to the bounds. By the intervals: the upper bound of the attack's 95 % interval and
/// the lower bound of SER's are within them too (the comparison with no noise takes its point estimate). By
/// the estimates: the point estimates alone are, which other speakers may well overturn.
enum class Verdict { Fails, ByEstimates, ByIntervals };

/// A setting of the defence, whatever attacks it.
struct JudgedSetting
{
    experiment::SweepPoint defence;          ///< the swept values without those of the attack
    std::vector<experiment::ResultRow> rows; ///< of every adversary and number of leaked updates
    double attackUar = 0;                    ///< the highest over the rows
    double attackHigh = 0;                   ///< the highest upper bound over the rows
    experiment::Interval serUar;
    Verdict verdict = Verdict::Fails;
};

struct Judgement
{
    std::vector<JudgedSetting>
        settings;        ///< in the order of the rows; only those with an attack and a SER UAR
    double baseline = 0; ///< SER UAR that the loss is counted from
    bool baselineHasNoNoise = false;
};

/// Of leading rows.
Judgement judge(const std::vector<experiment::ResultRow>& rows, const Bounds& bounds);
/// What the caption says.
std::string judgementWords(const Judgement& judgement, const Bounds& bounds);

/// The swept values without those of the attack: what decides training and utility.
experiment::SweepPoint defenceOf(const experiment::SweepPoint& point);

} // namespace undertone::figure
