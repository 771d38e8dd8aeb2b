#pragma once

#include "core/store/FilterParser.h"

#include <string>
#include <variant>
#include <vector>

namespace undertone::store {

/// A condition on `experiment` as e, with its parameters in the order of their marks. What a user typed is
/// among the parameters only.
struct FilterSql
{
    std::string condition;
    std::vector<std::variant<double, std::string>> parameters;
};

FilterSql filterSql(const FilterNode& filter);

} // namespace undertone::store
