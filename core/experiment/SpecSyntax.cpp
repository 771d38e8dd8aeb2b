#include "core/experiment/SpecSyntax.h"

#include "core/base/Error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace undertone::experiment {

namespace {

using Json = nlohmann::ordered_json;

std::string lineAndColumn(const std::string& text, std::size_t byte)
{
    const std::size_t position = std::min(text.size(), byte == 0 ? 0 : byte - 1);
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(position);
    const auto line = 1 + std::count(text.begin(), end, '\n');
    const auto newline = text.rfind('\n', position == 0 ? 0 : position - 1);
    const std::size_t begin = newline == std::string::npos || newline >= position ? 0 : newline + 1;
    return std::to_string(line) + ":" + std::to_string(position - begin + 1);
}

/// The parser's own words, without its error number and position.
std::string reason(const Json::parse_error& error)
{
    std::string text = error.what();
    for (const char* before : {"syntax error ", "] "})
        if (const auto at = text.find(before); at != std::string::npos)
            return text.substr(at + (before[0] == ']' ? 2 : 0));
    return text;
}

/// Notes the keys of every open object; the parser alone would keep the last of two equal keys in silence.
class DuplicateKeys
{
public:
    bool operator()(int, Json::parse_event_t event, Json& value)
    {
        if (event == Json::parse_event_t::object_start)
            m_open.emplace_back();
        else if (event == Json::parse_event_t::object_end)
            m_open.pop_back();
        else if (event == Json::parse_event_t::key && !m_open.back().insert(value.get<std::string>()).second)
            m_found = value.get<std::string>();
        return true;
    }
    const std::string& found() const { return m_found; }

private:
    std::vector<std::set<std::string>> m_open;
    std::string m_found;
};

} // namespace

void checkSyntax(const std::string& json, const std::string& source)
{
    DuplicateKeys duplicates;
    Json document;
    try {
        document = Json::parse(json, std::ref(duplicates));
    } catch (const Json::parse_error& error) {
        throw Error(ErrorCode::InvalidSpecification, "This is not JSON: " + reason(error) + ".",
                    source + ":" + lineAndColumn(json, error.byte),
                    "Mend the syntax at this line and column.");
    } catch (const Json::out_of_range& error) {
        throw Error(ErrorCode::InvalidSpecification, "A number of the document is too large.", source,
                    "Use numbers that a double can hold.");
    }
    if (!duplicates.found().empty())
        throw Error(ErrorCode::InvalidSpecification,
                    "The key \"" + duplicates.found() + "\" is given twice in one object.", source,
                    "Keep one of the two.");
    if (!document.is_object())
        throw Error(ErrorCode::InvalidSpecification, "The document is not a JSON object.", source,
                    "Write { \"format\": 1, ... }; `undertone-cli presets show demo` prints an example.");
}

std::string placeOf(const std::string& source, const std::string& pointer)
{
    return pointer.empty() ? source : source + "#" + pointer;
}

} // namespace undertone::experiment
