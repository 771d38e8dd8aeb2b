#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace undertone::store {

enum class FilterType {
    Number,
    Count, ///< a number, or `all`, which is more than any
    Text,
    Choice, ///< a text out of a list
    Date,   ///< 2026, 2026-11 or 2026-11-20: as much of the moment as is given is compared
    Flag,   ///< stands alone
    Texts,  ///< several texts: one of them must fulfil the comparison; != says that none is equal
    Key,    ///< a key of the specification: number or text, as the value given
};

/// A word that studies can be filtered by.
struct FilterWord
{
    std::string name;
    FilterType type = FilterType::Number;
    /// The value in SQL, over `experiment` as e and `leakage` as l; of Texts: a query that gives them.
    std::string sql;
    bool ofRow = false;               ///< differs between the rows of a study's result
    std::vector<std::string> choices; ///< of Choice
};

/// All but the keys of the specification.
const std::vector<FilterWord>& filterWords();
/// A word, whatever its case, or a key of the specification.
std::optional<FilterWord> filterWordNamed(std::string_view name);
/// The known word or key nearest to what was typed.
std::string nearestFilterWord(const std::string& name);

} // namespace undertone::store
