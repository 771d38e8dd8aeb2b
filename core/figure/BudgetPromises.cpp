#include "core/figure/BudgetPromises.h"

#include "core/experiment/SpecNames.h"
#include "core/figure/Defence.h"
#include "core/figure/ResultView.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace undertone::figure {

using privacy::Guarantee;

namespace {

std::string unitAt(const experiment::ExperimentRecord& record, const experiment::ResultRow& row)
{
    const auto mechanism = mechanismAt(record, row.sweep);
    for (const auto& [name, kind] : experiment::mechanismNames())
        if (mechanism == name)
            return privacy::unitOf(kind);
    return privacy::unitOf(privacy::MechanismKind::None);
}

std::string promiseWords(Guarantee guarantee, const std::string& unit, const std::string& epsilons)
{
    switch (guarantee) {
    case Guarantee::Holds:
        return fmt::format(" {} are upper bounds, of one {}, for the worst client.", epsilons, unit);
    case Guarantee::FavourableReading:
        return fmt::format(" {} are the most favourable reading, of one {}: they would bound what is learned "
                           "if what is released were clipped as the formula assumes. It is not.",
                           epsilons, unit);
    case Guarantee::None:
        return fmt::format(
            " {} are no guarantee: this observer sees updates that the noise does not protect.", epsilons);
    }
    return {};
}

} // namespace

bool isAccounted(BudgetAxis axis)
{
    return axis == BudgetAxis::OneUpdate || axis == BudgetAxis::LeakedUpdates ||
           axis == BudgetAxis::AllRounds;
}

bool hasNoise(const experiment::ResultRow& row)
{
    return row.privacy.sigma.value_or(0) > 0;
}

BudgetPromises::BudgetPromises(const std::vector<const experiment::ExperimentRecord*>& records)
{
    for (const auto* record : records)
        for (const auto& row : leadingRows(*record)) {
            if (!hasNoise(row))
                continue;
            m_mechanisms[{row.privacy.guarantee, unitAt(*record, row)}].insert(
                mechanismAt(*record, row.sweep));
            if (row.privacy.delta)
                m_deltas.insert(*row.privacy.delta);
        }
}

bool BudgetPromises::allHold() const
{
    return std::all_of(m_mechanisms.begin(), m_mechanisms.end(),
                       [](const auto& one) { return one.first.guarantee == Guarantee::Holds; });
}

std::string BudgetPromises::worth() const
{
    if (m_mechanisms.size() > 1)
        return " (guarantees differ)";
    if (m_mechanisms.empty() || allHold())
        return {};
    return m_mechanisms.begin()->first.guarantee == Guarantee::None ? " (no guarantee)"
                                                                    : " (favourable reading)";
}

std::string BudgetPromises::label(BudgetAxis axis) const
{
    const auto at = m_deltas.size() == 1 ? fmt::format(" at delta = {:g}", *m_deltas.begin()) : std::string();
    switch (axis) {
    case BudgetAxis::Nominal:
        return allHold() && !m_mechanisms.empty() ? "epsilon as it was set"
                                                  : "nominal epsilon (no guarantee)";
    case BudgetAxis::OneUpdate:
        return "epsilon of one update" + at + worth();
    case BudgetAxis::LeakedUpdates:
        return "epsilon of the n leaked updates" + at + worth();
    case BudgetAxis::AllRounds:
        return "epsilon of all rounds" + at + worth();
    case BudgetAxis::Sigma:
        return "sigma of the noise";
    case BudgetAxis::Swept:
        break;
    }
    return {};
}

std::string BudgetPromises::accountedWords() const
{
    std::string words;
    for (const auto& [promise, mechanisms] : m_mechanisms)
        words +=
            promiseWords(promise.guarantee, promise.unit,
                         m_mechanisms.size() > 1 ? fmt::format("Those of {}", fmt::join(mechanisms, " and "))
                                                 : "The epsilons");
    return words;
}

} // namespace undertone::figure
