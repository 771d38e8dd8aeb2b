#pragma once

#include <filesystem>
#include <string>

namespace undertone::base {

/// The version of the program, such as "0.1.0".
std::string programVersion();

/// The folder with presets, schema, reference results and help: UNDERTONE_RESOURCES if set, else the
/// installed one, else the source tree's. @throws Error NotFound when there is none.
std::filesystem::path resourceFolder();

} // namespace undertone::base
