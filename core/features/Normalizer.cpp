#include "core/features/Normalizer.h"

#include "core/base/Error.h"

#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace undertone::features {

namespace {

constexpr double smallestDeviation = 1e-5;

constexpr std::array<std::pair<Normalization, const char*>, 3> names = {
    {{Normalization::Speaker, "speaker"}, {Normalization::Global, "global"}, {Normalization::None, "none"}}};

struct ColumnStatistics
{
    std::vector<double> mean;
    std::vector<double> scale; ///< deviation + 1e-5
};

ColumnStatistics statisticsOf(const FeatureMatrix& matrix, const std::vector<std::size_t>& rows)
{
    const double count = static_cast<double>(rows.size());
    ColumnStatistics statistics{std::vector<double>(matrix.columns()), std::vector<double>(matrix.columns())};
    for (const std::size_t row : rows)
        for (std::size_t c = 0; c < matrix.columns(); ++c)
            statistics.mean[c] += matrix.row(row)[c] / count;
    for (const std::size_t row : rows)
        for (std::size_t c = 0; c < matrix.columns(); ++c) {
            const double deviation = matrix.row(row)[c] - statistics.mean[c];
            statistics.scale[c] += deviation * deviation / count;
        }
    for (double& scale : statistics.scale)
        scale = std::sqrt(scale) + smallestDeviation;
    return statistics;
}

void apply(FeatureMatrix& matrix, const ColumnStatistics& statistics, const std::vector<std::size_t>& rows)
{
    for (const std::size_t row : rows) {
        const auto values = matrix.row(row);
        for (std::size_t c = 0; c < values.size(); ++c)
            values[c] = static_cast<float>((values[c] - statistics.mean[c]) / statistics.scale[c]);
    }
}

void normalizeSpeakers(FeatureMatrix& matrix, const std::vector<std::size_t>& speakerOfRow)
{
    std::map<std::size_t, std::vector<std::size_t>> rowsOfSpeaker;
    for (std::size_t row = 0; row < matrix.rows; ++row)
        rowsOfSpeaker[speakerOfRow[row]].push_back(row);
    for (const auto& [speaker, rows] : rowsOfSpeaker)
        apply(matrix, statisticsOf(matrix, rows), rows);
}

void normalizeGlobally(FeatureMatrix& matrix, const std::vector<std::size_t>& fitRows)
{
    std::vector<std::size_t> all(matrix.rows);
    std::iota(all.begin(), all.end(), std::size_t{0});
    apply(matrix, statisticsOf(matrix, fitRows), all);
}

} // namespace

Normalization normalizationFromName(const std::string& name)
{
    for (const auto& [normalization, text] : names)
        if (name == text)
            return normalization;
    throw Error(ErrorCode::InvalidSpecification, "There is no normalisation of this name.", name,
                "Choose speaker, global or none.");
}

const char* normalizationName(Normalization normalization)
{
    for (const auto& [known, text] : names)
        if (known == normalization)
            return text;
    return "none";
}

void normalize(FeatureMatrix& matrix, Normalization normalization,
               const std::vector<std::size_t>& speakerOfRow, const std::vector<std::size_t>& fitRows)
{
    switch (normalization) {
    case Normalization::Speaker:
        return normalizeSpeakers(matrix, speakerOfRow);
    case Normalization::Global:
        return normalizeGlobally(matrix, fitRows);
    case Normalization::None:
        return;
    }
}

} // namespace undertone::features
