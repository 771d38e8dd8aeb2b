#pragma once

#include "core/audio/AudioFile.h"

#include <filesystem>
#include <vector>

namespace undertone::audio {

/// The bytes of a 16-bit WAV or FLAC file, by the extension of `file`; samples beyond full scale are limited.
/// @throws Error InvalidRequest for another extension.
std::vector<char> encodeAudio(const std::filesystem::path& file, const Signal& signal);

} // namespace undertone::audio
