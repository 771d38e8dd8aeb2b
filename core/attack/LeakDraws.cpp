#include "core/attack/LeakDraws.h"

#include "core/base/Error.h"

#include <algorithm>
#include <cmath>

namespace undertone::attack {

namespace {

void addSum(std::vector<ClientUpdates>& clients, std::size_t sum, const std::vector<std::size_t>& cohort)
{
    for (auto& client : clients) {
        client.areSums = true;
        client.without.push_back(sum);
    }
    for (const auto member : cohort) {
        clients.at(member).without.pop_back();
        clients[member].with.push_back(sum);
    }
}

} // namespace

std::vector<ClientUpdates> updatesByClient(const std::vector<federation::UpdateOrigin>& origins,
                                           const std::vector<std::vector<std::size_t>>& cohorts,
                                           std::size_t clients)
{
    std::vector<ClientUpdates> result(clients);
    for (std::size_t i = 0; i < origins.size(); ++i)
        if (origins[i].client == federation::wholeCohort)
            addSum(result, i, cohorts.at(origins[i].round));
        else
            result.at(origins[i].client).with.push_back(i);
    const auto byRound = [&](std::size_t a, std::size_t b) { return origins[a].round < origins[b].round; };
    for (auto& client : result) {
        std::stable_sort(client.with.begin(), client.with.end(), byRound);
        std::stable_sort(client.without.begin(), client.without.end(), byRound);
    }
    return result;
}

std::vector<std::string> contrastWarnings(const std::vector<ClientUpdates>& clients)
{
    const auto always = std::count_if(clients.begin(), clients.end(), [](const ClientUpdates& client) {
        return !client.with.empty() && !client.canBeScored();
    });
    if (always == 0)
        return {};
    return {
        std::to_string(always) +
        " of the clients took part in every round whose sum was seen: there is no round without them to "
        "compare with, and no result for them. Use a smaller federation.client_fraction, or more rounds."};
}

std::vector<std::vector<std::size_t>> leakDraws(const base::SeedTree& seed, std::size_t client,
                                                const std::vector<std::size_t>& updates, LeakedUpdates n,
                                                std::size_t repeats)
{
    if (n == allUpdates || n >= updates.size())
        return std::vector(repeats, updates);
    std::vector<std::vector<std::size_t>> draws(repeats);
    for (std::size_t repeat = 0; repeat < repeats; ++repeat) {
        auto stream = seed.child("client", client).child("repeat", repeat).stream("leak");
        for (const auto position : stream.choose(updates.size(), n))
            draws[repeat].push_back(updates[position]);
    }
    return draws;
}

void addRepeat(ClientScore& score, const std::vector<double>& perClass)
{
    if (!std::all_of(perClass.begin(), perClass.end(), [](double value) { return std::isfinite(value); }))
        throw Error(ErrorCode::Numerical, "The attack gave a client a score that is no finite number.",
                    score.speaker,
                    "Use a smaller federation.learning_rate, and check that the features are normalised and "
                    "finite.");
    score.scores.push_back(perClass);
    score.decisions.resize(perClass.size());
    const auto best = std::max_element(perClass.begin(), perClass.end()) - perClass.begin();
    ++score.decisions[static_cast<std::size_t>(best)];
}

} // namespace undertone::attack
