#include "core/corpus/DemoCorpus.h"

#include "core/base/Csv.h"
#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/corpus/DemoVoice.h"
#include "core/corpus/Manifest.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <fstream>

namespace undertone::corpus {

namespace {

namespace fs = std::filesystem;

const char* const markerText = "The speech in this folder is synthetic: libespeak-ng said it with made-up "
                               "voices and prosody. It shows how "
                               "things work and says nothing about people.\n";

/// A folder beside the wanted one, which takes its name when all is written and goes with the object
/// otherwise.
class UnfinishedFolder
{
public:
    explicit UnfinishedFolder(fs::path wanted) : m_wanted(std::move(wanted))
    {
        std::error_code ignored;
        if (fs::exists(m_wanted, ignored) && !fs::is_empty(m_wanted, ignored))
            throw Error(ErrorCode::Conflict, "The folder for the demo corpus is not empty.",
                        m_wanted.string(), "Choose another folder, or remove this one.");
        const auto parent = fs::absolute(m_wanted).parent_path();
        base::createFolder(parent);
        std::string name = (parent / fmt::format(".{}.XXXXXX", m_wanted.filename().string())).string();
        if (!::mkdtemp(name.data()))
            throw Error(ErrorCode::StorageFailed, "The folder cannot be made.", m_wanted.string(),
                        "Choose a folder that you may write to.");
        m_path = name;
        fs::permissions(m_path, fs::perms(0755), ignored);
    }

    ~UnfinishedFolder()
    {
        std::error_code ignored;
        if (!m_path.empty())
            fs::remove_all(m_path, ignored);
    }

    UnfinishedFolder(const UnfinishedFolder&) = delete;
    UnfinishedFolder& operator=(const UnfinishedFolder&) = delete;

    const fs::path& path() const { return m_path; }

    void finish()
    {
        std::error_code code;
        fs::rename(m_path, m_wanted, code);
        if (code)
            throw Error(ErrorCode::StorageFailed,
                        "The folder cannot be put in place: " + code.message() + ".", m_wanted.string(),
                        "Check that you may write there.");
        m_path.clear();
    }

private:
    fs::path m_wanted;
    fs::path m_path;
};

struct DemoSpeaker
{
    std::string id;
    DemoVoice voice;
    base::SeedTree seed;
};

/// Every other speaker is a woman. A speaker does not depend on how many there are.
DemoSpeaker makeSpeaker(const DemoCorpusOptions& options, std::size_t index)
{
    const auto seed = base::SeedTree(options.seed).child("demo speaker", index);
    return {fmt::format("{}_{:05}", options.speakerPrefix, index + 1),
            makeDemoVoice(index % 2 == 0 ? "F" : "M", seed), seed};
}

/// Writes one clip and its row of the manifest. Emotions take turns; each sentence comes once in every
/// emotion before it comes again.
void writeClip(const fs::path& folder, std::ofstream& manifest, const DemoSpeaker& speaker, std::size_t index)
{
    const std::size_t emotion = index % demoEmotions.size();
    const char* sentence = demoSentences[index / demoEmotions.size() % demoSentences.size()];
    const auto path = fmt::format("{}/{:03}_{}.flac", speaker.id, index + 1, demoEmotions[emotion]);
    audio::writeAudio(folder / path,
                      speakDemoClip(speaker.voice, emotion, sentence, speaker.seed.child("clip", index)));
    manifest << fmt::format("{},{},{},{},,{},{},en\n", base::csvField(path), base::csvField(speaker.id),
                            speaker.voice.gender, demoEmotions[emotion], base::csvField(sentence),
                            speaker.voice.age);
}

void checkRequest(const DemoCorpusOptions& options)
{
    if (options.speakers == 0 || options.utterancesPerSpeaker == 0)
        throw Error(ErrorCode::InvalidRequest, "A demo corpus needs at least one speaker and one utterance.",
                    options.speakers == 0 ? "speakers" : "utterances", "Choose 1 or more.");
    if (options.speakerPrefix.empty() || options.speakerPrefix.find('/') != std::string::npos ||
        options.speakerPrefix.front() == '.')
        throw Error(ErrorCode::InvalidRequest,
                    fmt::format("The speakers cannot be named after \"{}\".", options.speakerPrefix),
                    "prefix", "Choose a name of letters, digits and dashes.");
}

} // namespace

void makeDemoCorpus(const fs::path& folder, const DemoCorpusOptions& options, base::Progress& progress)
{
    checkRequest(options);
    UnfinishedFolder unfinished(folder);
    base::writeFileAtomically(unfinished.path() / syntheticMarker, markerText);
    std::ofstream manifest(unfinished.path() / manifestFile, std::ios::binary);
    manifest << "path,speaker,gender,emotion,recording,text,age,language\n";
    progress.addTotal(static_cast<double>(options.speakers * options.utterancesPerSpeaker));
    for (std::size_t i = 0; i < options.speakers; ++i) {
        const auto speaker = makeSpeaker(options, i);
        base::createFolder(unfinished.path() / speaker.id);
        for (std::size_t clip = 0; clip < options.utterancesPerSpeaker; ++clip) {
            progress.checkCancelled();
            writeClip(unfinished.path(), manifest, speaker, clip);
            progress.advance(1, fmt::format("demo speaker {} of {}", i + 1, options.speakers));
        }
    }
    manifest.close();
    if (!manifest)
        throw Error(ErrorCode::StorageFailed, "The manifest cannot be written.", folder.string(),
                    "Check that the disk is not full.");
    unfinished.finish();
}

} // namespace undertone::corpus
