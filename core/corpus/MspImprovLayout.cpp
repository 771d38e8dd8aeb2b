#include "core/corpus/CorpusLayout.h"
#include "core/corpus/Text.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <optional>

namespace undertone::corpus {

namespace {

/// The name in the distribution is misspelt; copies with the right one exist.
constexpr std::array<const char*, 2> evaluationFiles = {"Evalution.txt", "Evaluation.txt"};

const std::map<std::string, std::string, std::less<>> emotions = {
    {"A", "ang"}, {"H", "hap"}, {"S", "sad"}, {"N", "neu"}, {"O", "oth"}};

std::optional<std::string> findEvaluation(const FolderListing& listing)
{
    for (const auto* name : evaluationFiles)
        if (auto found = listing.find(name))
            return found;
    return std::nullopt;
}

struct Evaluation
{
    std::string vote;
    std::map<std::string, std::string> affect; ///< activation, valence, dominance
};

using Evaluations = std::map<std::string, Evaluation, std::less<>>;

/// `UTD-IMPROV-S01A-F01-P-FM01.avi; N; A:2.571429; V:3.000000; D:3.142857 ; N:2.428571;`, then the raters'
/// lines.
Evaluations readEvaluations(const std::string& content)
{
    static const std::map<std::string, std::string, std::less<>> names = {
        {"A:", "activation"}, {"V:", "valence"}, {"D:", "dominance"}};
    Evaluations evaluations;
    for (const auto line : splitLines(content)) {
        const auto fields = split(line, ';');
        const auto clip = trim(fields[0]);
        if (fields.size() < 2 || !clip.starts_with("UTD-IMPROV-") || !clip.ends_with(".avi"))
            continue;
        Evaluation evaluation{toUtf8(trim(fields[1])), {}};
        for (std::size_t i = 2; i < fields.size(); ++i) {
            const auto field = trim(fields[i]);
            if (const auto name = names.find(field.substr(0, 2)); name != names.end())
                evaluation.affect[name->second] = toUtf8(trim(field.substr(2)));
        }
        evaluations.emplace("MSP-" + std::string(stemOf(clip.substr(4))), std::move(evaluation));
    }
    return evaluations;
}

/// MSP-IMPROV-S01A-F01-P-FM01: sentence and acted emotion, speaker, scenario, the pair with who leads.
struct ClipName
{
    bool isValid = false;
    std::string speaker;
    char scenario = ' ';
};

ClipName parseName(std::string_view stem)
{
    const auto fields = split(stem, '-');
    ClipName clip;
    clip.isValid = fields.size() == 6 && fields[0] == "MSP" && fields[1] == "IMPROV" &&
                   fields[3].size() == 3 && (fields[3][0] == 'F' || fields[3][0] == 'M') &&
                   isNumber(fields[3].substr(1)) && fields[4].size() == 1;
    if (clip.isValid) {
        clip.speaker = fields[3];
        clip.scenario = fields[4][0];
    }
    return clip;
}

/// MSP-IMPROV (Busso et al. 2017): the labels in Evalution.txt, the clips anywhere below. Natural interaction
/// between the recordings (P) and read sentences (R) are left out.
class MspImprovLayout : public CorpusLayout
{
public:
    std::string name() const override { return "msp-improv"; }

    std::size_t countExplained(const FolderListing& listing) const override
    {
        std::size_t count = 0;
        if (findEvaluation(listing))
            for (const auto& path : listing.audioFiles())
                count += parseName(stemOf(path)).isValid ? 1 : 0;
        return count;
    }

    LayoutReading read(const FolderListing& listing) const override
    {
        const auto file = findEvaluation(listing);
        const auto evaluations =
            readEvaluations(listing.read(file ? *file : requireFile(listing, name(), evaluationFiles[0])));
        LayoutReading reading;
        std::size_t others = 0;
        for (const auto& path : listing.audioFiles()) {
            const auto clip = parseName(stemOf(path));
            if (!clip.isValid)
                reading.leaveOut(FindingKind::UnknownLabel, path,
                                 "The name does not look like MSP-IMPROV-S01A-F01-S-FM01.");
            else if (clip.scenario == 'P' || clip.scenario == 'R')
                ++others;
            else
                addClip(reading, path, clip, evaluations);
        }
        if (others > 0)
            reading.leaveOut(FindingKind::Skipped, "natural interaction and read speech",
                             fmt::format("{} clips of the scenarios P and R are left out.", others));
        return reading;
    }

private:
    static void addClip(LayoutReading& reading, const std::string& path, const ClipName& clip,
                        const Evaluations& evaluations)
    {
        const auto evaluation = evaluations.find(stemOf(path));
        if (evaluation == evaluations.end())
            return reading.leaveOut(FindingKind::UnknownLabel, path, "The evaluation file does not name it.");
        if (evaluation->second.vote == "X")
            return reading.leaveOut(FindingKind::Skipped, path, "The raters did not agree.");
        const auto emotion = emotions.find(evaluation->second.vote);
        if (emotion == emotions.end())
            return reading.leaveOut(FindingKind::UnknownLabel, path,
                                    "The label \"" + evaluation->second.vote +
                                        "\" is not one of MSP-IMPROV.");
        Utterance utterance;
        utterance.path = path;
        utterance.speaker = "msp-improv_" + clip.speaker;
        utterance.emotion = emotion->second;
        utterance.attributes = evaluation->second.affect;
        utterance.attributes["gender"] = clip.speaker.substr(0, 1);
        utterance.attributes["language"] = "en";
        reading.utterances.push_back(std::move(utterance));
    }
};

} // namespace

LayoutPointer makeMspImprovLayout()
{
    return std::make_unique<MspImprovLayout>();
}

} // namespace undertone::corpus
