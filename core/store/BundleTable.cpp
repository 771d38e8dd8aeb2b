#include "core/store/BundleTable.h"

#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

namespace undertone::store {

namespace {

using nlohmann::json;

/// Of this machine, or of the list: they do not travel.
const std::set<std::string> localColumns = {"deleted", "holder_pid",    "holder_started", "holder_boot",
                                            "place",   "work_expected", "work_seconds"};

struct Column
{
    std::string name;
    std::string type; ///< INTEGER | REAL | TEXT
};

std::vector<Column> columnsOf(SQLite::Database& connection, const BundleTable& table)
{
    SQLite::Statement query(connection, "SELECT name, type FROM pragma_table_info(?) ORDER BY cid");
    query.bind(1, table.name);
    std::vector<Column> columns;
    while (query.executeStep())
        if (!localColumns.contains(query.getColumn(0).getString()))
            columns.push_back({query.getColumn(0).getString(), query.getColumn(1).getString()});
    return columns;
}

json valueOf(const SQLite::Column& column)
{
    if (column.isInteger())
        return column.getInt64();
    if (column.isFloat()) {
        const double value = column.getDouble();
        return std::isinf(value) ? json{{"inf", value > 0 ? 1 : -1}} : json(value);
    }
    return column.isNull() ? json() : json(column.getString());
}

void bindValue(SQLite::Statement& insert, int place, const json& value, const Column& column)
{
    if (value.is_null())
        return;
    if (column.type == "TEXT") {
        insert.bind(place, value.get<std::string>());
    } else if (column.type == "REAL") {
        insert.bind(place, value.is_object() ? value.at("inf").get<int>() * HUGE_VAL : value.get<double>());
    } else {
        if (!value.is_number_integer())
            throw std::invalid_argument(column.name + " is no whole number");
        insert.bind(place, value.get<std::int64_t>());
    }
}

/// The bundle's columns as this database has them.
std::vector<Column> knownColumns(SQLite::Database& connection, const BundleTable& table, const json& names)
{
    const auto known = columnsOf(connection, table);
    std::vector<Column> columns;
    std::set<std::string> seen;
    for (const auto& name : names) {
        const auto wanted = name.get<std::string>();
        const auto found = std::find_if(known.begin(), known.end(),
                                        [&](const auto& column) { return column.name == wanted; });
        if (found == known.end() || !seen.insert(wanted).second)
            throw std::invalid_argument("column \"" + wanted + "\" of " + table.name);
        columns.push_back(*found);
    }
    return columns;
}

class Inserter
{
public:
    Inserter(SQLite::Database& connection, const BundleTable& table, std::vector<Column> columns,
             BundleNumbers& numbers)
        : m_connection(connection), m_table(table), m_columns(std::move(columns)), m_numbers(numbers),
          m_insert(connection, textOf())
    {
    }

    void insert(const json& row)
    {
        if (row.size() != m_columns.size())
            throw std::invalid_argument(std::string("a row of ") + m_table.name + " has another length");
        std::int64_t ownNumber = 0;
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            const auto& name = m_columns[i].name;
            const int place = static_cast<int>(i) + 1;
            if (name == "number")
                ownNumber = row[i].get<std::int64_t>(); // it gets a new one
            else if (name == "experiment")
                m_insert.bind(place, m_numbers.experiment);
            else if (name == "trial")
                m_insert.bind(place, m_numbers.trials.at(row[i].get<std::int64_t>()));
            else if (name == "cell")
                m_insert.bind(place, m_numbers.cells.at(row[i].get<std::int64_t>()));
            else
                bindValue(m_insert, place, row[i], m_columns[i]);
        }
        m_insert.exec();
        m_insert.reset();
        m_insert.clearBindings();
        note(ownNumber);
    }

private:
    std::string textOf() const
    {
        std::vector<std::string> names;
        std::vector<std::string> marks;
        for (const auto& column : m_columns) {
            names.push_back(column.name);
            marks.emplace_back("?");
        }
        return fmt::format("INSERT INTO {} ({}) VALUES ({})", m_table.name, fmt::join(names, ", "),
                           fmt::join(marks, ", "));
    }

    void note(std::int64_t ownNumber)
    {
        const std::string name = m_table.name;
        const auto given = m_connection.getLastInsertRowid();
        if (name == "experiment")
            m_numbers.experiment = given;
        auto* numbers = name == "trial" ? &m_numbers.trials : name == "cell" ? &m_numbers.cells : nullptr;
        if (numbers && !numbers->emplace(ownNumber, given).second)
            throw std::invalid_argument(name + " numbers are not unique");
    }

    SQLite::Database& m_connection;
    const BundleTable& m_table;
    std::vector<Column> m_columns;
    BundleNumbers& m_numbers;
    SQLite::Statement m_insert;
};

} // namespace

const std::vector<BundleTable>& bundleTables()
{
    static const char* const ofTrial = "trial IN (SELECT number FROM trial WHERE experiment = ?1)";
    static const std::vector<BundleTable> tables = {
        {"experiment", "number = ?1"},
        {"trial", "experiment = ?1"},
        {"round", ofTrial},
        {"utility", ofTrial},
        {"speaker_utility", ofTrial},
        {"cell", ofTrial},
        {"client_score", "cell IN (SELECT c.number FROM cell c JOIN trial t ON t.number = c.trial WHERE "
                         "t.experiment = ?1)"},
        {"leakage", "experiment = ?1"},
        {"privacy_event", ofTrial},
        {"privacy_reading", ofTrial},
        {"membership_audit", ofTrial},
        {"embedding_map", ofTrial},
        {"embedded_utterance", ofTrial},
        {"warning", "experiment = ?1"},
        {"tag", "experiment = ?1"},
        {"note", "experiment = ?1"},
    };
    return tables;
}

std::string tableText(SQLite::Database& connection, const BundleTable& table, std::int64_t experiment)
{
    std::vector<std::string> names;
    for (const auto& column : columnsOf(connection, table))
        names.push_back(column.name);
    SQLite::Statement query(connection,
                            fmt::format("SELECT {} FROM {} WHERE {} ORDER BY {}", fmt::join(names, ", "),
                                        table.name, table.rows, names.size() > 2 ? "1, 2, 3" : "1, 2"));
    query.bind(1, experiment);
    auto rows = json::array();
    while (query.executeStep()) {
        auto row = json::array();
        for (int i = 0; i < query.getColumnCount(); ++i)
            row.push_back(valueOf(query.getColumn(i)));
        rows.push_back(std::move(row));
    }
    return json{{"columns", names}, {"rows", std::move(rows)}}.dump(-1, ' ', false,
                                                                    json::error_handler_t::replace);
}

void insertTable(SQLite::Database& connection, const BundleTable& table, const std::string& text,
                 BundleNumbers& numbers)
{
    const auto document = json::parse(text);
    Inserter inserter(connection, table, knownColumns(connection, table, document.at("columns")), numbers);
    for (const auto& row : document.at("rows"))
        inserter.insert(row);
}

} // namespace undertone::store
