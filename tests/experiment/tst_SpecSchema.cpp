#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/base/Resources.h"
#include "core/experiment/SpecDescription.h"
#include "core/experiment/SpecKeys.h"

#include <nlohmann/json.hpp>

#include <QProcess>
#include <QtTest>

using namespace undertone;
using namespace undertone::experiment;
using Json = nlohmann::ordered_json;

namespace {

/// Walks the format's description and makes the properties of a JSON Schema.
class SchemaMaker
{
public:
    Json properties = Json::object();

    void version(const char* key, int known, const char* help) { put(key, {{"const", known}}, help); }
    void constant(const char* key, const char* only, const char* help) { put(key, {{"const", only}}, help); }
    void text(const char* key, const std::string&, const char* help)
    {
        put(key, std::string_view(key) == "description" ? Json{{"type", "string"}} : nonEmpty(), help);
    }
    void texts(const char* key, const std::vector<std::string>&, Range size, const char* help)
    {
        put(key, list(nonEmpty(), size, true), help);
    }
    template <class Value>
    void count(const char* key, Value, Range range, const char* help)
    {
        put(key, whole(range), help);
    }
    template <class Value>
    void counts(const char* key, const Value&, Range range, Range size, const char* help)
    {
        put(key, list(whole(range), size, std::string_view(key) != "hidden"), help);
    }
    void number(const char* key, double, Range range, const char* help)
    {
        put(key,
            {{"type", "number"},
             {range.aboveLow ? "exclusiveMinimum" : "minimum", range.low},
             {"maximum", range.high}},
            help);
    }
    template <class Value>
    void choice(const char* key, const Value&, std::span<const Named<Value>> names, const char* help)
    {
        put(key, {{"enum", values(names)}}, help);
    }
    void textChoice(const char* key, const std::string&, std::span<const Named<const char*>> names,
                    const char* help)
    {
        put(key, {{"enum", values(names)}}, help);
    }
    template <class List, class Element>
    void choices(const char* key, const List&, std::span<const Named<Element>> names, const char* help)
    {
        put(key, list({{"enum", values(names)}}, {1, 100}, true), help);
    }
    void leakedUpdates(const char* key, const std::vector<attack::LeakedUpdates>&, const char* help)
    {
        put(key, list({{"anyOf", {whole({1, 1000000}), {{"const", "all"}}}}}, {1, 100}, true), help);
    }
    void sweep(const char* key, const std::vector<SweepAxis>&, const char* help)
    {
        put(key,
            {{"type", "object"},
             {"additionalProperties", {{"type", "array"}, {"minItems", 1}, {"uniqueItems", true}}}},
            help);
    }
    template <class Body>
    void section(const char* key, const char* help, Body body)
    {
        SchemaMaker inner;
        body(inner);
        Json schema = {{"type", "object"}, {"additionalProperties", false}, {"properties", inner.properties}};
        if (inner.properties.contains("corpora"))
            schema["required"] = {"corpora"};
        put(key, std::move(schema), help);
    }

private:
    void put(const char* key, Json schema, const char* help)
    {
        properties[key] = {{"description", help}};
        properties[key].update(schema);
    }
    static Json nonEmpty() { return {{"type", "string"}, {"minLength", 1}}; }
    static Json number(double value)
    {
        return value == std::floor(value) ? Json(static_cast<std::int64_t>(value)) : Json(value);
    }
    static Json whole(Range range)
    {
        return {{"type", "integer"}, {"minimum", number(range.low)}, {"maximum", number(range.high)}};
    }
    static Json list(Json items, Range size, bool unique)
    {
        return {{"type", "array"},
                {"items", std::move(items)},
                {"minItems", number(size.low)},
                {"maxItems", number(size.high)},
                {"uniqueItems", unique}};
    }
    template <class Value>
    static Json values(std::span<const Named<Value>> names)
    {
        Json list = Json::array();
        for (const auto& entry : names)
            list.push_back(entry.name);
        return list;
    }
};

/// What the parser's rules say of combinations, as far as one document without its sweep can tell.
const char* rules = R"([
  {"properties": {"attribute": {"not": {"enum": ["speaker", "emotion"]}}}},
  {"properties": {"attack": {"properties": {"adversary": {"const": "clean"}}}}},
  {"if": {"properties": {"model": {"properties": {"hidden": {"maxItems": 1}}, "required": ["hidden"]}}, "required": ["model"]},
   "then": {"properties": {"attack": {"properties": {"layers": {"not": {"contains": {"const": "second"}}}}, "required": ["layers"]}},
            "required": ["attack"]}},
  {"if": {"properties": {"shadow": {"properties": {"partition": {"const": "folds"}}, "required": ["partition"]}}},
   "then": {"properties": {"shadow": {"properties": {"federations": {"minimum": 2}}}}}},
  {"if": {"properties": {"federation": {"properties": {"algorithm": {"const": "fedsgd"}}, "required": ["algorithm"]}},
          "required": ["federation"]},
   "then": {"properties": {"federation": {"properties": {"local_epochs": {"const": 1}}}}}}
])";

Json expectedSchema()
{
    SchemaMaker maker;
    ExperimentSpec spec;
    describe(maker, spec);
    return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
            {"title", "Undertone: specification of an experiment"},
            {"type", "object"},
            {"required", {"format", "private", "shadow"}},
            {"additionalProperties", false},
            {"properties", maker.properties},
            {"allOf", Json::parse(rules)}};
}

std::filesystem::path schemaFile()
{
    return base::resourceFolder() / "schema" / "experiment.schema.json";
}

/// The minimal document with values set at paths.
Json edited(const std::vector<std::pair<const char*, const char*>>& edits)
{
    std::string document = R"({"format": 1, "private": {"corpora": ["a"]}, "shadow": {"corpora": ["b"]}})";
    for (const auto& [path, value] : edits)
        document = setSpecValue(document, path, value);
    return Json::parse(document);
}

/// Documents around every limit; the parser's verdict on them is compared with the schema's.
std::vector<Json> documents()
{
    std::vector<Json> list;
    for (const auto& candidate : presets())
        list.push_back(Json::parse(candidate.json));
    const char* values[] = {
        "0",    "1",  "2",  "0.5", "-1",         "1e6",   "9007199254740992", "\"x\"", "\"\"",
        "null", "[]", "{}", "[1]", "[\"both\"]", "[1,1]", "[\"a\",\"b\"]",    "true",  "[\"fusion\"]",
        "2.0"};
    for (const auto& key : knownKeys())
        for (const char* value : values)
            list.push_back(edited({{key.c_str(), value}}));
    list.push_back(Json::object());
    list.push_back(Json::array());
    list.push_back(edited({{"model.dropuot", "0.2"}}));
    list.push_back(edited({{"attribute", "speaker"}}));
    list.push_back(edited({{"attribute", "emotion"}}));
    list.push_back(edited({{"attack.kind", "cnn"}, {"attack.parts", "[\"weights\"]"}}));
    list.push_back(edited({{"attack.kind", "cnn"}}));
    list.push_back(edited({{"attack.adversary", "same"}}));
    list.push_back(edited({{"attack.layers", "[\"first\",\"fusion\"]"}, {"model.hidden", "[8]"}}));
    list.push_back(edited({{"attack.layers", "[\"second\"]"}, {"model.hidden", "[8]"}}));
    list.push_back(edited({{"attack.leaked_updates", "[1,\"all\",3]"}}));
    list.push_back(edited({{"shadow.partition", "folds"}, {"shadow.federations", "1"}}));
    list.push_back(edited({{"federation.algorithm", "fedsgd"}, {"federation.local_epochs", "2"}}));
    list.push_back(edited({{"sweep", R"({"model.dropout": []})"}}));
    list.push_back(edited({{"sweep", R"({"model.dropout": [0, 0.5]})"}}));
    return list;
}

bool parses(const Json& document)
{
    try {
        parseSpec(document.dump(), "document");
        return true;
    } catch (const Error&) {
        return false;
    }
}

} // namespace

class TestSpecSchema : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The published file is what the parser's own description of the format makes; run with
    /// UNDERTONE_WRITE_SCHEMA=1 to write it anew after a change of the format.
    void thePublishedSchemaIsTheParsers()
    {
        if (qEnvironmentVariableIsSet("UNDERTONE_WRITE_SCHEMA"))
            base::writeFileAtomically(schemaFile(), expectedSchema().dump(2) + "\n");
        QCOMPARE(base::readFile(schemaFile()), expectedSchema().dump(2) + "\n");
    }

    void everyKeyIsInBoth()
    {
        const auto schema = Json::parse(base::readFile(schemaFile()));
        std::vector<std::string> published;
        for (const auto& [key, value] : schema["properties"].items()) {
            published.push_back(key);
            if (value.contains("properties"))
                for (const auto& [inner, unused] : value["properties"].items())
                    published.push_back(key + "." + inner);
        }
        QCOMPARE(published, knownKeys());
    }

    void parserAndSchemaAgree()
    {
        const auto all = documents();
        QProcess python;
        python.start("python3", {UNDERTONE_VALIDATOR, QString::fromStdString(schemaFile().string())});
        if (!python.waitForStarted())
            QSKIP("python3 is not there");
        python.write(QByteArray::fromStdString(Json(all).dump()));
        python.closeWriteChannel();
        QVERIFY(python.waitForFinished());
        if (python.exitCode() == 77)
            QSKIP("python3-jsonschema is not there");
        QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
        const auto verdicts = python.readAllStandardOutput().trimmed().split('\n');
        QCOMPARE(static_cast<std::size_t>(verdicts.size()), all.size());
        std::size_t valid = 0;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const bool byParser = parses(all[i]);
            valid += byParser ? 1 : 0;
            QVERIFY2((verdicts[static_cast<qsizetype>(i)] == "valid") == byParser, all[i].dump().c_str());
        }
        QVERIFY(valid > 40 && valid < all.size() - 200);
    }
};

QTEST_GUILESS_MAIN(TestSpecSchema)
#include "tst_SpecSchema.moc"
