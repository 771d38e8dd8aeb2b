#pragma once

#include <map>
#include <string>
#include <vector>

namespace undertone::corpus {

enum class FindingKind {
    Unreadable,        ///< audio that cannot be decoded, or a folder that cannot be listed; left out
    Empty,             ///< no samples; left out
    Clipped,           ///< more than 0.1 % of the samples at full scale
    Silent,            ///< RMS below -60 dBFS
    Duplicate,         ///< the same audio as another file
    CutRecording,      ///< several clips of one recording
    OneEmotionSpeaker, ///< every utterance of the speaker has one emotion
    UnknownLabel,      ///< a label that the layout does not know; left out but for a manifest's emotions
    NoTranscript,      ///< utterances without words in a corpus of which others have some
    Skipped,           ///< left out by the layout's rules (tied vote, scripted turn)
};

struct Finding
{
    FindingKind kind;
    std::string subject; ///< file or speaker
    std::string detail;  ///< in words
};

/// What an import found, before anything is stored.
struct ImportReport
{
    std::string layout;
    std::size_t utterances = 0;
    double hours = 0;
    std::map<std::string, std::map<std::string, std::size_t>>
        speakersByAttribute; ///< attribute -> value -> speakers
    std::map<std::string, std::map<std::string, std::size_t>>
        emotionsBySpeaker;                       ///< speaker -> emotion -> utterances
    std::map<std::string, std::size_t> emotions; ///< emotion -> utterances
    std::vector<Finding> findings;
};

} // namespace undertone::corpus
