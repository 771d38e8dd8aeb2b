#include "core/attack/LeakDraws.h"

#include "core/base/Error.h"

#include <algorithm>
#include <cmath>

namespace undertone::attack {

std::vector<std::vector<std::size_t>> updatesByClient(const std::vector<federation::UpdateOrigin>& origins,
                                                      std::size_t clients)
{
    std::vector<std::vector<std::size_t>> result(clients);
    for (std::size_t i = 0; i < origins.size(); ++i)
        result.at(origins[i].client).push_back(i);
    for (auto& updates : result)
        std::stable_sort(updates.begin(), updates.end(),
                         [&](std::size_t a, std::size_t b) { return origins[a].round < origins[b].round; });
    return result;
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
