#include "core/base/Error.h"
#include "core/experiment/ExperimentSpec.h"
#include "core/experiment/SpecDescription.h"
#include "core/experiment/SpecSyntax.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <cmath>
#include <optional>

namespace undertone::experiment {

namespace {

using Json = nlohmann::ordered_json;

/// Walks the description and puts down every key.
class Writer
{
public:
    explicit Writer(Json& object) : m_object(object) {}

    void version(const char* key, int known, const char*) { m_object[key] = known; }
    void text(const char* key, const std::string& value, const char*) { m_object[key] = value; }
    void freeText(const char* key, const std::string& value, const char*) { m_object[key] = value; }
    void texts(const char* key, const std::vector<std::string>& values, Range, const char*)
    {
        m_object[key] = values;
    }
    template <class Value>
    void count(const char* key, Value value, Range, const char*)
    {
        m_object[key] = value;
    }
    template <class Value>
    void counts(const char* key, const std::vector<Value>& values, Range, Range, const char*)
    {
        m_object[key] = values;
    }
    void number(const char* key, double value, Range, const char*) { m_object[key] = value; }
    void flag(const char* key, bool value, const char*) { m_object[key] = value; }
    void budget(const char* key, const std::optional<double>& value, const char*)
    {
        m_object[key] = value && std::isinf(*value) ? Json("inf") : nullable(value);
    }
    void optionalNumber(const char* key, const std::optional<double>& value, Range, const char*)
    {
        m_object[key] = nullable(value);
    }
    void optionalCount(const char* key, const std::optional<std::size_t>& value, Range, const char*)
    {
        m_object[key] = nullable(value);
    }
    template <class Value>
    void choice(const char* key, Value value, std::span<const Named<Value>> names, const char*)
    {
        m_object[key] = nameOf(names, value);
    }
    void textChoice(const char* key, const std::string& value, std::span<const Named<const char*>>,
                    const char*)
    {
        m_object[key] = value;
    }
    template <class Value>
    void choices(const char* key, const std::vector<Value>& values, std::span<const Named<Value>> names,
                 const char*)
    {
        m_object[key] = Json::array();
        for (const auto& value : values)
            m_object[key].push_back(nameOf(names, value));
    }
    void choices(const char* key, const std::vector<std::string>& values, std::span<const Named<const char*>>,
                 const char*)
    {
        m_object[key] = values;
    }
    void leakedUpdates(const char* key, const std::vector<attack::LeakedUpdates>& values, const char*)
    {
        m_object[key] = Json::array();
        for (const auto n : values)
            m_object[key].push_back(n == attack::allUpdates ? Json("all") : Json(n));
    }
    void sweep(const char* key, const std::vector<SweepAxis>& axes, const char*)
    {
        m_object[key] = Json::object();
        for (const auto& axis : axes)
            for (const auto& value : axis.values)
                m_object[key][axis.path].push_back(Json::parse(value));
    }
    template <class Body>
    void section(const char* key, const char*, Body body)
    {
        m_object[key] = Json::object();
        Writer inner(m_object[key]);
        body(inner);
    }

    template <class Value, class Body>
    void optionalSection(const char* key, std::optional<Value>& value, const char* help, Body body)
    {
        if (value)
            section(key, help, [&](auto& inner) { body(inner, *value); });
        else
            m_object[key] = nullptr;
    }

    /// Documents without it are what they were before there was this section.
    template <class Value, class Body>
    void omittableSection(const char* key, std::optional<Value>& value, const char* help, Body body)
    {
        if (value)
            optionalSection(key, value, help, body);
    }

    template <class Value, class Body>
    void sections(const char* key, std::vector<Value>& values, Range, const char*, Body body)
    {
        m_object[key] = Json::array();
        for (auto& value : values) {
            Writer inner(m_object[key].emplace_back(Json::object()));
            body(inner, value);
        }
    }

    template <class Body>
    void when(KeysOf keys, Body body)
    {
        if (keys.apply())
            body(*this);
    }

private:
    template <class Value>
    static Json nullable(const std::optional<Value>& value)
    {
        return value ? Json(*value) : Json(nullptr);
    }

    Json& m_object;
};

Json parsedOrText(const std::string& value)
{
    Json parsed = Json::parse(value, nullptr, false);
    return parsed.is_discarded() ? Json(value) : parsed;
}

/// Keys of a path; those of the sweep are paths themselves.
std::vector<std::string> segments(const std::string& path)
{
    constexpr std::string_view sweep = "sweep.";
    if (path.starts_with(sweep))
        return {"sweep", path.substr(sweep.size())};
    std::vector<std::string> keys{""};
    for (const char c : path) {
        if (c == '.')
            keys.emplace_back();
        else
            keys.back() += c;
    }
    return keys;
}

[[noreturn]] void refusePath(const std::string& path, const std::string& happened)
{
    throw Error(ErrorCode::InvalidSpecification, happened, path,
                "Name a key by its path, such as model.dropout or federation.rounds.");
}

/// The element of an array that a segment names.
Json& element(Json& list, const std::string& segment, const std::string& path)
{
    std::size_t index = 0;
    const auto end = segment.data() + segment.size();
    if (const auto read = std::from_chars(segment.data(), end, index);
        read.ec != std::errc{} || read.ptr != end || index >= list.size())
        refusePath(path,
                   fmt::format("\"{}\" is not a position in the list of {} values.", segment, list.size()));
    return list[index];
}

} // namespace

std::string writeSpec(const ExperimentSpec& spec)
{
    Json document = Json::object();
    Writer writer(document);
    ExperimentSpec copy = spec;
    describe(writer, copy);
    return document.dump(2) + "\n";
}

std::string setSpecValue(const std::string& json, const std::string& path, const std::string& value)
{
    checkSyntax(json, "specification");
    Json document = Json::parse(json);
    Json* place = &document;
    for (const auto& key : segments(path)) {
        if (key.empty())
            refusePath(path, "The path has an empty key.");
        if (place->is_null())
            *place = Json::object();
        if (!place->is_object() && !place->is_array())
            refusePath(path, fmt::format("\"{}\" leads through a value that is not an object.", key));
        place = place->is_array() ? &element(*place, key, path) : &(*place)[key];
    }
    *place = parsedOrText(value);
    return document.dump(2) + "\n";
}

} // namespace undertone::experiment
