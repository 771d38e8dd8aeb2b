#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace undertone::base {

/// Incremental SHA-256 (libsodium).
class ContentHash
{
public:
    ContentHash();
    ContentHash& add(std::span<const std::byte> bytes);
    ContentHash& add(std::string_view text);
    /// Adds the length before the text, so that ("ab","c") and ("a","bc") differ.
    ContentHash& addField(std::string_view text);
    /// 64 lower-case hex digits. The object cannot be used afterwards.
    std::string finish();

private:
    alignas(std::max_align_t) std::byte m_state[128];
};

std::string sha256(std::string_view text);
/// `between` is called every few megabytes. @throws Error StorageFailed when the file cannot be read; what
/// `between` throws.
std::string sha256OfFile(const std::filesystem::path& file, const std::function<void()>& between = {});

} // namespace undertone::base
