#include "core/experiment/HeldOutSpeakers.h"

#include <algorithm>
#include <functional>
#include <map>

namespace undertone::experiment {

namespace {

constexpr std::size_t partsOfTheSums = 4; ///< one of which must be left

void select(attack::UpdateTrace& trace, const std::vector<std::int64_t>& updates)
{
    std::vector<federation::UpdateOrigin> origins;
    for (const auto update : updates)
        origins.push_back(trace.origins[static_cast<std::size_t>(update)]);
    trace.origins = std::move(origins);
    const auto indices = at::tensor(updates, at::kLong);
    for (auto& layer : trace.layers) {
        layer.probed = layer.probed.index_select(0, indices);
        layer.bias = layer.bias.index_select(0, indices);
    }
}

} // namespace

std::vector<std::set<std::string>> speakerFolds(const std::vector<std::shared_ptr<FederationStage>>& shadows)
{
    std::map<std::size_t, std::set<std::string>> byValue;
    for (const auto& shadow : shadows)
        for (const auto& client : shadow->plan().clients)
            byValue[client.label].insert(client.speaker);
    std::size_t fewest = mostSpeakerFolds;
    for (const auto& [value, speakers] : byValue)
        fewest = std::min(fewest, speakers.size());
    if (fewest < 2)
        return {};
    std::vector<std::set<std::string>> folds(fewest);
    for (const auto& [value, speakers] : byValue) {
        std::size_t next = 0;
        for (const auto& speaker : speakers)
            folds[next++ % fewest].insert(speaker);
    }
    return folds;
}

attack::ObservedFederation updatesOf(attack::ObservedFederation observed, Speakers which,
                                     const std::set<std::string>& speakers)
{
    const auto isWanted = [&](std::size_t client) {
        return speakers.contains(observed.clients.at(client).speaker) == (which == Speakers::These);
    };
    std::vector<std::int64_t> wanted;
    for (std::size_t i = 0; i < observed.trace.size(); ++i) {
        const auto& origin = observed.trace.origins[i];
        const bool isSum = origin.client == federation::wholeCohort;
        if (isSum ? std::ranges::all_of(observed.cohorts.at(origin.round), isWanted)
                  : isWanted(origin.client))
            wanted.push_back(static_cast<std::int64_t>(i));
    }
    const bool areSums = !observed.cohorts.empty();
    for (auto& cohort : observed.cohorts)
        std::erase_if(cohort, std::not_fn(isWanted));
    if (!areSums || (which == Speakers::AllOthers && partsOfTheSums * wanted.size() >= observed.trace.size()))
        select(observed.trace, wanted);
    return observed;
}

} // namespace undertone::experiment
