#include "core/experiment/FieldSpec.h"
#include "core/experiment/SpecDescription.h"

#include <optional>
#include <utility>

namespace undertone::experiment {

namespace {

/// Walks the description and notes the settings.
class FieldLister
{
public:
    explicit FieldLister(std::vector<FieldSpec>& fields, std::string prefix = {})
        : m_fields(fields), m_prefix(std::move(prefix))
    {
    }

    void version(const char*, int, const char*) {}
    template <class Value, class Body>
    void omittableSection(const char* key, std::optional<Value>&, const char* help, Body body)
    {
        Value value;
        section(key, help, [&](auto& inner) { body(inner, value); });
    }
    template <class Body>
    void when(KeysOf, Body body)
    {
        body(*this);
    }
    void freeText(const char* key, std::string&, const char*) { add(key, FieldKind::Text); }
    void sweep(const char*, std::vector<SweepAxis>&, const char*) {}
    void text(const char* key, std::string&, const char*) { add(key, FieldKind::Text); }
    void texts(const char* key, std::vector<std::string>&, Range, const char*) { add(key, FieldKind::Texts); }
    void flag(const char* key, bool&, const char*) { add(key, FieldKind::Flag); }
    template <class Value>
    void count(const char* key, Value&, Range range, const char*)
    {
        bound(add(key, FieldKind::Number), range);
    }
    void number(const char* key, double&, Range range, const char*)
    {
        bound(add(key, FieldKind::Number), range);
    }
    void budget(const char* key, std::optional<double>&, const char*)
    {
        optional(bound(add(key, FieldKind::Number), {0, 1e6, true}));
    }
    void optionalNumber(const char* key, std::optional<double>&, Range range, const char*)
    {
        optional(bound(add(key, FieldKind::Number), range));
    }
    void optionalCount(const char* key, std::optional<std::size_t>&, Range range, const char*)
    {
        optional(bound(add(key, FieldKind::Number), range));
    }
    template <class Value>
    void counts(const char* key, Value&, Range range, Range, const char*)
    {
        bound(add(key, FieldKind::Numbers), range);
    }
    void leakedUpdates(const char* key, std::vector<attack::LeakedUpdates>&, const char*)
    {
        bound(add(key, FieldKind::Numbers), {1, 1000000});
    }
    template <class Value, class Element>
    void choice(const char* key, Value&, std::span<const Named<Element>> names, const char*)
    {
        choose(add(key, FieldKind::Choice), names);
    }
    void textChoice(const char* key, std::string&, std::span<const Named<const char*>> names, const char*)
    {
        choose(add(key, FieldKind::Choice), names);
    }
    template <class Value, class Element>
    void choices(const char* key, Value&, std::span<const Named<Element>> names, const char*)
    {
        choose(add(key, FieldKind::Choices), names);
    }
    template <class Body>
    void section(const char* key, const char*, Body body)
    {
        FieldLister inner(m_fields, m_prefix + key + ".");
        body(inner);
    }
    template <class Value, class Body>
    void optionalSection(const char* key, std::optional<Value>&, const char* help, Body body)
    {
        optional(add(key, FieldKind::Section));
        Value value;
        section(key, help, [&](auto& inner) { body(inner, value); });
    }

    template <class Value, class Body>
    void sections(const char* key, std::vector<Value>&, Range, const char*, Body body)
    {
        FieldLister members(add(key, FieldKind::Objects).members);
        Value value;
        body(members, value);
    }

private:
    FieldSpec& add(const char* key, FieldKind kind)
    {
        auto& field = m_fields.emplace_back();
        field.path = m_prefix + key;
        field.kind = kind;
        return field;
    }

    static FieldSpec& bound(FieldSpec& field, Range range)
    {
        field.low = range.low;
        field.high = range.high;
        field.aboveLow = range.aboveLow;
        return field;
    }

    static void optional(FieldSpec& field) { field.optional = true; }

    template <class Element>
    static void choose(FieldSpec& field, std::span<const Named<Element>> names)
    {
        for (const auto& entry : names)
            field.choices.emplace_back(entry.name);
    }

    std::vector<FieldSpec>& m_fields;
    std::string m_prefix;
};

} // namespace

const std::vector<FieldSpec>& specFields()
{
    static const auto fields = [] {
        std::vector<FieldSpec> found;
        FieldLister lister(found);
        ExperimentSpec spec;
        describe(lister, spec);
        return found;
    }();
    return fields;
}

} // namespace undertone::experiment
