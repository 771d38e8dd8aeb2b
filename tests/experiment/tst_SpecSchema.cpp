#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/base/Resources.h"
#include "core/experiment/SpecDescription.h"
#include "core/experiment/SpecKeys.h"

#include <nlohmann/json.hpp>

#include <cstring>
#include <optional>
#include <span>

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
    void text(const char* key, const std::string&, const char* help) { put(key, nonEmpty(), help); }
    void freeText(const char* key, const std::string&, const char* help)
    {
        put(key, {{"type", "string"}}, help);
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
    void number(const char* key, double, Range range, const char* help) { put(key, real(range), help); }
    void flag(const char* key, bool, const char* help) { put(key, {{"type", "boolean"}}, help); }
    void budget(const char* key, const std::optional<double>&, const char* help)
    {
        put(key, {{"anyOf", {real({0, 1e6, true}), {{"enum", {"inf", nullptr}}}}}}, help);
    }
    void optionalNumber(const char* key, const std::optional<double>&, Range range, const char* help)
    {
        put(key, orNull(real(range)), help);
    }
    void optionalCount(const char* key, const std::optional<std::size_t>&, Range range, const char* help)
    {
        put(key, orNull(whole(range)), help);
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

    template <class Value, class Body>
    void optionalSection(const char* key, const std::optional<Value>&, const char* help, Body body)
    {
        SchemaMaker inner;
        Value value;
        body(inner, value);
        put(key,
            {{"type", {"object", "null"}}, {"additionalProperties", false}, {"properties", inner.properties}},
            help);
    }

    template <class Value, class Body>
    void omittableSection(const char* key, const std::optional<Value>& value, const char* help, Body body)
    {
        optionalSection(key, value, help, body);
    }
    template <class Value, class Body>
    void sections(const char* key, const std::vector<Value>&, Range size, const char* help, Body body)
    {
        SchemaMaker inner;
        Value value;
        body(inner, value);
        put(key,
            list({{"type", "object"}, {"additionalProperties", false}, {"properties", inner.properties}},
                 size, false),
            help);
    }
    template <class Body>
    void when(KeysOf, Body body)
    {
        body(*this);
    }

private:
    static Json real(Range range)
    {
        return {{"type", "number"},
                {range.aboveLow ? "exclusiveMinimum" : "minimum", range.low},
                {"maximum", range.high}};
    }
    static Json orNull(Json schema)
    {
        schema["type"] = {schema["type"], "null"};
        return schema;
    }
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

/// What the parser's rules say of combinations, as far as one document without its sweep can tell; but for
/// the attribute that is attacked and that of the first adversary, which the parser wants to be the same.
const char* rules = R"([
  {"if": {"properties": {"kind": {"const": "representation"}}, "required": ["kind"]},
   "then": {"properties": {"shadow": false, "attribute": false, "model": false, "federation": false, "threat": false, "privacy": false, "audit": false,
                           "attack": {"properties": {"kind": false, "layers": false, "parts": false, "adversary": false, "families": false,
                                                     "probes": false, "validation": false, "epochs": false}},
                           "evaluation": {"properties": {"folds": {"minimum": 2}}}}},
   "else": {"required": ["shadow"],
            "properties": {"representation": {"properties": {"target": {"const": "emotion"}, "warmup": false, "epochs": false, "patience": false,
              "batch_size": false, "learning_rate": false,
              "adversary": {"items": {"properties": {"attribute": {"not": {"const": "speaker"}}}}}}}}}},
  {"if": {"properties": {"kind": {"const": "federation"}, "representation": {"type": "object"}}, "required": ["representation"]},
   "then": {"properties": {"federation": {"properties": {"algorithm": {"not": {"const": "local"}}}}, "audit": {"const": null},
                           "model": {"properties": {"hidden": {"const": [256, 128]}, "dropout": {"const": 0.2}}},
                           "attack": {"properties": {"kind": {"not": {"const": "cnn"}}, "families": {"const": false}}},
                           "evaluation": {"properties": {"folds": {"minimum": 2}}},
                           "representation": {"if": {"properties": {"inputs": {"contains": {"const": "text"}}}, "required": ["inputs"]},
      "then": {"properties": {"encoder": {"properties": {"word_vectors": {"minLength": 1}}, "required": ["word_vectors"]}}, "required": ["encoder"]}}}}},
  {"if": {"not": {"properties": {"representation": {"type": "object"}}, "required": ["representation"]}},
   "then": {"properties": {"attack": {"properties": {"layers": {"not": {"contains": {"const": "adversary"}}}}}}}},
  {"properties": {"representation": {"properties": {"adversary": {"items": {"properties": {"attribute": {"not": {"const": "emotion"}}}}}}}}},
  {"if": {"properties": {"representation": {"properties": {"inputs": {"contains": {"const": "features"}}}, "required": ["inputs"]}},
          "required": ["representation"]},
   "then": {"properties": {"features": {"properties": {"set": {"not": {"const": "logmel"}}}}}}},
  {"properties": {"attribute": {"not": {"enum": ["speaker", "emotion"]}}}},
  {"if": {"properties": {"threat": {"properties": {"observer": {"const": "recipient"}}, "required": ["observer"]}}, "required": ["threat"]},
   "then": {"properties": {"threat": {"properties": {"sees": {"const": "sum"}}}}}},
  {"if": {"properties": {"privacy": {"properties": {"mechanism": {"const": "secure-aggregation"}}, "required": ["mechanism"]}}, "required": ["privacy"]},
   "then": {"properties": {"threat": {"properties": {"sees": {"const": "sum"}}}}}},
  {"if": {"properties": {"threat": {"properties": {"knows_cohorts": {"const": false}}, "required": ["knows_cohorts"]}}, "required": ["threat"]},
   "then": {"properties": {"attack": {"properties": {"kind": {"const": "data"}}, "required": ["kind"]}}, "required": ["attack"],
            "anyOf": [{"properties": {"threat": {"properties": {"sees": {"const": "sum"}}, "required": ["sees"]}}},
                      {"properties": {"threat": {"properties": {"observer": {"const": "recipient"}}, "required": ["observer"]}}},
                      {"properties": {"privacy": {"properties": {"mechanism": {"const": "secure-aggregation"}}, "required": ["mechanism"]}},
                       "required": ["privacy"]}]}},
  {"if": {"properties": {"federation": {"properties": {"client_fraction": {"const": 1}}, "required": ["client_fraction"]},
                         "attack": {"not": {"properties": {"kind": {"const": "data"}}, "required": ["kind"]}}},
          "required": ["federation"],
          "anyOf": [{"properties": {"threat": {"properties": {"sees": {"const": "sum"}}, "required": ["sees"]}}, "required": ["threat"]},
                    {"properties": {"threat": {"properties": {"observer": {"const": "recipient"}}, "required": ["observer"]}}, "required": ["threat"]},
                    {"properties": {"privacy": {"properties": {"mechanism": {"const": "secure-aggregation"}}, "required": ["mechanism"]}},
                     "required": ["privacy"]}]},
   "then": {"properties": {"federation": {"properties": {"algorithm": {"enum": ["centralised", "local"]}}, "required": ["algorithm"]}}}},
  {"if": {"properties": {"privacy": {"properties": {"mechanism": {"enum": ["udp", "dp-fedavg-local", "dp-fedavg-central"]}},
                                     "required": ["mechanism"]}}, "required": ["privacy"]},
   "then": {"properties": {"privacy": {"oneOf": [
      {"properties": {"epsilon": {"not": {"const": null}}, "noise_multiplier": {"const": null}, "sigma": {"const": null}}, "required": ["epsilon"]},
      {"properties": {"epsilon": {"const": null}, "noise_multiplier": {"not": {"const": null}}, "sigma": {"const": null}},
       "required": ["noise_multiplier"]},
      {"properties": {"epsilon": {"const": null}, "noise_multiplier": {"const": null}, "sigma": {"not": {"const": null}}},
       "required": ["sigma"]}]}}},
   "else": {"properties": {"privacy": {"properties": {"epsilon": {"const": null}, "noise_multiplier": {"const": null}, "sigma": {"const": null},
                                                      "stop_at_epsilon": {"const": null}}}}}},
  {"if": {"properties": {"privacy": {"properties": {"stop_at_epsilon": {"not": {"const": null}}, "mechanism": {"const": "dp-fedavg-central"}},
                                     "required": ["stop_at_epsilon", "mechanism"]}}, "required": ["privacy"]},
   "then": {"properties": {"threat": {"anyOf": [
      {"properties": {"observer": {"const": "recipient"}}, "required": ["observer"]},
      {"properties": {"observer": {"const": "eavesdropper"}, "sees": {"const": "sum"}}, "required": ["sees"]}]}}, "required": ["threat"]}},
  {"if": {"properties": {"privacy": {"properties": {"adaptive_clip": {"type": "object"}}, "required": ["adaptive_clip"]}}, "required": ["privacy"]},
   "then": {"properties": {"privacy": {"properties": {"mechanism": {"enum": ["dp-fedavg-local", "dp-fedavg-central"]}, "sigma": {"const": null}},
                                       "required": ["mechanism"]}}}},
  {"if": {"properties": {"privacy": {"properties": {"relation": {"const": "add-remove"}}, "required": ["relation"]}}, "required": ["privacy"]},
   "then": {"properties": {"privacy": {"properties": {"mechanism": {"not": {"enum": ["udp", "dp-fedavg-local"]}}}},
                           "threat": {"properties": {"knows_cohorts": {"const": false}}, "required": ["knows_cohorts"]}},
            "required": ["threat"]}},
  {"if": {"properties": {"privacy": {"properties": {"mechanism": {"const": "udp"}}, "required": ["mechanism"]}}, "required": ["privacy"]},
   "then": {"properties": {"privacy": {"properties": {"relation": {"const": "replace"}}}}},
   "else": {"properties": {"privacy": {"properties": {"nominal_q": {"const": null}, "nominal_rounds": {"const": null}}}}}},
  {"if": {"properties": {"privacy": {"properties": {"sampling": {"const": "poisson"}}, "required": ["sampling"]}}, "required": ["privacy"]},
   "then": {"properties": {"privacy": {"properties": {"mechanism": {"const": "dp-fedavg-central"}}, "required": ["mechanism"]}}}},
  {"if": {"properties": {"privacy": {"properties": {"mechanism": {"const": "dp-fedavg-central"}}, "required": ["mechanism"]}},
          "required": ["privacy"]},
   "then": {"properties": {"privacy": {"if": {"properties": {"sampling": {"const": "fixed"}}, "required": ["sampling"]},
      "then": {"properties": {"relation": {"const": "replace"}, "accountant": {"const": "rdp"}}, "required": ["relation", "accountant"]},
      "else": {"properties": {"accountant": {"not": {"const": "gaussian"}}}}}}}},
  {"if": {"properties": {"privacy": {"properties": {"mechanism": {"not": {"const": "none"}}}, "required": ["mechanism"]}}, "required": ["privacy"]},
   "then": {"properties": {"federation": {"properties": {"algorithm": {"not": {"enum": ["centralised", "local"]}}}}}}},
  {"if": {"properties": {"audit": {"type": "object"}}, "required": ["audit"]},
   "then": {"properties": {"federation": {"properties": {"algorithm": {"not": {"enum": ["centralised", "local"]}}}}}}},
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
            {"required", {"format", "private"}},
            {"additionalProperties", false},
            {"properties", maker.properties},
            {"allOf", Json::parse(rules)}};
}

std::filesystem::path schemaFile()
{
    return base::resourceFolder() / "schema" / "experiment.schema.json";
}

/// The minimal document with values set at paths.
using Edits = std::vector<std::pair<const char*, const char*>>;
Json edited(
    const Edits& edits,
    std::string document = R"({"format": 1, "private": {"corpora": ["a"]}, "shadow": {"corpora": ["b"]}})")
{
    for (const auto& [path, value] : edits)
        document = setSpecValue(document, path, value);
    return Json::parse(document);
}

/// The keys inside a section of the schema, with their paths.
void listInner(const Json& section, const std::string& path, std::vector<std::string>& keys)
{
    if (section.contains("items"))
        return listInner(section["items"], path, keys);
    if (!section.contains("properties"))
        return;
    for (const auto& [key, value] : section["properties"].items()) {
        keys.push_back(path + "." + key);
        listInner(value, keys.back(), keys);
    }
}

/// Every defence with every observer, and keys that belong to some of them.
void addDefences(std::vector<Json>& list)
{
    const Edits threats[] = {
        {},
        {{"threat.observer", "server"}},
        {{"threat.observer", "recipient"}},
        {{"threat.observer", "recipient"}, {"threat.sees", "update"}},
        {{"threat.sees", "sum"}},
        {{"threat.observer", "server"}, {"threat.sees", "sum"}},
        {{"threat.knows_cohorts", "false"}},
        {{"threat.observer", "recipient"}, {"threat.knows_cohorts", "false"}},
        {{"threat.sees", "sum"}, {"threat.knows_cohorts", "false"}, {"attack.kind", "data"}}};
    const Edits settings[] = {
        {},
        {{"privacy.epsilon", "5"}},
        {{"privacy.epsilon", "inf"}},
        {{"privacy.epsilon", "5"}, {"privacy.sigma", "1"}},
        {{"privacy.sigma", "1"}, {"privacy.noise_multiplier", "null"}},
        {{"privacy.sigma", "1"}, {"privacy.adaptive_clip", "{}"}},
        {{"privacy.noise_multiplier", "1"}, {"privacy.adaptive_clip.quantile", "0.3"}},
        {{"privacy.epsilon", "5"}, {"privacy.stop_at_epsilon", "3"}},
        {{"privacy.epsilon", "5"}, {"privacy.relation", "null"}},
        {{"privacy.epsilon", "5"}, {"privacy.relation", "add-remove"}},
        {{"privacy.epsilon", "5"}, {"privacy.relation", "\"null\""}},
        {{"privacy.epsilon", "5"}, {"privacy.sampling", "poisson"}},
        {{"privacy.epsilon", "5"}, {"privacy.sampling", "fixed"}},
        {{"privacy.epsilon", "5"}, {"privacy.sampling", "fixed"}, {"privacy.accountant", "rdp"}},
        {{"privacy.epsilon", "5"},
         {"privacy.sampling", "fixed"},
         {"privacy.accountant", "rdp"},
         {"privacy.relation", "replace"}},
        {{"privacy.epsilon", "5"}, {"privacy.accountant", "gaussian"}},
        {{"privacy.epsilon", "5"}, {"privacy.nominal_q", "0.2"}},
        {{"privacy.epsilon", "5"}, {"privacy.nominal_rounds", "20"}},
        {{"privacy.epsilon", "5"}, {"federation.algorithm", "local"}},
        {{"federation.client_fraction", "1"}},
        {{"federation.client_fraction", "1"}, {"federation.algorithm", "centralised"}},
        {{"federation.client_fraction", "1"}, {"attack.kind", "data"}},
        {{"federation.algorithm", "centralised"}}};
    for (const char* mechanism :
         {"none", "udp", "dp-fedavg-local", "dp-fedavg-central", "secure-aggregation"})
        for (const auto& threat : threats)
            for (auto edits : settings) {
                edits.insert(edits.end(), threat.begin(), threat.end());
                edits.emplace_back("privacy.mechanism", mechanism);
                list.push_back(edited(edits));
            }
}

/// Studies of representations with every key at every value.
void addRepresentations(std::vector<Json>& list, std::span<const char* const> values)
{
    const char* base = R"({"format": 1, "kind": "representation", "private": {"corpora": ["a"]},
                           "representation": {"adversary": [{"attribute": "gender", "lambda": 0.3}]}})";
    for (const auto& key : knownKeys())
        for (const char* value : values) {
            auto path = key;
            if (const auto at = path.find("adversary."); at != std::string::npos && path.starts_with("rep"))
                path.insert(at + std::strlen("adversary."), "0.");
            list.push_back(edited({{path.c_str(), value}}, base));
        }
    list.push_back(edited({}, base));
    list.push_back(edited({{"evaluation.folds", "1"}}, base));
    list.push_back(edited({{"representation.adversary.0.attribute", "emotion"}}, base));
    list.push_back(edited({{"representation.adversary.0.attribute", "speaker"}}, base));
    list.push_back(edited({{"representation.inputs", R"(["text","acoustic"])"}}, base));
    list.push_back(edited({{"representation.inputs", R"(["features"])"}, {"features.set", "logmel"}}, base));
    list.push_back(edited({{"representation.attackers", R"(["kernel"])"}}, base));
    list.push_back(edited({{"shadow.corpora", R"(["b"])"}}, base));
}

/// Federations whose clients train an encoder.
void addFederatedEncoders(std::vector<Json>& list)
{
    const auto add = [&](Edits edits) {
        edits.insert(edits.begin(),
                     {"representation.adversary", R"([{"attribute": "gender", "lambda": 0.3}])"});
        list.push_back(edited(edits));
    };
    add({});
    add({{"representation.adversary", R"([{"attribute": "gender"}, {"attribute": "speaker"}])"}});
    add({{"representation.adversary", R"([{"attribute": "gender"}, {"attribute": "age"}])"}});
    add({{"representation.inputs", R"(["text"])"}});
    add({{"representation.inputs", R"(["text"])"}, {"representation.encoder.word_vectors", "\"glove.txt\""}});
    add({{"representation.inputs", R"(["features"])"}});
    add({{"representation.target", "\"valence\""}});
    add({{"representation.epochs", "3"}});
    add({{"representation.warmup", "0"}});
    add({{"model.hidden", "[256,128]"}, {"model.dropout", "0.2"}});
    add({{"model.hidden", "[8]"}});
    add({{"model.dropout", "0"}});
    for (const char* algorithm : {"fedsgd", "centralised", "local"})
        add({{"federation.algorithm", algorithm}});
    for (const char* kind : {"linear", "cnn", "data"})
        add({{"attack.kind", kind}});
    add({{"attack.families", "true"}});
    add({{"attack.layers", R"(["adversary", "second"])"}});
    add({{"audit", "{}"}});
    add({{"evaluation.folds", "1"}});
    add({{"privacy.mechanism", "udp"}, {"privacy.epsilon", "5"}});
    list.push_back(edited({{"attack.layers", R"(["adversary"])"}}));
    list.push_back(edited({{"attack.layers", R"(["adversary"])"}, {"representation", "null"}}));
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
    for (const char* algorithm : {"fedsgd", "centralised", "local"})
        list.push_back(edited({{"audit", "{}"}, {"federation.algorithm", algorithm}}));
    list.push_back(edited({{"sweep", R"({"model.dropout": []})"}}));
    list.push_back(edited({{"sweep", R"({"model.dropout": [0, 0.5]})"}}));
    addDefences(list);
    addRepresentations(list, values);
    addFederatedEncoders(list);
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
            listInner(value, key, published);
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
