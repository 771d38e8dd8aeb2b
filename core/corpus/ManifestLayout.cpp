#include "core/corpus/CorpusLayout.h"
#include "core/corpus/Emotions.h"
#include "core/corpus/Manifest.h"
#include "core/corpus/Text.h"

#include "core/base/Error.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace undertone::corpus {

namespace {

void reportUnknownEmotions(LayoutReading& reading)
{
    std::map<std::string, std::size_t> unknown;
    for (const auto& utterance : reading.utterances)
        if (!isCommonEmotion(utterance.emotion))
            ++unknown[utterance.emotion];
    for (const auto& [emotion, count] : unknown)
        reading.findings.push_back(
            {FindingKind::UnknownLabel, emotion,
             fmt::format("{} utterance(s) have an emotion without a common code; it is kept as it is.",
                         count)});
}

/// manifest.csv in the corpus folder (see utterancesOfManifest). When no row's path exists and all have text,
/// the corpus is one of transcripts alone.
class ManifestLayout : public CorpusLayout
{
public:
    std::string name() const override { return "manifest"; }

    std::size_t countExplained(const FolderListing& listing) const override
    {
        return hasManifest(listing) ? listing.files().size() : 0;
    }

    LayoutReading read(const FolderListing& listing) const override
    {
        const auto file = listing.root() / manifestFile;
        if (!hasManifest(listing))
            throw Error(ErrorCode::InvalidCorpus, "The folder has no manifest.csv.", listing.root().string(),
                        "Write one with the columns path, speaker, gender and emotion, or choose a layout.");
        const auto table = base::readCsv(file);
        LayoutReading reading;
        reading.utterances = utterancesOfManifest(table);
        reading.transcriptsOnly = isTranscriptsOnly(reading.utterances, listing);
        if (!reading.transcriptsOnly)
            checkFiles(reading.utterances, listing, table);
        reportUnknownEmotions(reading);
        return reading;
    }

private:
    static bool hasManifest(const FolderListing& listing)
    {
        const auto& files = listing.files();
        return std::binary_search(files.begin(), files.end(), manifestFile);
    }

    static bool isThere(const Utterance& utterance, const FolderListing& listing)
    {
        std::error_code ignored;
        return std::filesystem::is_regular_file(listing.root() / utterance.path, ignored);
    }

    static bool isTranscriptsOnly(const std::vector<Utterance>& utterances, const FolderListing& listing)
    {
        return std::all_of(utterances.begin(), utterances.end(), [&](const Utterance& utterance) {
            return !trim(utterance.text).empty() && !isThere(utterance, listing);
        });
    }

    static void checkFiles(const std::vector<Utterance>& utterances, const FolderListing& listing,
                           const base::CsvTable& table)
    {
        const auto isMissing = [&](const Utterance& utterance) { return !isThere(utterance, listing); };
        const auto first = std::find_if(utterances.begin(), utterances.end(), isMissing);
        if (first == utterances.end())
            return;
        const auto row = static_cast<std::size_t>(first - utterances.begin());
        throw Error(
            ErrorCode::InvalidCorpus,
            fmt::format("Row {}: the file \"{}\" is not there ({} of {} files are missing).",
                        table.lines[row], first->path, std::count_if(first, utterances.end(), isMissing),
                        utterances.size()),
            table.source,
            "Put the audio where the manifest says, or take the rows out; a corpus of transcripts alone "
            "needs text in every row.");
    }
};

} // namespace

LayoutPointer makeManifestLayout()
{
    return std::make_unique<ManifestLayout>();
}

} // namespace undertone::corpus
