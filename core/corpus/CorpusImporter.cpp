#include "core/corpus/CorpusImporter.h"

#include "core/base/Error.h"
#include "core/corpus/CorpusAudit.h"
#include "core/corpus/CorpusLayout.h"
#include "core/corpus/Manifest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace undertone::corpus {

namespace {

/// A manifest wins; else the layout that explains most files, the first of equals.
LayoutPointer detectLayout(const FolderListing& listing)
{
    LayoutPointer best;
    std::size_t most = 0;
    for (auto& layout : allLayouts()) {
        const auto explained = layout->countExplained(listing);
        if (explained > most) {
            most = explained;
            best = std::move(layout);
        }
        if (best && best->name() == "manifest")
            break;
    }
    if (!best)
        throw Error(
            ErrorCode::InvalidCorpus, "The folder has no manifest.csv and follows no known layout.",
            listing.root().string(),
            fmt::format("Write a manifest.csv (path, speaker, gender, emotion), or choose the top folder "
                        "of one of: {}.",
                        fmt::join(layoutNames(), ", ")));
    return best;
}

LayoutPointer chooseLayout(const std::string& name, const FolderListing& listing)
{
    if (name == "auto")
        return detectLayout(listing);
    for (auto& layout : allLayouts())
        if (layout->name() == name)
            return std::move(layout);
    throw Error(ErrorCode::InvalidRequest, fmt::format("There is no corpus layout \"{}\".", name), "layout",
                fmt::format("Choose auto, {}.", fmt::join(layoutNames(), ", ")));
}

void requireUtterances(const LayoutReading& reading, const std::filesystem::path& folder,
                       const std::string& layout)
{
    if (!reading.utterances.empty())
        return;
    const auto& findings = reading.findings;
    throw Error(ErrorCode::InvalidCorpus,
                fmt::format("No usable utterance was found in the layout {}{}", layout,
                            findings.empty()
                                ? std::string(".")
                                : fmt::format("; {} were left out, the first being {}: {}", findings.size(),
                                              findings.front().subject, findings.front().detail)),
                folder.string(), "Check that the audio is complete and lies where its labels say.");
}

} // namespace

std::vector<std::string> layoutNames()
{
    std::vector<std::string> names;
    for (const auto& layout : allLayouts())
        names.push_back(layout->name());
    return names;
}

ImportResult importCorpus(const std::filesystem::path& folder, const ImportOptions& options,
                          base::Progress& progress)
{
    std::error_code ignored;
    auto root = std::filesystem::canonical(folder, ignored);
    const FolderListing listing(root.empty() ? folder : root);
    const auto layout = chooseLayout(options.layout, listing);
    LayoutReading reading = layout->read(listing);
    for (const auto& unreadable : listing.unreadableFolders())
        reading.leaveOut(FindingKind::Unreadable, unreadable, "The folder cannot be listed.");
    requireUtterances(reading, listing.root(), layout->name());
    if (!reading.transcriptsOnly)
        auditAudio(listing.root(), reading, options.workers, progress);
    requireUtterances(reading, listing.root(), layout->name());

    ImportResult result;
    result.corpus.name = options.name;
    result.corpus.folder = listing.root();
    result.corpus.synthetic =
        layout->name() == "manifest" && listing.find(syntheticMarker) == syntheticMarker;
    result.corpus.layout = result.corpus.synthetic ? "demo" : layout->name();
    result.corpus.transcriptsOnly = reading.transcriptsOnly;
    result.report = summarize(result.corpus.layout, reading);
    result.corpus.utterances = std::move(reading.utterances);
    return result;
}

} // namespace undertone::corpus
