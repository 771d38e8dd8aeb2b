#include "core/base/Error.h"
#include "core/experiment/Sweep.h"

#include <QtTest>

using namespace undertone;
using namespace undertone::experiment;

namespace {

const std::string minimal = R"({"format": 1, "kind": "representation", "private": {"corpora": ["a"]}})";

std::string with(const std::string& path, const std::string& value, const std::string& document = minimal)
{
    return setSpecValue(document, path, value);
}

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

class TestRepresentationSpec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKeyIsReadAndWritten()
    {
        const auto spec = parseSpec(R"({"format": 1, "kind": "representation", "private": {"corpora": ["a"]},
            "emotions": ["neu", "ang"], "features": {"set": "egemaps", "normalization": "global"},
            "attack": {"leaked_updates": [1, "all"], "repeats": 3},
            "representation": {"inputs": ["acoustic", "text"], "target": "valence",
                "encoder": {"convolutions": 4, "kernel_width": 2, "kernels": 32, "gru_layers": 3, "gru_units": 16,
                            "dense_layers": 2, "dense_units": 48, "dropout": 0.1, "word_vectors": "v.txt",
                            "word_dimensions": 20},
                "adversary": [{"attribute": "age", "lambda": 0.3}, {"attribute": "speaker", "lambda": 0}],
                "warmup": 5, "epochs": 40, "patience": 7, "batch_size": 16, "learning_rate": 0.002,
                "attackers": ["kernel", "linear"]},
            "evaluation": {"folds": 3, "seeds": [1, 2]}})",
                                    "");
        QVERIFY(spec.kind == StudyKind::Representation);
        QCOMPARE(spec.attribute, std::string("age"));
        using namespace representation;
        RepresentationSpec expected;
        expected.inputs = {Input::Acoustic, Input::Text};
        expected.target = Target::Valence;
        expected.encoder = {4, 2, 32, 3, 16, 2, 48, 0.1, "v.txt", 20};
        expected.adversary = {{"age", 0.3}, {"speaker", 0}};
        expected.warmup = 5;
        expected.epochs = 40;
        expected.patience = 7;
        expected.batchSize = 16;
        expected.learningRate = 0.002;
        expected.attackers = {Attacker::Kernel, Attacker::Linear};
        QVERIFY(*spec.representation == expected);
        QCOMPARE(targetClasses(spec), (std::vector<std::string>{"low", "middle", "high"}));
        const auto text = writeSpec(spec);
        QCOMPARE(writeSpec(parseSpec(text, "")), text);
        for (const char* absent : {"shadow", "federation", "privacy", "\"attribute\": \"gender\"", "audit"})
            QVERIFY2(text.find(absent) == std::string::npos, absent);
    }

    void theSectionMayBeLeftOut()
    {
        const auto spec = parseSpec(minimal, "");
        QVERIFY(spec.representation == representation::RepresentationSpec{});
        QCOMPARE(expandTrials(spec).size(), std::size_t(5));
    }

    /// Documents without the section are written as before there was one: trials keep their ids.
    void federatedDocumentsHaveNoSection()
    {
        const auto text = writeSpec(
            parseSpec(R"({"format": 1, "private": {"corpora": ["a"]}, "shadow": {"corpora": ["b"]}})", ""));
        QVERIFY(text.find("representation") == std::string::npos);
        QVERIFY(text.find("\"audit\": null") != std::string::npos);
    }

    void valuesInListsAreSwept()
    {
        const auto spec =
            parseSpec(with("sweep", R"({"representation.adversary.0.lambda": [0, 0.5],
                              "representation.inputs": [["acoustic"], ["text"]]})",
                           with("representation", R"({"adversary": [{"attribute": "gender"}]})")),
                      "");
        const auto trials = expandTrials(spec);
        QCOMPARE(trials.size(), std::size_t(20));
        QCOMPARE(trials.back().spec.representation->adversary.front().lambda, 0.5);
        QVERIFY(trials.back().spec.representation->inputs ==
                std::vector<representation::Input>{representation::Input::Text});
        QVERIFY(trials.front().spec.representation->inputs ==
                std::vector<representation::Input>{representation::Input::Acoustic});
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
        const auto adversaries = [](const char* list) { return with("representation.adversary", list); };
        add("one fold", with("evaluation.folds", "1"), "s.json#/evaluation/folds", "has not seen");
        add("shadow", with("shadow", R"({"corpora": ["b"]})"), "s.json#/shadow", "has no \"shadow\"");
        add("attack on updates", with("attack.layers", R"(["first"])"), "s.json#/attack/layers",
            "has no \"layers\"");
        add("attribute", with("attribute", "gender"), "s.json#/attribute", "has no \"attribute\"");
        add("no adversary", adversaries("[]"), "s.json#/representation/adversary", "has 0 values");
        add("twice", adversaries(R"([{"attribute": "age"}, {"attribute": "age"}])"),
            "s.json#/representation/adversary/1/attribute", "given twice");
        add("emotion", adversaries(R"([{"attribute": "emotion"}])"),
            "s.json#/representation/adversary/0/attribute", "cannot be what it hides");
        add("lambda", adversaries(R"([{"lambda": 11}])"), "s.json#/representation/adversary/0/lambda",
            "from 0 to 10");
        add("negative lambda", adversaries(R"([{"lambda": -0.1}])"),
            "s.json#/representation/adversary/0/lambda", "from 0 to 10");
        add("misspelt", adversaries(R"([{"lamda": 1}])"), "s.json#/representation/adversary/0/lamda",
            "nearest known key is \"lambda\"");
        add("no object", adversaries("[3]"), "s.json#/representation/adversary/0", "not an object");
        add("input", with("representation.inputs", R"(["audio"])"), "s.json#/representation/inputs/0",
            "\"acoustic\", \"text\", \"features\"");
        add("input twice", with("representation.inputs", R"(["text", "text"])"),
            "s.json#/representation/inputs/1", "given twice");
        add("warmup", with("representation.warmup", "41"), "s.json#/representation/warmup", "41 epochs");
        add("frames as features",
            with("features.set", "logmel", with("representation.inputs", R"(["features"])")),
            "s.json#/features/set", "gives frames");
        add("swept defence", with("sweep", R"({"privacy.epsilon": [1, 2]})"), "s.json#/privacy",
            "has no \"privacy\"");
    }

    void wrongDocumentsAreRefused()
    {
        QFETCH(QString, document);
        QFETCH(QString, where);
        QFETCH(QString, says);
        const auto error = refusal(document.toStdString());
        QCOMPARE(QString::fromStdString(error.where()), where);
        const auto text = QString::fromStdString(error.happened() + " " + error.remedy());
        QVERIFY2(text.contains(says), qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(TestRepresentationSpec)
#include "tst_RepresentationSpec.moc"
