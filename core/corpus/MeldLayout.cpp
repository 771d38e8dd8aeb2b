#include "core/base/Csv.h"
#include "core/corpus/CorpusLayout.h"
#include "core/corpus/Emotions.h"
#include "core/corpus/LabelTable.h"
#include "core/corpus/Text.h"

#include <fmt/format.h>

#include <array>
#include <map>

namespace undertone::corpus {

namespace {

constexpr std::array<const char*, 3> splits = {"train", "dev", "test"};

const std::map<std::string, std::string> genders = {{"Chandler", "M"}, {"Joey", "M"},   {"Ross", "M"},
                                                    {"Monica", "F"},   {"Phoebe", "F"}, {"Rachel", "F"}};

std::string labelFile(const std::string& split)
{
    return split + "_sent_emo.csv";
}

/// MELD (Poria et al. 2019): transcripts of television dialogue in train_, dev_ and test_sent_emo.csv. The
/// six main speakers take part, for of the others the gender is not given. The lines of a dialogue are one
/// recording.
class MeldLayout : public CorpusLayout
{
public:
    std::string name() const override { return "meld"; }

    std::size_t countExplained(const FolderListing& listing) const override
    {
        std::size_t count = 0;
        for (const auto* split : splits)
            count += listing.find(labelFile(split)) ? 1 : 0;
        return count;
    }

    LayoutReading read(const FolderListing& listing) const override
    {
        LayoutReading reading;
        reading.transcriptsOnly = true;
        std::size_t others = 0;
        for (const auto* split : splits)
            if (const auto file = listing.find(labelFile(split)))
                others += readSplit(reading, listing.root() / *file, split);
        if (reading.utterances.empty())
            requireFile(listing, name(), labelFile("train"));
        if (others > 0)
            reading.leaveOut(
                FindingKind::Skipped, "other speakers",
                fmt::format("{} lines of other than the six main speakers are left out.", others));
        return reading;
    }

private:
    /// Returns the number of lines by other speakers.
    static std::size_t readSplit(LayoutReading& reading, const std::filesystem::path& file,
                                 const std::string& split)
    {
        const LabelTable table(base::readCsv(file),
                               {"Utterance", "Speaker", "Emotion", "Dialogue_ID", "Utterance_ID"});
        std::size_t others = 0;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const auto gender = genders.find(table.at(row, "Speaker"));
            if (gender == genders.end())
                ++others;
            else
                addLine(reading, table, row, split, gender->second);
        }
        return others;
    }

    static void addLine(LayoutReading& reading, const LabelTable& table, std::size_t row,
                        const std::string& split, const std::string& gender)
    {
        Utterance utterance;
        utterance.recording = split + "_dia" + table.at(row, "Dialogue_ID");
        utterance.path = utterance.recording + "_utt" + table.at(row, "Utterance_ID");
        utterance.emotion = emotionOfWord(table.at(row, "Emotion"));
        if (utterance.emotion.empty())
            return reading.leaveOut(FindingKind::UnknownLabel, utterance.path,
                                    "The emotion \"" + table.at(row, "Emotion") + "\" is not one of MELD.");
        utterance.speaker = "meld_" + table.at(row, "Speaker");
        utterance.text = table.at(row, "Utterance");
        utterance.attributes = {{"gender", gender}, {"language", "en"}};
        reading.utterances.push_back(std::move(utterance));
    }
};

} // namespace

LayoutPointer makeMeldLayout()
{
    return std::make_unique<MeldLayout>();
}

} // namespace undertone::corpus
