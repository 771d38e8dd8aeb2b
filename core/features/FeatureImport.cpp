#include "core/features/FeatureImport.h"

#include "core/base/Csv.h"
#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/base/PlainName.h"
#include "core/corpus/Text.h"
#include "core/features/ArffTable.h"
#include "core/features/FeatureCsv.h"
#include "core/features/FeatureSet.h"
#include "core/features/NpyArray.h"
#include "core/features/RowMatching.h"
#include "core/features/StoredTable.h"

#include <fmt/format.h>

#include <algorithm>

namespace undertone::features {

namespace {

std::filesystem::path withSuffix(const std::filesystem::path& file, const char* suffix)
{
    return file.string() + suffix;
}

std::vector<std::string> textIndex(std::string_view text)
{
    std::vector<std::string> keys;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        keys.push_back(tableKey(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    while (!keys.empty() && keys.back().empty())
        keys.pop_back();
    return keys;
}

/// The first column that is called as a key is, else the first. A header is there when there is one record
/// more than rows.
std::vector<std::string> csvIndex(const std::filesystem::path& file, std::size_t rows)
{
    const auto csv = base::readCsv(file);
    const auto named = std::find_if(csv.header.begin(), csv.header.end(), isKeyName);
    const auto column = named == csv.header.end() ? 0 : named - csv.header.begin();
    std::vector<std::string> keys;
    if (csv.rows.size() != rows)
        keys.push_back(tableKey(csv.header[static_cast<std::size_t>(column)]));
    for (const auto& row : csv.rows)
        keys.push_back(tableKey(row[static_cast<std::size_t>(column)]));
    return keys;
}

std::vector<std::string> readIndex(const std::filesystem::path& file, std::size_t rows)
{
    const auto csv = withSuffix(file, ".index.csv");
    const auto text = withSuffix(file, ".index.txt");
    const bool isCsv = std::filesystem::exists(csv);
    if (!isCsv && !std::filesystem::exists(text))
        throw Error(ErrorCode::InvalidFeatures, "The array has no index that names the file of each row.",
                    file.string(),
                    fmt::format("Put {} beside it, with one file name a line.", text.filename().string()));
    auto keys = isCsv ? csvIndex(csv, rows) : textIndex(base::readFile(text));
    if (keys.size() != rows)
        throw Error(ErrorCode::InvalidFeatures,
                    fmt::format("The index names {} files, the array has {} rows.", keys.size(), rows),
                    (isCsv ? csv : text).string(), "Name one file for each row, in their order.");
    return keys;
}

FeatureTable readNpyTable(const std::filesystem::path& file)
{
    NpyArray array = parseNpy(base::readFile(file), file.string());
    FeatureTable table;
    table.keys = readIndex(file, array.rows);
    for (std::size_t c = 0; c < array.columns; ++c)
        table.matrix.names.push_back(fmt::format("f{}", c + 1));
    table.matrix.rows = array.rows;
    table.matrix.values = std::move(array.values);
    checkTable(table, file.string());
    return table;
}

constexpr auto tableSuffix = ".table";

std::filesystem::path importedFolder(const corpus::Corpus& corpus, const FeatureCache& cache)
{
    constexpr std::size_t hashDigits = 16;
    return cache.folder() / "imported" / (corpus.name + "-" + corpus.contentHash().substr(0, hashDigits));
}

void checkName(const std::string& name, const char* what)
{
    if (!base::isPlainName(name))
        throw Error(ErrorCode::InvalidRequest, fmt::format("'{}' cannot be the name of a {}.", name, what),
                    name, "Use letters, digits, '.', '_' and '-', and no '.' at the beginning.");
}

} // namespace

FeatureTable readFeatureTable(const std::filesystem::path& file)
{
    const std::string extension = corpus::lowerCase(file.extension().string());
    if (extension == ".npy")
        return readNpyTable(file);
    if (extension == ".arff")
        return parseArff(base::readFile(file), file.string());
    if (extension == ".csv" || extension == ".txt" || extension == ".tsv")
        return parseFeatureCsv(base::readFile(file), file.string());
    throw Error(ErrorCode::InvalidFeatures, fmt::format("Files of the kind '{}' cannot be read.", extension),
                file.string(), "Give a .csv, .tsv, .txt, .arff or .npy file.");
}

std::filesystem::path importedTableFile(const corpus::Corpus& corpus, const std::string& set,
                                        const FeatureCache& cache)
{
    checkName(corpus.name, "corpus with imported features");
    checkName(set, "feature set");
    return importedFolder(corpus, cache) / (set + tableSuffix);
}

std::vector<std::string> importedSets(const corpus::Corpus& corpus, const FeatureCache& cache)
{
    std::vector<std::string> sets;
    std::error_code notThere;
    for (const auto& entry : std::filesystem::directory_iterator(importedFolder(corpus, cache), notThere))
        if (entry.path().extension() == tableSuffix)
            sets.push_back(entry.path().stem().string());
    std::sort(sets.begin(), sets.end());
    return sets;
}

std::optional<FeatureTable> importedTable(const corpus::Corpus& corpus, const std::string& set,
                                          const FeatureCache& cache)
{
    const auto file = importedTableFile(corpus, set, cache);
    if (!std::filesystem::exists(file))
        return std::nullopt;
    return parseStoredTable(base::readFile(file), file.string());
}

void checkImportedName(const corpus::Corpus& corpus, const std::string& set, const FeatureCache& cache)
{
    importedTableFile(corpus, set, cache);
    if (std::ranges::count(featureSetNames(), set) > 0)
        throw Error(ErrorCode::Conflict, "This is the name of a native feature set.", set,
                    "Choose another name for the imported one.");
}

void keepFeatures(const corpus::Corpus& corpus, const std::string& set, const FeatureTable& table,
                  FeatureCache& cache)
{
    checkImportedName(corpus, set, cache);
    const auto target = importedTableFile(corpus, set, cache);
    const auto matched = matchToCorpus(table, corpus, set);
    base::createFolder(target.parent_path());
    base::writeFileAtomically(target, storedTableBytes(matched));
}

void importFeatures(const corpus::Corpus& corpus, const std::string& set, const std::filesystem::path& file,
                    FeatureCache& cache)
{
    checkImportedName(corpus, set, cache);
    const auto target = importedTableFile(corpus, set, cache);
    const FeatureTable table = matchToCorpus(readFeatureTable(file), corpus, file.string());
    base::createFolder(target.parent_path());
    base::writeFileAtomically(target, storedTableBytes(table));
}

void checkExportName(const std::filesystem::path& file)
{
    const std::string extension = corpus::lowerCase(file.extension().string());
    if (extension != ".csv" && extension != ".npy")
        throw Error(ErrorCode::InvalidRequest, fmt::format("Features cannot be written as '{}'.", extension),
                    file.string(), "Choose a file name that ends in .csv or .npy.");
}

void exportFeatures(const FeatureMatrix& matrix, const std::vector<std::string>& keys,
                    const std::filesystem::path& file)
{
    if (keys.size() != matrix.rows)
        throw Error(ErrorCode::InvalidRequest,
                    fmt::format("There are {} keys for {} rows.", keys.size(), matrix.rows), file.string(),
                    "Give one key for each row.");
    checkExportName(file);
    if (corpus::lowerCase(file.extension().string()) == ".csv") {
        base::writeFileAtomically(file, featureCsv(keys, matrix));
        return;
    }
    std::string index = "path\n";
    for (const auto& key : keys)
        index += base::csvField(key) + '\n';
    base::writeFileAtomically(withSuffix(file, ".index.csv"), index);
    base::writeFileAtomically(file, npyBytes(matrix.rows, matrix.columns(), matrix.values));
}

} // namespace undertone::features
