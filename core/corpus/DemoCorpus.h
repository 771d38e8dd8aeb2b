#pragma once

#include "core/base/Progress.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace undertone::corpus {

/// Synthetic speech by libespeak-ng from voice variants of our own: pitch, formants, tempo and breath by
/// speaker, prosody by emotion, the same sentences for everyone. Half the speakers are women; 4 emotions (neu
/// hap sad ang).
struct DemoCorpusOptions
{
    std::size_t speakers = 40;
    std::size_t utterancesPerSpeaker = 40;
    std::uint64_t seed = 1; ///< another seed gives other speakers
    std::string speakerPrefix = "demo";
};

/// Writes 16 kHz FLAC files, manifest.csv (path,speaker,gender,emotion,recording,text,age,language) and
/// SYNTHETIC.txt, by which an import knows what it is, to `folder`. Deterministic: the same options give the
/// same bytes, and a speaker does not depend on how many there are. The folder appears whole or not at all;
/// memory does not grow with the number of speakers.
/// @throws Error Conflict when the folder is not empty, InvalidRequest, NotFound when espeak-ng's data is
/// missing, StorageFailed, Cancelled.
void makeDemoCorpus(const std::filesystem::path& folder, const DemoCorpusOptions& options,
                    base::Progress& progress);

} // namespace undertone::corpus
