#include "core/corpus/CorpusLayout.h"
#include "core/corpus/Emotions.h"
#include "core/corpus/Text.h"

namespace undertone::corpus {

namespace {

/// URDU (Latif et al. 2018): Angry/SM1_F10_A010.wav: the folder is the emotion, then the speaker (SM a man,
/// SF a woman), the file of that speaker and emotion, and the clip. Files 1 and 2, 3 and 4, ... are halves of
/// one recording.
class UrduLayout : public FileNameLayout
{
public:
    std::string name() const override { return "urdu"; }

protected:
    std::string pattern() const override { return "Angry/SM1_F10_A010"; }

    NamedClip parse(const std::string& path) const override
    {
        NamedClip clip;
        const auto fields = split(stemOf(path), '_');
        if (fields.size() != 3 || !(fields[0].starts_with("SM") || fields[0].starts_with("SF")) ||
            !isNumber(fields[0].substr(2)) || !fields[1].starts_with('F') || !isNumber(fields[1].substr(1)) ||
            fields[1].size() > 6)
            return clip;
        clip.isRecognised = true;
        const auto folder = folderPrefix(path);
        const auto folders =
            split(std::string_view(folder).substr(0, folder.empty() ? 0 : folder.size() - 1), '/');
        const auto emotion = emotionOfWord(folders.back());
        if (emotion.empty()) {
            clip.problem = "The folder is not named after an emotion (Angry, Happy, Neutral, Sad).";
            return clip;
        }
        const int recording = (std::stoi(std::string(fields[1].substr(1))) + 1) / 2;
        clip.utterance.speaker = "urdu_" + std::string(fields[0]);
        clip.utterance.emotion = emotion;
        clip.utterance.recording = clip.utterance.speaker + "_" + emotion + "_" + std::to_string(recording);
        clip.utterance.attributes = {{"gender", std::string(1, fields[0][1])}, {"language", "ur"}};
        return clip;
    }
};

} // namespace

LayoutPointer makeUrduLayout()
{
    return std::make_unique<UrduLayout>();
}

} // namespace undertone::corpus
