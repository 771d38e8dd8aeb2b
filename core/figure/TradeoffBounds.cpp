#include "core/figure/TradeoffBounds.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace undertone::figure {

using experiment::ResultRow;
using experiment::SweepPoint;

namespace {

bool hasNoNoise(const JudgedSetting& setting)
{
    return setting.rows.front().privacy.sigma.value_or(0) == 0;
}

JudgedSetting& settingOf(std::vector<JudgedSetting>& settings, const ResultRow& row)
{
    const auto defence = defenceOf(row.sweep);
    const auto found = std::find_if(settings.begin(), settings.end(), [&](const auto& setting) {
        return setting.defence == defence && setting.rows.front().federation == row.federation;
    });
    if (found != settings.end())
        return *found;
    JudgedSetting setting;
    setting.defence = defence;
    setting.serUar = row.serUar;
    settings.push_back(std::move(setting));
    return settings.back();
}

void findBaseline(Judgement& judgement)
{
    for (const bool wanted : {true, false}) {
        for (const auto& setting : judgement.settings)
            if (hasNoNoise(setting) || !wanted)
                judgement.baseline = std::max(judgement.baseline, setting.serUar.value);
        judgement.baselineHasNoNoise = wanted;
        if (judgement.baseline > 0)
            return;
    }
}

Verdict verdictOn(const JudgedSetting& setting, double leastUar, const Bounds& bounds)
{
    if (setting.attackUar > bounds.attackUar || setting.serUar.value < leastUar)
        return Verdict::Fails;
    const bool isSure = setting.attackHigh <= bounds.attackUar && setting.serUar.low >= leastUar;
    return isSure ? Verdict::ByIntervals : Verdict::ByEstimates;
}

std::string settingWords(const JudgedSetting& setting)
{
    std::vector<std::string> words;
    for (const auto& [path, value] : setting.defence)
        words.push_back(pathWords(path) + " " + valueWords(value));
    return fmt::format("{} (attack {:.3f}, up to {:.3f}; SER {:.3f}, down to {:.3f})",
                       words.empty() ? "this setting" : fmt::format("{}", fmt::join(words, ", ")),
                       setting.attackUar, setting.attackHigh, setting.serUar.value, setting.serUar.low);
}

std::string listOf(const Judgement& judgement, Verdict verdict)
{
    std::vector<std::string> words;
    for (const auto& setting : judgement.settings)
        if (setting.verdict == verdict)
            words.push_back(settingWords(setting));
    return words.empty() ? "none" : fmt::format("{}", fmt::join(words, "; "));
}

} // namespace

SweepPoint defenceOf(const SweepPoint& point)
{
    SweepPoint defence = point;
    std::erase_if(defence, [](const auto& entry) { return entry.first.starts_with("attack."); });
    return defence;
}

Judgement judge(const std::vector<ResultRow>& rows, const Bounds& bounds)
{
    Judgement judgement;
    for (const auto& row : rows) {
        if (!hasAttack(row) || std::isnan(row.attackUar.value) || std::isnan(row.serUar.value))
            continue;
        auto& setting = settingOf(judgement.settings, row);
        setting.attackUar = std::max(setting.attackUar, row.attackUar.value);
        setting.attackHigh = std::max(setting.attackHigh, row.attackUar.high);
        setting.rows.push_back(row);
    }
    findBaseline(judgement);
    for (auto& setting : judgement.settings)
        setting.verdict = verdictOn(setting, judgement.baseline - bounds.uarLoss, bounds);
    return judgement;
}

std::string judgementWords(const Judgement& judgement, const Bounds& bounds)
{
    return fmt::format(" Bounds: attack UAR at most {:g} % at every number of leaked updates and for every "
                       "adversary here, SER "
                       "UAR at most {:g} points below {:.3f} ({}). Met by the 95 % intervals: {}. Met by the "
                       "estimates alone: "
                       "{}.",
                       100 * bounds.attackUar, 100 * bounds.uarLoss, judgement.baseline,
                       judgement.baselineHasNoNoise ? "without noise" : "the best setting here",
                       listOf(judgement, Verdict::ByIntervals), listOf(judgement, Verdict::ByEstimates));
}

} // namespace undertone::figure
