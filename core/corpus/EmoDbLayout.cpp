#include "core/corpus/CorpusLayout.h"
#include "core/corpus/Text.h"

#include <map>

namespace undertone::corpus {

namespace {

struct Actor
{
    const char* gender;
    const char* age;
};

const std::map<std::string, Actor, std::less<>> actors = {
    {"03", {"M", "31"}}, {"08", {"F", "34"}}, {"09", {"F", "21"}}, {"10", {"M", "32"}}, {"11", {"M", "26"}},
    {"12", {"M", "30"}}, {"13", {"F", "32"}}, {"14", {"F", "35"}}, {"15", {"M", "25"}}, {"16", {"F", "31"}}};

/// Wut, Langeweile, Ekel, Angst, Freude, Trauer, neutral.
const std::map<char, std::string> emotions = {{'W', "ang"}, {'L', "bor"}, {'E', "dis"}, {'A', "fea"},
                                              {'F', "hap"}, {'T', "sad"}, {'N', "neu"}};

const std::map<std::string, std::string, std::less<>> sentences = {
    {"a01", "Der Lappen liegt auf dem Eisschrank."},
    {"a02", "Das will sie am Mittwoch abgeben."},
    {"a04", "Heute abend könnte ich es ihm sagen."},
    {"a05", "Das schwarze Stück Papier befindet sich da oben neben dem Holzstück."},
    {"a07", "In sieben Stunden wird es soweit sein."},
    {"b01", "Was sind denn das für Tüten, die da unter dem Tisch stehen?"},
    {"b02", "Sie haben es gerade hochgetragen und jetzt gehen sie wieder runter."},
    {"b03", "An den Wochenenden bin ich jetzt immer nach Hause gefahren und habe Agnes besucht."},
    {"b09", "Ich will das eben wegbringen und dann mit Karl was trinken gehen."},
    {"b10", "Die wird auf dem Platz sein, wo wir sie immer hinlegen."}};

/// Berlin Database of Emotional Speech (Burkhardt et al. 2005): wav/03a01Fa.wav, the fields being the speaker
/// (two digits), the text (a letter and two digits), the German emotion's letter and the version.
class EmoDbLayout : public FileNameLayout
{
public:
    std::string name() const override { return "emodb"; }

protected:
    std::string pattern() const override { return "03a01Fa"; }

    NamedClip parse(const std::string& path) const override
    {
        const auto stem = stemOf(path);
        NamedClip clip;
        clip.isRecognised = (stem.size() == 6 || stem.size() == 7) && isNumber(stem.substr(0, 2)) &&
                            (stem[2] == 'a' || stem[2] == 'b') && isNumber(stem.substr(3, 2));
        if (!clip.isRecognised)
            return clip;
        const auto actor = actors.find(stem.substr(0, 2));
        const auto emotion = emotions.find(stem[5]);
        if (actor == actors.end())
            clip.problem = "EMO-DB has no speaker " + std::string(stem.substr(0, 2)) + ".";
        else if (emotion == emotions.end())
            clip.problem = "The emotion letter " + std::string(1, stem[5]) + " is not one of EMO-DB.";
        else {
            clip.utterance.speaker = "emodb_" + actor->first;
            clip.utterance.emotion = emotion->second;
            clip.utterance.attributes = {
                {"gender", actor->second.gender}, {"age", actor->second.age}, {"language", "de"}};
            if (const auto text = sentences.find(stem.substr(2, 3)); text != sentences.end())
                clip.utterance.text = text->second;
        }
        return clip;
    }
};

} // namespace

LayoutPointer makeEmoDbLayout()
{
    return std::make_unique<EmoDbLayout>();
}

} // namespace undertone::corpus
