#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace undertone::store {

enum class Bin { Outside, Inside };

enum class HistoryColumn {
    Created,
    Name,
    State,
    Starred,
    Trials,
    Corpus,
    Mechanism,
    Epsilon,
    AttackUar,
    SerUar
};
enum class SortOrder { Ascending, Descending };

/// Which studies of the workspace, in which order.
struct HistoryQuery
{
    /// An expression (FilterParser.h) such as `attack_uar < 0.6 and epsilon <= 10 and tag = "draft"`; empty:
    /// all.
    std::string filter{};
    /// Words that names, notes and tags together contain, each from its beginning ("ravd" finds RAVDESS), in
    /// any order; those between quotes follow one another. Or the beginning of an id. Empty: all.
    std::string search{};
    HistoryColumn sort = HistoryColumn::Created;
    SortOrder order = SortOrder::Descending; ///< what is not known comes last in either
    Bin bin = Bin::Outside;
    bool operator==(const HistoryQuery&) const = default;
};

/// A state of the database.
struct Revision
{
    std::int64_t others = 0; ///< changes by other connections
    std::int64_t own = 0;
    bool operator==(const Revision&) const = default;
};

/// What became of the studies of a bundle.
struct BundleContents
{
    std::vector<std::string> imported; ///< ids
    std::vector<std::string> present;  ///< ids that were here already, in the bin perhaps: left as they are
};

struct NamedHistoryColumn
{
    const char* name; ///< "attack_uar"
    HistoryColumn column;
};

std::span<const NamedHistoryColumn> historyColumns();
/// @throws Error InvalidRequest that names those there are.
HistoryColumn historyColumnNamed(const std::string& name);

} // namespace undertone::store
