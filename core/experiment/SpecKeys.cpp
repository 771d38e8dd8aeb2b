#include "core/experiment/SpecKeys.h"

#include "core/experiment/SpecDescription.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace undertone::experiment {

namespace {

/// Walks the description and notes the keys.
class KeyLister
{
public:
    explicit KeyLister(std::vector<std::string>& keys, std::string prefix = {})
        : m_keys(keys), m_prefix(std::move(prefix))
    {
    }

    template <class... Rest>
    void version(const char* key, Rest&&...)
    {
        add(key);
    }
    template <class... Rest>
    void constant(const char* key, Rest&&...)
    {
        add(key);
    }
    template <class... Rest>
    void text(const char* key, Rest&&...)
    {
        add(key);
    }
    template <class Value>
    void count(const char* key, Value&, Range, const char*)
    {
        add(key);
    }
    void flag(const char* key, bool&, const char*) { add(key); }
    template <class... Rest>
    void budget(const char* key, Rest&&...)
    {
        add(key);
    }
    void optionalNumber(const char* key, std::optional<double>&, Range, const char*) { add(key); }
    void optionalCount(const char* key, std::optional<std::size_t>&, Range, const char*) { add(key); }
    template <class Value>
    void counts(const char* key, Value&, Range, Range, const char*)
    {
        add(key);
    }
    void texts(const char* key, std::vector<std::string>&, Range, const char*) { add(key); }
    void number(const char* key, double&, Range, const char*) { add(key); }
    template <class... Rest>
    void choice(const char* key, Rest&&...)
    {
        add(key);
    }
    template <class... Rest>
    void textChoice(const char* key, Rest&&...)
    {
        add(key);
    }
    template <class... Rest>
    void choices(const char* key, Rest&&...)
    {
        add(key);
    }
    template <class... Rest>
    void leakedUpdates(const char* key, Rest&&...)
    {
        add(key);
    }
    template <class... Rest>
    void sweep(const char* key, Rest&&...)
    {
        add(key);
    }
    template <class Body>
    void section(const char* key, const char*, Body body)
    {
        add(key);
        KeyLister inner(m_keys, m_prefix + key + ".");
        body(inner);
    }

    template <class Value, class Body>
    void optionalSection(const char* key, std::optional<Value>&, const char* help, Body body)
    {
        Value value;
        section(key, help, [&](auto& inner) { body(inner, value); });
    }

private:
    void add(const char* key) { m_keys.push_back(m_prefix + key); }

    std::vector<std::string>& m_keys;
    std::string m_prefix;
};

constexpr std::size_t longestKey = 64; ///< what is longer is compared by its beginning

std::pair<std::string, std::string> sectionAndKey(const std::string& path)
{
    const auto dot = path.rfind('.');
    if (dot == std::string::npos)
        return {"", path};
    return {path.substr(0, dot), path.substr(dot + 1)};
}

} // namespace

const std::vector<std::string>& knownKeys()
{
    static const auto keys = [] {
        std::vector<std::string> found;
        KeyLister lister(found);
        ExperimentSpec spec;
        describe(lister, spec);
        return found;
    }();
    return keys;
}

std::vector<std::string> keysOfSection(const std::string& section)
{
    std::vector<std::string> keys;
    for (const auto& path : knownKeys())
        if (const auto [owner, key] = sectionAndKey(path); owner == section)
            keys.push_back(key);
    return keys;
}

std::string nearestKey(const std::string& section, const std::string& text)
{
    const std::string key = text.substr(0, longestKey);
    std::tuple<std::size_t, std::string> best{std::string::npos, ""};
    for (const auto& path : knownKeys()) {
        const auto [owner, known] = sectionAndKey(path);
        const bool here = owner == section;
        best = std::min(best, {2 * editDistance(key, known) + (here ? 0 : 3), here ? known : path});
    }
    return std::get<1>(best);
}

std::size_t editDistance(const std::string& a, const std::string& b)
{
    std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i)
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                cost[i][j] = i + j;
                continue;
            }
            const std::size_t replaced = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    return cost[a.size()][b.size()];
}

} // namespace undertone::experiment
