#include "core/corpus/CorpusImporter.h"
#include "core/representation/Tokenizer.h"
#include "core/representation/Vocabulary.h"
#include "tests/support/SharedCorpora.h"
#include "tests/support/Unheard.h"

#include <QtTest>

#include <algorithm>

using namespace undertone;
using representation::normalForm;
using representation::Tokenizer;
using representation::Vocabulary;

namespace {

using Words = std::vector<std::string>;

QString shown(const Words& words)
{
    QStringList list;
    for (const auto& word : words)
        list << QString::fromStdString(word);
    return list.join("|");
}

} // namespace

class TestTokenizer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textsAreCutByTheRule_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const QByteArray& text, const char* words) {
            QTest::newRow(name) << text << QString::fromUtf8(words);
        };
        row("nothing", "", "");
        row("blanks", " \t\r\n", "");
        row("punctuation", "... ?! -- (,) \"'\"", "");
        row("sentence", "Oh, THAT I did. Twice!", "oh|that|i|did|twice");
        row("English endings", "Don't! I'm we're I've he'll she'd Ross's o'clock can't",
            "do|n't|i|'m|we|'re|i|'ve|he|'ll|she|'d|ross|'s|o'clock|ca|n't");
        row("an ending alone", "'s n't 'd", "s|n't|d");
        row("typographic apostrophes", "Don’t, it＇s you’re", "do|n't|it|'s|you|'re");
        row("leftover of Windows-1252", "I\xC2\x92m", "i|'m");
        row("quotes", "‘Yes’ and “no”", "yes|and|no");
        row("hyphens and dashes", "well-known — so…", "well|known|so");
        row("numbers", "It's 8:30, 3.14 of 1,000 and KL-5", "it|'s|8|30|3.14|of|1,000|and|kl|5");
        row("combining marks", "Cafe\xCC\x81 CAFÉ", "café|café");
        row("many combining marks", "Z\xCC\x81\xCC\x82\xCC\x83 a", "ź\xCC\x82\xCC\x83|a");
        row("German and Polish", "Straße ÜBER Idę „stąd”, dość!", "straße|über|idę|stąd|dość");
        row("Turkish", "İstanbul", "i\xCC\x87stanbul");
        row("Greek", "ΟΔΟΣ", "οδος");
        row("Urdu", "میں ٹھیک ہوں۔", "میں|ٹھیک|ہوں");
        row("emoji", "Great 😀😀!👩‍👩‍👧", "great|😀|😀|👩‍👩‍👧");
        row("hearts", "❤️ ❤ \t\u200D👩", "❤|❤|👩");
        row("flags", "🇵🇱🇩🇪", "🇵🇱|🇩🇪");
        row("invalid bytes", "caf\xE9 au\xFFlait \xC3", "caf|au|lait");
        row("surrogates and overlong forms",
            "a\xED\xA0\x80"
            "b\xC0\x80"
            "c",
            "a|b|c");
        row("cut emoji", "yes\xF0\x9F\x98", "yes");
        row("zero bytes", QByteArray("a\0b", 3), "a|b");
        row("byte order mark", "\xEF\xBB\xBFYes", "yes");
    }

    void textsAreCutByTheRule()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, words);
        Tokenizer tokenizer;
        QCOMPARE(shown(tokenizer.words(text.toStdString())), words);
        QCOMPARE(shown(tokenizer.words(text.toStdString())), words);
    }

    void theNormalFormIsOne()
    {
        for (const std::string text : {"Paris", "CAFE\xCC\x81", "İ", "\xFF", "Don’t", "ΟΔΟΣ", "ǰ"}) {
            const auto form = normalForm(text);
            QCOMPARE(normalForm(form), form);
        }
        QCOMPARE(normalForm("Café"), normalForm("CAFE\xCC\x81"));
        QCOMPARE(normalForm("a\xFF"), std::string("a\xEF\xBF\xBD"));
    }

    void longTextsAreCutToo()
    {
        std::string text;
        for (int i = 0; i < 200000; ++i)
            text += "word ";
        QCOMPARE(Tokenizer().words(text).size(), std::size_t{200000});
        QCOMPARE(Tokenizer().words(std::string(1 << 20, 'a')).size(), std::size_t{1});
    }

    void aVocabularyIsInTheOrderOfFrequency()
    {
        const Vocabulary vocabulary({{"b", "a", "c"}, {"c", "b"}, {}, {"d"}}, 1);
        QCOMPARE(shown(vocabulary.words()), QString("<unknown>|b|c|a|d"));
        QCOMPARE(vocabulary.find("c"), std::optional<std::size_t>(2));
        QVERIFY(!vocabulary.find("<unknown>") && !vocabulary.find("e"));
        QVERIFY((vocabulary.indices({"d", "e", "b"}) == std::vector<std::int64_t>{4, 0, 1}));
        QVERIFY(vocabulary.indices({}).empty());
        QCOMPARE(shown(Vocabulary({{"b", "a", "c"}, {"c", "b"}}, 2).words()), QString("<unknown>|b|c"));
        QCOMPARE(shown(Vocabulary({}, 1).words()), QString("<unknown>"));
    }

    void realTranscriptsAreCut()
    {
        const auto folder = tests::sharedCorpus("meld-text");
        if (!folder)
            QSKIP("the shared corpora are not here");
        Tokenizer tokenizer;
        std::vector<Words> texts;
        for (const auto& utterance :
             corpus::importCorpus(*folder, {"meld", "meld", 1}, tests::unheard()).corpus.utterances)
            texts.push_back(tokenizer.words(utterance.text));
        QCOMPARE(texts.size(), std::size_t{11415});
        const auto wordless =
            std::count_if(texts.begin(), texts.end(), [](const auto& t) { return t.empty(); });
        QVERIFY2(wordless < 20, std::to_string(wordless).c_str());
        const Vocabulary vocabulary(texts, 2);
        for (const auto* word : {"i", "you", "n't", "'s", "the", "oh", "monica"})
            QVERIFY2(vocabulary.find(word), word);
        QVERIFY(*vocabulary.find("n't") < 40);
    }
};

QTEST_GUILESS_MAIN(TestTokenizer)
#include "tst_Tokenizer.moc"
