#include "core/store/FilterParser.h"

#include "core/base/Error.h"
#include "core/store/FilterTokens.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <regex>

namespace undertone::store {

namespace {

constexpr int deepest = 50;                  ///< of parentheses and `not`
constexpr std::size_t mostComparisons = 100; ///< SQLite takes expressions up to a depth of 1000

const std::map<std::string, Comparison> comparisons = {
    {"=", Comparison::Equal},     {"==", Comparison::Equal},
    {"!=", Comparison::NotEqual}, {"<>", Comparison::NotEqual},
    {"<", Comparison::Less},      {"<=", Comparison::LessOrEqual},
    {">", Comparison::Greater},   {">=", Comparison::GreaterOrEqual},
    {"~", Comparison::Contains},
};

bool isOrdering(Comparison comparison)
{
    return comparison != Comparison::Equal && comparison != Comparison::NotEqual &&
           comparison != Comparison::Contains;
}

bool isDate(const std::string& text)
{
    static const std::regex shape(R"(\d{4}(-\d{2}(-\d{2}([T ]\d{2}(:\d{2}(:\d{2}Z?)?)?)?)?)?)");
    return std::regex_match(text, shape);
}

/// Recursive descent over the tokens.
class Parser
{
public:
    explicit Parser(std::vector<FilterToken> tokens) : m_tokens(std::move(tokens)) {}

    FilterNode whole()
    {
        auto node = alternatives(0);
        if (token().kind != FilterTokenKind::End)
            throwFilterError("Something follows the end of the expression.", token(),
                             "Join comparisons with and / or; a text of several words stands in quotes.");
        return node;
    }

private:
    FilterNode alternatives(int depth)
    {
        return chain("or", FilterOperator::Or, depth, &Parser::conjunction);
    }
    FilterNode conjunction(int depth) { return chain("and", FilterOperator::And, depth, &Parser::negation); }

    FilterNode chain(const char* word, FilterOperator kind, int depth, FilterNode (Parser::*part)(int))
    {
        auto first = (this->*part)(depth);
        if (!token().isWord(word))
            return first;
        FilterNode node;
        node.kind = kind;
        node.operands.push_back(std::move(first));
        while (token().isWord(word)) {
            ++m_next;
            node.operands.push_back((this->*part)(depth));
        }
        return node;
    }

    FilterNode negation(int depth)
    {
        if (depth > deepest)
            throwFilterError("The expression is nested too deeply.", token(),
                             "Write it with fewer parentheses.");
        if (token().isWord("not")) {
            ++m_next;
            FilterNode node;
            node.kind = FilterOperator::Not;
            node.operands.push_back(negation(depth + 1));
            return node;
        }
        if (token().kind != FilterTokenKind::Open)
            return comparison();
        const auto open = taken();
        auto node = alternatives(depth + 1);
        if (token().kind != FilterTokenKind::Close)
            throwFilterError("A parenthesis is not closed.", open, "Write ) behind what belongs together.");
        ++m_next;
        return node;
    }

    FilterNode comparison()
    {
        if (++m_comparisons > mostComparisons)
            throwFilterError("The expression has too many comparisons.", token(), "Write a shorter one.");
        FilterNode node;
        node.word = word();
        if (node.word.type == FilterType::Flag) {
            node.kind = FilterOperator::Flag;
            if (token().kind == FilterTokenKind::Operator)
                throwFilterError(fmt::format("\"{}\" stands alone.", node.word.name), token(),
                                 fmt::format("Write {0}, or not {0}.", node.word.name));
            return node;
        }
        node.kind = FilterOperator::Compare;
        const auto operation = taken();
        const auto found = comparisons.find(operation.text);
        if (operation.kind != FilterTokenKind::Operator || found == comparisons.end())
            throwFilterError(fmt::format("A comparison is missing behind \"{}\".", node.word.name), operation,
                             "Write one of: = != < <= > >= ~ (contains).");
        node.comparison = found->second;
        checkComparison(node, operation);
        node.value = value(node);
        if (token().kind == FilterTokenKind::Operator)
            throwFilterError("Two comparisons are chained.", token(),
                             "Join them with and: 0.5 < x < 0.6 is "
                             "x > 0.5 and x < 0.6.");
        return node;
    }

    FilterWord word()
    {
        const auto found = taken();
        if (found.kind == FilterTokenKind::End)
            throwFilterError("A comparison is missing at the end.", found, "Such as: attack_uar < 0.6.");
        if (found.kind != FilterTokenKind::Word)
            throwFilterError(fmt::format("A comparison cannot begin with {}.", found.shown()), found,
                             "It begins with what is compared: attack_uar < 0.6.");
        if (auto known = filterWordNamed(found.text))
            return *known;
        std::vector<std::string> names;
        for (const auto& one : filterWords())
            names.push_back(one.name);
        throwFilterError(
            fmt::format("Studies cannot be filtered by \"{}\".", found.text), found,
            fmt::format("Did you mean {}? There are: {}; and every key of the specification, such as "
                        "model.dropout.",
                        nearestFilterWord(found.text), fmt::join(names, ", ")));
    }

    static void checkComparison(const FilterNode& node, const FilterToken& operation)
    {
        const auto type = node.word.type;
        const bool isNumber = type == FilterType::Number || type == FilterType::Count;
        if (node.comparison == Comparison::Contains && (isNumber || type == FilterType::Date))
            throwFilterError(fmt::format("\"{}\" contains no text.", node.word.name), operation,
                             "Compare it with one of: = != < <= > >=.");
        const bool isOrdered = isNumber || type == FilterType::Date || type == FilterType::Key;
        if (isOrdering(node.comparison) && !isOrdered)
            throwFilterError(fmt::format("\"{}\" has no order.", node.word.name), operation,
                             "Compare it with one of: = != ~ (contains).");
    }

    std::variant<double, std::string> value(const FilterNode& node)
    {
        const auto found = taken();
        if (found.kind != FilterTokenKind::Word && found.kind != FilterTokenKind::Text)
            throwFilterError(fmt::format("A value is missing behind \"{}\".", node.word.name), found,
                             "Write a number, or a text in quotes.");
        switch (node.word.type) {
        case FilterType::Number:
        case FilterType::Count:
            return number(node.word, found);
        case FilterType::Date:
            if (!isDate(found.text))
                throwFilterError(fmt::format("\"{}\" is no date.", found.text), found,
                                 "Write it as 2026-11-20, 2026-11 or 2026.");
            return found.text;
        case FilterType::Choice:
            return choice(node, found);
        case FilterType::Key:
            return key(node, found);
        default:
            return found.text;
        }
    }

    static double number(const FilterWord& word, const FilterToken& found)
    {
        if (word.type == FilterType::Count && found.isWord("all"))
            return HUGE_VAL;
        if (const auto value = found.number())
            return *value;
        throwFilterError(fmt::format("\"{}\" is no number.", found.text), found,
                         fmt::format("{} is compared with a number, such as 0.6{}.", word.name,
                                     word.type == FilterType::Count ? ", or all" : " or inf"));
    }

    static std::string choice(const FilterNode& node, const FilterToken& found)
    {
        const auto& choices = node.word.choices;
        if (node.comparison != Comparison::Contains &&
            std::find(choices.begin(), choices.end(), found.text) == choices.end())
            throwFilterError(fmt::format("\"{}\" is no {}.", found.text, node.word.name), found,
                             fmt::format("There are: {}.", fmt::join(choices, ", ")));
        return found.text;
    }

    static std::variant<double, std::string> key(const FilterNode& node, const FilterToken& found)
    {
        const auto value = found.number();
        if (!value && isOrdering(node.comparison))
            throwFilterError(
                fmt::format("\"{}\" is no number.", found.text), found,
                "Less and more are said of numbers; compare a text with one of: = != ~ (contains).");
        if (value && node.comparison != Comparison::Contains)
            return *value;
        return found.text;
    }

    const FilterToken& token() const { return m_tokens[m_next]; }

    FilterToken taken()
    {
        const auto& found = m_tokens[m_next];
        if (found.kind != FilterTokenKind::End)
            ++m_next;
        return found;
    }

    std::vector<FilterToken> m_tokens; ///< the last is End
    std::size_t m_next = 0;
    std::size_t m_comparisons = 0;
};

} // namespace

std::optional<FilterNode> parseFilter(std::string_view text)
{
    auto tokens = filterTokens(text);
    if (tokens.front().kind == FilterTokenKind::End)
        return std::nullopt;
    return Parser(std::move(tokens)).whole();
}

} // namespace undertone::store
