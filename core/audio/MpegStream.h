#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace undertone::audio {

/// An MPEG audio stream (MP3), decoded to its end. libsndfile reads those as well, but stops where it
/// estimates the end to be: too early in a stream of varying bit rate that does not state its length.
class MpegStream
{
public:
    /// @throws Error UnreadableAudio.
    explicit MpegStream(const std::filesystem::path& file);
    ~MpegStream();

    /// Interleaved samples; returns how many there were, 0 at the end. @throws Error UnreadableAudio.
    std::size_t read(std::span<float> samples);

private:
    struct Decoder;
    std::filesystem::path m_file;
    std::unique_ptr<Decoder> m_decoder;
};

} // namespace undertone::audio
