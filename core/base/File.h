#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace undertone::base {

/// The whole file. @throws Error NotFound or StorageFailed naming the file.
std::string readFile(const std::filesystem::path& file);

/// The text behind a UTF-8 byte order mark, or all of it when there is none.
std::string_view withoutByteOrderMark(std::string_view text);

/// Writes to a temporary name in the same folder, flushes to the disk and renames: after a crash the file is
/// the old one or the new one, never half. @throws Error StorageFailed (full or read-only disk), leaving no
/// temporary file; InvalidRequest for a folder, pipe or device.
void writeFileAtomically(const std::filesystem::path& file, std::span<const std::byte> bytes);
void writeFileAtomically(const std::filesystem::path& file, std::string_view text);

/// @throws Error StorageFailed when the folder cannot be made.
void createFolder(const std::filesystem::path& folder);

} // namespace undertone::base
