#pragma once

#include "core/experiment/SpecDescription.h"

#include <optional>
#include <string>
#include <vector>

namespace undertone::experiment {

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
    void text(const char* key, Rest&&...)
    {
        add(key);
    }
    void freeText(const char* key, std::string&, const char*) { add(key); }
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
    template <class Value, class Body>
    void omittableSection(const char* key, std::optional<Value>& value, const char* help, Body body)
    {
        optionalSection(key, value, help, body);
    }
    template <class Value, class Body>
    void sections(const char* key, std::vector<Value>&, Range, const char* help, Body body)
    {
        Value value;
        section(key, help, [&](auto& inner) { body(inner, value); });
    }
    template <class Body>
    void when(KeysOf, Body body)
    {
        body(*this);
    }

private:
    void add(const char* key) { m_keys.push_back(m_prefix + key); }

    std::vector<std::string>& m_keys;
    std::string m_prefix;
};

} // namespace undertone::experiment
