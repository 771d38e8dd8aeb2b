#include "core/corpus/CorpusLayout.h"
#include "core/corpus/Text.h"

#include <algorithm>
#include <array>

namespace undertone::corpus {

namespace {

/// Ryerson Audio-Visual Database of Emotional Speech and Song (Livingstone and Russo 2018):
/// Actor_NN/MM-CC-EE-II-SS-RR-AA.wav, the fields being modality, channel, emotion, intensity, statement,
/// repetition and actor; odd actors are men. Songs and video are left out.
class RavdessLayout : public FileNameLayout
{
public:
    std::string name() const override { return "ravdess"; }

protected:
    std::string pattern() const override { return "03-01-06-01-02-01-12"; }

    NamedClip parse(const std::string& path) const override
    {
        static const std::array<std::string, 9> emotions = {"",    "neu", "calm", "hap", "sad",
                                                            "ang", "fea", "dis",  "sur"};
        static const std::array<std::string, 3> statements = {"", "Kids are talking by the door.",
                                                              "Dogs are sitting by the door."};
        const auto fields = split(stemOf(path), '-');
        NamedClip clip;
        if (fields.size() != 7 || !std::all_of(fields.begin(), fields.end(), [](std::string_view field) {
                return field.size() == 2 && isNumber(field);
            }))
            return clip;
        clip.isRecognised = true;
        const auto number = [&](std::size_t field) {
            return static_cast<std::size_t>(std::stoi(std::string(fields[field])));
        };
        if (fields[1] == "02") {
            clip.problem = "A song, not speech.";
            clip.problemKind = FindingKind::Skipped;
        } else if (number(2) == 0 || number(2) >= emotions.size()) {
            clip.problem = "The emotion code " + std::string(fields[2]) + " is not one of RAVDESS.";
        } else {
            clip.utterance.emotion = emotions[number(2)];
            clip.utterance.speaker = "ravdess_" + std::string(fields[6]);
            clip.utterance.attributes = {{"gender", number(6) % 2 == 1 ? "M" : "F"}, {"language", "en"}};
            if (number(4) < statements.size())
                clip.utterance.text = statements[number(4)];
        }
        return clip;
    }
};

} // namespace

LayoutPointer makeRavdessLayout()
{
    return std::make_unique<RavdessLayout>();
}

} // namespace undertone::corpus
