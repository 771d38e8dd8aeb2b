#pragma once

#include "core/corpus/Corpus.h"
#include "core/features/FeatureCache.h"
#include "core/features/FeatureMatrix.h"
#include "core/features/FeatureTable.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace undertone::features {

/// Reads a table by the file's extension: .csv or .txt (FeatureCsv.h), .arff (ArffTable.h), or .npy
/// (NpyArray.h) with an index beside it, FILE.index.csv or FILE.index.txt, one key a row; columns of an .npy
/// are named f1, f2, ... @throws Error InvalidFeatures with file, row, column and remedy; values that are not
/// finite and keys that repeat are refused.
FeatureTable readFeatureTable(const std::filesystem::path& file);

/// Matches the rows to the corpus' utterances (by path, then file name, then stem: the first of them by which
/// every utterance has exactly one row) and keeps the table as feature set `set` of this corpus. Rows of
/// other files are left out. @throws Error InvalidFeatures naming the first utterances without a row,
/// InvalidRequest for a name that cannot be a feature set's, Conflict for that of a native set,
/// StorageFailed; what was there before stays.
void importFeatures(const corpus::Corpus& corpus, const std::string& set, const std::filesystem::path& file,
                    FeatureCache& cache);

/// Keeps a table that has a row for each utterance of the corpus, keyed by path, under the same rules.
void keepFeatures(const corpus::Corpus& corpus, const std::string& set, const FeatureTable& table,
                  FeatureCache& cache);
/// Refuses a name that no imported set can have. @throws Error InvalidRequest, Conflict.
void checkImportedName(const corpus::Corpus& corpus, const std::string& set, const FeatureCache& cache);

/// Where the table of an imported set lies: FOLDER/imported/CORPUS-HASH/SET.table, with the hash of the
/// corpus' content: another corpus of the same name does not get its rows. @throws Error InvalidRequest when
/// a name holds other characters than letters, digits, '.', '_' and '-', or begins with '.'.
std::filesystem::path importedTableFile(const corpus::Corpus& corpus, const std::string& set,
                                        const FeatureCache& cache);

/// The imported set of this corpus, keys = utterance paths; nothing when none was imported under this name.
/// @throws Error InvalidRequest as above, InvalidFeatures when the stored table is damaged.
std::optional<FeatureTable> importedTable(const corpus::Corpus& corpus, const std::string& set,
                                          const FeatureCache& cache);

/// Names of the sets that were imported for this corpus, sorted.
std::vector<std::string> importedSets(const corpus::Corpus& corpus, const FeatureCache& cache);

/// Refuses a file name that exportFeatures() would. @throws Error InvalidRequest.
void checkExportName(const std::filesystem::path& file);
/// CSV (path, then the columns) or .npy with FILE.index.csv, by the extension. Numbers of the CSV read back
/// as the same floats. @throws Error InvalidRequest for another extension or when keys and rows differ in
/// number, StorageFailed.
void exportFeatures(const FeatureMatrix& matrix, const std::vector<std::string>& keys,
                    const std::filesystem::path& file);

} // namespace undertone::features
