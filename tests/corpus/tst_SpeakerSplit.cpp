#include "core/base/Error.h"
#include "core/corpus/SpeakerSplit.h"
#include "tests/corpus/ErrorText.h"
#include "tests/corpus/RandomCorpus.h"

#include <QtTest>

#include <functional>
#include <set>
#include <utility>

using namespace undertone;
using base::SeedTree;
using corpus::Corpus;
using corpus::Speaker;
using corpus::SpeakerSelection;
using corpus::SpeakerSplit;
using corpus::UtteranceRef;
using tests::errorOf;
using tests::RandomCorpusShape;

namespace {

SpeakerSelection selectionOf(std::vector<std::uint32_t> privateCorpora, std::vector<std::uint32_t> shadow)
{
    return {std::move(privateCorpora), std::move(shadow), {"neu", "hap", "sad", "ang"}, "gender"};
}

std::map<std::string, int> countValues(const std::vector<Speaker>& speakers)
{
    std::map<std::string, int> counts;
    for (const auto& speaker : speakers)
        ++counts[speaker.attribute];
    return counts;
}

std::set<std::string> idsOf(const std::vector<Speaker>& speakers)
{
    std::set<std::string> ids;
    for (const auto& speaker : speakers)
        ids.insert(speaker.id);
    return ids;
}

std::set<std::string> recordingsOf(const std::vector<Speaker>& speakers, const std::vector<Corpus>& corpora)
{
    std::set<std::string> recordings;
    for (const auto& speaker : speakers)
        for (const auto ref : speaker.utterances)
            if (const auto& name = corpora[ref.corpus].utterances[ref.utterance].recording; !name.empty())
                recordings.insert(std::to_string(ref.corpus) + "/" + name);
    return recordings;
}

template <class T>
bool areDisjoint(const std::set<T>& a, const std::set<T>& b)
{
    return std::none_of(a.begin(), a.end(), [&](const T& element) { return b.contains(element); });
}

std::string divisionError(const std::vector<Corpus>& corpora, const SpeakerSelection& selection)
{
    return errorOf([&] { SpeakerSplit::divide(corpora, selection, SeedTree(1)); });
}

} // namespace

class TestSpeakerSplit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneCorpusIsDividedIntoDisjointBalancedHalves()
    {
        for (std::uint64_t seed = 0; seed < 300; ++seed) {
            auto random = SeedTree(seed).stream("shape");
            RandomCorpusShape shape;
            shape.speakersByValue = {4 + random.below(9), 4 + random.below(9)};
            if (seed % 3 == 0)
                shape.speakersByValue.push_back(4 + random.below(4));
            shape.clipsPerRecording = 1 + random.below(3);
            const std::vector<Corpus> corpora = {tests::randomCorpus("s", shape, random)};
            const auto split = SpeakerSplit::divide(corpora, selectionOf({0}, {0}), SeedTree(seed));
            const auto& hidden = split.privateSpeakers();
            const auto& shadow = split.shadowSpeakers();
            QVERIFY(areDisjoint(idsOf(hidden), idsOf(shadow)));
            QVERIFY(areDisjoint(recordingsOf(hidden, corpora), recordingsOf(shadow, corpora)));
            auto ofPrivate = countValues(hidden);
            auto ofShadow = countValues(shadow);
            std::size_t total = 0;
            for (const auto& value : split.attributeValues()) {
                QVERIFY(std::abs(ofPrivate[value] - ofShadow[value]) <= 1);
                total += static_cast<std::size_t>(ofPrivate[value] + ofShadow[value]);
            }
            QVERIFY(std::abs(static_cast<int>(hidden.size()) - static_cast<int>(shadow.size())) <= 1);
            QCOMPARE(total, std::accumulate(shape.speakersByValue.begin(), shape.speakersByValue.end(),
                                            std::size_t{0}));
        }
    }

    void everyUtteranceIsUsedOnceAndBelongsToItsSpeaker()
    {
        auto random = SeedTree(5).stream("shape");
        const std::vector<Corpus> corpora = {tests::randomCorpus("s", {}, random)};
        const auto split = SpeakerSplit::divide(corpora, selectionOf({0}, {0}), SeedTree(5));
        std::set<UtteranceRef> seen;
        for (const auto* side : {&split.privateSpeakers(), &split.shadowSpeakers()})
            for (const auto& speaker : *side)
                for (const auto ref : speaker.utterances) {
                    QCOMPARE(corpora[0].utterances[ref.utterance].speaker, speaker.id);
                    QVERIFY(seen.insert(ref).second);
                }
        QCOMPARE(seen.size(), corpora[0].utterances.size());
    }

    void theSeedDecidesAndNothingElse()
    {
        auto random = SeedTree(1).stream("shape");
        const std::vector<Corpus> corpora = {tests::randomCorpus("s", {{10, 10}, 8, 1, 1}, random)};
        const auto idsWith = [&](std::uint64_t seed) {
            return idsOf(
                SpeakerSplit::divide(corpora, selectionOf({0}, {0}), SeedTree(seed)).privateSpeakers());
        };
        std::set<std::set<std::string>> divisions;
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            QVERIFY(idsWith(seed) == idsWith(seed));
            divisions.insert(idsWith(seed));
        }
        QVERIFY(divisions.size() > 15);
    }

    void speakersWhoShareRecordingsStayTogether()
    {
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            auto random = SeedTree(seed).stream("shape");
            const std::vector<Corpus> corpora = {tests::randomCorpus("s", {{8, 8}, 8, 2, 2}, random)};
            const auto split = SpeakerSplit::divide(corpora, selectionOf({0}, {0}), SeedTree(seed));
            QVERIFY(areDisjoint(recordingsOf(split.privateSpeakers(), corpora),
                                recordingsOf(split.shadowSpeakers(), corpora)));
            for (const auto& [value, count] : countValues(split.privateSpeakers()))
                QVERIFY(std::abs(count - 4) <= 1);
        }
    }

    void differentCorporaKeepTheirSides()
    {
        auto random = SeedTree(2).stream("shape");
        const std::vector<Corpus> corpora = {tests::randomCorpus("a", {}, random),
                                             tests::randomCorpus("b", {}, random),
                                             tests::randomCorpus("c", {}, random)};
        const auto split = SpeakerSplit::divide(corpora, selectionOf({0, 1}, {1, 2}), SeedTree(3));
        std::map<char, std::array<int, 2>> counts;
        for (const auto& id : idsOf(split.privateSpeakers()))
            ++counts[id[0]][0];
        for (const auto& id : idsOf(split.shadowSpeakers()))
            ++counts[id[0]][1];
        QVERIFY((counts['a'] == std::array{12, 0}));
        QVERIFY((counts['b'] == std::array{6, 6}));
        QVERIFY((counts['c'] == std::array{0, 12}));
    }

    void emotionsAreChosen()
    {
        auto random = SeedTree(2).stream("shape");
        const std::vector<Corpus> corpora = {tests::randomCorpus("s", {}, random)};
        auto selection = selectionOf({0}, {0});
        selection.emotions = {"hap", "sad"};
        const auto split = SpeakerSplit::divide(corpora, selection, SeedTree(1));
        for (const auto& speaker : split.privateSpeakers())
            for (const auto ref : speaker.utterances) {
                const auto& utterance = corpora[0].utterances[ref.utterance];
                QVERIFY(utterance.emotion == "hap" || utterance.emotion == "sad");
                QCOMPARE(*selection.emotionLabel(utterance), utterance.emotion == "hap" ? 0U : 1U);
            }
    }

    void speakersWithoutTheAttributeAreLeftOut()
    {
        auto random = SeedTree(2).stream("shape");
        std::vector<Corpus> corpora = {tests::randomCorpus("s", {}, random)};
        for (auto& utterance : corpora[0].utterances)
            if (utterance.speaker == "s3")
                utterance.attributes.clear();
        const auto split = SpeakerSplit::divide(corpora, selectionOf({0}, {0}), SeedTree(1));
        QVERIFY(!idsOf(split.privateSpeakers()).contains("s3"));
        QVERIFY(!idsOf(split.shadowSpeakers()).contains("s3"));
        QCOMPARE(split.privateSpeakers().size() + split.shadowSpeakers().size(), std::size_t{11});
    }

    void impossibleStudiesAreRefusedInWords()
    {
        auto random = SeedTree(2).stream("shape");
        const auto good = tests::randomCorpus("s", {}, random);
        const auto oneGender = tests::randomCorpus("f", {{6}, 8, 1, 1}, random);
        auto oneSpeaker = tests::randomCorpus("o", {{1}, 8, 1, 1}, random);
        const auto lonely = tests::randomCorpus("l", {{1, 6}, 8, 1, 1}, random);

        auto selection = selectionOf({0}, {0});
        selection.attribute = "speaker";
        VERIFY_ERROR(divisionError({good}, selection), "invalid-request", "speaker", "| /attribute |",
                     "gender");
        selection.attribute = "accent";
        VERIFY_ERROR(divisionError({good}, selection), "\"s\" has no attribute \"accent\"", "| /attribute |",
                     "gender");
        selection = selectionOf({0}, {});
        VERIFY_ERROR(divisionError({good}, selection), "invalid-request", "shadow");
        VERIFY_ERROR(divisionError({good, oneGender}, selectionOf({0}, {1})), "shadow side",
                     "1 value(s) of \"gender\"");
        VERIFY_ERROR(divisionError({good, oneSpeaker}, selectionOf({1}, {0})), "private side",
                     "1 speaker(s)");
        VERIFY_ERROR(divisionError({good, lonely}, selectionOf({0}, {1})), "only one speaker", "\"F\"");
        selection = selectionOf({0}, {0});
        selection.emotions = {"neu"};
        VERIFY_ERROR(divisionError({good}, selection), "fewer than 2 of the emotions neu");
        selection.emotions = {"bor", "dis"};
        VERIFY_ERROR(divisionError({good}, selection), "private side has 0 speaker(s)");
    }

    void contradictionsAreRefused()
    {
        auto random = SeedTree(2).stream("shape");
        const auto good = tests::randomCorpus("s", {}, random);
        auto twoValues = good;
        twoValues.utterances.back().attributes["gender"] =
            twoValues.utterances.back().attributes["gender"] == "F" ? "M" : "F";
        VERIFY_ERROR(divisionError({twoValues}, selectionOf({0}, {0})), "two values of \"gender\"");

        auto other = tests::randomCorpus("t", {}, random);
        other.utterances.front().speaker = good.utterances.front().speaker;
        other.utterances.front().attributes = good.utterances.front().attributes;
        VERIFY_ERROR(divisionError({good, other}, selectionOf({0}, {1})), "share a speaker",
                     good.utterances.front().speaker, "s, t");

        const auto threeValues = tests::randomCorpus("x", {{4, 4, 4}, 8, 1, 1}, random);
        VERIFY_ERROR(divisionError({threeValues, good}, selectionOf({0}, {1})), "No shadow speaker", "\"X\"");
        const auto split = SpeakerSplit::divide({good, threeValues}, selectionOf({0}, {1}), SeedTree(1));
        QCOMPARE(split.shadowSpeakers().size(), std::size_t{8});
    }

    void foldsAreEvenInSizeAndInEveryStratum()
    {
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            auto random = SeedTree(seed).stream("shape");
            std::vector<Speaker> speakers(5 + random.below(40));
            for (std::size_t i = 0; i < speakers.size(); ++i)
                speakers[i] = {std::to_string(i), random.below(3) == 0 ? "F" : "M", {}};
            const std::size_t folds = 1 + random.below(5);
            const auto foldOf =
                corpus::assignFolds(speakers, {}, folds, corpus::FoldOrder::Stratified, SeedTree(seed));
            QVERIFY(foldOf ==
                    corpus::assignFolds(speakers, {}, folds, corpus::FoldOrder::Stratified, SeedTree(seed)));
            std::map<std::string, std::vector<int>> sizes;
            for (const auto* value : {"F", "M", "all"})
                sizes[value].assign(folds, 0);
            for (std::size_t i = 0; i < speakers.size(); ++i) {
                ++sizes[speakers[i].attribute][foldOf[i]];
                ++sizes["all"][foldOf[i]];
            }
            for (const auto& [value, counts] : sizes) {
                const auto [low, high] = std::minmax_element(counts.begin(), counts.end());
                QVERIFY(*high - *low <= 1);
            }
            QVERIFY(*std::min_element(sizes["all"].begin(), sizes["all"].end()) >= 1);
        }
    }

    void orderedFoldsAreConsecutive()
    {
        const std::vector<Speaker> speakers(7);
        const auto folds = corpus::assignFolds(speakers, {}, 3, corpus::FoldOrder::Ordered, SeedTree(1));
        QVERIFY((folds == std::vector<std::size_t>{0, 0, 0, 1, 1, 2, 2}));
        VERIFY_ERROR(
            errorOf([&] { corpus::assignFolds(speakers, {}, 8, corpus::FoldOrder::Ordered, SeedTree(1)); }),
            "invalid-request", "7 speaker(s)", "8 folds");
        VERIFY_ERROR(errorOf([&] {
                         corpus::assignFolds(speakers, {}, 0, corpus::FoldOrder::Stratified, SeedTree(1));
                     }),
                     "0 folds");
    }

    void whatSpeakersShareIsInOneFold_data()
    {
        QTest::addColumn<bool>("isOrdered");
        QTest::addColumn<bool>("isByAudio");
        for (const bool isOrdered : {false, true})
            for (const bool isByAudio : {false, true})
                QTest::addRow("%s, %s", isOrdered ? "ordered" : "stratified",
                              isByAudio ? "equal files" : "recordings")
                    << isOrdered << isByAudio;
    }

    void whatSpeakersShareIsInOneFold()
    {
        QFETCH(bool, isOrdered);
        QFETCH(bool, isByAudio);
        const auto order = isOrdered ? corpus::FoldOrder::Ordered : corpus::FoldOrder::Stratified;
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            auto random = SeedTree(seed).stream("shape");
            std::vector<Corpus> corpora = {tests::randomCorpus("s", {{10, 10}, 8, 2, 2}, random)};
            if (isByAudio)
                for (auto& utterance : corpora[0].utterances)
                    utterance.audioHash = std::exchange(utterance.recording, {});
            const auto split = SpeakerSplit::divide(corpora, selectionOf({0}, {0}), SeedTree(seed));
            const auto& speakers = split.privateSpeakers();
            const auto foldOf = corpus::assignFolds(speakers, corpora, 3, order, SeedTree(seed));
            std::map<std::string, std::size_t> foldOfSound;
            std::vector<std::size_t> sizes(3, 0);
            for (std::size_t i = 0; i < speakers.size(); ++i) {
                ++sizes[foldOf[i]];
                for (const auto ref : speakers[i].utterances) {
                    const auto& utterance = corpora[0].utterances[ref.utterance];
                    QCOMPARE(foldOfSound.try_emplace(utterance.recording + utterance.audioHash, foldOf[i])
                                 .first->second,
                             foldOf[i]);
                }
            }
            const auto [low, high] = std::minmax_element(sizes.begin(), sizes.end());
            QVERIFY2(*low >= 1 && *high - *low <= 4, qPrintable(QString::number(*high - *low)));
            VERIFY_ERROR(errorOf([&] {
                             corpus::assignFolds(speakers, corpora, speakers.size(), order, SeedTree(seed));
                         }),
                         "invalid-request", "group(s) without a common recording", "/evaluation/folds");
        }
    }

    void copiesOfAFileAreOnOneSide()
    {
        auto random = SeedTree(2).stream("shape");
        auto one = tests::randomCorpus("s", {}, random);
        auto other = tests::randomCorpus("t", {}, random);
        one.utterances.front().audioHash = "equal";
        one.utterances[1].audioHash = "equal"; // a copy of the same speaker does no harm
        SpeakerSplit::divide({one, other}, selectionOf({0}, {1}), SeedTree(1));
        other.utterances.back().audioHash = "equal";
        VERIFY_ERROR(divisionError({one, other}, selectionOf({0}, {1})), "invalid-request",
                     "hold the same audio", one.utterances.front().path + " of \"s\"",
                     other.utterances.back().path + " of \"t\"", "| s, t |");

        one.utterances.back().audioHash = "equal";
        QVERIFY(one.utterances.front().speaker != one.utterances.back().speaker);
        for (std::uint64_t seed = 0; seed < 30; ++seed) {
            const auto split = SpeakerSplit::divide({one}, selectionOf({0}, {0}), SeedTree(seed));
            const auto ids = idsOf(split.privateSpeakers());
            QCOMPARE(ids.contains(one.utterances.front().speaker),
                     ids.contains(one.utterances.back().speaker));
        }
    }

    void shardsPartitionEverySpeakersClips()
    {
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            auto random = SeedTree(seed).stream("shape");
            RandomCorpusShape shape;
            shape.clips = 30;
            shape.clipsPerRecording = 1 + random.below(3);
            const std::vector<Corpus> corpora = {tests::randomCorpus("s", shape, random)};
            const auto split = SpeakerSplit::divide(corpora, selectionOf({0}, {0}), SeedTree(seed));
            const auto& speakers = split.privateSpeakers();
            const std::size_t perSpeaker = 1 + random.below(12);
            std::vector<std::set<UtteranceRef>> dealt(speakers.size());
            std::vector<std::size_t> clients(speakers.size(), 0);
            for (const auto& shard : corpus::makeShards(speakers, corpora, perSpeaker, SeedTree(seed))) {
                QVERIFY(!shard.training.empty());
                ++clients[shard.speaker];
                std::map<std::string, int> partOf;
                for (const auto* part : {&shard.training, &shard.validation})
                    for (const auto ref : *part) {
                        QVERIFY(dealt[shard.speaker].insert(ref).second);
                        const auto& recording = corpora[0].utterances[ref.utterance].recording;
                        const int side = part == &shard.training ? 0 : 1;
                        if (!recording.empty())
                            QCOMPARE(partOf.try_emplace(recording, side).first->second, side);
                    }
                const std::size_t n = shard.training.size() + shard.validation.size();
                if (shape.clipsPerRecording == 1)
                    QCOMPARE(shard.validation.size(), (n + 2) / 5);
                else
                    QVERIFY(shard.validation.size() < n / 5 + shape.clipsPerRecording);
            }
            for (std::size_t i = 0; i < speakers.size(); ++i) {
                QVERIFY(dealt[i] ==
                        std::set<UtteranceRef>(speakers[i].utterances.begin(), speakers[i].utterances.end()));
                if (shape.clipsPerRecording == 1)
                    QCOMPARE(clients[i], std::min(perSpeaker, speakers[i].utterances.size()));
            }
        }
    }

    void recordingsStayInOneShard()
    {
        auto random = SeedTree(4).stream("shape");
        const std::vector<Corpus> corpora = {tests::randomCorpus("s", {{6, 6}, 30, 3, 1}, random)};
        const auto split = SpeakerSplit::divide(corpora, selectionOf({0}, {0}), SeedTree(4));
        std::map<std::string, std::size_t> shardOf;
        const auto shards = corpus::makeShards(split.privateSpeakers(), corpora, 3, SeedTree(4));
        for (std::size_t i = 0; i < shards.size(); ++i)
            for (const auto* part : {&shards[i].training, &shards[i].validation})
                for (const auto ref : *part)
                    QCOMPARE(
                        shardOf.try_emplace(corpora[0].utterances[ref.utterance].recording, i).first->second,
                        i);
    }

    void aSpeakersShardsDependOnNoOtherSpeaker()
    {
        auto random = SeedTree(4).stream("shape");
        const std::vector<Corpus> corpora = {tests::randomCorpus("s", {}, random)};
        const auto split = SpeakerSplit::divide(corpora, selectionOf({0}, {0}), SeedTree(4));
        const auto all = corpus::makeShards(split.privateSpeakers(), corpora, 2, SeedTree(4));
        const auto alone = corpus::makeShards({split.privateSpeakers().back()}, corpora, 2, SeedTree(4));
        QVERIFY(alone.back().training == all.back().training);
        QVERIFY(alone.front().validation == all[all.size() - 2].validation);
        VERIFY_ERROR(errorOf([&] { corpus::makeShards({}, corpora, 0, SeedTree(4)); }), "shards_per_speaker");
    }

    void contentHashSeesEveryLabelAndNoPlace()
    {
        auto random = SeedTree(4).stream("shape");
        const auto original = tests::randomCorpus("s", {}, random);
        auto moved = original;
        moved.name = "other";
        moved.folder = "/elsewhere";
        QCOMPARE(moved.contentHash(), original.contentHash());
        std::set<std::string> hashes = {original.contentHash()};
        const std::vector<std::function<void(corpus::Utterance&)>> changes = {
            [](auto& u) { u.path += "x"; },
            [](auto& u) { u.speaker += "x"; },
            [](auto& u) { u.emotion = "dis"; },
            [](auto& u) { u.recording = "r"; },
            [](auto& u) { u.text = "word"; },
            [](auto& u) { u.audioHash = "0"; },
            [](auto& u) { u.attributes["gender"] = "X"; },
            [](auto& u) { u.attributes["age"] = "31"; }};
        for (const auto& change : changes) {
            auto changed = original;
            change(changed.utterances[5]);
            QVERIFY(hashes.insert(changed.contentHash()).second);
        }
    }

    void attributesIncludeSpeakerAndEmotion()
    {
        corpus::Utterance utterance;
        utterance.speaker = "a";
        utterance.emotion = "neu";
        utterance.attributes["race"] = "Asian";
        QCOMPARE(utterance.attribute("speaker"), std::string("a"));
        QCOMPARE(utterance.attribute("emotion"), std::string("neu"));
        QCOMPARE(utterance.attribute("race"), std::string("Asian"));
        QCOMPARE(utterance.attribute("age"), std::string());
    }
};

QTEST_GUILESS_MAIN(TestSpeakerSplit)
#include "tst_SpeakerSplit.moc"
