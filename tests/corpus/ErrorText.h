#pragma once

#include "core/base/Error.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace undertone::tests {

/// The error of a call as "code: what happened | where | remedy"; empty when there was none.
inline std::string errorOf(const std::function<void()>& call)
{
    try {
        call();
    } catch (const Error& error) {
        return std::string(codeName(error.code())) + ": " + error.happened() + " | " + error.where() + " | " +
               error.remedy();
    }
    return {};
}

inline bool hasAll(const std::string& text, const std::vector<std::string>& parts)
{
    return std::all_of(parts.begin(), parts.end(),
                       [&](const std::string& part) { return text.find(part) != std::string::npos; });
}

} // namespace undertone::tests

/// Verifies that an error text has all of the parts, and a remedy.
#define VERIFY_ERROR(text, ...)                                                                              \
    do {                                                                                                     \
        const std::string errorText = (text);                                                                \
        QVERIFY2(undertone::tests::hasAll(errorText, {__VA_ARGS__}), errorText.c_str());                     \
        QVERIFY2(!errorText.ends_with("| "), "the error has no remedy");                                     \
    } while (false)
