#include "core/figure/PublishedResults.h"

#include "core/base/Csv.h"
#include "core/base/Resources.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace undertone::figure {

using experiment::ExperimentRecord;

namespace {

constexpr const char* otherwise = "crema-d"; ///< acted speech of many speakers, as most corpora at hand

/// What decides which results are comparable.
struct StudyKind
{
    std::vector<std::string> corpora;
    std::string algorithm;
    bool isUdp = false;
    bool isUndefended = false;
};

std::string textAt(const nlohmann::json& document, const char* pointer, const std::string& fallback)
{
    const nlohmann::json::json_pointer place(pointer);
    return document.contains(place) && document[place].is_string() ? document[place].get<std::string>()
                                                                   : fallback;
}

StudyKind kindOf(const std::string& specification)
{
    StudyKind kind;
    const auto document = nlohmann::json::parse(specification, nullptr, false);
    if (!document.is_object() || textAt(document, "/kind", "federation") != "federation" ||
        textAt(document, "/attribute", "gender") != "gender")
        return kind;
    const nlohmann::json::json_pointer corpora("/private/corpora");
    if (document.contains(corpora) && document[corpora].is_array())
        for (const auto& name : document[corpora])
            if (name.is_string())
                kind.corpora.push_back(name.get<std::string>());
    kind.algorithm = textAt(document, "/federation/algorithm", "fedavg");
    std::vector<std::string> mechanisms = {textAt(document, "/privacy/mechanism", "none")};
    if (const auto sweep = document.find("sweep"); sweep != document.end() && sweep->is_object())
        for (const char* path : {"privacy.mechanism", "privacy"})
            for (const auto& value : sweep->value(path, nlohmann::json::array()))
                mechanisms.push_back(value.is_string() ? value.get<std::string>()
                                                       : textAt(value, "/mechanism", "none"));
    const auto has = [&](const char* name) {
        return std::find(mechanisms.begin(), mechanisms.end(), name) != mechanisms.end();
    };
    kind.isUdp = has("udp");
    kind.isUndefended = mechanisms.size() == 1 && has("none");
    return kind;
}

/// "crema-d" for "CREMA-D", "crema_d" and "cremad".
std::string letters(const std::string& name)
{
    std::string kept;
    for (const char c : name)
        if (std::isalnum(static_cast<unsigned char>(c)) != 0)
            kept += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return kept;
}

std::optional<attack::LeakedUpdates> leakedIn(const std::string& field)
{
    if (field.empty())
        return std::nullopt;
    return field == "all" ? attack::allUpdates : attack::LeakedUpdates(std::stoul(field));
}

/// Of one corpus (letters alone) and algorithm.
std::vector<PublishedResult> resultsOf(const std::string& corpus, const std::string& algorithm)
{
    const auto table = base::readCsv(base::resourceFolder() / "reference" / "feng.csv");
    const auto column = [&](const char* name) { return *table.column(name); };
    std::vector<PublishedResult> results;
    for (const auto& row : table.rows) {
        if (letters(row[column("private")]) != corpus || row[column("algorithm")] != algorithm)
            continue;
        results.push_back({row[column("private")], std::stod(row[column("nominal_epsilon")]),
                           leakedIn(row[column("leaked_updates")]),
                           std::stod(row[column("uar_percent")]) / 100, row[column("source")]});
    }
    return results;
}

} // namespace

std::vector<PublishedResult> publishedFor(const ExperimentRecord& record)
{
    const auto kind = kindOf(record.specification);
    if (!kind.isUdp && !kind.isUndefended)
        return {};
    std::vector<PublishedResult> results;
    if (kind.corpora.size() == 1)
        results = resultsOf(letters(kind.corpora.front()), kind.algorithm);
    if (results.empty() && kind.isUdp)
        results = resultsOf(letters(otherwise), kind.algorithm);
    if (kind.isUndefended)
        std::erase_if(results, [](const auto& one) {
            return one.nominalEpsilon != std::numeric_limits<double>::infinity();
        });
    return results;
}

} // namespace undertone::figure
