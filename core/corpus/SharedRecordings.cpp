#include "core/corpus/SharedRecordings.h"

#include <fmt/format.h>

#include <numeric>
#include <unordered_map>

namespace undertone::corpus {

std::vector<std::string> soundKeys(const std::vector<Corpus>& corpora, UtteranceRef ref)
{
    const Utterance& utterance = corpora[ref.corpus].utterances[ref.utterance];
    std::vector<std::string> keys;
    if (corpora[ref.corpus].transcriptsOnly)
        return keys;
    if (!utterance.recording.empty())
        keys.push_back(fmt::format("recording {} {}", ref.corpus, utterance.recording));
    if (!utterance.audioHash.empty())
        keys.push_back("audio " + utterance.audioHash);
    return keys;
}

std::vector<std::vector<std::size_t>> groupsBySound(const std::vector<const Speaker*>& speakers,
                                                    const std::vector<Corpus>& corpora)
{
    std::vector<std::size_t> parent(speakers.size());
    std::iota(parent.begin(), parent.end(), std::size_t{0});
    const auto rootOf = [&parent](std::size_t i) {
        while (parent[i] != i)
            i = parent[i] = parent[parent[i]];
        return i;
    };
    std::unordered_map<std::string, std::size_t> firstOf;
    for (std::size_t i = 0; i < speakers.size(); ++i)
        for (const auto ref : speakers[i]->utterances)
            for (auto& key : soundKeys(corpora, ref))
                parent[rootOf(i)] = rootOf(firstOf.try_emplace(std::move(key), i).first->second);
    std::vector<std::vector<std::size_t>> groups;
    std::unordered_map<std::size_t, std::size_t> groupOf;
    for (std::size_t i = 0; i < speakers.size(); ++i) {
        const auto group = groupOf.try_emplace(rootOf(i), groups.size()).first->second;
        if (group == groups.size())
            groups.emplace_back();
        groups[group].push_back(i);
    }
    return groups;
}

} // namespace undertone::corpus
