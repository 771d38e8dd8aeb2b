#include "core/corpus/CorpusLayout.h"
#include "core/corpus/Text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace undertone::corpus {

namespace {

constexpr std::string_view evaluationFolder = "/dialog/EmoEvaluation/";

/// `Session1/dialog/EmoEvaluation/Ses01F_impro01.txt`, in parts.
struct DialogFile
{
    std::string path;
    std::string session; ///< up to and with "SessionN/"
    std::string dialog;
};

/// A dialog's evaluation file, or nothing; files of single raters lie in folders below.
std::optional<DialogFile> asDialogFile(const std::string& path)
{
    const auto at = path.find(evaluationFolder);
    if (at == std::string::npos || !path.ends_with(".txt"))
        return std::nullopt;
    const auto name = path.substr(at + evaluationFolder.size());
    if (name.find('/') != std::string::npos || !name.starts_with("Ses"))
        return std::nullopt;
    return DialogFile{path, path.substr(0, at + 1), std::string(stemOf(name))};
}

/// `[6.2901 - 8.2357]\tSes01F_impro01_F000\tneu\t[2.5000, 2.5000, 2.5000]`, in parts.
struct Turn
{
    std::string name;
    std::string emotion;
    std::array<std::string, 3> affect; ///< valence, activation, dominance
};

std::optional<Turn> asTurn(std::string_view line)
{
    const auto fields = split(line, '\t');
    if (!line.starts_with('[') || fields.size() != 4)
        return std::nullopt;
    auto affect = trim(fields[3]);
    if (affect.size() < 2 || affect.front() != '[' || affect.back() != ']')
        return std::nullopt;
    const auto values = split(affect.substr(1, affect.size() - 2), ',');
    if (values.size() != 3)
        return std::nullopt;
    Turn turn{std::string(trim(fields[1])), std::string(trim(fields[2])), {}};
    for (std::size_t i = 0; i < 3; ++i)
        turn.affect[i] = trim(values[i]);
    return turn;
}

/// Lines `Ses01F_impro01_F000 [006.2901-008.2357]: Excuse me.`
std::map<std::string, std::string, std::less<>> readTranscripts(const FolderListing& listing,
                                                                const DialogFile& dialog)
{
    std::map<std::string, std::string, std::less<>> texts;
    const auto file = listing.find(dialog.session + "dialog/transcriptions/" + dialog.dialog + ".txt");
    if (!file)
        return texts;
    const auto content = listing.read(*file);
    for (const auto line : splitLines(content)) {
        const auto name = line.substr(0, line.find(' '));
        const auto text = line.find("]:");
        if (text != std::string_view::npos)
            texts.emplace(name, toUtf8(trim(line.substr(text + 2))));
    }
    return texts;
}

/// The speaker of a turn is the session and the letter of the turn's last part, whoever wore the markers:
/// Ses01F_impro01_M003 is Ses01M. Empty when the name is not a turn's.
std::string speakerOf(const std::string& turn)
{
    const auto part = turn.find_last_of('_');
    if (part == std::string::npos || turn.size() < 5 || part + 1 >= turn.size() ||
        (turn[part + 1] != 'F' && turn[part + 1] != 'M'))
        return {};
    return turn.substr(0, 5) + turn[part + 1];
}

bool isEmotionCode(std::string_view code)
{
    static constexpr std::array<std::string_view, 10> codes = {"neu", "hap", "exc", "sad", "ang",
                                                               "fea", "dis", "sur", "fru", "oth"};
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

/// IEMOCAP (Busso et al. 2008). Improvised turns; excitement counts as happiness.
class IemocapLayout : public CorpusLayout
{
public:
    std::string name() const override { return "iemocap"; }

    std::size_t countExplained(const FolderListing& listing) const override
    {
        std::size_t count = 0;
        for (const auto& path : listing.audioFiles())
            count += path.find("/sentences/wav/Ses") != std::string::npos ? 1 : 0;
        for (const auto& path : listing.files())
            if (asDialogFile(path))
                return count;
        return 0;
    }

    LayoutReading read(const FolderListing& listing) const override
    {
        LayoutReading reading;
        std::size_t scripted = 0;
        for (const auto& path : listing.files())
            if (const auto dialog = asDialogFile(path))
                scripted += readDialog(reading, listing, *dialog);
        if (scripted > 0)
            reading.leaveOut(
                FindingKind::Skipped, "scripted dialogs",
                fmt::format("{} scripted turns are left out; improvised ones are used.", scripted));
        return reading;
    }

private:
    /// Returns the number of scripted turns.
    static std::size_t readDialog(LayoutReading& reading, const FolderListing& listing,
                                  const DialogFile& dialog)
    {
        const auto content = listing.read(dialog.path);
        const auto texts = readTranscripts(listing, dialog);
        std::size_t scripted = 0;
        for (const auto line : splitLines(content)) {
            const auto turn = asTurn(line);
            if (!turn)
                continue;
            if (turn->name.find("_impro") == std::string::npos) {
                ++scripted;
                continue;
            }
            const auto text = texts.find(turn->name);
            addTurn(reading, listing, dialog, *turn, text == texts.end() ? std::string() : text->second);
        }
        return scripted;
    }

    static void addTurn(LayoutReading& reading, const FolderListing& listing, const DialogFile& dialog,
                        const Turn& turn, const std::string& text)
    {
        const auto speaker = speakerOf(turn.name);
        if (speaker.empty())
            return reading.leaveOut(FindingKind::UnknownLabel, turn.name,
                                    "The name does not give the speaker.");
        if (turn.emotion == "xxx")
            return reading.leaveOut(FindingKind::Skipped, turn.name, "The raters did not agree.");
        if (!isEmotionCode(turn.emotion))
            return reading.leaveOut(FindingKind::UnknownLabel, turn.name,
                                    fmt::format("IEMOCAP has no emotion \"{}\".", toUtf8(turn.emotion)));
        const auto stem = dialog.session + "sentences/wav/" + dialog.dialog + "/" + turn.name;
        const auto audio = listing.findAudio(stem);
        if (!audio)
            return reading.leaveOut(FindingKind::Unreadable, stem,
                                    dialog.path + " names it, but it is not there.");
        Utterance utterance;
        utterance.path = *audio;
        utterance.speaker = "iemocap_" + speaker;
        utterance.emotion = turn.emotion == "exc" ? "hap" : turn.emotion;
        utterance.text = text;
        utterance.attributes = {{"gender", speaker.substr(5)},
                                {"language", "en"},
                                {"valence", turn.affect[0]},
                                {"activation", turn.affect[1]},
                                {"dominance", turn.affect[2]}};
        reading.utterances.push_back(std::move(utterance));
    }
};

} // namespace

LayoutPointer makeIemocapLayout()
{
    return std::make_unique<IemocapLayout>();
}

} // namespace undertone::corpus
