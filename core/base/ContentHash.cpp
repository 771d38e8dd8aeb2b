#include "core/base/ContentHash.h"

#include "core/base/Error.h"

#include <sodium.h>

#include <array>
#include <cstdint>
#include <fstream>

namespace undertone::base {

namespace {

constexpr std::size_t blocksBetween = 64;

crypto_hash_sha256_state* stateOf(std::byte* bytes)
{
    return reinterpret_cast<crypto_hash_sha256_state*>(bytes);
}

} // namespace

static_assert(sizeof(crypto_hash_sha256_state) <= 128);

ContentHash::ContentHash()
{
    crypto_hash_sha256_init(stateOf(m_state));
}

ContentHash& ContentHash::add(std::span<const std::byte> bytes)
{
    crypto_hash_sha256_update(stateOf(m_state), reinterpret_cast<const unsigned char*>(bytes.data()),
                              bytes.size());
    return *this;
}

ContentHash& ContentHash::add(std::string_view text)
{
    return add(std::as_bytes(std::span(text)));
}

ContentHash& ContentHash::addField(std::string_view text)
{
    return add(std::to_string(text.size()) + ":").add(text);
}

std::string ContentHash::finish()
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256_final(stateOf(m_state), digest.data());
    std::array<char, crypto_hash_sha256_BYTES * 2 + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
    return hex.data();
}

std::string sha256(std::string_view text)
{
    return ContentHash().add(text).finish();
}

std::string sha256OfFile(const std::filesystem::path& file, const std::function<void()>& between)
{
    std::ifstream stream(file, std::ios::binary);
    ContentHash hash;
    std::array<char, 65536> buffer{};
    for (std::size_t blocks = 0; stream.read(buffer.data(), buffer.size()) || stream.gcount() > 0; ++blocks) {
        if (between && blocks % blocksBetween == 0)
            between();
        hash.add(std::string_view(buffer.data(), static_cast<std::size_t>(stream.gcount())));
    }
    if (stream.bad() || !stream.eof())
        throw Error(ErrorCode::StorageFailed, "The file cannot be read.", file.string(),
                    "Check that it exists and that you may read it.");
    return hash.finish();
}

} // namespace undertone::base
