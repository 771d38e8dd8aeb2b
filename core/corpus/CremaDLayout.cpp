#include "core/base/Csv.h"
#include "core/base/Error.h"
#include "core/corpus/CorpusLayout.h"
#include "core/corpus/LabelTable.h"
#include "core/corpus/Text.h"

namespace undertone::corpus {

namespace {

const std::map<std::string, std::string> emotions = {{"A", "ang"}, {"D", "dis"}, {"F", "fea"},
                                                     {"H", "hap"}, {"N", "neu"}, {"S", "sad"}};

const std::map<std::string, std::string, std::less<>> sentences = {
    {"IEO", "It's eleven o'clock."},
    {"TIE", "That is exactly what happened."},
    {"IOM", "I'm on my way to the meeting."},
    {"IWW", "I wonder what this is about."},
    {"TAI", "The airplane is almost full."},
    {"MTI", "Maybe tomorrow it will be cold."},
    {"IWL", "I would like a new alarm clock."},
    {"ITH", "I think I have a doctor's appointment."},
    {"DFA", "Don't forget a jacket."},
    {"ITS", "I think I've seen this before."},
    {"TSI", "The surface is slick."},
    {"WSI", "We'll stop in a couple of minutes."}};

const char* const summaryFile = "processedResults/summaryTable.csv";

using Demographics = std::map<std::string, std::map<std::string, std::string>, std::less<>>;

Demographics readDemographics(const std::filesystem::path& file)
{
    const LabelTable table(base::readCsv(file), {"ActorID", "Age", "Sex", "Race", "Ethnicity"});
    Demographics actors;
    for (std::size_t row = 0; row < table.rows(); ++row)
        actors[table.at(row, "ActorID")] = {{"gender", table.genderAt(row, "Sex")},
                                            {"age", table.at(row, "Age")},
                                            {"race", table.at(row, "Race")},
                                            {"ethnicity", table.at(row, "Ethnicity")},
                                            {"language", "en"}};
    return actors;
}

/// CREMA-D (Cao et al. 2014): AudioWAV/1001_IEO_NEU_XX.wav, the actors in VideoDemographics.csv, the emotion
/// that raters heard and saw in processedResults/summaryTable.csv. A tied vote is written "A:N".
class CremaDLayout : public CorpusLayout
{
public:
    std::string name() const override { return "crema-d"; }

    std::size_t countExplained(const FolderListing& listing) const override
    {
        const auto summary = listing.find(summaryFile);
        return summary ? countBelow(listing, rootOf(*summary) + "AudioWAV/") : 0;
    }

    LayoutReading read(const FolderListing& listing) const override
    {
        const auto summary = requireFile(listing, name(), summaryFile);
        const auto demographics = requireFile(listing, name(), "VideoDemographics.csv");
        const auto actors = readDemographics(listing.root() / demographics);
        const LabelTable table(base::readCsv(listing.root() / summary), {"FileName", "MultiModalVote"});
        LayoutReading reading;
        for (std::size_t row = 0; row < table.rows(); ++row)
            addClip(reading, listing, table, row, actors, rootOf(summary) + "AudioWAV/");
        return reading;
    }

private:
    static std::string rootOf(const std::string& summary)
    {
        return summary.substr(0, summary.size() - std::string_view(summaryFile).size());
    }

    static void addClip(LayoutReading& reading, const FolderListing& listing, const LabelTable& table,
                        std::size_t row, const Demographics& actors, const std::string& folder)
    {
        const auto& clip = table.at(row, "FileName");
        const auto& vote = table.at(row, "MultiModalVote");
        const auto fields = split(clip, '_');
        const auto actor = actors.find(fields[0]);
        if (actor == actors.end())
            table.refuse(row, "the actor " + std::string(fields[0]) + " is not in VideoDemographics.csv",
                         "Use the label files of one release of CREMA-D.");
        if (vote.find(':') != std::string::npos)
            return reading.leaveOut(FindingKind::Skipped, clip, "The raters' vote is tied: " + vote + ".");
        const auto emotion = emotions.find(vote);
        if (emotion == emotions.end())
            return reading.leaveOut(FindingKind::UnknownLabel, clip,
                                    "The vote \"" + vote + "\" is not one of CREMA-D.");
        const auto audio = listing.findAudio(folder + clip);
        if (!audio)
            return reading.leaveOut(FindingKind::Unreadable, folder + clip,
                                    "summaryTable.csv names it, but it is not there.");
        Utterance utterance;
        utterance.path = *audio;
        utterance.speaker = "crema-d_" + actor->first;
        utterance.emotion = emotion->second;
        utterance.attributes = actor->second;
        if (const auto text = fields.size() > 1 ? sentences.find(fields[1]) : sentences.end();
            text != sentences.end())
            utterance.text = text->second;
        reading.utterances.push_back(std::move(utterance));
    }
};

} // namespace

LayoutPointer makeCremaDLayout()
{
    return std::make_unique<CremaDLayout>();
}

} // namespace undertone::corpus
