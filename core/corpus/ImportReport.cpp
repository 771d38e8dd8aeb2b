#include "core/corpus/ImportReport.h"

namespace undertone::corpus {

const char* findingName(FindingKind kind)
{
    switch (kind) {
    case FindingKind::Unreadable:
        return "unreadable";
    case FindingKind::Empty:
        return "empty";
    case FindingKind::Clipped:
        return "clipped";
    case FindingKind::Silent:
        return "silent";
    case FindingKind::Duplicate:
        return "duplicate";
    case FindingKind::CutRecording:
        return "cut-recording";
    case FindingKind::OneEmotionSpeaker:
        return "one-emotion-speaker";
    case FindingKind::UnknownLabel:
        return "unknown-label";
    case FindingKind::Skipped:
        return "skipped";
    }
    return "";
}

} // namespace undertone::corpus
