#include "core/base/Error.h"
#include "core/experiment/ExperimentSpec.h"
#include "core/experiment/FieldSpec.h"
#include "core/experiment/SpecKeys.h"

#include <QtTest>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace undertone;
using namespace undertone::experiment;

namespace {

const std::string document = R"({"format": 1, "private": {"corpora": ["a"]}, "shadow": {"corpora": ["b"]}})";

ExperimentSpec edited(const std::vector<std::pair<std::string, std::string>>& edits)
{
    std::string json = document;
    for (const auto& [path, value] : edits)
        json = editSpec(json, path, value);
    return parseSpec(json, "test");
}

const FieldSpec& field(const std::string& path)
{
    return *std::find_if(specFields().begin(), specFields().end(),
                         [&](const auto& one) { return one.path == path; });
}

} // namespace

class TestSpecEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSettingIsSet()
    {
        QCOMPARE(edited({{"federation.rounds", "7"}}).federation.rounds, std::size_t{7});
        QCOMPARE(edited({{"name", "\"x\""}}).name, std::string("x"));
    }

    void everyMechanismBecomesAValidStudy()
    {
        std::string json = document;
        for (const char* mechanism :
             {"udp", "secure-aggregation", "dp-fedavg-central", "none", "dp-fedavg-local", "udp", "none"}) {
            json = editSpec(json, "privacy.mechanism", '"' + std::string(mechanism) + '"');
            const auto spec = parseSpec(json, mechanism);
            QCOMPARE(spec.privacy.epsilon.has_value(), privacy::addsNoise(spec.privacy.mechanism));
        }
        QVERIFY(edited({{"privacy.mechanism", "\"dp-fedavg-central\""}}).threat.observer ==
                privacy::Observer::Recipient);
    }

    void oneBudgetIsGiven()
    {
        const auto spec = edited({{"privacy.mechanism", "\"dp-fedavg-local\""}, {"privacy.sigma", "0.3"}});
        QCOMPARE(*spec.privacy.sigma, 0.3);
        QVERIFY(!spec.privacy.epsilon && !spec.privacy.noiseMultiplier);
        const auto back = edited({{"privacy.mechanism", "\"dp-fedavg-local\""},
                                  {"privacy.sigma", "0.3"},
                                  {"privacy.epsilon", "\"inf\""}});
        QVERIFY(!back.privacy.sigma && std::isinf(*back.privacy.epsilon));
    }

    void anAlgorithmAndAnObserverBringWhatGoesWithThem()
    {
        const auto spec = edited({{"federation.local_epochs", "3"}, {"federation.algorithm", "\"fedsgd\""}});
        QCOMPARE(spec.federation.learningRate, 0.1);
        QCOMPARE(spec.federation.localEpochs, std::size_t{1});
        QCOMPARE(edited({{"federation.algorithm", "\"fedsgd\""}, {"federation.algorithm", "\"fedavg\""}})
                     .federation.learningRate,
                 0.0005);
        QVERIFY(edited({{"threat.observer", "\"recipient\""}}).threat.sees == privacy::Sees::Sum);
    }

    void aBlankStudyHasEveryKey()
    {
        const auto json = blankSpec({"a", "b", "c"});
        QCOMPARE(writeSpec(parseSpec(json, "blank")), json);
        QVERIFY(parseSpec(json, "blank").shadowSide.corpora == std::vector<std::string>{"b"});
        QVERIFY(parseSpec(blankSpec({"a"}), "blank").shadowSide.corpora == std::vector<std::string>{"a"});
        QVERIFY(nlohmann::json::parse(blankSpec({})).at("private").at("corpora").empty());
    }

    void fieldsAreTheKeysOfTheFormat()
    {
        for (const auto& one : specFields()) {
            const auto& keys = knownKeys();
            QVERIFY2(std::find(keys.begin(), keys.end(), one.path) != keys.end(), one.path.c_str());
        }
        QVERIFY(field("federation.rounds").kind == FieldKind::Number);
        QCOMPARE(field("federation.rounds").high, 100000.0);
        QVERIFY(field("federation.client_fraction").aboveLow);
        QVERIFY(field("audit").kind == FieldKind::Section && field("audit").optional);
        QVERIFY(field("audit.guesses").optional && !field("audit.canaries").optional);
        QVERIFY(field("attack.leaked_updates").kind == FieldKind::Numbers);
        QCOMPARE(field("attack.layers").choices.size(), std::size_t{5});
        QCOMPARE(field("privacy.mechanism").choices.size(), std::size_t{5});
        QCOMPARE(field("kind").choices.size(), std::size_t{2});
        QCOMPARE(field("representation.encoder.gru_units").high, 1024.0);
        const auto& adversary = field("representation.adversary");
        QVERIFY(adversary.kind == FieldKind::Objects);
        QCOMPARE(adversary.members.size(), std::size_t{2});
        QCOMPARE(adversary.members[1].path, std::string("lambda"));
    }

    void anotherKindBringsItsSections()
    {
        const auto federation = setSpecValue(blankSpec({"a", "b"}), "sweep",
                                             R"({"model.dropout": [0, 0.5], "evaluation.folds": [3, 4]})");
        const auto other = parseSpec(editSpec(federation, "kind", "\"representation\""), "test");
        QVERIFY(other.kind == StudyKind::Representation && other.representation);
        QCOMPARE(other.sweep.size(), std::size_t{1});
        QCOMPARE(other.sweep.front().path, std::string("evaluation.folds"));
        const auto back = parseSpec(editSpec(writeSpec(other), "kind", "\"federation\""), "test");
        QVERIFY(back.kind == StudyKind::Federation && !back.representation);
        QVERIFY(back.shadowSide.corpora == std::vector<std::string>{"a"});
        QVERIFY_EXCEPTION_THROWN(editSpec("{\"format\": 1", "kind", "\"representation\""), Error);
    }
};

QTEST_GUILESS_MAIN(TestSpecEdit)
#include "tst_SpecEdit.moc"
