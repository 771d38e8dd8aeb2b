#include "core/audio/AudioFile.h"

#include "core/audio/AudioEncoder.h"
#include "core/audio/HeaderCheck.h"
#include "core/audio/Resample.h"
#include "core/audio/SndfileHandle.h"
#include "core/base/Error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <string>

namespace undertone::audio {

namespace {

constexpr int lowestRate = 1000;
constexpr int highestRate = 768000;
constexpr std::size_t blockSamples = 65536;
/// What libsndfile says of streams that do not tell.
constexpr sf_count_t unknownLength = SF_COUNT_MAX;

struct OpenFile
{
    SndfileHandle handle;
    SF_INFO info{};
};

[[noreturn]] void throwUnreadable(const std::filesystem::path& file, const std::string& happened)
{
    throw Error(ErrorCode::UnreadableAudio, happened, file.string(),
                "Check that it is a complete WAV, FLAC, Ogg, MP3 or AIFF file, or leave it out.");
}

OpenFile openForReading(const std::filesystem::path& file)
{
    std::error_code failure;
    if (!std::filesystem::is_regular_file(file, failure))
        throwUnreadable(file, "The audio file does not exist.");
    OpenFile open;
    open.handle.reset(sf_open(file.c_str(), SFM_READ, &open.info));
    if (!open.handle)
        throwUnreadable(file, std::string("The audio cannot be decoded: ") + sf_strerror(nullptr));
    checkHeader(file);
    if (open.info.samplerate < lowestRate || open.info.samplerate > highestRate)
        throwUnreadable(file,
                        fmt::format("The header gives a sampling rate of {} Hz.", open.info.samplerate));
    return open;
}

float meanOf(std::span<const float> channels)
{
    double sum = 0;
    for (const float value : channels)
        sum += value;
    return static_cast<float>(sum / static_cast<double>(channels.size()));
}

/// Everything the decoder yields, one channel. Grows with what is really there, whatever the header says.
std::vector<float> decodeMono(const OpenFile& open, const std::filesystem::path& file)
{
    const auto channels = static_cast<std::size_t>(open.info.channels);
    const std::size_t blockFrames = std::max<std::size_t>(1, blockSamples / channels);
    std::vector<float> block(blockFrames * channels);
    std::vector<float> mono;
    while (const auto frames = static_cast<std::size_t>(
               sf_readf_float(open.handle.get(), block.data(), static_cast<sf_count_t>(blockFrames)))) {
        for (std::size_t i = 0; i < frames; ++i)
            mono.push_back(meanOf(std::span(block).subspan(i * channels, channels)));
        if (!std::ranges::all_of(std::span(block).first(frames * channels),
                                 [](float x) { return std::isfinite(x); }))
            throwUnreadable(file, "The audio holds values that are not finite numbers.");
    }
    if (sf_error(open.handle.get()) != SF_ERR_NO_ERROR)
        throwUnreadable(file, std::string("The audio cannot be decoded: ") + sf_strerror(open.handle.get()));
    return mono;
}

} // namespace

AudioInfo readAudioInfo(const std::filesystem::path& file)
{
    const OpenFile open = openForReading(file);
    const double frames = open.info.frames == unknownLength
                              ? static_cast<double>(decodeMono(open, file).size())
                              : static_cast<double>(open.info.frames);
    return {open.info.samplerate, open.info.channels, frames / open.info.samplerate};
}

Signal readAudio(const std::filesystem::path& file, int sampleRate)
{
    const OpenFile open = openForReading(file);
    const std::vector<float> mono = decodeMono(open, file);
    if (mono.empty())
        throwUnreadable(file, "The audio file holds no samples.");
    const auto promised = static_cast<std::uint64_t>(open.info.frames);
    if (open.info.frames != unknownLength && mono.size() < promised)
        throwUnreadable(file, fmt::format("The header promises {} samples, but only {} are there.", promised,
                                          mono.size()));
    return {resample(mono, open.info.samplerate, sampleRate), sampleRate};
}

void writeAudio(const std::filesystem::path& file, const Signal& signal)
{
    const std::vector<char> bytes = encodeAudio(file, signal);
    std::ofstream stream(file, std::ios::binary);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    if (stream)
        return;
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    throw Error(ErrorCode::StorageFailed, "The audio file cannot be written.", file.string(),
                "Check that the folder exists, that you may write there and that the disk is not full.");
}

} // namespace undertone::audio
