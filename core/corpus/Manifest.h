#pragma once

#include "core/base/Csv.h"
#include "core/corpus/Corpus.h"

#include <vector>

namespace undertone::corpus {

/// The name of the manifest in a corpus folder, and of the file that marks synthetic speech.
inline constexpr const char* manifestFile = "manifest.csv";
inline constexpr const char* syntheticMarker = "SYNTHETIC.txt";

/// The rows of a manifest, in order: `path,speaker,gender,emotion` are required, `recording` and `text` have
/// their own fields, every other column is an attribute (empty cells are none). Looks at no other file.
/// @throws Error InvalidCorpus with file, row and remedy: a missing column (and the header found), no rows,
/// an empty required cell, a gender other than F or M, a path twice, a path that leaves the folder, text that
/// is not UTF-8.
std::vector<Utterance> utterancesOfManifest(const base::CsvTable& table);

} // namespace undertone::corpus
