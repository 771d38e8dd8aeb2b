#pragma once

#include "core/store/FilterWords.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace undertone::store {

enum class FilterOperator { And, Or, Not, Compare, Flag };
enum class Comparison { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Contains };

/// A filter expression as a tree.
struct FilterNode
{
    FilterOperator kind = FilterOperator::And;
    std::vector<FilterNode> operands; ///< of And, Or (two or more) and Not (one)
    FilterWord word;                  ///< of Compare and Flag
    Comparison comparison = Comparison::Equal;
    std::variant<double, std::string> value; ///< of Compare; a number may be infinite
};

/// Parses a filter expression:
///
///     attack_uar < 0.6 and epsilon <= 10 and (starred or tag = "draft") and not name ~ "old"
///
/// Comparisons `= != < <= > >=` and `~` (contains); `and`, `or`, `not` and parentheses, `not` binding
/// tightest, `or` least. Texts stand in quotes, " or '; one word needs none. Numbers as 0.6, 1e-3 or inf.
/// Case does not matter. Words are those of filterWords(), or a key of the specification (model.dropout),
/// which takes the value of the row's place in the sweep where it is swept.
///
/// A study is found when one row of its result, or the study itself when it has none, fulfils the whole
/// expression. What is not known fulfils no comparison, nor its negation.
///
/// Nothing for an empty text. @throws Error InvalidRequest that names the character, in `where` and as the
/// parameter "position" (from 1), and the words that are known.
std::optional<FilterNode> parseFilter(std::string_view text);

} // namespace undertone::store
