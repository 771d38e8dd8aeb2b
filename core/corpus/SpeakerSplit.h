#pragma once

#include "core/base/SeedTree.h"
#include "core/corpus/Corpus.h"

#include <cstdint>
#include <string>
#include <vector>

namespace undertone::corpus {

/// An utterance of one of the corpora of a study.
struct UtteranceRef
{
    std::uint32_t corpus = 0; ///< index into the study's corpora
    std::uint32_t utterance = 0;
    auto operator<=>(const UtteranceRef&) const = default;
};

/// A speaker of a study with the utterances that take part in it.
struct Speaker
{
    std::string id;
    std::string attribute;                ///< value of the private attribute
    std::vector<UtteranceRef> utterances; ///< in corpus order
};

/// What a study takes from its corpora.
struct SpeakerSelection
{
    std::vector<std::uint32_t> privateCorpora; ///< indices into `corpora`
    std::vector<std::uint32_t> shadowCorpora;
    std::vector<std::string> emotions;                 ///< utterances of other emotions are left out
    std::string attribute;                             ///< a categorical column
    std::map<std::string, std::string> emotionAliases; ///< such as exc -> hap
};

/// Private and shadow speakers, disjoint by construction: the only way to make one is `divide`, which checks
/// that no speaker and no recording is on both sides.
class SpeakerSplit
{
public:
    /// The same corpus on both sides is divided half and half by the seed, stratified by the attribute.
    /// Speakers without the attribute, or with none of the emotions, are left out.
    /// @throws Error InvalidRequest when a side has fewer than 2 values of the attribute, fewer than 2
    /// speakers of a value or fewer than 2 emotions, when a speaker has two values of the attribute, or when
    /// the attribute is "speaker".
    static SpeakerSplit divide(const std::vector<Corpus>& corpora, const SpeakerSelection& selection,
                               const base::SeedTree& seed);

    const std::vector<Speaker>& privateSpeakers() const { return m_private; }
    const std::vector<Speaker>& shadowSpeakers() const { return m_shadow; }
    /// Values of the attribute on the private side, sorted; a label is an index into it.
    const std::vector<std::string>& attributeValues() const { return m_attributeValues; }

private:
    SpeakerSplit() = default;
    std::vector<Speaker> m_private;
    std::vector<Speaker> m_shadow;
    std::vector<std::string> m_attributeValues;
};

enum class FoldOrder {
    Stratified, ///< shuffled, each attribute value spread evenly over the folds
    Ordered,    ///< consecutive in speaker order, as published
};

/// The fold (0 ... folds - 1) in which each speaker is tested. Every fold gets at least one speaker.
/// @throws Error InvalidRequest when there are fewer speakers than folds.
std::vector<std::size_t> assignFolds(const std::vector<Speaker>& speakers, std::size_t folds, FoldOrder order,
                                     const base::SeedTree& seed);

/// One client's data: a speaker's shard, 80 % for training and 20 % for validation. Clips of one recording
/// stay together.
struct ClientShard
{
    std::size_t speaker = 0; ///< index into the speakers
    std::vector<UtteranceRef> training;
    std::vector<UtteranceRef> validation;
};

/// Deals each speaker's utterances to `shardsPerSpeaker` clients at random and each client's to training and
/// validation. A client has at least one training utterance; shards that would be empty are left out.
std::vector<ClientShard> makeShards(const std::vector<Speaker>& speakers, const std::vector<Corpus>& corpora,
                                    std::size_t shardsPerSpeaker, const base::SeedTree& seed);

} // namespace undertone::corpus
