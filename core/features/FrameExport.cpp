#include "core/features/FrameExport.h"

#include "core/base/AtomicFile.h"
#include "core/base/Csv.h"
#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/features/FeatureExtraction.h"
#include "core/features/FeatureSet.h"
#include "core/features/NpyArray.h"

#include <fmt/format.h>

#include <functional>
#include <iterator>
#include <numeric>
#include <span>

namespace undertone::features {

namespace {

using FramesOf = std::function<std::vector<float>(std::size_t)>;

std::string indexCsv(const corpus::Corpus& corpus, const std::vector<std::size_t>& counts)
{
    std::string text = "path,first_row,rows\n";
    std::size_t first = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        text += fmt::format("{},{},{}\n", base::csvField(corpus.utterances[i].path), first, counts[i]);
        first += counts[i];
    }
    return text;
}

void writeNpy(const corpus::Corpus& corpus, const std::vector<std::size_t>& counts, std::size_t columns,
              const FramesOf& framesOf, const std::filesystem::path& file)
{
    base::AtomicFile out(file);
    out.write(npyHeader(std::accumulate(counts.begin(), counts.end(), std::size_t{0}), columns));
    for (std::size_t i = 0; i < counts.size(); ++i)
        out.write(std::as_bytes(std::span<const float>(framesOf(i))));
    base::writeFileAtomically(file.string() + ".index.csv", indexCsv(corpus, counts));
    out.commit();
}

std::string csvLines(const std::string& path, const std::vector<float>& frames, std::size_t columns)
{
    fmt::memory_buffer text;
    const auto out = std::back_inserter(text);
    const auto key = base::csvField(path);
    for (std::size_t frame = 0; frame * columns < frames.size(); ++frame) {
        fmt::format_to(out, "{},{}", key, frame);
        for (std::size_t c = 0; c < columns; ++c)
            fmt::format_to(out, ",{}", frames[frame * columns + c]);
        fmt::format_to(out, "\n");
    }
    return fmt::to_string(text);
}

void writeCsv(const corpus::Corpus& corpus, const std::vector<std::string>& names, const FramesOf& framesOf,
              const std::filesystem::path& file)
{
    base::AtomicFile out(file);
    std::string header = "path,frame";
    for (const auto& name : names)
        header.append(1, ',').append(base::csvField(name));
    out.write(header.append(1, '\n'));
    for (std::size_t i = 0; i < corpus.utterances.size(); ++i)
        out.write(csvLines(corpus.utterances[i].path, framesOf(i), names.size()));
    out.commit();
}

} // namespace

void exportFrames(const corpus::Corpus& corpus, const std::string& set, FeatureCache& cache,
                  base::Progress& progress, unsigned workers, const std::filesystem::path& file)
{
    const auto extension = file.extension();
    if (extension != ".npy" && extension != ".csv")
        throw Error(ErrorCode::InvalidRequest,
                    fmt::format("Features cannot be written as '{}'.", extension.string()), file.string(),
                    "Choose a file name that ends in .csv or .npy.");
    const auto counts = extractFrames(corpus, set, cache, progress, workers);
    const FramesOf framesOf = [&](std::size_t i) {
        progress.checkCancelled();
        return utteranceFrames(corpus, i, set, cache);
    };
    const auto& names = featureSet(set).columns();
    if (extension == ".npy")
        writeNpy(corpus, counts, names.size(), framesOf, file);
    else
        writeCsv(corpus, names, framesOf, file);
}

} // namespace undertone::features
