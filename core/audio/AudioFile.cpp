#include "core/audio/AudioFile.h"

#include "core/audio/HeaderCheck.h"
#include "core/audio/MpegStream.h"
#include "core/audio/Resample.h"
#include "core/base/Error.h"

#include <fmt/format.h>
#include <sndfile.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace undertone::audio {

namespace {

constexpr int lowestRate = 1000;
constexpr int highestRate = 768000;
constexpr float fullScale = 0.999F; ///< what counts as full scale, whatever the sample format
constexpr std::size_t blockSamples = 65536;

/// libsndfile keeps the reason why a file did not open in one variable for all threads.
std::mutex openingMutex;

struct CloseSndfile
{
    void operator()(SNDFILE* file) const { sf_close(file); }
};
using SndfileHandle = std::unique_ptr<SNDFILE, CloseSndfile>;

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
    {
        const std::scoped_lock lock(openingMutex);
        open.handle.reset(sf_open(file.c_str(), SFM_READ, &open.info));
        if (!open.handle)
            throwUnreadable(file, std::string("The audio cannot be decoded: ") + sf_strerror(nullptr));
    }
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

bool isClipped(std::span<const float> channels)
{
    return std::ranges::any_of(channels, [](float x) { return std::abs(x) >= fullScale; });
}

/// Fills a block with interleaved samples; returns how many frames there were, 0 at the end.
using ReadFrames = std::function<std::size_t(std::span<float>)>;

/// Everything that is read, one channel, at its own rate. Grows with what is really there, whatever the
/// header says.
Signal mixedDown(const SF_INFO& info, const ReadFrames& read, const std::filesystem::path& file)
{
    const auto channels = static_cast<std::size_t>(info.channels);
    const std::size_t blockFrames = std::max<std::size_t>(1, blockSamples / channels);
    std::vector<float> block(blockFrames * channels);
    std::vector<float> mono;
    std::size_t clipped = 0;
    while (const std::size_t frames = read(block)) {
        for (std::size_t i = 0; i < frames; ++i) {
            const auto frame = std::span(block).subspan(i * channels, channels);
            mono.push_back(meanOf(frame));
            clipped += isClipped(frame) ? 1 : 0;
        }
        if (!std::ranges::all_of(std::span(block).first(frames * channels),
                                 [](float x) { return std::isfinite(x); }))
            throwUnreadable(file, "The audio holds values that are not finite numbers.");
    }
    const double share = mono.empty() ? 0 : static_cast<double>(clipped) / static_cast<double>(mono.size());
    return {std::move(mono), info.samplerate, share};
}

Signal decoded(const OpenFile& open, const std::filesystem::path& file)
{
    auto* handle = open.handle.get();
    const auto read = [&](std::span<float> block) {
        return static_cast<std::size_t>(
            sf_readf_float(handle, block.data(), static_cast<sf_count_t>(block.size()) / open.info.channels));
    };
    auto signal = mixedDown(open.info, read, file);
    if (sf_error(handle) != SF_ERR_NO_ERROR)
        throwUnreadable(file, std::string("The audio cannot be decoded: ") + sf_strerror(handle));
    if (signal.samples.size() < static_cast<std::uint64_t>(open.info.frames))
        throwUnreadable(file, fmt::format("The header promises {} samples, but only {} are there.",
                                          open.info.frames, signal.samples.size()));
    return signal;
}

Signal decodedMpeg(const SF_INFO& info, const std::filesystem::path& file)
{
    MpegStream stream(file);
    const auto read = [&](std::span<float> block) {
        return stream.read(block) / static_cast<std::size_t>(info.channels);
    };
    return mixedDown(info, read, file);
}

/// A file in memory for libsndfile's virtual input and output.
struct MemoryFile
{
    std::vector<char> bytes;
    std::size_t position = 0;
};

MemoryFile& memoryOf(void* user)
{
    return *static_cast<MemoryFile*>(user);
}

sf_count_t memorySize(void* user)
{
    return static_cast<sf_count_t>(memoryOf(user).bytes.size());
}

sf_count_t memorySeek(sf_count_t offset, int whence, void* user)
{
    MemoryFile& file = memoryOf(user);
    const auto base = whence == SEEK_SET   ? sf_count_t{0}
                      : whence == SEEK_CUR ? static_cast<sf_count_t>(file.position)
                                           : memorySize(user);
    file.position = static_cast<std::size_t>(std::max<sf_count_t>(0, base + offset));
    return static_cast<sf_count_t>(file.position);
}

sf_count_t memoryRead(void* target, sf_count_t count, void* user)
{
    MemoryFile& file = memoryOf(user);
    const std::size_t begin = std::min(file.position, file.bytes.size());
    const std::size_t length = std::min(static_cast<std::size_t>(count), file.bytes.size() - begin);
    std::memcpy(target, file.bytes.data() + begin, length);
    file.position = begin + length;
    return static_cast<sf_count_t>(length);
}

sf_count_t memoryWrite(const void* source, sf_count_t count, void* user)
{
    MemoryFile& file = memoryOf(user);
    const std::size_t end = file.position + static_cast<std::size_t>(count);
    file.bytes.resize(std::max(file.bytes.size(), end));
    std::memcpy(file.bytes.data() + file.position, source, static_cast<std::size_t>(count));
    file.position = end;
    return count;
}

sf_count_t memoryTell(void* user)
{
    return static_cast<sf_count_t>(memoryOf(user).position);
}

std::vector<short> toSixteenBits(std::span<const float> samples)
{
    std::vector<short> result(samples.size());
    std::ranges::transform(samples, result.begin(), [](float x) {
        return static_cast<short>(std::lrint(std::clamp(x * 32768.0F, -32768.0F, 32767.0F)));
    });
    return result;
}

std::vector<char> encode(const std::filesystem::path& file, const Signal& signal)
{
    const std::string extension = file.extension().string();
    const int format = extension == ".wav" ? SF_FORMAT_WAV : extension == ".flac" ? SF_FORMAT_FLAC : 0;
    SF_INFO info{};
    info.samplerate = signal.sampleRate;
    info.channels = 1;
    info.format = format | SF_FORMAT_PCM_16;
    SF_VIRTUAL_IO calls{memorySize, memorySeek, memoryRead, memoryWrite, memoryTell};
    MemoryFile memory;
    SndfileHandle handle;
    if (format != 0) {
        const std::scoped_lock lock(openingMutex);
        handle.reset(sf_open_virtual(&calls, SFM_WRITE, &info, &memory));
    }
    if (!handle)
        throw Error(ErrorCode::InvalidRequest, "Audio of this kind cannot be written.", file.string(),
                    "Choose a name that ends with .wav or .flac.");
    const std::vector<short> samples = toSixteenBits(signal.samples);
    sf_write_short(handle.get(), samples.data(), static_cast<sf_count_t>(samples.size()));
    handle.reset();
    return std::move(memory.bytes);
}

} // namespace

AudioInfo readAudioInfo(const std::filesystem::path& file)
{
    const SF_INFO info = openForReading(file).info;
    return {info.samplerate, info.channels, static_cast<double>(info.frames) / info.samplerate};
}

Signal readAudio(const std::filesystem::path& file, int sampleRate)
{
    const OpenFile open = openForReading(file);
    const bool isMpeg = (open.info.format & SF_FORMAT_TYPEMASK) == SF_FORMAT_MPEG;
    const Signal mono = isMpeg ? decodedMpeg(open.info, file) : decoded(open, file);
    if (mono.samples.empty())
        throwUnreadable(file, "The audio file holds no samples.");
    return {resample(mono.samples, mono.sampleRate, sampleRate), sampleRate, mono.clipped};
}

void writeAudio(const std::filesystem::path& file, const Signal& signal)
{
    const std::vector<char> bytes = encode(file, signal);
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
