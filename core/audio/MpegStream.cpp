#include "core/audio/MpegStream.h"

#include "core/base/Error.h"

#include <mpg123.h>

#include <string>

namespace undertone::audio {

namespace {

[[noreturn]] void throwUndecodable(const std::filesystem::path& file, const std::string& reason)
{
    throw Error(ErrorCode::UnreadableAudio, "The audio cannot be decoded: " + reason, file.string(),
                "Check that it is a complete MP3 file, or leave it out.");
}

} // namespace

struct MpegStream::Decoder
{
    Decoder() : handle(mpg123_new(nullptr, nullptr)) {}
    ~Decoder() { mpg123_delete(handle); }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    mpg123_handle* handle;
};

MpegStream::MpegStream(const std::filesystem::path& file)
    : m_file(file), m_decoder(std::make_unique<Decoder>())
{
    auto* handle = m_decoder->handle;
    long rate = 0;
    int channels = 0;
    int encoding = 0;
    if (mpg123_param(handle, MPG123_ADD_FLAGS, MPG123_QUIET | MPG123_FORCE_FLOAT, 0) != MPG123_OK ||
        mpg123_open(handle, file.c_str()) != MPG123_OK ||
        mpg123_getformat(handle, &rate, &channels, &encoding) != MPG123_OK ||
        mpg123_format_none(handle) != MPG123_OK ||
        mpg123_format(handle, rate, channels, MPG123_ENC_FLOAT_32) != MPG123_OK)
        throwUndecodable(file, mpg123_strerror(handle));
}

MpegStream::~MpegStream() = default;

std::size_t MpegStream::read(std::span<float> samples)
{
    std::size_t bytes = 0;
    const int status = mpg123_read(m_decoder->handle, reinterpret_cast<unsigned char*>(samples.data()),
                                   samples.size_bytes(), &bytes);
    if (status != MPG123_OK && status != MPG123_DONE)
        throwUndecodable(m_file, mpg123_strerror(m_decoder->handle));
    return bytes / sizeof(float);
}

} // namespace undertone::audio
