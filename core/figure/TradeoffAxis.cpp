#include "core/figure/TradeoffAxis.h"

#include "core/base/Error.h"
#include "core/figure/Figures.h"
#include "core/figure/RepresentationView.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace undertone::figure {

using experiment::ExperimentRecord;
using experiment::ResultRow;

namespace {

constexpr const char* budgetPath = "privacy.epsilon";
constexpr double infinity = std::numeric_limits<double>::infinity();

bool isLambda(const std::string& path)
{
    return path.starts_with("representation.adversary.") && path.ends_with(".lambda");
}

/// Of attacks on representations the adversary's strength; the privacy budget where it is swept, else the
/// first swept numbers, else whatever is swept.
SweptAxis sweptBy(const ExperimentRecord& record, const std::vector<ResultRow>& rows)
{
    const auto axes = sweptAxes(record);
    if (std::any_of(rows.begin(), rows.end(), isOnRepresentation))
        for (const auto& axis : axes)
            if (isLambda(axis.path))
                return axis;
    for (const auto& axis : axes)
        if (axis.path == budgetPath)
            return axis;
    for (const auto& axis : axes)
        if (axis.numeric && axis.values.size() > 1)
            return axis;
    return axes.empty() ? SweptAxis{} : axes.front();
}

/// What decides the noise.
SweptAxis noiseSweptBy(const ExperimentRecord& record)
{
    for (const auto& axis : sweptAxes(record))
        if (axis.path == budgetPath || axis.path == "privacy.noise_multiplier" ||
            axis.path == "privacy.sigma")
            return axis;
    return {};
}

std::optional<double> budgetIn(BudgetAxis kind, const ResultRow& row)
{
    const auto& privacy = row.privacy;
    switch (kind) {
    case BudgetAxis::Swept:
        return std::nullopt;
    case BudgetAxis::Nominal:
        return privacy.epsilonNominal;
    case BudgetAxis::OneUpdate:
        return privacy.epsilonOneUpdate;
    case BudgetAxis::LeakedUpdates:
        return privacy.epsilonLeaked;
    case BudgetAxis::AllRounds:
        return privacy.epsilonAllRounds;
    case BudgetAxis::Sigma:
        return privacy.sigma;
    }
    return std::nullopt;
}

} // namespace

std::span<const BudgetAxis> budgetAxes()
{
    static constexpr std::array axes = {BudgetAxis::Swept,     BudgetAxis::Nominal,
                                        BudgetAxis::OneUpdate, BudgetAxis::LeakedUpdates,
                                        BudgetAxis::AllRounds, BudgetAxis::Sigma};
    return axes;
}

const char* budgetAxisName(BudgetAxis axis)
{
    constexpr std::array names = {"swept", "nominal", "one-update", "leaked-updates", "all-rounds", "sigma"};
    return names[static_cast<std::size_t>(axis)];
}

BudgetAxis budgetAxisNamed(std::string_view name)
{
    std::vector<std::string> names;
    for (const auto axis : budgetAxes()) {
        if (name == budgetAxisName(axis))
            return axis;
        names.emplace_back(budgetAxisName(axis));
    }
    throw Error(ErrorCode::InvalidRequest, fmt::format("There is no budget axis \"{}\".", name), "axis",
                fmt::format("Choose one of: {}.", fmt::join(names, ", ")));
}

bool hasBudgets(BudgetAxis kind, const std::vector<ResultRow>& rows)
{
    return kind == BudgetAxis::Swept || std::any_of(rows.begin(), rows.end(), [kind](const ResultRow& row) {
               const auto budget = budgetIn(kind, row);
               return budget && *budget > 0 && std::isfinite(*budget);
           });
}

TradeoffAxis::TradeoffAxis(BudgetAxis kind, const ExperimentRecord& record,
                           const std::vector<ResultRow>& rows)
    : m_kind(kind), m_swept(kind == BudgetAxis::Swept ? sweptBy(record, rows) : noiseSweptBy(record)),
      m_rows(rows), m_promises({&record})
{
    if (kind == BudgetAxis::Swept)
        makeSweptAxis();
    else
        makeBudgetAxis();
}

void TradeoffAxis::makeSweptAxis()
{
    m_axis = m_swept.path.empty() ? axisOf("setting", {"this study"}, false)
                                  : axisOf(pathWords(m_swept.path), m_swept.values, m_swept.numeric);
    if (isLambda(m_swept.path))
        m_axis.label = "strength of the adversary (lambda)";
    if (m_swept.path != budgetPath)
        return;
    if (m_axis.scale == AxisScale::Linear)
        m_axis.scale = AxisScale::Log;
    if (!m_promises.allHold())
        m_axis.label = "epsilon as set (no guarantee)";
}

void TradeoffAxis::makeBudgetAxis()
{
    m_axis.scale = AxisScale::Log;
    m_axis.reversed = m_kind == BudgetAxis::Sigma;
    m_axis.label = m_promises.label(m_kind);
    for (const auto& row : m_rows)
        if (std::isinf(place(row)) && (!m_axis.unbounded || hasNoise(row)))
            m_axis.unbounded = hasNoise(row) ? "no bound" : "no noise";
}

std::optional<double> TradeoffAxis::budgetOf(const ResultRow& row) const
{
    const auto budget = budgetIn(m_kind, row);
    return budget && *budget > 0 ? budget : std::nullopt;
}

double TradeoffAxis::place(const ResultRow& row) const
{
    if (m_kind != BudgetAxis::Swept)
        return budgetOf(row).value_or(infinity);
    return m_swept.path.empty() ? 0.0 : placeOn(m_axis, m_swept.values, valueAt(row.sweep, m_swept.path));
}

std::optional<double> TradeoffAxis::place(const PublishedResult& result) const
{
    const double nominal = result.nominalEpsilon;
    // What was published is a nominal epsilon; what it would be accounted as, or its noise, is not known.
    if (isAccounted(m_kind) || m_kind == BudgetAxis::Sigma)
        return std::nullopt;
    if (m_kind == BudgetAxis::Swept && m_swept.path.empty())
        return std::isinf(nominal) ? std::optional(0.0) : std::nullopt;
    if (m_kind == BudgetAxis::Swept && (m_swept.path != budgetPath || m_axis.scale == AxisScale::Category))
        return std::nullopt;
    bool above = false, below = false;
    for (const auto& row : m_rows) {
        const double own = place(row);
        const bool alike = std::isinf(own) == std::isinf(nominal);
        above = above || (alike && own >= nominal);
        below = below || (alike && own <= nominal);
    }
    return above && below ? std::optional(nominal) : std::nullopt;
}

bool TradeoffAxis::showsUtility(const ResultRow& row) const
{
    const auto counts = leakedUpdates(m_rows);
    return m_kind != BudgetAxis::LeakedUpdates || counts.empty() || row.leakedUpdates == counts.back();
}

std::string TradeoffAxis::words() const
{
    const auto counts = leakedUpdates(m_rows);
    if (m_kind != BudgetAxis::LeakedUpdates || counts.empty())
        return guaranteeWords();
    return guaranteeWords() +
           fmt::format(" SER stands at the epsilon of n = {}.", leakedWords(counts.back()));
}

std::string TradeoffAxis::guaranteeWords() const
{
    if (isAccounted(m_kind))
        return m_promises.accountedWords();
    const bool isAsSet =
        m_kind == BudgetAxis::Nominal || (m_kind == BudgetAxis::Swept && m_swept.path == budgetPath);
    if (!isAsSet || m_promises.allHold())
        return {};
    return " The epsilon is the one that the noise was set by; no guarantee follows from it.";
}

} // namespace undertone::figure
