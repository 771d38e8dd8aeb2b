#include "core/base/Error.h"
#include "core/corpus/SharedRecordings.h"
#include "core/corpus/SpeakerSplit.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace undertone::corpus {

namespace {

using Group = std::vector<std::size_t>;

/// Groups of several speakers first, the largest leading, then single ones value by value; shuffled among
/// equals.
std::vector<Group> stratifiedOrder(std::vector<Group> groups, const std::vector<Speaker>& speakers,
                                   const base::SeedTree& seed)
{
    const auto shuffled = seed.stream("folds").permutation(speakers.size());
    std::vector<std::size_t> placeOf(speakers.size());
    for (std::size_t place = 0; place < shuffled.size(); ++place)
        placeOf[shuffled[place]] = place;
    const auto rank = [&](const Group& group) {
        return std::tuple(speakers.size() - group.size(), speakers[group.front()].attribute,
                          placeOf[group.front()]);
    };
    std::sort(groups.begin(), groups.end(),
              [&](const Group& a, const Group& b) { return rank(a) < rank(b); });
    return groups;
}

/// Each group to the fold that has the fewest speakers of its values, then the fewest speakers: an empty fold
/// always comes first, and single speakers are dealt in turn through all values.
std::vector<std::size_t> dealStratified(const std::vector<Group>& groups,
                                        const std::vector<Speaker>& speakers, std::size_t folds)
{
    std::vector<std::map<std::string, std::size_t>> ofValue(folds);
    std::vector<std::size_t> sizes(folds, 0);
    std::vector<std::size_t> foldOf(speakers.size());
    for (const auto& group : groups) {
        std::vector<std::pair<std::size_t, std::size_t>> costs;
        for (std::size_t fold = 0; fold < folds; ++fold) {
            std::size_t alike = 0;
            for (const auto member : group)
                alike += ofValue[fold][speakers[member].attribute];
            costs.emplace_back(alike, sizes[fold]);
        }
        const auto best =
            static_cast<std::size_t>(std::min_element(costs.begin(), costs.end()) - costs.begin());
        for (const auto member : group) {
            ++ofValue[best][speakers[member].attribute];
            foldOf[member] = best;
        }
        sizes[best] += group.size();
    }
    return foldOf;
}

/// A fold ends when it has its share, or when the groups left are just enough for the folds left.
std::vector<std::size_t> dealOrdered(const std::vector<Group>& groups, std::size_t speakers,
                                     std::size_t folds)
{
    const auto endOf = [&](std::size_t fold) {
        return (fold + 1) * (speakers / folds) + std::min(fold + 1, speakers % folds);
    };
    std::vector<std::size_t> foldOf(speakers);
    std::size_t fold = 0;
    std::size_t dealt = 0;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const bool isFull = dealt >= endOf(fold) || groups.size() - g < folds - fold;
        fold += isFull && fold + 1 < folds ? 1 : 0;
        for (const auto member : groups[g])
            foldOf[member] = fold;
        dealt += groups[g].size();
    }
    return foldOf;
}

} // namespace

std::vector<std::size_t> assignFolds(const std::vector<Speaker>& speakers, const std::vector<Corpus>& corpora,
                                     std::size_t folds, FoldOrder order, const base::SeedTree& seed)
{
    std::vector<const Speaker*> pointers;
    for (const auto& speaker : speakers)
        pointers.push_back(&speaker);
    auto groups = groupsBySound(pointers, corpora);
    if (folds == 0 || groups.size() < folds)
        throw Error(ErrorCode::InvalidRequest,
                    fmt::format("{} speaker(s) in {} group(s) without a common recording cannot be divided "
                                "into {} folds.",
                                speakers.size(), groups.size(), folds),
                    "/evaluation/folds", "Choose at least one fold and no more folds than such groups.");
    if (order == FoldOrder::Ordered)
        return dealOrdered(groups, speakers.size(), folds);
    return dealStratified(stratifiedOrder(std::move(groups), speakers, seed), speakers, folds);
}

} // namespace undertone::corpus
