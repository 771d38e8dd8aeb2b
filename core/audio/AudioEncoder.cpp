#include "core/audio/AudioEncoder.h"

#include "core/audio/SndfileHandle.h"
#include "core/base/Error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <span>
#include <string>

namespace undertone::audio {

namespace {

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

} // namespace

std::vector<char> encodeAudio(const std::filesystem::path& file, const Signal& signal)
{
    const std::string extension = file.extension().string();
    const int format = extension == ".wav" ? SF_FORMAT_WAV : extension == ".flac" ? SF_FORMAT_FLAC : 0;
    SF_INFO info{};
    info.samplerate = signal.sampleRate;
    info.channels = 1;
    info.format = format | SF_FORMAT_PCM_16;
    SF_VIRTUAL_IO calls{memorySize, memorySeek, memoryRead, memoryWrite, memoryTell};
    MemoryFile memory;
    SndfileHandle handle(format == 0 ? nullptr : sf_open_virtual(&calls, SFM_WRITE, &info, &memory));
    if (!handle)
        throw Error(ErrorCode::InvalidRequest, "Audio of this kind cannot be written.", file.string(),
                    "Choose a name that ends with .wav or .flac.");
    const std::vector<short> samples = toSixteenBits(signal.samples);
    sf_write_short(handle.get(), samples.data(), static_cast<sf_count_t>(samples.size()));
    handle.reset();
    return std::move(memory.bytes);
}

} // namespace undertone::audio
