#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace undertone::store {

/// What the name of an entry's file ends with.
inline constexpr const char* artifactSuffix = ".artifact";

struct ArtifactFile
{
    std::filesystem::path file;
    std::filesystem::file_time_type used;
    std::uintmax_t bytes = 0;
};

/// The entries below artifacts/, in no order. Files that vanish meanwhile are passed over, as is everything
/// that this program does not put there.
std::vector<ArtifactFile> artifactFiles(const std::filesystem::path& folder);

/// Where entries are written before they take their place.
std::filesystem::path artifactTemporaries(const std::filesystem::path& folder);

/// Removes what killed programs left of the entries they were writing, and spooled updates untouched for a
/// week.
void sweepArtifacts(const std::filesystem::path& folder);

} // namespace undertone::store
