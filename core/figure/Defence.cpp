#include "core/figure/Defence.h"

#include "core/figure/ResultView.h"
#include "core/figure/TradeoffBounds.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <vector>

namespace undertone::figure {

using nlohmann::json;

namespace {

/// The study's document with the values of the point in their places.
json documentAt(const experiment::ExperimentRecord& record, const experiment::SweepPoint& point)
{
    auto document = json::parse(record.specification, nullptr, false);
    if (!document.is_object())
        document = json::object();
    for (const auto& [path, value] : point) {
        std::string pointer = "/" + path;
        std::replace(pointer.begin(), pointer.end(), '.', '/');
        document[json::json_pointer(pointer)] = json::parse(value, nullptr, false);
    }
    return document;
}

std::string textAt(const json& document, const char* pointer)
{
    const json::json_pointer place(pointer);
    return document.contains(place) && document[place].is_string() ? document[place].get<std::string>() : "";
}

/// The attributes that an encoder unlearns.
std::set<std::string> unlearned(const json& document)
{
    std::set<std::string> attributes;
    const json::json_pointer place("/representation/adversary");
    if (document.contains(place))
        for (const auto& adversary : document[place])
            if (adversary.is_object() && adversary.value("lambda", 0.0) > 0)
                attributes.insert(adversary.value("attribute", "gender"));
    return attributes;
}

} // namespace

std::string mechanismAt(const experiment::ExperimentRecord& record, const experiment::SweepPoint& point)
{
    const auto name = textAt(documentAt(record, point), "/privacy/mechanism");
    return name.empty() ? privacy::mechanismName(privacy::MechanismKind::None) : name;
}

Defence defenceAt(const experiment::ExperimentRecord& record, const experiment::SweepPoint& point)
{
    std::vector<std::string> families;
    if (auto mechanism = mechanismAt(record, point); mechanism != "none")
        families.push_back(std::move(mechanism));
    if (const auto attributes = unlearned(documentAt(record, point)); !attributes.empty())
        families.push_back(fmt::format("adversary ({})", fmt::join(attributes, ", ")));
    const auto sweeps = [&](const char* path) { return !valueAt(point, path).empty(); };
    if (families.empty() && (sweeps("model.dropout") || sweeps("representation.encoder.dropout")))
        families.emplace_back("dropout");
    std::vector<std::string> setting;
    for (const auto& [path, value] : defenceOf(point))
        setting.push_back(settingWords(path, value));
    return {families.empty() ? "no defence" : fmt::format("{}", fmt::join(families, ", ")),
            fmt::format("{}", fmt::join(setting, ", "))};
}

} // namespace undertone::figure
