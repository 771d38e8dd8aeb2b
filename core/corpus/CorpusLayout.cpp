#include "core/corpus/CorpusLayout.h"

#include "core/base/Error.h"
#include "core/corpus/Text.h"

#include <algorithm>
#include <set>

namespace undertone::corpus {

std::vector<LayoutPointer> allLayouts()
{
    std::vector<LayoutPointer> layouts;
    for (const auto make :
         {makeManifestLayout, makeIemocapLayout, makeCremaDLayout, makeMspImprovLayout, makeRavdessLayout,
          makeEmoDbLayout, makeUrduLayout, makeNemoLayout, makeMeldLayout})
        layouts.push_back(make());
    return layouts;
}

std::size_t FileNameLayout::countExplained(const FolderListing& listing) const
{
    const auto& files = listing.audioFiles();
    return static_cast<std::size_t>(std::count_if(
        files.begin(), files.end(), [this](const std::string& path) { return parse(path).isRecognised; }));
}

LayoutReading FileNameLayout::read(const FolderListing& listing) const
{
    LayoutReading reading;
    std::set<std::string, std::less<>> names;
    for (const auto& path : listing.audioFiles()) {
        NamedClip clip = parse(path);
        if (!clip.isRecognised)
            reading.leaveOut(FindingKind::UnknownLabel, path,
                             "The name does not look like " + pattern() + ".");
        else if (!clip.problem.empty())
            reading.leaveOut(clip.problemKind, path, clip.problem);
        else if (!names.emplace(stemOf(path)).second)
            reading.leaveOut(FindingKind::Skipped, path, "A clip of this name is in another folder too.");
        else {
            clip.utterance.path = path;
            reading.utterances.push_back(std::move(clip.utterance));
        }
    }
    return reading;
}

std::string requireFile(const FolderListing& listing, const std::string& layout, const std::string& name)
{
    if (auto found = listing.find(name))
        return *found;
    throw Error(ErrorCode::InvalidCorpus,
                "The folder has no " + name + ", which the layout " + layout + " needs.",
                listing.root().string(), "Choose the corpus' own top folder, or another layout.");
}

} // namespace undertone::corpus
