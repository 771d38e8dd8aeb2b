#include "core/store/FilterSql.h"

#include <algorithm>

namespace undertone::store {

namespace {

const char* operatorOf(Comparison comparison)
{
    switch (comparison) {
    case Comparison::Equal:
        return " = ";
    case Comparison::NotEqual:
        return " <> ";
    case Comparison::Less:
        return " < ";
    case Comparison::LessOrEqual:
        return " <= ";
    case Comparison::Greater:
        return " > ";
    case Comparison::GreaterOrEqual:
        return " >= ";
    case Comparison::Contains:
        break;
    }
    return "";
}

bool isOfRow(const FilterNode& node)
{
    return node.word.ofRow || std::any_of(node.operands.begin(), node.operands.end(), isOfRow);
}

class Compiler
{
public:
    FilterSql compiled(const FilterNode& filter)
    {
        const std::string before = ofKeys(filter);
        const std::string condition = of(filter);
        // A study without rows is one row of nothing.
        m_sql.condition = isOfRow(filter)
                              ? "(" + before +
                                    "EXISTS (SELECT 1 FROM (SELECT 1) LEFT JOIN leakage l ON l.experiment = "
                                    "e.number WHERE " +
                                    condition + "))"
                              : condition;
        return std::move(m_sql);
    }

private:
    /// What the specification alone says of the keys that must fulfil a comparison: the rows of a study that
    /// has no such value need not be read.
    std::string ofKeys(const FilterNode& node)
    {
        std::string sql;
        if (node.kind == FilterOperator::And)
            for (const auto& operand : node.operands)
                sql += ofKeys(operand);
        if (node.kind == FilterOperator::Compare && node.word.type == FilterType::Key)
            sql = ofKey(node) + " AND ";
        return sql;
    }

    /// By its value, or by those that it takes in the sweep. (SQLite parses a text once for both
    /// json_extract, but json_each would parse it again: it gets the list alone.)
    std::string ofKey(const FilterNode& node)
    {
        const auto at = [&](const std::string& path) {
            return "json_extract(e.specification, '$." + path + "')";
        };
        const auto& key = node.word.name;
        const auto own = compared(at(key), node.comparison, node.value);
        return "(" + own + " OR EXISTS (SELECT 1 FROM json_each(" + at("sweep.\"" + key + "\"") + ") WHERE " +
               compared("value", node.comparison, node.value) + "))";
    }

    std::string of(const FilterNode& node)
    {
        switch (node.kind) {
        case FilterOperator::And:
            return joined(node, " AND ");
        case FilterOperator::Or:
            return joined(node, " OR ");
        case FilterOperator::Not:
            return "(NOT " + of(node.operands.front()) + ")";
        case FilterOperator::Flag:
            return "(" + node.word.sql + " <> 0)";
        case FilterOperator::Compare:
            break;
        }
        return comparison(node);
    }

    std::string joined(const FilterNode& node, const char* between)
    {
        std::string sql = "(";
        for (const auto& operand : node.operands)
            sql += (sql.size() > 1 ? between : "") + of(operand);
        return sql + ")";
    }

    std::string comparison(const FilterNode& node)
    {
        const auto& word = node.word;
        switch (word.type) {
        case FilterType::Date: // as much of it as was given
            m_sql.parameters.push_back(withLetterT(std::get<std::string>(node.value)));
            m_sql.parameters.push_back(m_sql.parameters.back());
            return "(substr(" + word.sql + ", 1, length(?))" + operatorOf(node.comparison) + "?)";
        case FilterType::Texts: {
            const bool isNone = node.comparison == Comparison::NotEqual;
            const auto each = isNone ? Comparison::Equal : node.comparison;
            return std::string(isNone ? "(NOT " : "(") + "EXISTS (SELECT 1 FROM (" + word.sql + ") WHERE " +
                   compared("value", each, node.value) + "))";
        }
        default:
            return compared(word.sql, node.comparison, node.value);
        }
    }

    std::string compared(const std::string& sql, Comparison comparison,
                         const std::variant<double, std::string>& value)
    {
        m_sql.parameters.push_back(value);
        if (comparison == Comparison::Contains)
            return "(instr(lower(" + sql + "), lower(?)) > 0)";
        const bool isText = std::holds_alternative<std::string>(value);
        return "(" + sql + operatorOf(comparison) + "?" + (isText ? " COLLATE NOCASE)" : ")");
    }

    static std::string withLetterT(std::string date)
    {
        std::replace(date.begin(), date.end(), ' ', 'T');
        return date;
    }

    FilterSql m_sql;
};

} // namespace

FilterSql filterSql(const FilterNode& filter)
{
    return Compiler().compiled(filter);
}

} // namespace undertone::store
