#include "core/base/Error.h"
#include "core/corpus/SpeakerSplit.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace undertone::corpus {

namespace {

/// Clips that stay together: those of one recording, or one clip.
using Unit = std::vector<UtteranceRef>;

std::vector<Unit> unitsOf(const Speaker& speaker, const std::vector<Corpus>& corpora)
{
    std::vector<Unit> units;
    std::map<std::pair<std::uint32_t, std::string>, std::size_t> unitOf;
    for (const auto ref : speaker.utterances) {
        const auto& recording = corpora[ref.corpus].utterances[ref.utterance].recording;
        std::size_t index = units.size();
        if (!recording.empty())
            index = unitOf.try_emplace({ref.corpus, recording}, index).first->second;
        if (index == units.size())
            units.emplace_back();
        units[index].push_back(ref);
    }
    return units;
}

std::size_t clipsIn(const std::vector<Unit>& units)
{
    return std::accumulate(units.begin(), units.end(), std::size_t{0},
                           [](std::size_t sum, const Unit& unit) { return sum + unit.size(); });
}

/// Longest unit first to the shard with the fewest clips; random among equals.
std::vector<std::vector<Unit>> deal(std::vector<Unit> units, std::size_t shards, base::RandomStream& random)
{
    std::vector<Unit> shuffled;
    for (const auto index : random.permutation(units.size()))
        shuffled.push_back(std::move(units[index]));
    std::stable_sort(shuffled.begin(), shuffled.end(),
                     [](const Unit& a, const Unit& b) { return a.size() > b.size(); });
    std::vector<std::vector<Unit>> dealt(shards);
    std::vector<std::size_t> clips(shards, 0);
    for (auto& unit : shuffled) {
        const auto target = std::min_element(clips.begin(), clips.end()) - clips.begin();
        clips[static_cast<std::size_t>(target)] += unit.size();
        dealt[static_cast<std::size_t>(target)].push_back(std::move(unit));
    }
    std::erase_if(dealt, [](const auto& shard) { return shard.empty(); });
    return dealt;
}

ClientShard divideShard(const std::vector<Unit>& units, std::size_t speaker, base::RandomStream& random)
{
    const std::size_t wanted = validationShare(clipsIn(units));
    ClientShard shard;
    shard.speaker = speaker;
    std::size_t left = units.size();
    for (const auto index : random.permutation(units.size())) {
        const Unit& unit = units[index];
        // Adding the unit brings the count nearer to what is wanted: 2 (wanted - count) > size.
        const bool isNearer = 2 * wanted > 2 * shard.validation.size() + unit.size();
        auto& part = isNearer && left > 1 ? shard.validation : shard.training;
        left -= &part == &shard.validation ? 1 : 0;
        part.insert(part.end(), unit.begin(), unit.end());
    }
    std::sort(shard.training.begin(), shard.training.end());
    std::sort(shard.validation.begin(), shard.validation.end());
    return shard;
}

} // namespace

std::vector<ClientShard> makeShards(const std::vector<Speaker>& speakers, const std::vector<Corpus>& corpora,
                                    std::size_t shardsPerSpeaker, const base::SeedTree& seed)
{
    if (shardsPerSpeaker == 0)
        throw Error(ErrorCode::InvalidRequest, "A speaker needs at least one client.",
                    "federation.shards_per_speaker", "Choose 1 or more.");
    std::vector<ClientShard> shards;
    for (std::size_t i = 0; i < speakers.size(); ++i) {
        auto random = seed.child("speaker").child(speakers[i].id).stream("shards");
        for (const auto& units : deal(unitsOf(speakers[i], corpora), shardsPerSpeaker, random))
            shards.push_back(divideShard(units, i, random));
    }
    return shards;
}

} // namespace undertone::corpus
