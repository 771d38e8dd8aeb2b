#pragma once

#include "core/base/SeedTree.h"
#include "core/corpus/Corpus.h"

#include <cstdint>
#include <optional>
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
    std::vector<std::string> emotions; ///< utterances of other emotions are left out
    std::string attribute;             ///< a categorical column

    /// The utterance's index into `emotions`; none when it takes no part.
    std::optional<std::size_t> emotionLabel(const Utterance& utterance) const;
};

/// Private and shadow speakers, disjoint by construction: the only way to make one is `divide`, which checks
/// that no speaker, no recording and no audio file is on both sides.
class SpeakerSplit
{
public:
    /// The same corpus on both sides is divided half and half by the seed, stratified by the attribute: when
    /// no recording holds several speakers, each value is on both sides equally often or once more on one of
    /// them. Equal ids are one person in all corpora; speakers who share a recording, or whose files hold the
    /// same audio (by its hash, in whichever corpora), stay on one side. Left out are speakers without the
    /// attribute or with none of the emotions, and shadow speakers with a value that no private speaker has.
    /// Speakers come in the order in which they first appear.
    /// @throws Error InvalidRequest when a side has fewer than 2 values of the attribute, fewer than 2
    /// speakers of a value or fewer than 2 emotions, when a private value has no shadow speaker, when a
    /// speaker has two values of the attribute or is in a private and in a shadow corpus, when a private and
    /// a shadow corpus hold the same audio, or when the attribute is "speaker".
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
    Ordered,    ///< consecutive in speaker order, as published; the first folds take what is left over
};

/// The fold (0 ... folds - 1) in which each speaker is tested. Every fold gets at least one speaker, and
/// speakers who share a recording or audio are in one fold: even sizes then are as near as whole groups
/// allow, and `Ordered` takes a group where its first speaker stands.
/// @throws Error InvalidRequest when there are fewer such groups than folds, or no folds.
std::vector<std::size_t> assignFolds(const std::vector<Speaker>& speakers, const std::vector<Corpus>& corpora,
                                     std::size_t folds, FoldOrder order, const base::SeedTree& seed);

/// One client's data: a speaker's shard, 80 % for training and 20 % for validation. Clips of one recording
/// stay together.
struct ClientShard
{
    std::size_t speaker = 0; ///< index into the speakers
    std::vector<UtteranceRef> training;
    std::vector<UtteranceRef> validation;
};

/// How many of a client's n utterances are for validation: n / 5, rounded to nearest.
constexpr std::size_t validationShare(std::size_t utterances)
{
    return (utterances + 2) / 5;
}

/// Deals each speaker's utterances to `shardsPerSpeaker` clients at random, evenly, and each client's n to
/// training and validation: of the latter validationShare(n), or as near as whole recordings allow. A
/// client has at least one training utterance; shards that would be empty are left out. A speaker's shards
/// depend on the seed and that speaker alone. @throws Error InvalidRequest when `shardsPerSpeaker` is 0.
std::vector<ClientShard> makeShards(const std::vector<Speaker>& speakers, const std::vector<Corpus>& corpora,
                                    std::size_t shardsPerSpeaker, const base::SeedTree& seed);

} // namespace undertone::corpus
