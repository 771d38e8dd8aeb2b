#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace undertone::base {

/// Entries of a zip file by name.
using ZipEntries = std::map<std::string, std::string>;

/// Writes deflated entries in the order of their names, without times: the same entries give the same file.
/// It takes its name when it is whole. @throws Error StorageFailed.
void writeZip(const std::filesystem::path& file, const ZipEntries& entries);

/// Reads all entries and checks their sums. @throws Error NotFound; InvalidRequest for what is no zip file,
/// is damaged, has a name twice or comes to more than `mostBytes` unpacked.
ZipEntries readZip(const std::filesystem::path& file, std::uint64_t mostBytes);

} // namespace undertone::base
