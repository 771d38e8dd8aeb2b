// For clang-tidy alone, before each source. LibTorch 1.13 has vectors of incomplete types, whose members
// clang instantiates at once where they are constexpr, as C++20 wants them: here they are not.
#pragma once
#include <string>
#pragma push_macro("_GLIBCXX20_CONSTEXPR")
#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR
#define __fill_a1 __fill_a1_of_bits // its declaration, constexpr, has been read with <string>
#include <vector>
#undef __fill_a1
#pragma pop_macro("_GLIBCXX20_CONSTEXPR")
