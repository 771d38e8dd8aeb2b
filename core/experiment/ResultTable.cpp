#include "core/experiment/ResultTable.h"

#include "core/experiment/Bootstrap.h"
#include "core/experiment/SpecNames.h"
#include "core/experiment/Statistics.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>

namespace undertone::experiment {

namespace {

constexpr auto unknown = std::numeric_limits<double>::quiet_NaN();

template <class Value>
std::size_t positionIn(const std::vector<Value>& list, const Value& value)
{
    return static_cast<std::size_t>(std::find(list.begin(), list.end(), value) - list.begin());
}

/// A client that is attacked in several folds and seeds counts once.
std::size_t clientsOf(const std::vector<const attack::LeakageCell*>& cells)
{
    std::map<std::string, std::size_t> most;
    for (const auto* cell : cells) {
        std::map<std::string, std::size_t> here;
        for (const auto& client : cell->clients)
            ++here[client.speaker];
        for (const auto& [speaker, count] : here)
            most[speaker] = std::max(most[speaker], count);
    }
    std::size_t sum = 0;
    for (const auto& [speaker, count] : most)
        sum += count;
    return sum;
}

/// Whoever attacks a representation has the encoder and has learned from its embeddings.
void nameAttack(ResultRow& row, const ExperimentSpec& spec, const attack::LeakageCell& cell)
{
    const bool isCeiling = cell.layer.empty();
    const bool isOfRepresentation = !cell.attack.empty();
    row.attack = isOfRepresentation ? cell.attack
                 : isCeiling        ? attackKindName(attack::AttackKind::Data)
                                    : attackKindName(spec.attack.kind);
    row.adversary = adversaryName(isOfRepresentation ? attack::Adversary::Same
                                  : isCeiling        ? attack::Adversary::Clean
                                                     : spec.attack.adversary);
}

/// Where a cell's row stands: those of representations behind the others; the ceiling, which has no layer,
/// behind those of updates.
using Place = std::tuple<std::size_t, std::size_t, bool, std::size_t, std::size_t, std::string, std::size_t,
                         std::size_t, std::size_t>;

Place placeOf(const ExperimentSpec& spec, const attack::LeakageCell& cell)
{
    static const std::vector<std::string> layers = {"", "embedding", "input"};
    std::size_t attribute = 0;
    std::size_t attacker = 0;
    if (!cell.attribute.empty()) {
        const auto& own = *spec.representation;
        attribute = 1 + static_cast<std::size_t>(
                            std::find_if(own.adversary.begin(), own.adversary.end(),
                                         [&](const auto& one) { return one.attribute == cell.attribute; }) -
                            own.adversary.begin());
        while (attacker < own.attackers.size() && attackerName(own.attackers[attacker]) != cell.attack)
            ++attacker;
        attacker = cell.attack == strongestAttack ? 0 : attacker + 1;
    }
    return {attribute,
            cell.attribute.empty() ? 0 : positionIn(layers, cell.layer),
            cell.layer.empty(),
            positionIn(spec.attack.parts, cell.part),
            positionIn(spec.attack.layers, cell.layer),
            cell.layer,
            attacker,
            positionIn(spec.attack.leakedUpdates, cell.leakedUpdates),
            cell.leakedUpdates};
}

} // namespace

ResultTable::ResultTable(const std::vector<TrialSpec>& trials, ResultSink& sink)
    : m_trials(trials), m_sink(sink), m_found(trials.size())
{
    for (std::size_t i = 0; i < trials.size(); ++i) {
        m_points.resize(std::max(m_points.size(), trials[i].pointIndex + 1));
        m_points[trials[i].pointIndex].trials.push_back(i);
    }
}

void ResultTable::addUtility(std::size_t trial, const UtilityResult& utility)
{
    const std::scoped_lock lock(m_mutex);
    m_found[trial].utility = utility.speakers;
    m_points[m_trials[trial].pointIndex].changed = true;
}

void ResultTable::addPrivacy(std::size_t trial, const PrivacySpent& spent)
{
    const std::scoped_lock lock(m_mutex);
    m_found[trial].privacy = spent;
    m_points[m_trials[trial].pointIndex].changed = true;
}

void ResultTable::addCell(std::size_t trial, const attack::LeakageCell& cell,
                          const std::vector<std::string>& attributeValues)
{
    const std::scoped_lock lock(m_mutex);
    m_found[trial].cells.push_back(cell);
    auto& point = m_points[m_trials[trial].pointIndex];
    point.values[attributeOf(point, cell)] = attributeValues;
    point.changed = true;
}

void ResultTable::publishPartial()
{
    const std::scoped_lock lock(m_mutex);
    const auto now = std::chrono::steady_clock::now();
    if (now - m_published < std::chrono::seconds(1))
        return;
    m_published = now;
    m_sink.rowsAggregated(rows());
}

void ResultTable::publishFinal()
{
    const std::scoped_lock lock(m_mutex);
    rows();
    for (auto& point : m_points)
        if (point.rows.empty())
            point.rows.push_back(utilityRow(point));
    setPValues();
    m_sink.rowsAggregated(rows());
}

std::vector<ResultTable::TrialCells> ResultTable::cellsOf(const Point& point) const
{
    const auto& spec = specOf(point);
    std::map<Place, TrialCells> ordered;
    for (const auto trial : point.trials)
        for (const auto& cell : m_found[trial].cells)
            ordered[placeOf(spec, cell)].push_back(&cell);
    std::vector<TrialCells> cells;
    for (auto& [place, same] : ordered)
        cells.push_back(std::move(same));
    return cells;
}

const std::string& ResultTable::attributeOf(const Point& point, const attack::LeakageCell& cell) const
{
    return cell.attribute.empty() ? specOf(point).attribute : cell.attribute;
}

std::size_t ResultTable::classesOf(const Point& point, const attack::LeakageCell& cell) const
{
    return point.values.at(attributeOf(point, cell)).size();
}

void ResultTable::aggregate(Point& point) const
{
    point.rows.clear();
    const auto utility = utilityRow(point);
    for (const auto& cells : cellsOf(point))
        point.rows.push_back(leakageRow(utility, point, cells));
    point.changed = false;
}

ResultRow ResultTable::utilityRow(const Point& point) const
{
    const auto& spec = specOf(point);
    ResultRow row;
    row.sweep = m_trials[point.trials.front()].point;
    if (spec.kind == StudyKind::Federation)
        row.federation = algorithmName(spec.federation.algorithm);
    row.attribute = spec.attribute;
    row.attackUar = {unknown, unknown, unknown};
    row.attackAuc = row.attackUar;
    row.attackAccuracy = row.attackUar;
    std::map<std::uint64_t, std::vector<SpeakerUtility>> bySeed;
    for (const auto trial : point.trials)
        for (const auto& speaker : m_found[trial].utility)
            bySeed[m_trials[trial].seed].push_back(speaker);
    std::vector<std::vector<SpeakerUtility>> seeds;
    for (auto& [seed, speakers] : bySeed)
        seeds.push_back(std::move(speakers));
    row.serUar = row.serAccuracy = {unknown, unknown, unknown};
    if (!seeds.empty()) {
        const auto utility = estimateUtility(seeds, statisticsSeed);
        row.serUar = utility.uar;
        row.serAccuracy = utility.accuracy;
    }
    row.privacy = privacyOf(point, {});
    return row;
}

RowPrivacy ResultTable::privacyOf(const Point& point, std::optional<attack::LeakedUpdates> leaked) const
{
    RowPrivacy row;
    for (const auto trial : point.trials) {
        const auto& spent = m_found[trial].privacy;
        if (!spent)
            continue;
        // Nothing is less than any epsilon.
        row.epsilonNominal = std::max(row.epsilonNominal, std::optional(spent->nominal));
        row.epsilonOneUpdate = std::max(row.epsilonOneUpdate, std::optional(spent->worst.oneUpdate));
        row.epsilonAllRounds = std::max(row.epsilonAllRounds, std::optional(spent->worst.allRounds));
        if (leaked && spent->worst.leaked.contains(*leaked))
            row.epsilonLeaked = std::max(row.epsilonLeaked, std::optional(spent->worst.leaked.at(*leaked)));
        row.sigma = row.sigma ? std::min(*row.sigma, spent->sigma) : spent->sigma;
        row.guarantee = spent->guarantee;
        row.delta = spent->delta;
    }
    return row;
}

ResultRow ResultTable::leakageRow(const ResultRow& utility, const Point& point, const TrialCells& cells) const
{
    const auto& first = *cells.front();
    const auto classes = classesOf(point, first);
    ResultRow row = utility;
    nameAttack(row, specOf(point), first);
    row.attribute = attributeOf(point, first);
    row.layer = cells.front()->layer;
    row.part = partName(cells.front()->part);
    row.leakedUpdates = cells.front()->leakedUpdates;
    if (!first.layer.empty() && first.attribute.empty())
        row.privacy = privacyOf(point, row.leakedUpdates);
    const auto recalls = speakerRecalls(cells);
    row.attackUar = attackUar(recalls, classes);
    row.attackAuc = attackAuc(cells, classes);
    row.attackAccuracy = attackAccuracy(recalls);
    row.clients = clientsOf(cells);
    row.speakers = recalls.size();
    row.speakersPerClass.assign(classes, 0);
    for (const auto& recall : recalls)
        ++row.speakersPerClass.at(recall.label);
    return row;
}

void ResultTable::setPValues()
{
    // One permutation of the speakers' labels for all cells; another attribute has other labels.
    struct Family
    {
        std::size_t classes = 0;
        std::vector<TrialCells> cells;
        std::vector<ResultRow*> rows;
    };
    std::map<std::pair<std::string, std::vector<std::string>>, Family> families;
    for (auto& point : m_points) {
        const auto cells = cellsOf(point);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const auto& attribute = attributeOf(point, *cells[i].front());
            auto& family = families[{attribute, point.values.at(attribute)}];
            family.classes = point.values.at(attribute).size();
            family.cells.push_back(cells[i]);
            family.rows.push_back(&point.rows[i]);
        }
    }
    for (auto& [attribute, family] : families) {
        if (family.cells.empty())
            continue;
        const auto p = adjustedPValues(family.cells, family.classes, statisticsSeed);
        for (std::size_t i = 0; i < p.size(); ++i)
            family.rows[i]->attackP = p[i];
    }
}

std::vector<ResultRow> ResultTable::rows()
{
    std::vector<ResultRow> all;
    for (auto& point : m_points) {
        if (point.changed)
            aggregate(point);
        all.insert(all.end(), point.rows.begin(), point.rows.end());
    }
    return all;
}

} // namespace undertone::experiment
