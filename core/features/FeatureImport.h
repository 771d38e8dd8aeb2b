#pragma once

#include "core/corpus/Corpus.h"
#include "core/features/FeatureCache.h"
#include "core/features/FeatureMatrix.h"

#include <filesystem>
#include <string>
#include <vector>

namespace undertone::features {

/// A table of features from outside and the key (path, name or stem of an utterance's file) of each row.
struct FeatureTable
{
    std::vector<std::string> keys;
    FeatureMatrix matrix;
};

/// Any numeric CSV with one text column that names the file, openSMILE-style CSV (';' separated, `name` and
/// `frameTime`) and ARFF, or NumPy .npy (2-D, float32 or float64, C order) with an index beside it:
/// FILE.index.csv or FILE.index.txt, one key a row. @throws Error InvalidFeatures with file, row, column and
/// remedy; values that are not finite are refused.
FeatureTable readFeatureTable(const std::filesystem::path& file);

/// Matches the rows to the corpus' utterances (by path, then file name, then stem; each must match exactly
/// one) and keeps the table as feature set `set` of this corpus. @throws Error InvalidFeatures naming the
/// first utterances without a row.
void importFeatures(const corpus::Corpus& corpus, const std::string& set, const std::filesystem::path& file,
                    FeatureCache& cache);

/// CSV (path, then the columns) or .npy with FILE.index.csv, by the extension.
void exportFeatures(const FeatureMatrix& matrix, const std::vector<std::string>& keys,
                    const std::filesystem::path& file);

} // namespace undertone::features
