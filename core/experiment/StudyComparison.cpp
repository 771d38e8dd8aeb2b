#include "core/experiment/StudyComparison.h"

#include "core/base/Error.h"
#include "core/experiment/Bootstrap.h"
#include "core/experiment/SpecNames.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace undertone::experiment {

namespace {

using nlohmann::json;

/// Values of a document by their dotted path; arrays are values, a sweep's paths are whole.
void collect(const json& value, const std::string& path, std::map<std::string, std::string>& found)
{
    if (!value.is_object()) {
        found[path] = value.dump();
        return;
    }
    for (const auto& [key, inner] : value.items())
        collect(inner, path.empty() ? key : path + "." + key, found);
}

std::map<std::string, std::string> valuesOf(const StudyEvidence& study)
{
    std::map<std::string, std::string> values;
    collect(json::parse(study.record.specification), {}, values);
    return values;
}

std::vector<SpecificationDifference>
specificationDifferences(const std::vector<std::map<std::string, std::string>>& documents)
{
    std::set<std::string> paths;
    for (const auto& document : documents)
        for (const auto& [path, value] : document)
            paths.insert(path);
    std::vector<SpecificationDifference> differences;
    for (const auto& path : paths) {
        SpecificationDifference difference{path, {}};
        for (const auto& document : documents) {
            const auto found = document.find(path);
            difference.values.push_back(found == document.end() ? std::nullopt
                                                                : std::optional(found->second));
        }
        const auto& first = difference.values.front();
        if (std::any_of(difference.values.begin(), difference.values.end(),
                        [&](const auto& value) { return value != first; }))
            differences.push_back(std::move(difference));
    }
    return differences;
}

/// A row of a representation tells attributes and attackers apart, and is of no update.
bool isOfRepresentation(const ResultRow& row)
{
    return row.layer == embeddingLayer || row.layer == inputLayer;
}

/// What tells one cell from another: the swept values, whether it is the ceiling, layer, part, leaked
/// updates; of representations attribute and attack.
using CellKey = std::tuple<std::map<std::string, std::string>, bool, std::string, std::string, std::size_t,
                           std::string, std::string>;

/// A study's rows by what is common to the studies, and its trials by the row's own point.
class IndexedStudy
{
public:
    IndexedStudy(const StudyEvidence& study, const std::map<std::string, std::string>& document,
                 const std::set<std::string>& swept)
        : m_study(study)
    {
        for (const auto& row : study.record.rows)
            if (const auto [place, isNew] = m_rows.emplace(keyOf(row, document, swept), &row); isNew)
                m_order.push_back(place->first);
    }

    const std::map<CellKey, const ResultRow*>& rows() const { return m_rows; }
    /// Keys in the order of the study's rows.
    const std::vector<CellKey>& order() const { return m_order; }
    const ResultRow* row(const CellKey& key) const
    {
        const auto found = m_rows.find(key);
        return found == m_rows.end() ? nullptr : found->second;
    }

    /// The cells behind a row, of the given trials.
    std::vector<const attack::LeakageCell*>
    cells(const ResultRow& row, const std::set<std::pair<std::size_t, std::uint64_t>>& wanted) const
    {
        std::vector<const attack::LeakageCell*> found;
        for (const auto* trial : trials(row))
            if (wanted.contains({trial->fold, trial->seed}))
                for (const auto& cell : trial->result.leakage.cells)
                    if (cell.layer == row.layer && cell.leakedUpdates == row.leakedUpdates &&
                        partName(cell.part) == row.part &&
                        (cell.attribute.empty() ||
                         (cell.attribute == row.attribute && cell.attack == row.attack)))
                        found.push_back(&cell);
        return found;
    }

    std::set<std::pair<std::size_t, std::uint64_t>> places(const ResultRow& row) const
    {
        std::set<std::pair<std::size_t, std::uint64_t>> found;
        for (const auto* trial : trials(row))
            found.emplace(trial->fold, trial->seed);
        return found;
    }

    std::vector<SeedSpeakers> utility(const ResultRow& row) const
    {
        std::map<std::uint64_t, SeedSpeakers> seeds;
        for (const auto* trial : trials(row)) {
            auto& seed = seeds[trial->seed];
            seed.seed = trial->seed;
            const auto& speakers = trial->result.utility.speakers;
            seed.speakers.insert(seed.speakers.end(), speakers.begin(), speakers.end());
        }
        std::vector<SeedSpeakers> list;
        for (auto& [number, seed] : seeds)
            list.push_back(std::move(seed));
        return list;
    }

    std::set<std::string> corpora() const
    {
        return {m_study.record.summary.corpora.begin(), m_study.record.summary.corpora.end()};
    }

private:
    static CellKey keyOf(const ResultRow& row, const std::map<std::string, std::string>& document,
                         const std::set<std::string>& swept)
    {
        std::map<std::string, std::string> point;
        for (const auto& path : swept)
            if (const auto found = document.find(path); found != document.end())
                point[path] = found->second;
        for (const auto& [path, value] : row.sweep)
            point[path] = json::parse(value).dump();
        const bool isNamed = isOfRepresentation(row);
        return {point,
                row.attack == "data",
                row.layer,
                row.part,
                row.leakedUpdates,
                isNamed ? row.attribute : std::string(),
                isNamed ? row.attack : std::string()};
    }

    std::vector<const TrialEvidence*> trials(const ResultRow& row) const
    {
        std::vector<const TrialEvidence*> found;
        for (const auto& trial : m_study.trials)
            if (trial.point == row.sweep)
                found.push_back(&trial);
        return found;
    }

    const StudyEvidence& m_study;
    std::map<CellKey, const ResultRow*> m_rows;
    std::vector<CellKey> m_order;
};

std::optional<PairedDifference> joined(const PairedDifference& paired, const Interval& first,
                                       const Interval& other)
{
    if (std::isnan(first.value) || std::isnan(other.value))
        return std::nullopt;
    return paired.speakers > 0 ? paired : PairedDifference{moverDifference(first, other), 0};
}

ComparedResult resultOf(const ResultRow& row)
{
    return {row.attackUar, row.serUar, std::nullopt, std::nullopt};
}

ComparedResult comparedWith(const IndexedStudy& first, const ResultRow& firstRow, const IndexedStudy& other,
                            const ResultRow& row)
{
    ComparedResult result = resultOf(row);
    PairedDifference attack;
    PairedDifference utility;
    if (first.corpora() == other.corpora()) {
        auto common = first.places(firstRow);
        const auto others = other.places(row);
        std::erase_if(common, [&](const auto& place) { return !others.contains(place); });
        attack = pairedAttackDifference(speakerRecalls(first.cells(firstRow, common)),
                                        speakerRecalls(other.cells(row, common)),
                                        firstRow.speakersPerClass.size());
        utility = pairedUtilityDifference(first.utility(firstRow), other.utility(row), statisticsSeed);
    }
    if (firstRow.attribute == row.attribute)
        result.attackDifference = joined(attack, firstRow.attackUar, row.attackUar);
    result.serDifference = joined(utility, firstRow.serUar, row.serUar);
    return result;
}

void checkRequest(const std::vector<StudyEvidence>& studies)
{
    std::set<std::string> ids;
    for (const auto& study : studies)
        if (!ids.insert(study.record.summary.id).second)
            throw Error(ErrorCode::InvalidRequest, "A study cannot be compared with itself.",
                        study.record.summary.id, "Name each study once.");
    if (studies.size() < 2)
        throw Error(ErrorCode::InvalidRequest, "A comparison needs two studies.", "compare",
                    "Name two or more studies.");
}

ComparedCell cellOf(const CellKey& key)
{
    const auto& [point, isCeiling, layer, part, leaked, attribute, attack] = key;
    ComparedCell cell;
    cell.point.assign(point.begin(), point.end());
    cell.isCeiling = isCeiling;
    cell.layer = layer;
    cell.part = part;
    cell.leakedUpdates = leaked;
    cell.attribute = attribute;
    cell.attack = attack;
    return cell;
}

void addWarnings(StudyComparison& comparison, const std::vector<IndexedStudy>& studies)
{
    for (std::size_t i = 0; i < studies.size(); ++i) {
        const auto alone =
            std::count_if(studies[i].rows().begin(), studies[i].rows().end(), [&](const auto& entry) {
                return i == 0 ? std::none_of(studies.begin() + 1, studies.end(),
                                             [&](const auto& other) { return other.row(entry.first); })
                              : !studies.front().row(entry.first);
            });
        if (alone > 0)
            comparison.warnings.push_back(fmt::format("{} of {} rows of \"{}\" have no counterpart.", alone,
                                                      studies[i].rows().size(), comparison.studies[i].name));
        if (i > 0 && studies[i].corpora() != studies.front().corpora())
            comparison.warnings.push_back(
                fmt::format("\"{}\" has other private corpora than \"{}\": their differences are not paired.",
                            comparison.studies[i].name, comparison.studies.front().name));
    }
}

} // namespace

StudyComparison compareStudies(const std::vector<StudyEvidence>& studies)
{
    checkRequest(studies);
    StudyComparison comparison;
    std::vector<std::map<std::string, std::string>> documents;
    std::set<std::string> swept;
    for (const auto& study : studies) {
        comparison.studies.push_back(study.record.summary);
        documents.push_back(valuesOf(study));
        for (const auto& row : study.record.rows)
            for (const auto& [path, value] : row.sweep)
                swept.insert(path);
    }
    comparison.specification = specificationDifferences(documents);
    std::vector<IndexedStudy> indexed;
    for (std::size_t i = 0; i < studies.size(); ++i)
        indexed.emplace_back(studies[i], documents[i], swept);
    const auto& first = indexed.front();
    for (const auto& key : first.order()) {
        const auto* row = first.row(key);
        auto cell = cellOf(key);
        cell.results.emplace_back(resultOf(*row));
        for (std::size_t i = 1; i < indexed.size(); ++i) {
            const auto* other = indexed[i].row(key);
            cell.results.push_back(other ? std::optional(comparedWith(first, *row, indexed[i], *other))
                                         : std::nullopt);
        }
        if (std::any_of(cell.results.begin() + 1, cell.results.end(),
                        [](const auto& one) { return one.has_value(); }))
            comparison.cells.push_back(std::move(cell));
    }
    addWarnings(comparison, indexed);
    return comparison;
}

} // namespace undertone::experiment
