#include "core/figure/RepresentationView.h"

#include "core/figure/ResultView.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace undertone::figure {

using experiment::ExperimentRecord;
using experiment::ResultRow;

bool isOnRepresentation(const ResultRow& row)
{
    return row.layer == "embedding" || row.layer == "input";
}

bool isLeadingAttacker(const ResultRow& row)
{
    return row.attack == "strongest" || row.attack == "linkability";
}

ExperimentRecord representationsOf(const ExperimentRecord& record)
{
    auto result = record;
    std::erase_if(result.rows, [](const auto& row) { return hasAttack(row) && !isOnRepresentation(row); });
    std::map<std::string, std::vector<ResultRow>> byAttribute;
    for (const auto& row : result.rows)
        byAttribute[row.attribute].push_back(row);
    std::map<std::string, attack::LeakedUpdates> fewest; // speakers are linked from one utterance alone
    for (const auto& [attribute, rows] : byAttribute)
        if (const auto counts = leakedUpdates(rows); !counts.empty())
            fewest[attribute] = counts.front();
    std::erase_if(result.rows, [&](const auto& row) {
        return hasAttack(row) && row.leakedUpdates != fewest.at(row.attribute);
    });
    return result;
}

Terms termsOf(const std::vector<ResultRow>& rows)
{
    if (std::any_of(rows.begin(), rows.end(), isOnRepresentation))
        return {"emotion UAR", "attacker UAR", "utterances of one speaker"};
    return {"SER UAR", "attack UAR", "leaked updates of one client"};
}

double chanceOf(const ResultRow& row, const ExperimentRecord& record)
{
    const auto classes = row.speakersPerClass.size();
    if (row.attack == "linkability")
        return 0.5;
    return isOnRepresentation(row) && classes > 1 ? 1 / static_cast<double>(classes) : record.chanceAttack;
}

std::string chanceWords(const std::vector<ResultRow>& rows, const ExperimentRecord& record)
{
    std::map<double, std::set<std::string>> attributes;
    for (const auto& row : rows)
        if (hasAttack(row))
            attributes[chanceOf(row, record)].insert(row.attribute);
    if (attributes.size() < 2)
        return fmt::format("{:.3g}", attributes.empty() ? record.chanceAttack : attributes.begin()->first);
    std::vector<std::string> words;
    for (const auto& [chance, names] : attributes)
        words.push_back(fmt::format("{:.3g} ({})", chance, fmt::join(names, ", ")));
    return fmt::format("{}", fmt::join(words, ", "));
}

} // namespace undertone::figure
