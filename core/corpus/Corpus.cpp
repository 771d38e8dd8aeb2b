#include "core/corpus/Corpus.h"

#include "core/base/ContentHash.h"

#include <set>

namespace undertone::corpus {

const std::string& Utterance::attribute(const std::string& name) const
{
    static const std::string none;
    if (name == "speaker")
        return speaker;
    if (name == "emotion")
        return emotion;
    const auto found = attributes.find(name);
    return found == attributes.end() ? none : found->second;
}

std::vector<std::string> Corpus::attributeNames() const
{
    std::set<std::string> names;
    for (const auto& utterance : utterances)
        for (const auto& [column, value] : utterance.attributes)
            if (!value.empty())
                names.insert(column);
    return {names.begin(), names.end()};
}

std::string Corpus::contentHash() const
{
    base::ContentHash hash;
    for (const auto& utterance : utterances) {
        for (const auto* field : {&utterance.path, &utterance.speaker, &utterance.emotion,
                                  &utterance.recording, &utterance.text, &utterance.audioHash})
            hash.addField(*field);
        hash.addField(std::to_string(utterance.attributes.size()));
        for (const auto& [column, value] : utterance.attributes)
            hash.addField(column).addField(value);
    }
    return hash.finish();
}

} // namespace undertone::corpus
