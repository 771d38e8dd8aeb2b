#include "core/base/Error.h"
#include "core/experiment/ExperimentSpec.h"
#include "core/experiment/SpecKeys.h"
#include "core/experiment/Sweep.h"

#include <fmt/format.h>

#include <QtTest>

#include <map>
#include <set>

using namespace undertone;
using namespace undertone::experiment;

namespace {

const std::string minimal = R"({"format": 1, "private": {"corpora": ["a"]}, "shadow": {"corpora": ["b"]}})";

std::string with(const std::string& path, const std::string& value)
{
    return setSpecValue(minimal, path, value);
}

/// The error that a document is refused with.
Error refusal(const std::string& json)
{
    try {
        parseSpec(json, "s.json");
    } catch (const Error& error) {
        return error;
    }
    return Error(ErrorCode::Internal, "nothing was refused", "", "");
}

} // namespace

class TestExperimentSpec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theExampleOfTheFormatIsRead()
    {
        const auto spec = parseSpec(R"({ "format": 1, "name": "On RAVDESS", "kind": "federation",
      "private": {"corpora": ["ravdess"]}, "shadow": {"corpora": ["emodb","urdu"], "federations": 4, "partition": "folds"},
      "emotions": ["neu","hap","sad"], "attribute": "age",
      "features": {"set": "egemaps", "normalization": "global"},
      "model": {"hidden": [64,32,16], "dropout": 0.5},
      "federation": {"algorithm": "fedsgd", "rounds": 20, "client_fraction": 1, "shards_per_speaker": 10,
                     "local_epochs": 1, "batch_size": 2e1, "learning_rate": 0.05},
      "threat": {"observer": "server", "sees": "update"}, "privacy": {"mechanism": "none"},
      "attack": {"kind": "linear", "layers": ["last","fusion"], "parts": ["bias","both"], "leaked_updates": [3,"all"],
                 "adversary": "clean", "repeats": 7, "probes": "eigenvectors", "validation": "updates", "epochs": 9},
      "evaluation": {"folds": 1, "split": "ordered", "seeds": [8, 9]},
      "sweep": {"model.dropout": [0, 0.2]} })",
                                    "s.json");
        QCOMPARE(spec.name, std::string("On RAVDESS"));
        QCOMPARE(spec.privateSide.corpora, std::vector<std::string>{"ravdess"});
        QCOMPARE(spec.shadowSide.corpora, (std::vector<std::string>{"emodb", "urdu"}));
        QCOMPARE(spec.shadowSide.federations, std::size_t{4});
        QVERIFY(spec.shadowSide.partition == ShadowPartition::Folds);
        QCOMPARE(spec.emotions.size(), std::size_t{3});
        QCOMPARE(spec.attribute, std::string("age"));
        QCOMPARE(spec.features.set, std::string("egemaps"));
        QCOMPARE(spec.features.normalization, std::string("global"));
        QVERIFY(spec.model == (learning::ModelSpec{{64, 32, 16}, 0.5}));
        QVERIFY(spec.federation ==
                (federation::FederationSpec{federation::Algorithm::FedSgd, 20, 1.0, 10, 1, 20, 0.05}));
        QVERIFY(spec.threat ==
                (privacy::ThreatModel{privacy::Observer::Server, privacy::Sees::Update, true}));
        const auto& attack = spec.attack;
        QVERIFY(attack.kind == attack::AttackKind::Linear);
        QCOMPARE(attack.layers, (std::vector<std::string>{"last", "fusion"}));
        QVERIFY(attack.parts == (std::vector<attack::Part>{attack::Part::Bias, attack::Part::Both}));
        QVERIFY(attack.leakedUpdates == (std::vector<attack::LeakedUpdates>{3, attack::allUpdates}));
        QCOMPARE(attack.repeats, std::size_t{7});
        QVERIFY(attack.probes == attack::Probes::Eigenvectors);
        QVERIFY(attack.validation == attack::Validation::Updates);
        QCOMPARE(attack.epochs, std::size_t{9});
        QCOMPARE(spec.evaluation.folds, std::size_t{1});
        QVERIFY(spec.evaluation.split == SplitOrder::Ordered);
        QVERIFY(spec.evaluation.seeds == (std::vector<std::uint64_t>{8, 9}));
        QCOMPARE(spec.sweep.size(), std::size_t{1});
    }

    void whatIsLeftOutTakesItsDefault()
    {
        const auto spec = parseSpec(minimal, "s.json");
        QVERIFY(spec.federation == federation::FederationSpec{});
        QVERIFY(spec.attack == attack::AttackSpec{});
        QCOMPARE(spec.evaluation.folds, std::size_t{5});
        QCOMPARE(parseSpec(with("federation.algorithm", "fedsgd"), "").federation.learningRate, 0.1);
        QCOMPARE(parseSpec(with("federation.algorithm", "fedavg"), "").federation.learningRate, 0.0005);
    }

    void theCanonicalTextRoundTrips()
    {
        std::vector<std::string> documents{minimal,
                                           with("sweep", R"({"attack.leaked_updates": [[1], [5, "all"]],
            "model.dropout": [0.20, 0e0], "federation": [{"rounds": 3}, {"rounds": 4}]})"),
                                           with("evaluation.seeds", "[9007199254740991]"),
                                           with("description", "\"tab\\t, quote \\\", \\u00fc\"")};
        for (const auto& candidate : presets())
            documents.push_back(candidate.json);
        for (const auto& document : documents) {
            const auto text = writeSpec(parseSpec(document, "first"));
            QCOMPARE(writeSpec(parseSpec(text, "second")), text);
            if (parseSpec(text, "").kind != StudyKind::Federation)
                continue; // tst_RepresentationSpec
            for (const auto& key : knownKeys())
                if (!key.starts_with("privacy.adaptive_clip.") && !key.starts_with("audit.") &&
                    !key.starts_with("representation"))
                    QVERIFY2(text.find('"' + key.substr(key.rfind('.') + 1) + '"') != std::string::npos,
                             key.c_str());
        }
    }

    void aDefenceRoundTrips()
    {
        const std::pair<const char*, const char*> defences[] = {
            {R"({"mechanism": "udp", "epsilon": "inf", "nominal_q": 0.1, "nominal_rounds": 200})", "\"inf\""},
            {R"({"mechanism": "dp-fedavg-local", "noise_multiplier": 1.5, "relation": "null",
                 "adaptive_clip": {"sigma_b": 4}, "stop_at_epsilon": 8})",
             "\"sigma_b\": 4"},
            {R"({"mechanism": "dp-fedavg-central", "sigma": 0.5, "clip": 1, "accountant": "rdp"})",
             "poisson"}};
        for (const auto& [defence, shows] : defences) {
            const auto text = writeSpec(parseSpec(with("privacy", defence), ""));
            QCOMPARE(writeSpec(parseSpec(text, "")), text);
            QVERIFY2(text.find(shows) != std::string::npos, text.c_str());
        }
    }

    void aDefenceTakesTheDefaultsOfItsMechanism()
    {
        const auto defaults = [](const char* mechanism) {
            return parseSpec(
                       with("privacy", fmt::format(R"({{"mechanism": "{}", "epsilon": 5}})", mechanism)), "")
                .privacy;
        };
        QCOMPARE(defaults("udp").delta, 0.5);
        QCOMPARE(defaults("udp").clip, 0.25);
        QVERIFY(defaults("udp").relation == privacy::Relation::Replace);
        QCOMPARE(defaults("dp-fedavg-local").delta, 1e-5);
        QVERIFY(defaults("dp-fedavg-central").sampling == privacy::Sampling::Poisson);
        QVERIFY(defaults("dp-fedavg-central").relation == privacy::Relation::ReplaceWithNull);
        QVERIFY(parseSpec(with("threat.observer", "recipient"), "").threat.sees == privacy::Sees::Sum);
        QVERIFY(parseSpec(with("privacy.mechanism", "secure-aggregation"), "").threat.sees ==
                privacy::Sees::Sum);
    }

    void theDefaultsOfADefenceFollowASweptMechanism()
    {
        const auto document =
            setSpecValue(with("privacy", R"({"mechanism": "udp", "epsilon": 5, "clip": 0.5})"), "sweep",
                         R"({"privacy.mechanism": ["udp", "dp-fedavg-local", "dp-fedavg-central"],
                                               "evaluation.folds": [1]})");
        const auto trials = expandTrials(parseSpec(writeSpec(parseSpec(document, "")), ""));
        QCOMPARE(trials.at(0).spec.privacy.delta, 0.5);
        QCOMPARE(trials.at(1).spec.privacy.delta, 1e-5);
        QCOMPARE(trials.at(1).spec.privacy.clip, 0.5);
        QVERIFY(trials.at(2).spec.privacy.sampling == privacy::Sampling::Poisson);
        const auto threats = expandTrials(parseSpec(
            with("sweep", R"({"threat.observer": ["server", "recipient"], "evaluation.folds": [1]})"), ""));
        QVERIFY(threats.at(1).spec.threat.sees == privacy::Sees::Sum);
    }

    void aSweptBudgetReachesNoDefence()
    {
        const auto spec =
            parseSpec(setSpecValue(with("privacy", R"({"mechanism": "udp", "epsilon": 10})"), "sweep",
                                   R"({"privacy.epsilon": [5, "inf"], "evaluation.folds": [1]})"),
                      "");
        const auto trials = expandTrials(spec);
        QVERIFY(privacy::effectiveMechanism(trials.at(0).spec.privacy) == privacy::MechanismKind::Udp);
        QVERIFY(privacy::effectiveMechanism(trials.at(1).spec.privacy) == privacy::MechanismKind::None);
        QCOMPARE(trials.at(1).point.front().second, std::string("\"inf\""));
    }

    void defencesThatMakeNoSenseAreRefused_data()
    {
        QTest::addColumn<QString>("threat");
        QTest::addColumn<QString>("privacy");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("says");
        const auto add = [](const char* name, const char* threat, const char* privacy, const char* where,
                            const char* says) {
            QTest::newRow(name) << threat << privacy << QString("s.json#") + where << says;
        };
        const char* central = R"({"mechanism": "dp-fedavg-central", "epsilon": 5, "stop_at_epsilon": 4})";
        add("recipient", R"({"observer": "recipient", "sees": "update"})", "{}", "/threat/sees",
            "global models");
        add("secure aggregation", R"({"sees": "update"})", R"({"mechanism": "secure-aggregation"})",
            "/threat/sees", "nobody sees the update");
        add("unknown senders", R"({"knows_cohorts": false})", "{}", "/threat/knows_cohorts",
            "sees who took part");
        add("unknown cohorts", R"({"sees": "sum", "knows_cohorts": false})", "{}", "/threat/knows_cohorts",
            "no result for a client");
        add("budget of none", "{}", R"({"mechanism": "none", "epsilon": 5})", "/privacy", "adds no noise");
        add("no budget", "{}", R"({"mechanism": "udp"})", "/privacy", "exactly one of");
        add("two budgets", "{}", R"({"mechanism": "udp", "epsilon": 5, "sigma": 1})", "/privacy",
            "here are 2");
        add("stop of none", "{}", R"({"stop_at_epsilon": 4})", "/privacy/stop_at_epsilon",
            "spends no budget");
        add("stop for the server", R"({"observer": "server", "sees": "sum"})", central,
            "/privacy/stop_at_epsilon", "not noised yet");
        add("adaptive udp", "{}", R"({"mechanism": "udp", "epsilon": 5, "adaptive_clip": {}})",
            "/privacy/adaptive_clip", "no norms");
        add("adaptive sigma", "{}", R"({"mechanism": "dp-fedavg-local", "sigma": 1, "adaptive_clip": {}})",
            "/privacy/sigma", "another budget");
        add("presence", "{}", R"({"mechanism": "dp-fedavg-local", "epsilon": 5, "relation": "add-remove"})",
            "/privacy/relation", "presence or absence");
        add("presence of an update", "{}",
            R"({"mechanism": "dp-fedavg-central", "epsilon": 5, "relation": "add-remove"})",
            "/privacy/relation", "presence or absence");
        add("presence in a known cohort", R"({"observer": "recipient", "sees": "sum"})",
            R"({"mechanism": "dp-fedavg-central", "epsilon": 5, "relation": "add-remove"})",
            "/privacy/relation", "knows who took part");
        add("fixed cohorts", "{}", R"({"mechanism": "dp-fedavg-central", "epsilon": 5, "sampling": "fixed"})",
            "/privacy/relation", "replacing one client");
        add("accountant of fixed cohorts", "{}",
            R"({"mechanism": "dp-fedavg-central", "epsilon": 5, "sampling": "fixed", "relation": "replace"})",
            "/privacy/accountant", "\"rdp\" alone");
        add("accountant of sampled cohorts", "{}",
            R"({"mechanism": "dp-fedavg-central", "epsilon": 5, "accountant": "gaussian"})",
            "/privacy/accountant", "does not cover");
        add("udp of clients", "{}", R"({"mechanism": "udp", "epsilon": 5, "relation": "null"})",
            "/privacy/relation", "one utterance");
        add("poisson udp", "{}", R"({"mechanism": "udp", "epsilon": 5, "sampling": "poisson"})",
            "/privacy/sampling", "cohorts of one size");
        add("nominal", "{}", R"({"mechanism": "dp-fedavg-local", "epsilon": 5, "nominal_rounds": 3})",
            "/privacy/nominal_rounds", "formula of udp");
    }
    void defencesThatMakeNoSenseAreRefused()
    {
        QFETCH(const QString, threat);
        QFETCH(const QString, privacy);
        const auto error =
            refusal(setSpecValue(with("threat", threat.toStdString()), "privacy", privacy.toStdString()));
        QFETCH(const QString, where);
        QCOMPARE(QString::fromStdString(error.where()), where);
        QFETCH(const QString, says);
        QVERIFY2(QString::fromStdString(error.what()).contains(says), error.what());
        QVERIFY(!error.remedy().empty());
    }

    /// Nothing to contrast the sums with a client with; but those who need no sum may.
    void everyoneInEverySumIsRefused()
    {
        const auto sums =
            setSpecValue(with("threat", R"({"sees": "sum"})"), "privacy", R"({"mechanism": "none"})");
        const auto everyone = setSpecValue(sums, "federation.client_fraction", "1");
        const auto error = refusal(everyone);
        QCOMPARE(error.where(), std::string("s.json#/federation/client_fraction"));
        QVERIFY2(QString(error.what()).contains("no round without a client"), error.what());
        QVERIFY(!error.remedy().empty());
        parseSpec(setSpecValue(sums, "federation.client_fraction", "0.99"), "");
        parseSpec(setSpecValue(everyone, "attack.kind", "data"), "");
        parseSpec(setSpecValue(everyone, "federation.algorithm", "centralised"), "");
        parseSpec(setSpecValue(everyone, "threat.sees", "update"), "");
    }

    void aDefenceNeedsUpdates()
    {
        const auto error = refusal(setSpecValue(with("privacy", R"({"mechanism": "udp", "epsilon": 5})"),
                                                "federation.algorithm", "local"));
        QCOMPARE(error.where(), std::string("s.json#/privacy/mechanism"));
    }

    void anAuditIsOffUntilItIsAskedFor()
    {
        QVERIFY(!parseSpec(with("name", "\"x\""), "s.json").audit);
        QVERIFY(!parseSpec(with("audit", "null"), "s.json").audit);
        const auto audit = parseSpec(with("audit", "{}"), "s.json").audit;
        QVERIFY(audit == AuditSpec{});
        const auto given = parseSpec(
            with("audit", R"({"canaries": 30, "guesses": 10, "leaked_updates": 2, "confidence": 0.9})"),
            "s.json");
        QVERIFY(given.audit == (AuditSpec{30, 10, 2, 0.9}));
        QCOMPARE(writeSpec(parseSpec(writeSpec(given), "again")), writeSpec(given));
    }

    void auditsThatMakeNoSenseAreRefused()
    {
        const auto refused = [](const std::string& audit, const std::string& path = "name",
                                const std::string& value = "\"x\"") {
            const auto error = refusal(setSpecValue(with("audit", audit), path, value));
            if (error.remedy().empty())
                throw std::runtime_error("no remedy");
            return error.where();
        };
        QCOMPARE(refused("{}", "federation.algorithm", "centralised"), std::string("s.json#/audit"));
        QCOMPARE(refused("{}", "federation.algorithm", "local"), std::string("s.json#/audit"));
        QCOMPARE(refused(R"({"canaries": 10, "guesses": 11})"), std::string("s.json#/audit/guesses"));
        QCOMPARE(refused(R"({"canaries": 1})"), std::string("s.json#/audit/canaries"));
        QCOMPARE(refused(R"({"confidence": 1})"), std::string("s.json#/audit/confidence"));
        QCOMPARE(refused(R"({"canary": 10})"), std::string("s.json#/audit/canary"));
    }

    void wrongDocumentsAreRefused_data()
    {
        QTest::addColumn<QString>("document");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("says");
        const auto add = [](const char* name, const std::string& document, const char* where,
                            const char* says) {
            QTest::newRow(name) << QString::fromLatin1(document.c_str()) << where << says;
        };
        add("syntax", "{\n  \"format\": 1,\n  \"name\" 3\n}", "s.json:3:10", "expected ':'");
        add("empty", "", "s.json:1:1", "unexpected end of input");
        add("cut", "{\"format\": 1", "s.json:1:13", "unexpected end of input");
        add("not UTF-8", "{\"name\": \"\xff\"}", "s.json:1:11", "UTF-8");
        add("list", "[1]", "s.json", "not a JSON object");
        add("duplicate", R"({"format": 1, "format": 1})", "s.json", "\"format\" is given twice");
        add("huge number", R"({"format": 1e999})", "s.json", "too large");
        add("no format", "{}", "s.json#/format", "version of the format is missing");
        add("format", with("format", "2"), "s.json#/format", "Format 2 is not known");
        add("no private", R"({"format": 1, "shadow": {"corpora": ["b"]}})", "s.json#/private/corpora",
            "missing");
        add("no shadow", R"({"format": 1, "private": {"corpora": ["b"]}})", "s.json#/shadow/corpora",
            "missing");
        add("kind", with("kind", "audio"), "s.json#/kind", "\"federation\", \"representation\"");
        add("misspelt", with("model.dropuot", "1"), "s.json#/model/dropuot",
            "nearest known key is \"dropout\"");
        add("misspelt section", with("atack", "{}"), "s.json#/atack", "nearest known key is \"attack\"");
        add("misplaced", with("rounds", "3"), "s.json#/rounds", "nearest known key is \"federation.rounds\"");
        add("escaped", with("a/b~c", "3"), "s.json#/a~1b~0c", "not known");
        add("mechanism", with("privacy.mechanism", "rappor"), "s.json#/privacy/mechanism",
            "It has: \"none\", \"udp\"");
        add("observer", with("threat.observer", "god"), "s.json#/threat/observer",
            "It has: \"eavesdropper\", \"server\", \"recipient\"");
        add("flag", with("threat.knows_cohorts", "1"), "s.json#/threat/knows_cohorts", "neither true nor");
        add("budget", with("privacy.epsilon", "none"), "s.json#/privacy/epsilon", "not a budget");
        add("no budget", with("privacy.epsilon", "0"), "s.json#/privacy/epsilon", "above 0");
        add("inner key", with("privacy.adaptive_clip", R"({"quantil": 0.5})"),
            "s.json#/privacy/adaptive_clip/quantil", "nearest known key is \"quantile\"");
        add("section", with("model", "3"), "s.json#/model", "not an object");
        add("text", with("attribute", "3"), "s.json#/attribute", "not text");
        add("empty text", with("attribute", "\"\""), "s.json#/attribute", "empty");
        add("count", with("federation.rounds", "\"3\""), "s.json#/federation/rounds", "whole number");
        add("fraction of a count", with("federation.rounds", "2.5"), "s.json#/federation/rounds",
            "whole number");
        add("no rounds", with("federation.rounds", "0"), "s.json#/federation/rounds", "from 1 to 100000");
        add("negative", with("federation.rounds", "-1"), "s.json#/federation/rounds", "from 1 to 100000");
        add("no folds", with("evaluation.folds", "0"), "s.json#/evaluation/folds", "from 1 to 1000");
        add("fraction", with("federation.client_fraction", "0"), "s.json#/federation/client_fraction",
            "above 0 to 1");
        add("dropout", with("model.dropout", "1"), "s.json#/model/dropout", "from 0 to 0.95");
        add("null", with("model.dropout", "null"), "s.json#/model/dropout", "not a number");
        add("choice", with("federation.algorithm", "fedprox"), "s.json#/federation/algorithm",
            "\"fedsgd\", \"fedavg\", \"centralised\", \"local\"");
        add("list type", with("emotions", "\"neu\""), "s.json#/emotions", "not a list");
        add("one emotion", with("emotions", "[\"neu\"]"), "s.json#/emotions", "1 values");
        add("emotion twice", with("emotions", R"(["neu","sad","neu"])"), "s.json#/emotions/2", "given twice");
        add("item", with("emotions", R"(["neu",3])"), "s.json#/emotions/1", "not text");
        add("no corpora", with("private.corpora", "[]"), "s.json#/private/corpora", "0 values");
        add("seed", with("evaluation.seeds", "[9007199254740992]"), "s.json#/evaluation/seeds/0",
            "whole number");
        add("leaked", with("attack.leaked_updates", "[1, \"most\"]"), "s.json#/attack/leaked_updates/1",
            "\"all\"");
        add("leaked none", with("attack.leaked_updates", "[0]"), "s.json#/attack/leaked_updates/0", "from 1");
        add("layer", with("attack.layers", "[\"third\"]"), "s.json#/attack/layers/0",
            "\"first\", \"second\"");
        add("speaker", with("attribute", "speaker"), "s.json#/attribute", "no class is known");
        add("emotion attribute", with("attribute", "emotion"), "s.json#/attribute", "several");
        add("no second", with("model.hidden", "[64]"), "s.json#/attack/layers", "one hidden layer");
        add("fold of one", setSpecValue(with("shadow.partition", "folds"), "shadow.federations", "1"),
            "s.json#/shadow/federations", "no speakers");
        add("fedsgd epochs",
            setSpecValue(with("federation.algorithm", "fedsgd"), "federation.local_epochs", "2"),
            "s.json#/federation/local_epochs", "no local epochs");
        add("sweep type", with("sweep", "[]"), "s.json#/sweep", "not an object");
        add("sweep values", with("sweep", R"({"model.dropout": 0.2})"), "s.json#/sweep/model.dropout",
            "list");
        add("sweep empty", with("sweep", R"({"model.dropout": []})"), "s.json#/sweep/model.dropout", "list");
        add("sweep name", with("sweep", R"({"name": ["a"]})"), "s.json#/sweep/name", "cannot be swept");
        add("sweep twice", with("sweep", R"({"model.dropout": [0.2, 0.20]})"), "s.json#/sweep/model.dropout",
            "twice");
        add("sweep overlap", with("sweep", R"({"model": [{}], "model.dropout": [0]})"), "s.json#/sweep/model",
            "overlap");
        add("sweep same seed", with("sweep", R"({"evaluation.seeds": [[1], [2, 1]]})"), "s.json#/sweep",
            "evaluation.seeds = [1] and evaluation.seeds = [2,1] of the sweep give the same trial (seed 1)");
        add("sweep same number", with("sweep", R"({"federation.rounds": [10, 10.0]})"), "s.json#/sweep",
            "federation.rounds = 10 and federation.rounds = 10.0");
        add("sweep path", with("sweep", R"({"model.dropuot": [0]})"), "s.json#/model/dropuot", "\"dropout\"");
        add("sweep point", with("sweep", R"({"model.dropout": [0, 0.5, 2], "evaluation.folds": [1]})"),
            "s.json#/model/dropout", "At the point model.dropout = 2, evaluation.folds = 1 of the sweep");
        add("sweep combination",
            with("sweep", R"({"attack.kind": ["linear", "cnn"], "model.hidden": [[8]]})"),
            "s.json#/attack/layers", "At the point attack.kind = \"linear\", model.hidden = [8]");
        std::string seeds = "[0";
        for (int i = 1; i < 101; ++i)
            seeds += fmt::format(",{}", i);
        add("trials", with("evaluation", R"({"folds": 1000, "seeds": )" + seeds + "]}"), "s.json",
            "more than 100000 trials");
        add("sweep index", with("sweep", R"({"model.hidden.2": [64]})"), "model.hidden.2",
            "list of 2 values");
        add("sweep through", with("sweep", R"({"model.dropout.x": [64]})"), "model.dropout.x",
            "not an object");
        add("sweep empty key", with("sweep", R"({"model..x": [64]})"), "model..x", "empty key");
    }
    void wrongDocumentsAreRefused()
    {
        QFETCH(const QString, document);
        const auto error = refusal(document.toLatin1().toStdString());
        QVERIFY2(error.code() == ErrorCode::InvalidSpecification, error.what());
        QFETCH(const QString, where);
        QCOMPARE(QString::fromStdString(error.where()), where);
        QFETCH(const QString, says);
        QVERIFY2(QString::fromStdString(error.what()).contains(says), error.what());
        QVERIFY(!error.remedy().empty());
        QVERIFY(error.isRequestError());
    }

    void aSweepThatIsTooLargeIsRefused()
    {
        std::string axes = R"({"evaluation.seeds.0": [0)";
        for (int i = 1; i < 200; ++i)
            axes += fmt::format(",{}", i);
        axes += R"(], "attack.repeats": [1)";
        for (int i = 2; i < 200; ++i)
            axes += fmt::format(",{}", i);
        const auto error = refusal(with("sweep", axes + "]}"));
        QVERIFY2(QString(error.what()).contains("more than 10000 points"), error.what());
    }

    void valuesAreSetByPath()
    {
        QVERIFY(parseSpec(with("model.dropout", "0.5"), "").model.dropout == 0.5);
        QVERIFY(parseSpec(with("model.hidden", "[8, 4]"), "").model.hidden ==
                (std::vector<std::size_t>{8, 4}));
        QCOMPARE(parseSpec(with("name", "two words"), "").name, std::string("two words"));
        QCOMPARE(parseSpec(with("shadow.corpora.0", "c"), "").shadowSide.corpora.front(), std::string("c"));
        const auto swept = parseSpec(with("sweep.model.dropout", "[0.1, 0.2]"), "");
        QCOMPARE(swept.sweep.front().path, std::string("model.dropout"));
        QVERIFY_THROWS_EXCEPTION(Error, setSpecValue(with("name", "x"), "name.x", "1"));
        QVERIFY_THROWS_EXCEPTION(Error, with("shadow.corpora.1", "1"));
        QVERIFY_THROWS_EXCEPTION(Error, with("", "1"));
    }

    void theSweepIsAGridInOrder()
    {
        const auto spec = parseSpec(
            setSpecValue(with("sweep", R"({"model.dropout": [0.1, 0.2], "attack.kind": ["data", "linear"]})"),
                         "evaluation", R"({"folds": 2, "seeds": [5, 6]})"),
            "s.json");
        const auto trials = expandTrials(spec);
        QCOMPARE(trials.size(), std::size_t{16});
        std::set<std::string> ids;
        for (std::size_t i = 0; i < trials.size(); ++i) {
            const auto& trial = trials[i];
            ids.insert(trial.id);
            QCOMPARE(trial.pointIndex, i / 4);
            QCOMPARE(trial.fold, i / 2 % 2);
            QCOMPARE(trial.seed, std::uint64_t{5 + i % 2});
            QCOMPARE(trial.spec.model.dropout, i < 8 ? 0.1 : 0.2);
            QVERIFY(trial.spec.attack.kind ==
                    (i / 4 % 2 == 0 ? attack::AttackKind::Data : attack::AttackKind::Linear));
            QVERIFY(trial.spec.sweep.empty());
            QVERIFY(trial.spec.evaluation.seeds == std::vector<std::uint64_t>{trial.seed});
            QCOMPARE(trial.point.front().second, std::string(i < 8 ? "0.1" : "0.2"));
        }
        QCOMPARE(ids.size(), trials.size());
    }

    void theIdIsThatOfTheTrialAlone()
    {
        auto spec = parseSpec(minimal, "");
        const auto id = expandTrials(spec).front().id;
        QCOMPARE(id.size(), std::size_t{64});
        spec.name = "another study";
        spec.evaluation.seeds = {8, 9};
        QCOMPARE(expandTrials(spec).front().id, id);
        const auto swept = parseSpec(with("sweep", R"({"model.dropout": [0.1, 0.2]})"), "");
        QCOMPARE(expandTrials(swept).at(5).id, id);
        spec.federation.rounds = 7;
        QVERIFY(expandTrials(spec).front().id != id);
    }

    void thePublishedRateFollowsASweptAlgorithm()
    {
        const auto document =
            with("sweep", R"({"federation.algorithm": ["fedavg", "fedsgd"], "evaluation.folds": [1]})");
        const auto trials = expandTrials(parseSpec(writeSpec(parseSpec(document, "")), ""));
        QCOMPARE(trials.at(0).spec.federation.learningRate, 0.0005);
        QCOMPARE(trials.at(1).spec.federation.learningRate, 0.1);
        const auto chosen =
            expandTrials(parseSpec(setSpecValue(document, "federation.learning_rate", "0.003"), ""));
        QCOMPARE(chosen.at(1).spec.federation.learningRate, 0.003);
    }

    void thePresetsAreThere()
    {
        std::set<std::string> names;
        for (const auto& candidate : presets()) {
            names.insert(candidate.name);
            QVERIFY(!candidate.title.empty());
            QVERIFY(!candidate.description.empty());
            QVERIFY(!expandTrials(parseSpec(candidate.json, candidate.name)).empty());
        }
        for (const char* name : {"demo", "feng2021-fedsgd", "feng2021-fedavg", "feng2022-udp", "dp-fedavg"})
            QVERIFY2(names.contains(name), name);
        QCOMPARE(parseSpec(preset("feng2021-fedsgd").json, "").federation.learningRate, 0.1);
        QVERIFY_THROWS_EXCEPTION(Error, preset("feng2020"));
    }

    void thePresetsOfDefencesSweepTheirBudgets()
    {
        const auto udp = expandTrials(parseSpec(preset("feng2022-udp").json, ""));
        QCOMPARE(udp.size(), std::size_t{2 * 5 * 5}); // adversaries, budgets, folds
        const auto sound = expandTrials(parseSpec(preset("dp-fedavg").json, ""));
        QCOMPARE(sound.size(), std::size_t{2 * 2 * 5 * 5}); // mechanisms
        std::set<double> budgets;
        for (const auto& trial : udp) {
            budgets.insert(trial.spec.privacy.epsilon.value());
            QCOMPARE(trial.spec.privacy.delta, 0.5);
            QCOMPARE(trial.spec.privacy.clip, 0.25);
            QCOMPARE(trial.spec.federation.clientFraction * double(trial.spec.federation.rounds), 20.0);
        }
        QCOMPARE(budgets, (std::set<double>{5, 10, 25, 50, std::numeric_limits<double>::infinity()}));
        std::set<privacy::Sampling> central;
        for (const auto& trial : sound) {
            QCOMPARE(trial.spec.privacy.delta, 1e-5);
            if (trial.spec.privacy.mechanism == privacy::MechanismKind::DpFedAvgCentral)
                central.insert(trial.spec.privacy.sampling);
        }
        QCOMPARE(central, std::set<privacy::Sampling>{privacy::Sampling::Poisson});
    }

    /// A section that is swept as a whole takes its own defaults, and those of the observer.
    void thePresetOfAllDefencesSweepsSections()
    {
        const auto trials = expandTrials(parseSpec(preset("defences-compared").json, ""));
        QCOMPARE(trials.size(), std::size_t{6 * 3 * 2 * 5}); // mechanisms, lambdas, dropouts, folds
        std::map<privacy::MechanismKind, std::set<double>> budgets;
        for (const auto& trial : trials) {
            const auto& defence = trial.spec.privacy;
            budgets[defence.mechanism].insert(defence.epsilon.value_or(0));
            QCOMPARE(trial.spec.threat.sees == privacy::Sees::Sum,
                     defence.mechanism == privacy::MechanismKind::SecureAggregation);
            QVERIFY(trial.spec.representation.has_value());
        }
        QCOMPARE(budgets.size(), std::size_t{4});
        QCOMPARE(budgets[privacy::MechanismKind::Udp], (std::set<double>{10, 50}));
        QCOMPARE(budgets[privacy::MechanismKind::DpFedAvgLocal], (std::set<double>{50, 500}));
    }

    void editDistanceCountsEdits()
    {
        QCOMPARE(editDistance("", "abc"), std::size_t{3});
        QCOMPARE(editDistance("kitten", "sitting"), std::size_t{3});
        QCOMPARE(editDistance("dropuot", "dropout"), std::size_t{1});
        QCOMPARE(nearestKey("", std::string(1000000, 'x')).empty(), false);
    }

    void familiesNeedAProbedAttackAndFeaturesThatHaveThem()
    {
        const auto spec = [](const std::string& attack, const std::string& set) {
            return "{\"format\": 1, \"private\": {\"corpora\": [\"a\"]}, \"shadow\": {\"corpora\": [\"b\"]}, "
                   "\"features\": {\"set\": \"" +
                   set + "\"}, \"attack\": {\"families\": true, \"kind\": \"" + attack + "\"}}";
        };
        QVERIFY(parseSpec(spec("linear", "egemaps"), "s").attack.families);
        QVERIFY_EXCEPTION_THROWN(parseSpec(spec("cnn", "egemaps"), "s"), Error);
        QVERIFY_EXCEPTION_THROWN(parseSpec(spec("second-moment", "logmel"), "s"), Error);
    }
};

QTEST_GUILESS_MAIN(TestExperimentSpec)
#include "tst_ExperimentSpec.moc"
