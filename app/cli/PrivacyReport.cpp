#include "app/cli/PrivacyReport.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace undertone::cli {

using nlohmann::ordered_json;

ordered_json numberDocument(double value)
{
    return std::isinf(value) ? ordered_json("inf") : ordered_json(value);
}

ordered_json numberDocument(const std::optional<double>& value)
{
    return value ? numberDocument(*value) : ordered_json();
}

ordered_json warningsDocument(const std::vector<privacy::PrivacyWarning>& warnings)
{
    auto documents = ordered_json::array();
    for (const auto& warning : warnings)
        documents.push_back({{"code", privacy::warningName(warning.code)},
                             {"words", warning.words},
                             {"change", warning.change}});
    return documents;
}

std::string warningsText(const std::vector<privacy::PrivacyWarning>& warnings)
{
    std::string text;
    for (const auto& warning : warnings)
        text += fmt::format("\nwarning: {}\n  change: {}\n", warning.words, warning.change);
    return text;
}

std::string fieldsText(const Fields& fields)
{
    std::size_t width = 0;
    for (const auto& [name, value] : fields)
        width = std::max(width, name.size());
    std::string text;
    for (const auto& [name, value] : fields)
        text += fmt::format("{:<{}}  {}\n", name, width, value);
    return text;
}

const char* boundName(privacy::BoundKind kind)
{
    return kind == privacy::BoundKind::Guaranteed ? "guaranteed" : "nominal";
}

} // namespace undertone::cli
