#include "core/base/Checksum.h"

#include <sodium.h>

#include <array>

namespace undertone::base {

namespace {

/// Poly1305 wants a secret against forgers; against damage any number does.
constexpr std::array<unsigned char, crypto_onetimeauth_KEYBYTES> key = {
    0x75, 0x6e, 0x64, 0x65, 0x72, 0x74, 0x6f, 0x6e, 0x65, 0x2d, 0x64, 0x61, 0x6d, 0x61, 0x67, 0x65};

/// Lets libsodium choose the fastest code for this processor.
void prepare()
{
    static const int prepared = sodium_init();
    static_cast<void>(prepared);
}

crypto_onetimeauth_state* stateOf(std::byte* bytes)
{
    return reinterpret_cast<crypto_onetimeauth_state*>(bytes);
}

} // namespace

static_assert(sizeof(crypto_onetimeauth_state) <= 256);
static_assert(alignof(crypto_onetimeauth_state) <= 16);

Checksum::Checksum()
{
    prepare();
    crypto_onetimeauth_init(stateOf(m_state), key.data());
}

Checksum& Checksum::add(std::string_view bytes)
{
    crypto_onetimeauth_update(stateOf(m_state), reinterpret_cast<const unsigned char*>(bytes.data()),
                              bytes.size());
    return *this;
}

std::string Checksum::finish()
{
    std::array<unsigned char, crypto_onetimeauth_BYTES> sum{};
    crypto_onetimeauth_final(stateOf(m_state), sum.data());
    std::array<char, crypto_onetimeauth_BYTES * 2 + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), sum.data(), sum.size());
    return hex.data();
}

} // namespace undertone::base
