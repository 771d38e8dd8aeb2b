#include "core/audio/AudioFile.h"
#include "core/base/Error.h"
#include "tests/fuzz/FuzzTarget.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

using namespace undertone;

namespace {

/// Audio comes as files. One for the whole process.
std::filesystem::path inputFile()
{
    static const auto file =
        std::filesystem::temp_directory_path() / ("undertone-fuzz-audio-" + std::to_string(getpid()));
    return file;
}

} // namespace

/// What is accepted has samples, all of them finite, and no more than a decoder can make of so few bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t mostSamplesPerByte = 20000; // a block of silence in FLAC or Vorbis is a few bytes
    const auto file = inputFile();
    std::ofstream(file, std::ios::binary) << fuzz::textOf(data, size);
    try {
        const auto signal = audio::readAudio(file);
        fuzz::require(!signal.samples.empty() && signal.samples.size() < mostSamplesPerByte * (size + 1));
        for (const float sample : signal.samples)
            fuzz::require(std::isfinite(sample));
        fuzz::require(signal.clipped >= 0 && signal.clipped <= 1);
    } catch (const Error& error) {
        fuzz::require(error.code() == ErrorCode::UnreadableAudio && !error.remedy().empty());
    }
    std::filesystem::remove(file);
    return 0;
}
