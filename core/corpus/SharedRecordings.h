#pragma once

#include "core/corpus/Corpus.h"
#include "core/corpus/SpeakerSplit.h"

#include <cstddef>
#include <string>
#include <vector>

namespace undertone::corpus {

/// What makes two utterances one piece of sound, as keys that are equal then: the recording of their corpus,
/// and the content of the audio file, whichever corpus has it. Empty when neither is known. A corpus of
/// transcripts alone has no sound: the lines of one of its dialogues may be on several sides.
std::vector<std::string> soundKeys(const std::vector<Corpus>& corpora, UtteranceRef ref);

/// Groups of speakers who share sound, directly or through others; most groups have one member. Indices into
/// `speakers`, ascending in a group; groups by their first member.
std::vector<std::vector<std::size_t>> groupsBySound(const std::vector<const Speaker*>& speakers,
                                                    const std::vector<Corpus>& corpora);

} // namespace undertone::corpus
