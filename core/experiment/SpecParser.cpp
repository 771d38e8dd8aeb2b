#include "core/attack/LayerAliases.h"
#include "core/base/Error.h"
#include "core/experiment/ExperimentSpec.h"
#include "core/experiment/KeyLister.h"
#include "core/experiment/SpecKeys.h"
#include "core/experiment/SpecRules.h"
#include "core/experiment/SpecSyntax.h"
#include "core/experiment/Sweep.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace undertone::experiment {

namespace {

using Json = nlohmann::ordered_json;

std::string escaped(std::string key)
{
    for (std::size_t i = 0; i < key.size(); ++i)
        if (key[i] == '~' || key[i] == '/')
            key.replace(i, 1, key[i] == '~' ? "~0" : "~1");
    return key;
}

std::string shortText(const Json& value)
{
    const std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    return text.size() <= 60 ? text : text.substr(0, 57) + "...";
}

bool isInteger(const Json& value)
{
    return value.is_number_integer() ||
           (value.is_number_float() && std::floor(value.get<double>()) == value.get<double>());
}

template <class Value>
std::string listed(std::span<const Named<Value>> names)
{
    std::string text;
    for (const auto& entry : names)
        text += fmt::format("{}\"{}\"", text.empty() ? "" : ", ", entry.name);
    return text;
}

/// Walks the description and takes the values of one object.
class Reader
{
public:
    /// `section`: its keys' place in the format; `pointer`: the object's own place in the document.
    Reader(const Json& object, std::string source, std::string section = {}, std::string pointer = {})
        : m_object(object), m_source(std::move(source)), m_section(std::move(section)),
          m_pointer(std::move(pointer))
    {
        refuseUnknownKeys();
    }

    void version(const char* key, int known, const char*)
    {
        const Json* value = find(key);
        if (!value)
            fail(key, "The version of the format is missing.", fmt::format("Add \"format\": {}.", known));
        if (*value != known)
            fail(key, fmt::format("Format {} is not known.", shortText(*value)),
                 fmt::format("This version reads format {}.", known));
    }

    void text(const char* key, std::string& into, const char*)
    {
        if (const Json* value = find(key))
            into = textOf(*value, key);
    }

    /// One that may be empty.
    void freeText(const char* key, std::string& into, const char*)
    {
        if (const Json* value = find(key))
            into = anyTextOf(*value, key);
    }

    void texts(const char* key, std::vector<std::string>& into, Range size, const char*)
    {
        if (const Json* value = find(key))
            into = listOf<std::string>(
                *value, key, size, [&](const Json& item, const std::string& at) { return textOf(item, at); });
        else if (into.empty())
            fail(key, fmt::format("\"{}\" is missing.", key), "Name at least one corpus of the workspace.");
    }

    template <class Value>
    void count(const char* key, Value& into, Range range, const char*)
    {
        if (const Json* value = find(key))
            into = static_cast<Value>(countOf(*value, key, range));
    }

    template <class Value>
    void counts(const char* key, std::vector<Value>& into, Range range, Range size, const char*)
    {
        if (const Json* value = find(key))
            into = listOf<Value>(*value, key, size, [&](const Json& item, const std::string& at) {
                return static_cast<Value>(countOf(item, at, range));
            });
    }

    void number(const char* key, double& into, Range range, const char*)
    {
        if (const Json* value = find(key))
            into = numberOf(*value, key, range);
    }

    void flag(const char* key, bool& into, const char*)
    {
        const Json* value = find(key);
        if (!value)
            return;
        if (!value->is_boolean())
            fail(key, fmt::format("{} is neither true nor false.", shortText(*value)),
                 "Write true or false.");
        into = value->get<bool>();
    }

    void budget(const char* key, std::optional<double>& into, const char*)
    {
        const Json* value = find(key);
        if (value && *value == "inf")
            into = std::numeric_limits<double>::infinity();
        else if (value && value->is_string())
            fail(key, fmt::format("{} is not a budget.", shortText(*value)),
                 "Give a number above 0, or \"inf\" for no noise and no clipping.");
        else
            optionalNumber(key, into, {0, 1e6, true}, "");
    }

    void optionalNumber(const char* key, std::optional<double>& into, Range range, const char*)
    {
        if (const Json* value = find(key))
            into = value->is_null() ? std::nullopt : std::optional(numberOf(*value, key, range));
    }

    void optionalCount(const char* key, std::optional<std::size_t>& into, Range range, const char*)
    {
        if (const Json* value = find(key))
            into = value->is_null() ? std::nullopt : std::optional<std::size_t>(countOf(*value, key, range));
    }

    template <class Value>
    void choice(const char* key, Value& into, std::span<const Named<Value>> names, const char*)
    {
        if (const Json* value = find(key))
            into = choiceOf(*value, key, names);
    }

    void textChoice(const char* key, std::string& into, std::span<const Named<const char*>> names,
                    const char*)
    {
        if (const Json* value = find(key))
            into = choiceOf(*value, key, names);
    }

    template <class Value, class Element>
    void choices(const char* key, std::vector<Value>& into, std::span<const Named<Element>> names,
                 const char*)
    {
        if (const Json* value = find(key))
            into =
                listOf<Value>(*value, key, {1, 100}, [&](const Json& item, const std::string& at) -> Value {
                    return choiceOf(item, at, names);
                });
    }

    void leakedUpdates(const char* key, std::vector<attack::LeakedUpdates>& into, const char*)
    {
        if (const Json* value = find(key))
            into = listOf<attack::LeakedUpdates>(
                *value, key, {1, 100}, [&](const Json& item, const std::string& at) -> attack::LeakedUpdates {
                    if (item.is_string() && item == "all")
                        return attack::allUpdates;
                    if (item.is_string())
                        fail(at, fmt::format("{} is not a number of updates.", shortText(item)),
                             "Use whole numbers of 1 or more, or \"all\".");
                    return static_cast<std::size_t>(countOf(item, at, {1, 1000000}));
                });
    }

    void sweep(const char* key, std::vector<SweepAxis>& into, const char*)
    {
        const Json* value = find(key);
        if (!value)
            return;
        if (!value->is_object())
            fail(key, "The sweep is not an object.", "Write {\"path\": [value, ...], ...}.");
        into.clear();
        for (const auto& [path, values] : value->items()) {
            const std::string at = std::string(key) + "/" + escaped(path);
            if (!values.is_array() || values.empty())
                fail(at, "The values of a swept path are a list that is not empty.",
                     fmt::format("Write \"{}\": [value, ...].", path));
            SweepAxis axis{path, {}};
            for (const auto& item : values)
                axis.values.push_back(item.dump());
            into.push_back(std::move(axis));
        }
    }

    template <class Body>
    void section(const char* key, const char*, Body body)
    {
        static const Json none = Json::object();
        const Json* value = find(key);
        if (value && !value->is_object())
            fail(key, fmt::format("{} is not an object.", shortText(*value)), "Write {\"key\": value, ...}.");
        Reader inner(value ? *value : none, m_source, innerSection(key), m_pointer + "/" + key);
        body(inner);
    }

    template <class Value, class Body>
    void optionalSection(const char* key, std::optional<Value>& into, const char* help, Body body)
    {
        const Json* value = find(key);
        if (!value)
            return;
        into.reset();
        if (!value->is_null())
            section(key, help, [&](auto& inner) { body(inner, into.emplace()); });
    }

    template <class Value, class Body>
    void omittableSection(const char* key, std::optional<Value>& into, const char* help, Body body)
    {
        optionalSection(key, into, help, body);
    }

    template <class Value, class Body>
    void sections(const char* key, std::vector<Value>& into, Range size, const char*, Body body)
    {
        const Json* value = find(key);
        if (!value)
            return;
        checkList(*value, key, size);
        into.clear();
        for (std::size_t i = 0; i < value->size(); ++i) {
            const auto at = fmt::format("{}/{}", key, i);
            if (!(*value)[i].is_object())
                fail(at, fmt::format("{} is not an object.", shortText((*value)[i])),
                     "Write {\"key\": value, ...}.");
            Reader inner((*value)[i], m_source, innerSection(key), m_pointer + "/" + at);
            body(inner, into.emplace_back());
        }
    }

    /// Keys that the kind of study has no use for are refused.
    template <class Body>
    void when(KeysOf owned, Body body)
    {
        if (owned.apply())
            return body(*this);
        std::vector<std::string> keys;
        KeyLister lister(keys);
        body(lister);
        const auto* study =
            owned.kind == StudyKind::Federation ? "A federated study" : "A study of representations";
        for (const auto& key : keys)
            if (find(key.c_str()))
                fail(key, fmt::format("{} has no \"{}\" here.", study, key),
                     fmt::format("Leave it out, or use \"kind\": \"{}\".",
                                 nameOf(studyKindNames(), owned.owner)));
    }

private:
    std::string innerSection(const char* key) const
    {
        return m_section.empty() ? key : m_section + "." + key;
    }

    [[noreturn]] void fail(const std::string& key, const std::string& happened,
                           const std::string& remedy) const
    {
        throw Error(ErrorCode::InvalidSpecification, happened, placeOf(m_source, m_pointer + "/" + key),
                    remedy);
    }

    void refuseUnknownKeys() const
    {
        const auto keys = keysOfSection(m_section);
        for (const auto& [key, value] : m_object.items())
            if (std::find(keys.begin(), keys.end(), key) == keys.end())
                fail(escaped(key), fmt::format("The key \"{}\" is not known.", key),
                     fmt::format("The nearest known key is \"{}\". Known here: {}.",
                                 nearestKey(m_section, key), fmt::join(keys, ", ")));
    }

    const Json* find(const char* key) const
    {
        const auto found = m_object.find(key);
        return found == m_object.end() ? nullptr : &*found;
    }

    std::string anyTextOf(const Json& value, const std::string& key) const
    {
        if (!value.is_string())
            fail(key, fmt::format("{} is not text.", shortText(value)), "Put it in quotes.");
        return value.get<std::string>();
    }

    std::string textOf(const Json& value, const std::string& key) const
    {
        const auto text = anyTextOf(value, key);
        if (text.empty())
            fail(key, "The text is empty.", "Give it a value, or leave the key out.");
        return text;
    }

    double numberOf(const Json& value, const std::string& key, const Range& range) const
    {
        const double number = value.is_number() ? value.get<double>() : std::nan("");
        const bool inside =
            number <= range.high && (range.aboveLow ? number > range.low : number >= range.low);
        if (!value.is_number() || !inside)
            fail(key,
                 fmt::format("{} is not a number {} {} to {}.", shortText(value),
                             range.aboveLow ? "above" : "from", range.low, range.high),
                 "Choose a value in this range.");
        return number;
    }

    std::uint64_t countOf(const Json& value, const std::string& key, const Range& range) const
    {
        const double number = value.is_number() ? value.get<double>() : std::nan("");
        if (!isInteger(value) || !(number >= range.low && number <= range.high))
            fail(key,
                 fmt::format("{} is not a whole number from {:.0f} to {:.0f}.", shortText(value), range.low,
                             range.high),
                 "Choose a value in this range.");
        return static_cast<std::uint64_t>(number);
    }

    template <class Value>
    Value choiceOf(const Json& value, const std::string& key, std::span<const Named<Value>> names) const
    {
        for (const auto& entry : names)
            if (value == entry.name)
                return entry.value;
        fail(key, fmt::format("{} is not among the values that this version has.", shortText(value)),
             fmt::format("It has: {}.", listed(names)));
    }

    void checkList(const Json& value, const std::string& key, const Range& size) const
    {
        if (!value.is_array())
            fail(key, fmt::format("{} is not a list.", shortText(value)), "Write [value, ...].");
        const auto count = static_cast<double>(value.size());
        if (count < size.low || count > size.high)
            fail(key, fmt::format("The list has {} values.", value.size()),
                 fmt::format("Give {} to {} values.", size.low, size.high));
    }

    template <class Value, class Item>
    std::vector<Value> listOf(const Json& value, const std::string& key, Range size, Item item) const
    {
        checkList(value, key, size);
        std::vector<Value> list;
        std::set<Value> seen;
        for (std::size_t i = 0; i < value.size(); ++i) {
            list.push_back(item(value[i], key + "/" + std::to_string(i)));
            if (!seen.insert(list.back()).second && key != "hidden")
                fail(key + "/" + std::to_string(i), fmt::format("{} is given twice.", shortText(value[i])),
                     "Keep one of the two.");
        }
        return list;
    }

    const Json& m_object;
    std::string m_source;
    std::string m_section;
    std::string m_pointer;
};

constexpr std::size_t mostTrials = 100000;

/// Finds trials that two points of a sweep share: they would have one id and one place for their results.
class TrialOwners
{
public:
    explicit TrialOwners(std::string source) : m_source(std::move(source)) {}

    void add(ExperimentSpec spec, const SweepPoint& point)
    {
        const auto seeds = std::exchange(spec.evaluation.seeds, {});
        const auto text = writeSpec(spec);
        for (const auto seed : seeds)
            if (const auto [owner, isNew] = m_points.try_emplace({text, seed}, point); !isNew)
                throw Error(ErrorCode::InvalidSpecification,
                            fmt::format("The points {} and {} of the sweep give the same trial (seed {}).",
                                        pointText(owner->second), pointText(point), seed),
                            placeOf(m_source, "/sweep"),
                            "Leave one of the two out, or give them different seeds.");
    }

private:
    std::string m_source;
    std::map<std::pair<std::string, std::uint64_t>, SweepPoint> m_points;
};

/// Every point is valid, no two give the same trial, and together they are not too many.
void checkTrials(const ExperimentSpec& spec, const std::string& source)
{
    std::size_t trials = 0;
    TrialOwners owners(source);
    for (const auto& point : sweepPoints(spec, source)) {
        const auto own = point.empty() ? spec : specAtPoint(spec, point, source);
        const auto& evaluation = own.evaluation;
        trials += evaluation.folds * evaluation.seeds.size();
        if (trials > mostTrials)
            throw Error(ErrorCode::InvalidSpecification,
                        fmt::format("The study has more than {} trials.", mostTrials), source,
                        "Sweep over fewer values, or use fewer folds or seeds.");
        if (!point.empty())
            owners.add(own, point);
    }
}

/// The value of a choice at a place of the document; `otherwise` where it is left out or wrong.
template <class Value>
Value choiceAt(const Json& document, const char* pointer, std::span<const Named<Value>> names,
               Value otherwise)
{
    const Json::json_pointer place(pointer);
    if (document.contains(place))
        for (const auto& entry : names)
            if (document[place] == entry.name)
                return entry.value;
    return otherwise;
}

/// What is left out of the defence depends on the mechanism and the observer.
void takeDefaultsOfDefence(const Json& document, ExperimentSpec& spec)
{
    const auto mechanism = choiceAt(document, "/privacy/mechanism", mechanismNames(), spec.privacy.mechanism);
    const auto observer = choiceAt(document, "/threat/observer", observerNames(), spec.threat.observer);
    spec.privacy = privacy::defaultPrivacy(mechanism);
    spec.threat.sees = privacy::defaultSees(observer, mechanism);
}

/// Where clients train an encoder's adversary, its updates leak, too.
void takeDefaultsOfAttack(const Json& document, ExperimentSpec& spec)
{
    const auto kind = choiceAt(document, "/kind", studyKindNames(), spec.kind);
    if (kind == StudyKind::Federation && document.contains("representation") &&
        !document["representation"].is_null())
        spec.attack.layers.insert(spec.attack.layers.end() - 1, attack::adversaryLayer);
}

/// A study of representations has the section, and the attribute that it names first.
void takeRepresentation(ExperimentSpec& spec)
{
    if (!spec.representation)
        spec.representation.emplace();
    spec.attribute = spec.representation->adversary.front().attribute;
}

} // namespace

ExperimentSpec parseSpec(const std::string& json, const std::string& source)
{
    checkSyntax(json, source);
    const Json document = Json::parse(json);
    ExperimentSpec spec;
    takeDefaultsOfDefence(document, spec);
    takeDefaultsOfAttack(document, spec);
    Reader reader(document, source);
    describe(reader, spec);
    if (spec.kind == StudyKind::Representation)
        takeRepresentation(spec);
    if (!document.contains("/federation/learning_rate"_json_pointer))
        spec.federation.learningRate = publishedLearningRate(spec.federation.algorithm);
    checkRules(spec, source);
    checkTrials(spec, source);
    return spec;
}

} // namespace undertone::experiment
