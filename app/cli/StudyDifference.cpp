#include "app/cli/StudyDifference.h"

#include "app/cli/Text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <set>

namespace undertone::cli {

namespace {

using nlohmann::json;

/// What tells one cell from another.
constexpr const char* keyColumns[] = {"sweep",     "federation", "attribute", "attack",
                                      "adversary", "layer",      "part",      "leaked_updates"};
constexpr const char* valueColumns[] = {"attack_uar", "attack_auc", "ser_uar"};

json specificationDifference(const std::string& first, const std::string& second)
{
    const auto left = json::parse(first).flatten();
    const auto right = json::parse(second).flatten();
    std::set<std::string> paths;
    for (const auto* document : {&left, &right})
        for (const auto& [path, value] : document->items())
            paths.insert(path);
    auto differences = json::array();
    for (const auto& path : paths) {
        const auto before = left.value(path, json());
        const auto after = right.value(path, json());
        if (before != after)
            differences.push_back({{"path", path}, {"first", before}, {"second", after}});
    }
    return differences;
}

json keyOf(const json& row)
{
    auto key = json::object();
    for (const char* column : keyColumns)
        key[column] = row.value(column, json());
    return key;
}

json resultDifference(const std::string& first, const std::string& second)
{
    const auto left = json::parse(first);
    std::map<std::string, json> right;
    for (const auto& row : json::parse(second))
        right[keyOf(row).dump()] = row;
    auto differences = json::array();
    for (const auto& row : left) {
        auto entry = keyOf(row);
        const auto found = right.find(entry.dump());
        if (found == right.end())
            continue;
        for (const char* column : valueColumns)
            entry[column] = {{"first", row.value(column, json())},
                             {"second", found->second.value(column, json())}};
        differences.push_back(std::move(entry));
    }
    return differences;
}

std::string numberText(const json& value)
{
    return value.is_number() ? fmt::format("{:.3f}", value.get<double>()) : "-";
}

std::string plain(const json& value)
{
    return value.is_string() ? value.get<std::string>() : value.is_null() ? "-" : value.dump();
}

std::string differenceText(const json& document)
{
    std::vector<std::vector<std::string>> values;
    for (const auto& entry : document.at("specification"))
        values.push_back({entry.at("path"), entry.at("first").dump(), entry.at("second").dump()});
    std::vector<std::vector<std::string>> cells;
    for (const auto& entry : document.at("results")) {
        std::vector<std::string> row = {entry.at("sweep").dump(), plain(entry.at("attack")),
                                        plain(entry.at("layer")), plain(entry.at("part")),
                                        plain(entry.at("leaked_updates"))};
        for (const char* column : valueColumns)
            row.push_back(numberText(entry.at(column).at("first")) + " -> " +
                          numberText(entry.at(column).at("second")));
        cells.push_back(std::move(row));
    }
    std::string text = values.empty() ? std::string("The specifications are the same.\n")
                                      : alignedTable({"specification", "first", "second"}, values);
    if (cells.empty())
        return text + "The studies have no cell in common.\n";
    return text + "\n" +
           alignedTable({"sweep", "attack", "layer", "part", "n", "attack UAR", "attack AUC", "SER UAR"},
                        cells);
}

} // namespace

void printDifference(Program& program, const std::string& first, const std::string& second)
{
    auto& session = program.session();
    const auto left = session.experiment(first);
    const auto right = session.experiment(second);
    const json document = {
        {"first", left.summary.id},
        {"second", right.summary.id},
        {"specification", specificationDifference(left.specification, right.specification)},
        {"results", resultDifference(session.rowsText(first), session.rowsText(second))}};
    program.print(document.dump(2), differenceText(document));
}

} // namespace undertone::cli
