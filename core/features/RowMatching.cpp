#include "core/features/RowMatching.h"

#include "core/base/Error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <unordered_map>

namespace undertone::features {

namespace {

enum class Level { Path, FileName, Stem };

/// For every utterance, the rows that may be its own.
using Candidates = std::vector<std::vector<std::size_t>>;

std::string normalised(std::string key)
{
    std::replace(key.begin(), key.end(), '\\', '/');
    return std::filesystem::path(key).lexically_normal().generic_string();
}

std::string shortened(const std::string& path, Level level)
{
    const std::filesystem::path file(path);
    return (level == Level::Stem ? file.stem() : file.filename()).string();
}

/// The names under which a row of this key is found: for a path, the path and what remains of it when folders
/// are taken off its front.
std::vector<std::string> namesOf(const std::string& key, Level level)
{
    const std::string path = normalised(key);
    if (level != Level::Path)
        return {shortened(path, level)};
    std::vector<std::string> names{path};
    for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
        names.push_back(path.substr(slash + 1));
    return names;
}

Candidates findRows(const FeatureTable& table, const corpus::Corpus& corpus, Level level)
{
    std::unordered_map<std::string, std::vector<std::size_t>> utterancesOf;
    for (std::size_t i = 0; i < corpus.utterances.size(); ++i) {
        const std::string path = normalised(corpus.utterances[i].path);
        utterancesOf[level == Level::Path ? path : shortened(path, level)].push_back(i);
    }
    Candidates rows(corpus.utterances.size());
    for (std::size_t r = 0; r < table.keys.size(); ++r)
        for (const std::string& name : namesOf(table.keys[r], level)) {
            const auto found = utterancesOf.find(name);
            if (found == utterancesOf.end())
                continue;
            for (const std::size_t utterance : found->second)
                rows[utterance].push_back(r);
            break;
        }
    return rows;
}

/// A row that two utterances share belongs to neither.
std::vector<std::size_t> utterancesWithoutARow(const Candidates& rows, std::size_t rowCount)
{
    std::vector<int> claims(rowCount, 0);
    for (const auto& own : rows)
        for (const std::size_t r : own)
            ++claims[r];
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].size() != 1 || claims[rows[i].front()] != 1)
            missing.push_back(i);
    return missing;
}

FeatureTable chosenRows(const FeatureTable& table, const corpus::Corpus& corpus, const Candidates& rows)
{
    FeatureTable chosen;
    chosen.matrix.names = table.matrix.names;
    chosen.matrix.rows = rows.size();
    chosen.matrix.values.reserve(rows.size() * table.matrix.columns());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        chosen.keys.push_back(corpus.utterances[i].path);
        const auto row = table.matrix.row(rows[i].front());
        chosen.matrix.values.insert(chosen.matrix.values.end(), row.begin(), row.end());
    }
    return chosen;
}

[[noreturn]] void throwUnmatched(const corpus::Corpus& corpus, const std::vector<std::size_t>& missing,
                                 const std::string& source)
{
    constexpr std::size_t shown = 5;
    std::string list;
    for (std::size_t i = 0; i < std::min(shown, missing.size()); ++i)
        list += (i ? ", " : "") + corpus.utterances[missing[i]].path;
    if (missing.size() > shown)
        list += ", ...";
    throw Error(ErrorCode::InvalidFeatures,
                fmt::format("{} of the corpus' {} utterances do not have exactly one row: {}.",
                            missing.size(), corpus.utterances.size(), list),
                source, "Give one row for each utterance, named by its path, file name or stem.");
}

} // namespace

FeatureTable matchToCorpus(const FeatureTable& table, const corpus::Corpus& corpus, const std::string& source)
{
    std::vector<std::size_t> fewest(corpus.utterances.size() + 1);
    for (const Level level : {Level::Path, Level::FileName, Level::Stem}) {
        const Candidates rows = findRows(table, corpus, level);
        auto missing = utterancesWithoutARow(rows, table.keys.size());
        if (missing.empty())
            return chosenRows(table, corpus, rows);
        if (missing.size() < fewest.size())
            fewest = std::move(missing);
    }
    throwUnmatched(corpus, fewest, source);
}

} // namespace undertone::features
