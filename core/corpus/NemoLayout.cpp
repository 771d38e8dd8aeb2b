#include "core/base/Error.h"
#include "core/corpus/CorpusLayout.h"
#include "core/corpus/Emotions.h"
#include "core/corpus/LabelTable.h"
#include "core/corpus/Text.h"

namespace undertone::corpus {

namespace {

/// nEMO (Christop 2024): data.tsv with file_id, emotion, raw_text, normalized_text, speaker_id, gender and
/// age; the clips in samples/.
class NemoLayout : public CorpusLayout
{
public:
    std::string name() const override { return "nemo"; }

    std::size_t countExplained(const FolderListing& listing) const override
    {
        const auto labels = listing.find("data.tsv");
        return labels ? countBelow(listing, folderPrefix(*labels) + "samples/") : 0;
    }

    LayoutReading read(const FolderListing& listing) const override
    {
        const auto labels = requireFile(listing, name(), "data.tsv");
        const LabelTable table(readTabSeparated(listing.root() / labels),
                               {"file_id", "emotion", "raw_text", "speaker_id", "gender", "age"});
        LayoutReading reading;
        for (std::size_t row = 0; row < table.rows(); ++row)
            addClip(reading, listing, table, row, folderPrefix(labels) + "samples/");
        return reading;
    }

private:
    static void addClip(LayoutReading& reading, const FolderListing& listing, const LabelTable& table,
                        std::size_t row, const std::string& folder)
    {
        const auto& id = table.at(row, "file_id");
        const auto audio = listing.findAudio(folder + std::string(stemOf(id)));
        const auto emotion = emotionOfWord(table.at(row, "emotion"));
        if (!audio)
            return reading.leaveOut(FindingKind::Unreadable, folder + id,
                                    "data.tsv names it, but it is not there.");
        if (emotion.empty())
            return reading.leaveOut(FindingKind::UnknownLabel, *audio,
                                    "The emotion \"" + table.at(row, "emotion") + "\" is not one of nEMO.");
        Utterance utterance;
        utterance.path = *audio;
        utterance.speaker = "nemo_" + table.at(row, "speaker_id");
        utterance.emotion = emotion;
        utterance.text = table.at(row, "raw_text");
        utterance.attributes = {
            {"gender", table.genderAt(row, "gender")}, {"age", table.at(row, "age")}, {"language", "pl"}};
        reading.utterances.push_back(std::move(utterance));
    }
};

} // namespace

LayoutPointer makeNemoLayout()
{
    return std::make_unique<NemoLayout>();
}

} // namespace undertone::corpus
