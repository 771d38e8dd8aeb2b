#pragma once

#include <filesystem>

namespace undertone::bench {

inline constexpr int trialsOfHistory = 100'000;

/// Makes a workspace's database with this many finished studies of as many trials each, ten points of two
/// layers and four numbers of leaked updates where it is a sweep, with stars, tags and notes.
void makeHistory(const std::filesystem::path& file, int studies);

} // namespace undertone::bench
