#pragma once

#include "core/corpus/Corpus.h"
#include "core/corpus/FolderListing.h"
#include "core/corpus/ImportReport.h"

#include <memory>
#include <string>
#include <vector>

namespace undertone::corpus {

/// What a layout makes of a folder, before the audio is looked at.
struct LayoutReading
{
    std::vector<Utterance> utterances; ///< without seconds and audioHash
    std::vector<Finding> findings;
    bool transcriptsOnly = false;

    void leaveOut(FindingKind kind, const std::string& subject, const std::string& detail)
    {
        findings.push_back({kind, subject, detail});
    }
};

/// How a corpus lies on the disk, as its owners distribute it.
class CorpusLayout
{
public:
    virtual ~CorpusLayout() = default;
    virtual std::string name() const = 0;
    /// How many of the folder's files are where this layout has them; 0 when its label files are missing.
    virtual std::size_t countExplained(const FolderListing& listing) const = 0;
    /// Clips in the order of their paths. @throws Error InvalidCorpus naming file, row and remedy.
    virtual LayoutReading read(const FolderListing& listing) const = 0;
};

using LayoutPointer = std::unique_ptr<CorpusLayout>;
LayoutPointer makeManifestLayout();
LayoutPointer makeIemocapLayout();
LayoutPointer makeCremaDLayout();
LayoutPointer makeMspImprovLayout();
LayoutPointer makeRavdessLayout();
LayoutPointer makeEmoDbLayout();
LayoutPointer makeUrduLayout();
LayoutPointer makeNemoLayout();
LayoutPointer makeMeldLayout();

/// Every layout, the manifest first.
std::vector<LayoutPointer> allLayouts();

/// What a file name says about its clip.
struct NamedClip
{
    bool isRecognised = false; ///< the name follows the layout's pattern
    Utterance utterance;       ///< without path
    std::string problem;       ///< why the clip is left out, in words; empty when it is not
    FindingKind problemKind = FindingKind::UnknownLabel;
};

/// A layout whose labels are in the names of the audio files. A name that occurs twice counts once.
class FileNameLayout : public CorpusLayout
{
public:
    std::size_t countExplained(const FolderListing& listing) const override;
    LayoutReading read(const FolderListing& listing) const override;

protected:
    virtual NamedClip parse(const std::string& path) const = 0;
    virtual std::string pattern() const = 0; ///< an example, for messages
};

/// The first of `names` that is in the folder. @throws Error InvalidCorpus when none is.
std::string requireFile(const FolderListing& listing, const std::string& layout, const std::string& name);

} // namespace undertone::corpus
