#include "core/store/HistoryTable.h"

#include "core/base/Error.h"
#include "core/experiment/ExperimentSpec.h"
#include "core/store/ExperimentTable.h"
#include "core/store/FilterSql.h"
#include "core/store/SearchWords.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_map>

namespace undertone::store {

namespace {

constexpr const char* summaryColumns =
    "SELECT e.number, e.id, e.name, e.state, e.created, e.trials, e.fraction, e.synthetic, "
    "(SELECT COUNT(*) FROM trial t WHERE t.experiment = e.number AND t.finished = 1), n.text, e.starred, "
    "e.deleted, e.attack_uar, e.ser_uar, e.epsilon_low, e.epsilon_high "
    "FROM experiment e LEFT JOIN note n ON n.experiment = e.number ";

constexpr NamedHistoryColumn columns[] = {
    {"created", HistoryColumn::Created},      {"name", HistoryColumn::Name},
    {"state", HistoryColumn::State},          {"starred", HistoryColumn::Starred},
    {"trials", HistoryColumn::Trials},        {"corpus", HistoryColumn::Corpus},
    {"mechanism", HistoryColumn::Mechanism},  {"epsilon", HistoryColumn::Epsilon},
    {"attack_uar", HistoryColumn::AttackUar}, {"ser_uar", HistoryColumn::SerUar},
};

const char* sortedBy(HistoryColumn column)
{
    switch (column) {
    case HistoryColumn::Created:
        return "e.created";
    case HistoryColumn::Name:
        return "e.name COLLATE NOCASE";
    case HistoryColumn::State:
        return "e.state";
    case HistoryColumn::Starred:
        return "e.starred";
    case HistoryColumn::Trials:
        return "e.trials";
    case HistoryColumn::Corpus:
        return "(SELECT MIN(value) FROM study_fact f WHERE f.kind = 'corpus' AND f.experiment = e.number)";
    case HistoryColumn::Mechanism:
        return "(SELECT MIN(value) FROM study_fact f WHERE f.kind = 'mechanism' AND f.experiment = e.number)";
    case HistoryColumn::Epsilon:
        return "e.epsilon_low";
    case HistoryColumn::AttackUar:
        return "e.attack_uar";
    case HistoryColumn::SerUar:
        return "e.ser_uar";
    }
    return "e.number";
}

std::optional<double> known(const SQLite::Column& column)
{
    return column.isNull() ? std::nullopt : std::optional(column.getDouble());
}

experiment::ExperimentSummary summaryIn(SQLite::Statement& query)
{
    experiment::ExperimentSummary summary;
    summary.id = query.getColumn(1).getString();
    summary.name = query.getColumn(2).getString();
    summary.state = stateFromName(query.getColumn(3).getString());
    summary.created = query.getColumn(4).getString();
    summary.trials = static_cast<std::size_t>(query.getColumn(5).getInt64());
    summary.fraction = query.getColumn(6).getDouble();
    summary.synthetic = query.getColumn(7).getInt() != 0;
    summary.trialsDone = static_cast<std::size_t>(query.getColumn(8).getInt64());
    summary.note = query.getColumn(9).getString();
    summary.starred = query.getColumn(10).getInt() != 0;
    summary.deleted = query.getColumn(11).getInt() != 0;
    summary.attackUar = known(query.getColumn(12));
    summary.serUar = known(query.getColumn(13));
    summary.epsilonLow = known(query.getColumn(14));
    summary.epsilonHigh = known(query.getColumn(15));
    return summary;
}

constexpr std::size_t fewStudies = 500; ///< looked up one by one; of more all texts are read

/// Summaries by their experiment's number.
class Listing
{
public:
    void add(std::int64_t number, experiment::ExperimentSummary summary)
    {
        m_places.emplace(number, m_summaries.size());
        m_summaries.push_back(std::move(summary));
    }

    /// Adds the texts of a query's (number, text) to a list of each summary.
    void addTexts(SQLite::Statement& query, std::vector<std::string> experiment::ExperimentSummary::*list)
    {
        while (query.executeStep())
            if (const auto place = m_places.find(query.getColumn(0).getInt64()); place != m_places.end())
                (m_summaries[place->second].*list).push_back(query.getColumn(1).getString());
    }

    void addTexts(SQLite::Database& connection)
    {
        using Summary = experiment::ExperimentSummary;
        if (m_summaries.empty())
            return;
        const auto where = ofThese();
        SQLite::Statement tags(connection,
                               "SELECT experiment, tag FROM tag WHERE 1" + where + " ORDER BY 1, 2");
        addTexts(tags, &Summary::tags);
        for (const auto& [kind, list] :
             {std::pair{"corpus", &Summary::corpora}, {"mechanism", &Summary::mechanisms}}) {
            SQLite::Statement facts(connection, "SELECT experiment, value FROM study_fact WHERE kind = ?" +
                                                    where + " ORDER BY experiment, value");
            facts.bind(1, kind);
            addTexts(facts, list);
        }
    }

    std::vector<experiment::ExperimentSummary> taken() { return std::move(m_summaries); }

private:
    std::string ofThese() const
    {
        std::vector<std::int64_t> numbers;
        if (m_places.size() <= fewStudies)
            for (const auto& [number, place] : m_places)
                numbers.push_back(number);
        return numbers.empty() ? "" : fmt::format(" AND experiment IN ({})", fmt::join(numbers, ","));
    }

    std::vector<experiment::ExperimentSummary> m_summaries;
    std::unordered_map<std::int64_t, std::size_t> m_places;
};

std::string textOf(const HistoryQuery& query, const FilterSql& filter, bool isSearched)
{
    std::string text = std::string(summaryColumns) + "WHERE e.deleted = ?";
    if (isSearched)
        text += " AND (e.number IN (SELECT rowid FROM study_text WHERE study_text MATCH ?) OR "
                "substr(e.id, 1, length(?)) = ?)";
    if (!filter.condition.empty())
        text += " AND " + filter.condition;
    const char* order = query.order == SortOrder::Ascending ? "ASC" : "DESC";
    return text + fmt::format(" ORDER BY {0} {1} NULLS LAST, e.number {1}", sortedBy(query.sort), order);
}

void checkRemovable(SQLite::Database& connection, std::int64_t number, const std::string& id)
{
    if (!selectSummary(connection, number).deleted)
        throw Error(ErrorCode::Conflict, "The study is not in the bin.", id,
                    "Put it into the bin first: only what is there is removed for good.");
    checkNotHeld(connection, number);
}

} // namespace

std::span<const NamedHistoryColumn> historyColumns()
{
    return columns;
}

HistoryColumn historyColumnNamed(const std::string& name)
{
    std::vector<std::string> names;
    for (const auto& entry : columns) {
        if (name == entry.name)
            return entry.column;
        names.emplace_back(entry.name);
    }
    throw Error(ErrorCode::InvalidRequest, "Studies cannot be sorted by \"" + name + "\".", name,
                fmt::format("Choose one of: {}.", fmt::join(names, ", ")));
}

std::vector<experiment::ExperimentSummary> selectSummaries(SQLite::Database& connection,
                                                           const HistoryQuery& query)
{
    const auto parsed = parseFilter(query.filter);
    const auto filter = parsed ? filterSql(*parsed) : FilterSql();
    const auto words = searchWords(query.search);
    SQLite::Statement select(connection, textOf(query, filter, !words.empty()));
    int next = 1;
    select.bind(next++, query.bin == Bin::Inside ? 1 : 0);
    if (!words.empty()) {
        select.bind(next++, words);
        select.bind(next++, query.search);
        select.bind(next++, query.search);
    }
    for (const auto& parameter : filter.parameters)
        std::visit([&](const auto& value) { select.bind(next++, value); }, parameter);
    Listing listing;
    while (select.executeStep())
        listing.add(select.getColumn(0).getInt64(), summaryIn(select));
    listing.addTexts(connection);
    return listing.taken();
}

experiment::ExperimentSummary selectSummary(SQLite::Database& connection, std::int64_t number)
{
    SQLite::Statement query(connection, std::string(summaryColumns) + "WHERE e.number = ?");
    query.bind(1, number);
    query.executeStep();
    Listing listing;
    listing.add(number, summaryIn(query));
    listing.addTexts(connection);
    return listing.taken().front();
}

void updateStarred(SQLite::Database& connection, std::int64_t number, bool starred)
{
    SQLite::Statement update(connection, "UPDATE experiment SET starred = ? WHERE number = ?");
    update.bind(1, starred ? 1 : 0);
    update.bind(2, number);
    update.exec();
}

void updateName(SQLite::Database& connection, std::int64_t number, const std::string& name)
{
    auto spec = experiment::parseSpec(selectSpecification(connection, number), "study");
    spec.name = name;
    const auto specification = experiment::writeSpec(spec);
    experiment::parseSpec(specification, "study"); // the new name may be none
    SQLite::Statement update(connection,
                             "UPDATE experiment SET name = ?, specification = ? WHERE number = ?");
    update.bind(1, name);
    update.bind(2, specification);
    update.bind(3, number);
    update.exec();
}

void deleteTag(SQLite::Database& connection, std::int64_t number, const std::string& tag)
{
    SQLite::Statement remove(connection, "DELETE FROM tag WHERE experiment = ? AND tag = ?");
    remove.bind(1, number);
    remove.bind(2, tag);
    remove.exec();
}

std::vector<std::string> selectTags(SQLite::Database& connection)
{
    SQLite::Statement query(connection, "SELECT DISTINCT tag FROM tag ORDER BY tag");
    std::vector<std::string> tags;
    while (query.executeStep())
        tags.push_back(query.getColumn(0).getString());
    return tags;
}

void deleteBinned(SQLite::Database& connection, const std::vector<std::string>& ids)
{
    for (const auto& id : ids) {
        const auto number = numberOf(connection, id);
        checkRemovable(connection, number, id);
        deleteExperiment(connection, number);
    }
}

} // namespace undertone::store
