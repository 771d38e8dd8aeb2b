#include "core/base/File.h"
#include "core/representation/EncoderExport.h"
#include "core/representation/ScriptedEncoder.h"
#include "tests/representation/EncoderExamples.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>

using namespace undertone;
using namespace undertone::representation;
using namespace undertone::tests;

namespace {

/// A table as it was before its frames and features were normalised with these numbers.
struct Raw
{
    at::Tensor frameMean = at::linspace(-3, 2, 6);
    at::Tensor frameDeviation = at::linspace(0.5, 4, 6);
    at::Tensor featureMean = at::linspace(10, 12, 5);
    at::Tensor featureDeviation = at::linspace(2, 0.1, 5);

    InputNormalizer ofFrames() const { return {features::Normalization::Global, frameMean, frameDeviation}; }
    InputNormalizer ofFeatures() const
    {
        return {features::Normalization::Global, featureMean, featureDeviation};
    }
};

std::vector<at::Tensor> argumentsOf(const RepresentationSpec& spec, const InputTable& table, std::int64_t row,
                                    const Raw& raw)
{
    const auto index = static_cast<std::size_t>(row);
    std::vector<at::Tensor> arguments;
    for (const auto input : spec.inputs) {
        if (input == Input::Acoustic)
            arguments.push_back(table.frames[index] * raw.frameDeviation + raw.frameMean);
        else if (input == Input::Features)
            arguments.push_back(table.features[row] * raw.featureDeviation + raw.featureMean);
        else
            arguments.push_back(at::tensor(at::ArrayRef<std::int64_t>(table.tokens[index]), at::kLong));
    }
    return arguments;
}

} // namespace

class tst_EncoderExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void moduleGivesTheEmbedding_data()
    {
        QTest::addColumn<QList<int>>("inputs");
        QTest::addColumn<QString>("change");
        const auto acoustic = static_cast<int>(Input::Acoustic);
        const auto text = static_cast<int>(Input::Text);
        const auto features = static_cast<int>(Input::Features);
        QTest::newRow("acoustic") << QList<int>{acoustic} << "";
        QTest::newRow("acoustic, even width") << QList<int>{acoustic} << "even width";
        QTest::newRow("acoustic, no GRU") << QList<int>{acoustic} << "no GRU";
        QTest::newRow("text") << QList<int>{text} << "";
        QTest::newRow("text, fixed word vectors") << QList<int>{text} << "fixed words";
        QTest::newRow("text, no GRU") << QList<int>{text} << "no GRU";
        QTest::newRow("features") << QList<int>{features} << "";
        QTest::newRow("multimodal") << QList<int>{features, text, acoustic} << "";
    }
    void moduleGivesTheEmbedding()
    {
        QFETCH(QList<int>, inputs);
        QFETCH(QString, change);
        std::vector<Input> wanted;
        for (const int input : inputs)
            wanted.push_back(static_cast<Input>(input));
        auto spec = exampleSpec(wanted);
        spec.epochs = 1;
        auto table = exampleTable(12);
        if (change == "even width")
            spec.encoder.kernelWidth = 2;
        if (change == "no GRU")
            spec.encoder.gruLayers = 0;
        if (change == "fixed words")
            table.wordVectors = at::linspace(-1, 1, 9 * 4).view({9, 4});
        const EncoderRequest request{table, spec, rowRange(0, 8), rowRange(8, 12), base::SeedTree(8)};
        base::Progress progress;
        const auto state = trainEncoder(request, {}, progress);
        const auto expected = embed(request, state, rowRange(0, 12), progress);

        const Raw raw;
        const TemporaryFolder folder;
        const auto file = folder.path() / "encoder.pt";
        base::writeFileAtomically(
            file, exportEncoder(request, state, {raw.ofFrames(), raw.ofFeatures(), "functionals", {"neu"}}));
        ScriptedEncoder encoder(file, EncoderInput::LogMel);
        QVERIFY(encoder.description());
        QVERIFY(encoder.description()->inputs == spec.inputs);
        QCOMPARE(encoder.description()->embeddingSize, std::size_t{8});
        QCOMPARE(encoder.description()->vocabulary, table.vocabulary);
        for (std::int64_t row = 0; row < 12; ++row) {
            const auto vector = encoder.encode(argumentsOf(spec, table, row, raw));
            QVERIFY(relativeDifference(vector, expected[row]) < 1e-5);
        }
    }

    /// An encoder for inputs that each speaker's own statistics normalised leaves them as they are.
    void normalisationIsNamed()
    {
        const auto table = exampleTable(12);
        auto spec = exampleSpec({Input::Acoustic});
        spec.epochs = 1;
        const EncoderRequest request{table, spec, rowRange(0, 12), {}, base::SeedTree(8)};
        base::Progress progress;
        const auto state = trainEncoder(request, {}, progress);
        const TemporaryFolder folder;
        const auto file =
            folder.write("encoder.pt",
                         exportEncoder(request, state,
                                       {{features::Normalization::Speaker, {}, {}}, {}, "", {"neu", "ang"}}));
        ScriptedEncoder encoder(file, EncoderInput::LogMel);
        QVERIFY(encoder.description()->framesNormalization == features::Normalization::Speaker);
        QVERIFY(encoder.description()->featuresNormalization == features::Normalization::None);
        QCOMPARE(encoder.description()->bands, std::size_t{6});
        QVERIFY(relativeDifference(encoder.encode({table.frames[3]}),
                                   embed(request, state, {3}, progress)[0]) < 1e-5);
    }
};

QTEST_GUILESS_MAIN(tst_EncoderExport)
#include "tst_EncoderExport.moc"
