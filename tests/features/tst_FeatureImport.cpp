#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/features/FeatureImport.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>

using namespace undertone;
using Strings = std::vector<std::string>;
using Floats = std::vector<float>;

namespace {

corpus::Corpus corpusOf(const Strings& paths)
{
    corpus::Corpus corpus;
    corpus.name = "small";
    for (const auto& path : paths) {
        corpus::Utterance utterance;
        utterance.path = path;
        corpus.utterances.push_back(utterance);
    }
    return corpus;
}

template <typename Call>
void compareError(Call call, ErrorCode code, const QString& expected)
{
    try {
        call();
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(error.code(), code);
        QVERIFY(!error.remedy().empty());
        QVERIFY2(QString::fromStdString(error.what()).contains(expected), error.what());
    }
}

} // namespace

class TestFeatureImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<tests::TemporaryFolder>(); }

    void rowsAreMatched_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::newRow("path") << QByteArray("s1/a.wav") << QByteArray("s2/a.wav");
        QTest::newRow("absolute path") << QByteArray("/data/x/s1/a.wav") << QByteArray("/data/x/s2/a.wav");
        QTest::newRow("Windows path") << QByteArray("s1\\a.wav") << QByteArray(".\\s2\\a.wav");
    }

    void rowsAreMatched()
    {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, second);
        const auto text =
            "path,f\n" + second.toStdString() + ",2\nother.wav,9\n" + first.toStdString() + ",1\n";
        const auto table = imported(corpusOf({"s1/a.wav", "s2/a.wav"}), text);
        QCOMPARE(table.keys, (Strings{"s1/a.wav", "s2/a.wav"}));
        QCOMPARE(table.matrix.values, (Floats{1, 2}));
    }

    void fileNamesAndStemsMatchWherePathsDoNot()
    {
        const auto corpus = corpusOf({"s1/a.wav", "s2/b.wav"});
        QCOMPARE(imported(corpus, "path,f\nelsewhere/b.wav,2\na.wav,1\n").matrix.values, (Floats{1, 2}));
        QCOMPARE(imported(corpus, "path,f\nb,2\na,1\n").matrix.values, (Floats{1, 2}));
        QCOMPARE(imported(corpus, "path,f\nb.flac,2\na.mp3,1\n").matrix.values, (Floats{1, 2}));
    }

    void utterancesWithoutExactlyOneRowAreNamed()
    {
        const auto corpus = corpusOf({"s1/a.wav", "s2/b.wav", "s3/c.wav"});
        compareError([&] { imported(corpus, "path,f\ns1/a.wav,1\ns3/c.wav,3\n"); },
                     ErrorCode::InvalidFeatures,
                     "1 of the corpus' 3 utterances do not have exactly one row: s2/b.wav");
        compareError([&] { imported(corpus, "path,f\nx/a.wav,1\ny/a.wav,2\nb.wav,3\nc.wav,3\n"); },
                     ErrorCode::InvalidFeatures, "s1/a.wav");
        compareError(
            [&] {
                imported(corpusOf({"s1/a.wav", "s2/a.wav"}), "path,f\na.wav,1\n");
            },
            ErrorCode::InvalidFeatures, "s1/a.wav, s2/a.wav");
    }

    void aFailedImportLeavesTheTableAsItWas()
    {
        const auto corpus = corpusOf({"a.wav"});
        imported(corpus, "path,f\na.wav,1\n");
        compareError([&] { imported(corpus, "path,f\na.wav,nan\n"); }, ErrorCode::InvalidFeatures, "Row 2");
        const auto table = features::importedTable(corpus, "set", cache());
        QVERIFY(table.has_value());
        QCOMPARE(table->matrix.values, (Floats{1}));
        const auto folder = features::importedTableFile(corpus, "set", cache()).parent_path();
        QCOMPARE(std::distance(std::filesystem::directory_iterator(folder), {}), 1);
    }

    void tablesAreKeptByCorpusAndSet()
    {
        const auto corpus = corpusOf({"a.wav"});
        imported(corpus, "path,f\na.wav,1\n");
        QVERIFY(!features::importedTable(corpus, "other", cache()));
        auto elsewhere = corpus;
        elsewhere.name = "another";
        QVERIFY(!features::importedTable(elsewhere, "set", cache()));
        auto changed = corpus;
        changed.utterances.front().audioHash = "other audio of the same name";
        QVERIFY(!features::importedTable(changed, "set", cache()));
    }

    void namesThatAreNoFileNamesAreRefused()
    {
        auto corpus = corpusOf({"a.wav"});
        for (const char* name : {"", "..", ".hidden", "a/b", "a b", "\xC3\xA4"})
            compareError([&] { features::importedTable(corpus, name, cache()); }, ErrorCode::InvalidRequest,
                         "feature set");
        corpus.name = "../x";
        compareError([&] { features::importedTable(corpus, "set", cache()); }, ErrorCode::InvalidRequest,
                     "corpus");
    }

    void namesOfNativeSetsAreTaken()
    {
        const auto file = m_folder->write("table.csv", "path,f\na.wav,1\n");
        auto store = cache();
        compareError([&] { features::importFeatures(corpusOf({"a.wav"}), "egemaps", file, store); },
                     ErrorCode::Conflict, "native");
    }

    void aDamagedTableSaysSo()
    {
        const auto corpus = corpusOf({"a.wav"});
        imported(corpus, "path,f\na.wav,1\n");
        base::writeFileAtomically(features::importedTableFile(corpus, "set", cache()), "nonsense");
        compareError([&] { features::importedTable(corpus, "set", cache()); }, ErrorCode::InvalidFeatures,
                     "damaged");
    }

    void exportReadsBack_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("secondColumn");
        QTest::newRow("csv") << QByteArray("out.csv") << QByteArray("loud, est");
        QTest::newRow("npy") << QByteArray("out.npy") << QByteArray("f2");
    }

    void exportReadsBack()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, secondColumn);
        const features::FeatureMatrix matrix{{"f1", "loud, est"}, 2, {0.1F, 1e-30F, -3, 4}};
        const Strings keys{"s 1/\"a\".wav", "b.wav"};
        const auto file = m_folder->path() / name.toStdString();
        features::exportFeatures(matrix, keys, file);
        const auto table = features::readFeatureTable(file);
        QCOMPARE(table.keys, keys);
        QCOMPARE(table.matrix.names[1], secondColumn.toStdString());
        QCOMPARE(table.matrix.values, matrix.values);
    }

    void theIndexOfAnArray()
    {
        const features::FeatureMatrix matrix{{"f"}, 2, {1, 2}};
        const auto file = m_folder->path() / "x.npy";
        features::exportFeatures(matrix, {"a", "b"}, file);
        m_folder->write("x.npy.index.csv", "gender,file\nF,c\nM,d\n");
        QCOMPARE(features::readFeatureTable(file).keys, (Strings{"c", "d"}));
        m_folder->write("x.npy.index.csv", "e\nf\n");
        QCOMPARE(features::readFeatureTable(file).keys, (Strings{"e", "f"}));
        m_folder->write("x.npy.index.csv", "path\na\nb\nc\n");
        compareError([&] { features::readFeatureTable(file); }, ErrorCode::InvalidFeatures, "names 4 files");
        std::filesystem::remove(m_folder->path() / "x.npy.index.csv");
        compareError([&] { features::readFeatureTable(file); }, ErrorCode::InvalidFeatures,
                     "x.npy.index.txt");
        m_folder->write("x.npy.index.txt", "g.wav\r\nh.wav\r\n\n");
        QCOMPARE(features::readFeatureTable(file).keys, (Strings{"g.wav", "h.wav"}));
        m_folder->write("x.npy.index.txt", "g.wav\n\n");
        compareError([&] { features::readFeatureTable(file); }, ErrorCode::InvalidFeatures, "names 1 files");
    }

    void otherFilesAndMistakenRequests()
    {
        compareError([&] { features::readFeatureTable(m_folder->write("x.mat", "?")); },
                     ErrorCode::InvalidFeatures, "'.mat'");
        compareError([&] { features::readFeatureTable(m_folder->path() / "x.csv"); }, ErrorCode::NotFound,
                     "x.csv");
        const features::FeatureMatrix matrix{{"f"}, 1, {1}};
        compareError([&] { features::exportFeatures(matrix, {"a"}, m_folder->path() / "x.mat"); },
                     ErrorCode::InvalidRequest, "'.mat'");
        compareError([&] { features::exportFeatures(matrix, {}, m_folder->path() / "x.csv"); },
                     ErrorCode::InvalidRequest, "0 keys for 1 rows");
    }

private:
    features::FeatureCache cache() const { return features::FeatureCache(m_folder->path() / "features"); }

    features::FeatureTable imported(const corpus::Corpus& corpus, const std::string& csv) const
    {
        auto store = cache();
        features::importFeatures(corpus, "set", m_folder->write("table.csv", csv), store);
        return features::importedTable(corpus, "set", store).value();
    }

    std::unique_ptr<tests::TemporaryFolder> m_folder;
};

QTEST_GUILESS_MAIN(TestFeatureImport)
#include "tst_FeatureImport.moc"
