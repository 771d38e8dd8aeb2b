#include "core/representation/VectorLine.h"

#include "core/base/Error.h"
#include "core/representation/Tokenizer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace undertone::representation {

namespace {

bool isBlankCharacter(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/// Takes the last field off a line; empty when there is none.
std::string_view takeLast(std::string_view& line)
{
    std::size_t end = line.size();
    while (end > 0 && isBlankCharacter(line[end - 1]))
        --end;
    std::size_t begin = end;
    while (begin > 0 && !isBlankCharacter(line[begin - 1]))
        --begin;
    const auto field = line.substr(begin, end - begin);
    line = line.substr(0, begin);
    return field;
}

template <typename Number>
std::optional<Number> asNumber(std::string_view text)
{
    if (text.starts_with('+'))
        text.remove_prefix(1);
    Number value{};
    const auto [stop, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || stop != text.data() + text.size())
        return std::nullopt;
    return value;
}

[[noreturn]] void fail(const std::string& happened, const std::string& source)
{
    throw Error(ErrorCode::InvalidFeatures, happened, source,
                "Copy or download the file again, or take the line out.");
}

float asValue(std::string_view field, std::size_t number, const std::string& source)
{
    const auto value = static_cast<float>(asNumber<double>(field).value_or(NAN));
    if (!std::isfinite(value))
        fail(fmt::format("Line {}: \"{}\" is not a finite number.", number, normalForm(field.substr(0, 40))),
             source);
    return value;
}

} // namespace

std::optional<VectorHeader> asVectorHeader(std::string_view line)
{
    const auto dimensions = asNumber<std::size_t>(takeLast(line));
    const auto words = asNumber<std::size_t>(takeLast(line));
    if (!dimensions || !words || !isBlank(line))
        return std::nullopt;
    return VectorHeader{*words, *dimensions};
}

bool isBlank(std::string_view line)
{
    return std::all_of(line.begin(), line.end(), isBlankCharacter);
}

std::size_t countFields(std::string_view line)
{
    std::size_t count = 0;
    while (!takeLast(line).empty())
        ++count;
    return count;
}

std::string_view takeVector(std::string_view line, std::span<float> vector, std::size_t number,
                            const std::string& source)
{
    const auto fields = countFields(line);
    const auto refuseCount = [&] {
        fail(fmt::format("Line {} has {} numbers; {} are expected.", number, fields == 0 ? 0 : fields - 1,
                         vector.size()),
             source);
    };
    if (fields <= vector.size())
        refuseCount();
    for (std::size_t i = vector.size(); i-- > 0;)
        vector[i] = asValue(takeLast(line), number, source);
    auto word = line;
    if (fields > vector.size() + 1 && asNumber<double>(takeLast(word)))
        refuseCount();
    while (isBlankCharacter(line.back()))
        line.remove_suffix(1);
    return line;
}

} // namespace undertone::representation
