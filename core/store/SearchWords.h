#pragma once

#include <string>
#include <string_view>

namespace undertone::store {

/// What a user typed as a query of the full-text index: every word from its beginning, those between quotes
/// one after another. Empty when nothing can be searched for. Never refused by the index, whatever was typed.
std::string searchWords(std::string_view text);

} // namespace undertone::store
