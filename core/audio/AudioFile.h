#pragma once

#include <filesystem>
#include <vector>

namespace undertone::audio {

/// The rate that every analysis works at, in Hz.
inline constexpr int analysisRate = 16000;

/// One channel of sound, full scale = 1.
struct Signal
{
    std::vector<float> samples;
    int sampleRate = analysisRate; ///< Hz
    /// Of a file: share of its frames in which a channel is at full scale, before they are averaged and
    /// resampled.
    double clipped = 0;

    double seconds() const { return static_cast<double>(samples.size()) / sampleRate; }
};

struct AudioInfo
{
    int sampleRate = 0; ///< Hz
    int channels = 0;
    double seconds = 0;
};

/// What the header says. @throws Error UnreadableAudio naming the file.
AudioInfo readAudioInfo(const std::filesystem::path& file);

/// Decodes a file of any rate and channel count that libsndfile reads (WAV, FLAC, Ogg, MP3, AIFF), averages
/// the channels and resamples (soxr, very high quality) to `sampleRate`.
/// @throws Error UnreadableAudio, naming the file, when it cannot be opened or decoded, holds no samples, is
/// shorter than its header promises, or holds values that are not finite.
Signal readAudio(const std::filesystem::path& file, int sampleRate = analysisRate);

/// 16-bit WAV or FLAC, by the file name's extension. @throws Error StorageFailed.
void writeAudio(const std::filesystem::path& file, const Signal& signal);

} // namespace undertone::audio
