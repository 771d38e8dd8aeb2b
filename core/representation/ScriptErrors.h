#pragma once

#include "core/base/Error.h"

#include <string>

namespace undertone::representation {

/// What LibTorch says when it cannot load a TorchScript file, as an Error InvalidRequest: names the operator
/// or the format that is newer than this LibTorch, or says what the file is instead, and the remedy.
Error loadingError(const std::string& file, const std::string& what);

/// One sentence of what LibTorch says when a module fails while it runs.
std::string scriptReason(const std::string& what);

} // namespace undertone::representation
