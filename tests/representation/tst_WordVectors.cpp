#include "core/representation/WordVectors.h"
#include "tests/corpus/ErrorText.h"
#include "tests/support/TemporaryFolder.h"
#include "tests/support/Unheard.h"

#include <QtTest>

#include <fmt/format.h>

#include <cmath>
#include <fstream>

using namespace undertone;
using representation::readWordVectors;
using representation::Vocabulary;
using representation::WordVectors;

namespace {

const Vocabulary vocabulary({{"the", "the", "yes", "paris", "missing"}}, 1);

std::string bytesOf(const std::vector<float>& values)
{
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

WordVectors read(const std::string& content)
{
    const tests::TemporaryFolder folder;
    return readWordVectors(folder.write("vectors", content), vocabulary, tests::unheard());
}

std::vector<float> vectorOf(const WordVectors& vectors, const std::string& word)
{
    const auto begin = vectors.values.begin() +
                       static_cast<std::ptrdiff_t>(vocabulary.find(word).value_or(0) * vectors.dimensions);
    return {begin, begin + static_cast<std::ptrdiff_t>(vectors.dimensions)};
}

std::string errorOf(const std::string& content)
{
    return tests::errorOf([&] { read(content); });
}

using Vector = std::vector<float>;

/// "the", "Paris", "paris", "yes" of every format hold the same.
void verifySample(const WordVectors& vectors)
{
    QCOMPARE(vectors.dimensions, std::size_t{2});
    QCOMPARE(vectors.known, std::size_t{3});
    QCOMPARE(vectors.values.size(), vocabulary.size() * 2);
    QCOMPARE(vectorOf(vectors, "the"), (Vector{0.5F, -0.25F}));
    QCOMPARE(vectorOf(vectors, "paris"), (Vector{7, 8}));
    QCOMPARE(vectorOf(vectors, "yes"), (Vector{0.125F, 3e-5F}));
    QCOMPARE(vectorOf(vectors, "missing"), (Vector{0, 0}));
    QCOMPARE(vectorOf(vectors, "<unknown>"), (Vector{0, 0}));
}

const std::string glove = "the 0.5 -0.25\nParis 5 6\nparis 7 8\nYES 1.25e-1 3e-05\n. . . 9 9\nthe 1 1\n";

std::string binary(const char* end)
{
    return "5 2\nthe " + bytesOf({0.5F, -0.25F}) + end + "Paris " + bytesOf({5, 6}) + end + "paris " +
           bytesOf({7, 8}) + end + "YES " + bytesOf({0.125F, 3e-5F}) + end + "\xC3\xA9t\xFF " +
           bytesOf({1, 1}) + end;
}

} // namespace

class TestWordVectors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFormatIsRecognisedByItsContent()
    {
        verifySample(read(glove));
        verifySample(read("\xEF\xBB\xBF" + glove + "\n \r\n"));
        verifySample(read("the\t0.5\t-0.25\r\nyes\t.125\t3e-5\r\nPARIS\t7\t8"));
        verifySample(read("6 2\n" + glove));
        verifySample(read("4 2\nthe 0.5 -0.25 \nParis +7 8 \nyes 0.125 3e-05 \nno 1 1 \n\n"));
        verifySample(read(binary("\n")));
        verifySample(read(binary("")));
    }

    void theExactWordGoesBeforeOneOfTheSameNormalForm()
    {
        for (const auto* text :
             {"Paris 1 1\nparis 2 2\nPARIS 3 3\n", "paris 2 2\nParis 1 1\n", "PARIS 2 2\nParis 3 3\n"})
            QCOMPARE(vectorOf(read(text), "paris"), (Vector{2, 2}));
    }

    void brokenFilesAreRefusedInWords_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* name, const std::string& content, const QStringList& expected) {
            QTest::newRow(name) << QByteArray::fromStdString(content) << expected;
        };
        row("empty", "", {"Line 1 is neither"});
        row("prose", "Once\nupon a time\n", {"Line 1 is neither"});
        row("short line", "the 1 2 3\nyes 1 2\n", {"Line 2 has 2 numbers; 3 are expected"});
        row("long line", "the 1 2 3\nyes 1 2 3 4\n", {"Line 2 has 4 numbers; 3 are expected"});
        row("word alone", "the 1 2 3\nyes\n", {"Line 2 has 0 numbers; 3 are expected"});
        row("no number", "the 1 2 3\n\nno 1 b\xE9 3\n",
            {"Line 3", "\"b\xEF\xBF\xBD\" is not a finite number"});
        row("nan", "the 1 nan 3\n", {"Line 1", "\"nan\" is not a finite number"});
        row("infinite", "the 1 2 3\nno 1 2 -inf\n", {"Line 2", "\"-inf\" is not a finite number"});
        row("too large", "the 1 2 1e39\n", {"Line 1", "\"1e39\" is not a finite number"});
        row("fewer lines", "3 2\nthe 1 2\nyes 3 4\n", {"ends after 2 of the 3 words", "cut short"});
        row("more lines", "1 2\nthe 1 2\nyes 3 4\n", {"Line 3 follows the 1 words"});
        row("header of another width", "2 3\nthe 1 2\nyes 3 4\n", {"Line 2 has 2 numbers; 3 are expected"});
        row("no dimensions", "2 0\nthe\nyes\n", {"0 dimensions"});
        row("many dimensions", "2 99999999999\nthe 1\n", {"99999999999 dimensions"});
        row("other words", "le 1 2\noui 3 4\n", {"none of the words", "language"});
        row("endless line", "the " + std::string(3 << 20, '1'), {"From byte 0 on", "megabyte"});
        const auto whole = binary("\n");
        row("binary cut in a vector", whole.substr(0, 40), {"ends at byte 40, within word 3 of 5"});
        row("binary cut in a word", whole.substr(0, 20), {"ends at byte 20, within word 2 of 5"});
        row("binary cut at a word", whole.substr(0, 17), {"ends at byte 17, within word 2 of 5"});
        row("binary that goes on", whole + "more", {"end at byte", "goes on"});
        row("binary with nan", "1 2\nthe " + bytesOf({1, NAN}), {"not finite", "byte 12, in word 1 of 1"});
        row("binary of an endless word", "1 2\n" + std::string(1, '\0') + std::string(3 << 20, 'a'),
            {"From byte 4 on", "megabyte"});
    }

    void brokenFilesAreRefusedInWords()
    {
        QFETCH(QByteArray, content);
        QFETCH(QStringList, expected);
        const auto error = errorOf(content.toStdString());
        VERIFY_ERROR(error, "invalid-features", "vectors");
        for (const auto& part : expected)
            VERIFY_ERROR(error, part.toStdString());
    }

    void aMissingFileSaysSo()
    {
        const tests::TemporaryFolder folder;
        VERIFY_ERROR(
            tests::errorOf([&] { readWordVectors(folder.path() / "none", vocabulary, tests::unheard()); }),
            "not-found", "word_vectors");
        VERIFY_ERROR(tests::errorOf([&] { readWordVectors(folder.path(), vocabulary, tests::unheard()); }),
                     "storage-failed");
    }

    void bigFilesAreStreamedAndCancelled()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "big";
        std::ofstream out(file, std::ios::binary);
        for (int i = 0; i < 100000; ++i)
            out << fmt::format("word{} 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0\n", i);
        out << "the 1 2 3 4 5 6 7 8 9 10\n";
        out.close();
        std::vector<double> fractions;
        std::stop_source source;
        base::Progress progress([&](const auto& update) { fractions.push_back(update.fraction); },
                                source.get_token());
        QCOMPARE(readWordVectors(file, vocabulary, progress).known, std::size_t{1});
        QVERIFY(fractions.size() > 3);
        QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
        QCOMPARE(fractions.back(), 1.0);
        base::Progress cancelled([&](const auto&) { source.request_stop(); }, source.get_token());
        QVERIFY_THROWS_EXCEPTION(Cancelled, readWordVectors(file, vocabulary, cancelled));
    }
};

QTEST_GUILESS_MAIN(TestWordVectors)
#include "tst_WordVectors.moc"
