#pragma once

#include <filesystem>

namespace undertone::audio {

/// Compares what the header of a WAV or AIFF file (chunks of the Interchange File Format) or the tag in the
/// first frame of an MP3 (Xing, Info, VBRI) says with the file's real size: libraries repair such lies in
/// silence. Files of other formats pass.
/// @throws Error UnreadableAudio when the samples end before the header says, or go on behind it.
void checkHeader(const std::filesystem::path& file);

} // namespace undertone::audio
