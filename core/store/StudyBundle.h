#pragma once

#include "core/base/ZipFile.h"
#include "core/store/HistorySpec.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <filesystem>
#include <vector>

namespace undertone::store {

/// Studies as the entries of one zip file:
///
///     manifest.json                {"format": "undertone-bundle", "version": 1, "program": ..., "schema":
///     ...,
///                                   "studies": [ID...], "corpora": [{name, content_hash, ...}],
///                                   "files": {NAME: {"bytes": N, "sha256": HEX}}}
///     ID/specification.json        canonical
///     ID/experiment.json, trial.json, round.json, ..., note.json
///                                  a table each: {"columns": [...], "rows": [[...]]}; an infinite number is
///                                  {"inf": 1} or {"inf": -1}
///
/// Tables are those of the database with the study's rows; numbers of trials and cells hold within the
/// bundle. Artifacts, which can be computed again, and audio are not in it.
base::ZipEntries bundleEntries(SQLite::Database& connection, const std::vector<std::int64_t>& numbers);

/// Checks the manifest and every checksum. @throws Error InvalidRequest, NewerStore; `file` is for its words.
void checkBundle(const base::ZipEntries& entries, const std::filesystem::path& file);

/// Takes the studies over that are not here. What is taken over has been read back as the program reads it; a
/// study that was running is interrupted. @throws Error InvalidRequest for what is not as a study leaves it:
/// the caller's transaction must end without a commit then.
BundleContents insertBundle(SQLite::Database& connection, const base::ZipEntries& entries,
                            const std::filesystem::path& file);

} // namespace undertone::store
