#pragma once

#include <string>
#include <string_view>

namespace undertone::corpus {

/// True for neu calm hap exc sad ang fea dis sur bor fru.
bool isCommonEmotion(std::string_view code);

/// The common code of an English word such as "anger", "joy" or "neutral" in any case; "" when unknown.
std::string emotionOfWord(std::string_view word);

} // namespace undertone::corpus
