#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/base/Resources.h"
#include "core/experiment/EncoderFiles.h"
#include "core/experiment/EncoderStage.h"
#include "core/experiment/RepresentationCells.h"
#include "core/experiment/SpecNames.h"
#include "core/experiment/StageRecords.h"
#include "core/experiment/VectorAttackStage.h"
#include "core/features/FeatureImport.h"
#include "core/representation/ScriptedEncoder.h"
#include "tests/experiment/TranscriptStudy.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace undertone;
using namespace undertone::experiment;
using tests::MemoryCache;
using tests::MemorySink;
using tests::TranscriptStudy;

namespace {

constexpr auto lambdas = R"({"representation.adversary.0.lambda": [0, 0.5]})";

const ResultRow& rowOf(const MemorySink& sink, const std::string& layer, const std::string& attack,
                       attack::LeakedUpdates n = attack::allUpdates)
{
    for (const auto& row : sink.rows)
        if (row.layer == layer && row.attack == attack && row.leakedUpdates == n)
            return row;
    throw std::runtime_error("no row " + layer + " " + attack);
}

std::string refusal(const TranscriptStudy& study, const ExperimentSpec& spec)
{
    MemorySink sink;
    MemoryCache cache;
    try {
        study.run(spec, sink, cache);
    } catch (const Error& error) {
        return error.happened() + " " + error.where() + " " + error.remedy();
    }
    return "nothing was refused";
}

} // namespace

class TestRepresentationStudy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTrialHasItsResults()
    {
        const TranscriptStudy study;
        const auto spec = study.spec({{"sweep", lambdas}});
        MemorySink sink;
        MemoryCache cache;
        study.run(spec, sink, cache);
        QCOMPARE(sink.finished.size(), std::size_t(6));
        QCOMPARE(sink.rounds.size(), std::size_t(6));
        // 2 points x (embedding, input) x (strongest, 3 attackers) x (1, all)
        QCOMPARE(sink.rows.size(), std::size_t(32));
        QCOMPARE(sink.rows.front().layer, std::string("embedding"));
        QCOMPARE(sink.rows.front().attack, std::string("strongest"));
        for (const auto& row : sink.rows) {
            QCOMPARE(row.attribute, std::string("gender"));
            QVERIFY(row.federation.empty());
            QCOMPARE(row.speakers, std::size_t(12));
            QVERIFY(row.attackP && *row.attackP > 0 && *row.attackP <= 1);
            QVERIFY(row.attackUar.low <= row.attackUar.value && row.attackUar.value <= row.attackUar.high);
        }
        std::map<std::string, int> mapped;
        for (const auto& [trial, map] : sink.maps)
            for (const auto& utterance : map.utterances) {
                ++mapped[utterance.path];
                QVERIFY(utterance.attributes.contains("gender"));
            }
        QCOMPARE(mapped.size(), study.corpora.front().utterances.size());
        for (const auto& [path, times] : mapped)
            QCOMPARE(times, 2); // one a point
    }

    /// Words tell both, so the encoder tells the emotion and its embedding and the words give gender away:
    /// 8 of 9 utterances right on average; an interval of 192 utterances below 0.7 has p < 1e-9.
    void whatTheWordsSayIsFound()
    {
        const TranscriptStudy study;
        MemorySink sink;
        MemoryCache cache;
        study.run(study.spec(), sink, cache);
        QVERIFY(rowOf(sink, "embedding", "strongest").serUar.value > 0.7);
        QVERIFY(rowOf(sink, "input", "strongest").attackUar.value > 0.9);
        QVERIFY(rowOf(sink, "input", "linear").attackAuc.value > 0.9);
    }

    /// 12 speakers, decided on all of their utterances: a UAR of 11 of 12 or better has p < 0.0032 a
    /// permutation.
    void withoutALeakNothingIsFound()
    {
        TranscriptStudy study;
        study.permuteGenders(4);
        MemorySink sink;
        MemoryCache cache;
        study.run(study.spec(), sink, cache);
        QVERIFY(rowOf(sink, "embedding", "strongest").attackUar.value < 0.9);
        QVERIFY(rowOf(sink, "input", "strongest").attackUar.value < 0.9);
    }

    void theSameForAnyNumberOfWorkers()
    {
        const TranscriptStudy study;
        const auto spec = study.spec({{"sweep", lambdas}});
        std::string texts[2];
        for (unsigned workers : {1U, 2U}) {
            MemorySink sink;
            MemoryCache cache;
            study.run(spec, sink, cache, workers);
            texts[workers - 1] = sink.text();
        }
        QVERIFY(!texts[0].empty());
        QCOMPARE(texts[0], texts[1]);
    }

    /// A cancel after any number of epochs, then a second run on what the first left behind.
    void aCancelledStudyEndsAsIfItHadNotBeen()
    {
        const TranscriptStudy study;
        const auto spec = study.spec();
        MemorySink expected;
        MemoryCache whole;
        study.run(spec, expected, whole);
        for (const int epochs : {1, 5, 14, 30}) {
            MemoryCache cache;
            std::stop_source stop;
            MemorySink cancelled;
            int heard = 0;
            cancelled.onRound = [&] {
                if (++heard == epochs)
                    stop.request_stop();
            };
            QVERIFY_THROWS_EXCEPTION(Cancelled, study.run(spec, cancelled, cache, 1, stop.get_token()));
            MemorySink resumed;
            int again = 0;
            resumed.onRound = [&] { ++again; };
            study.run(spec, resumed, cache);
            QCOMPARE(resumed.text(), expected.text());
        }
    }

    /// Whatever runs when the stop comes, an encoder's training or an attack, is not worked to its end.
    void nothingIsFinishedAfterAStop()
    {
        const TranscriptStudy study;
        for (const int wanted : {1, 2, 3, 5, 8}) {
            MemoryCache cache;
            MemorySink sink;
            std::stop_source stop;
            int finished = 0;
            cache.onStore = [&](const std::string& key) {
                if (key.find("checkpoint") == std::string::npos && ++finished == wanted)
                    stop.request_stop();
            };
            QVERIFY_THROWS_EXCEPTION(Cancelled, study.run(study.spec(), sink, cache, 1, stop.get_token()));
            QCOMPARE(finished, wanted);
        }
    }

    void checkpointsAreGoneAtTheEnd()
    {
        const TranscriptStudy study;
        MemorySink sink;
        MemoryCache cache;
        study.run(study.spec(), sink, cache);
        for (const auto& [key, bytes] : cache.entries())
            QVERIFY(key.find("checkpoint") == std::string::npos);
    }

    /// Encoders are there for other attackers, and the attacks on the raw input for every lambda.
    void stagesAreShared()
    {
        const TranscriptStudy study;
        MemoryCache cache;
        MemorySink first;
        study.run(study.spec({{"sweep", lambdas}}), first, cache);
        // 3 folds: 2 x 3 encoders, 3 attackers of 2 x 3 embeddings and of 3 inputs
        QCOMPARE(cache.computed().size(), std::size_t(33));
        MemorySink second;
        study.run(
            study.spec({{"sweep", lambdas}, {"representation.attackers", R"(["centroid", "shallow"])"}}),
            second, cache);
        QCOMPARE(cache.computed().size(), std::size_t(33 + 9));
        for (const auto& [key, times] : cache.computed())
            QCOMPARE(times, 1);
        MemorySink third;
        study.run(study.spec({{"sweep", lambdas}, {"attack.leaked_updates", "[2]"}}), third, cache);
        QCOMPARE(cache.computed().size(), std::size_t(42));
    }

    void noSpeakerIsOnTwoSides()
    {
        const TranscriptStudy study(13);
        base::Progress progress;
        auto features = study.features;
        InputLibrary library(study.corpora, features, progress, 1);
        std::vector<std::size_t> tested;
        std::vector<RowSplit> splits;
        for (const auto& trial : expandTrials(study.spec({{"sweep", lambdas}}))) {
            std::vector<std::string> warnings;
            const auto plan = representationPlan(trial, library.inputs(trial.spec), study.corpora, warnings);
            std::map<std::size_t, std::set<int>> sides;
            const auto note = [&](const std::vector<std::int64_t>& rows, int side) {
                for (const auto row : rows)
                    sides[plan.inputs->speakerOfRow()[static_cast<std::size_t>(row)]].insert(side);
            };
            note(plan.split.training, 0);
            note(plan.split.validation, 1);
            note(plan.split.test, 2);
            QCOMPARE(sides.size(), std::size_t(13));
            std::map<int, int> members;
            for (const auto& [speaker, on] : sides) {
                QCOMPARE(on.size(), std::size_t(1));
                ++members[*on.begin()];
            }
            QVERIFY(members[0] >= 6 && members[1] >= 1 && members[2] >= 4);
            splits.push_back(plan.split);
        }
        for (std::size_t i = 0; i < 3; ++i) { // the same for both lambdas
            QCOMPARE(splits[i].test, splits[i + 3].test);
            QCOMPARE(splits[i].validation, splits[i + 3].validation);
        }
    }

    void speakersAreLinked()
    {
        const TranscriptStudy study;
        MemorySink sink;
        MemoryCache cache;
        study.run(
            study.spec(
                {{"representation.adversary",
                  R"([{"attribute": "gender", "lambda": 0.3}, {"attribute": "speaker", "lambda": 0.3}])"}}),
            sink, cache);
        const auto& row = rowOf(sink, "embedding", "linkability", 1);
        QCOMPARE(row.attribute, std::string("speaker"));
        QCOMPARE(row.speakersPerClass, (std::vector<std::size_t>{12, 12}));
        QVERIFY(row.attackAuc.value > 0.3 && row.attackAuc.value < 1);
        QVERIFY(std::abs(row.attackUar.value - row.attackAuc.value) < 0.2);
        rowOf(sink, "input", "linkability", 1);
        rowOf(sink, "embedding", "strongest");
    }

    /// Of the components one finds variance with, by the slow way: power iteration on the covariance.
    void theMapIsThePrincipalPlane()
    {
        const TranscriptStudy study(6);
        base::Progress progress;
        auto features = study.features;
        InputLibrary library(study.corpora, features, progress, 1);
        const auto trial = expandTrials(study.spec()).front();
        std::vector<std::string> warnings;
        const auto plan = representationPlan(trial, library.inputs(trial.spec), study.corpora, warnings);
        auto stream = base::SeedTree(1).stream("vectors");
        auto vectors = at::empty({static_cast<std::int64_t>(plan.inputs->rows()), 3}, at::kFloat);
        for (std::int64_t i = 0; i < vectors.size(0); ++i) {
            const double common = 3 * stream.normal();
            vectors[i][0] = common + 0.1 * stream.normal();
            vectors[i][1] = -common + 5;
            vectors[i][2] = stream.normal();
        }
        const auto map = embeddingMap(plan, vectors);
        QCOMPARE(map.utterances.size(), plan.split.test.size());
        const auto training =
            vectors.index_select(0, at::tensor(plan.split.training, at::kLong)).to(at::kDouble);
        const auto centred = training - training.mean(0);
        const auto covariance = at::mm(centred.t(), centred) / static_cast<double>(centred.size(0));
        auto axis = at::tensor({1.0, 0.5, 0.2}, at::kDouble);
        for (int i = 0; i < 200; ++i)
            axis = at::mv(covariance, axis / axis.norm());
        const double share = (axis.norm() / covariance.trace()).item<double>();
        QVERIFY(std::abs(map.xShare - share) < 1e-9);
        axis = axis / axis.norm();
        if (axis[axis.abs().argmax()].item<double>() < 0)
            axis = -axis;
        for (std::size_t i = 0; i < map.utterances.size(); ++i) {
            const auto row = vectors[plan.split.test[i]].to(at::kDouble) - training.mean(0);
            QVERIFY(std::abs(map.utterances[i].x - row.dot(axis).item<double>()) < 1e-6);
        }
    }

    void whatACorpusCannotGiveIsRefused()
    {
        TranscriptStudy study;
        const auto acoustic = refusal(study, study.spec({{"representation.inputs", R"(["acoustic"])"}}));
        QVERIFY2(acoustic.find("\"talk\" has transcripts alone: none of its 192 utterances") !=
                     std::string::npos,
                 acoustic.c_str());
        QVERIFY(refusal(study, study.spec({{"representation.adversary.0.attribute", "age"}}))
                    .find("0 value(s)") != std::string::npos);
        QVERIFY(refusal(study, study.spec({{"representation.target", "valence"}}))
                    .find("no number in the column") != std::string::npos);
        QVERIFY(refusal(study, study.spec({{"evaluation.folds", "50"}})) != "nothing was refused");
        QVERIFY(
            refusal(study, study.spec({{"representation.encoder.word_vectors", "\"/nowhere/glove.txt\""}}))
                .find("no such file") != std::string::npos);
        study.corpora.front().utterances[3].text = " \t";
        study.corpora.front().utterances[9].text.clear();
        const auto text = refusal(study, study.spec());
        QVERIFY2(text.find("2 of the 192") != std::string::npos &&
                     text.find("talk-00-03") != std::string::npos,
                 text.c_str());
    }

    /// Bins of a coarse scale: as near to thirds as equal values allow, and none of them empty.
    void binsKeepEqualValuesTogether()
    {
        TranscriptStudy study;
        auto& utterances = study.corpora.front().utterances;
        for (std::size_t i = 0; i < utterances.size(); ++i) // shares 5, 25, 45, 20 and 5 %
            utterances[i].attributes["valence"] = std::to_string(i % 20 < 1    ? 1
                                                                 : i % 20 < 6  ? 2
                                                                 : i % 20 < 15 ? 3
                                                                 : i % 20 < 19 ? 4
                                                                               : 5);
        base::Progress progress;
        auto features = study.features;
        InputLibrary library(study.corpora, features, progress, 1);
        std::vector<std::string> warnings;
        const auto spec = study.spec({{"representation.target", "valence"}});
        for (const auto& trial : expandTrials(spec)) {
            const auto plan = representationPlan(trial, library.inputs(trial.spec), study.corpora, warnings);
            for (std::size_t row = 0; row < utterances.size(); ++row) {
                const int value = std::stoi(plan.inputs->utterance(row).attribute("valence"));
                QCOMPARE(plan.targets[row], static_cast<std::int64_t>(value < 3 ? 0 : value == 3 ? 1 : 2));
            }
        }
        for (auto& utterance : utterances)
            utterance.attributes["valence"] = utterance.emotion == "neu" ? "1" : "2";
        const auto few = refusal(study, spec);
        QVERIFY2(few.find("2 value(s) of \"valence\"") != std::string::npos, few.c_str());
    }

    /// Found before anything is trained, with the fold.
    void attackersNeedSomethingToTellApart()
    {
        TranscriptStudy study;
        for (auto& utterance : study.corpora.front().utterances)
            utterance.attributes["rare"] =
                utterance.speaker == "talk-00" || utterance.speaker == "talk-02" ? "yes" : "no";
        bool isRefused = false;
        for (int seed = 1; seed <= 20 && !isRefused; ++seed) { // both in one of two test folds: 5 of 11
            const auto spec = study.spec(
                {{"evaluation.folds", "2"},
                 {"evaluation.seeds", "[" + std::to_string(seed) + "]"},
                 {"representation.epochs", "1"},
                 {"representation.adversary",
                  R"([{"attribute": "gender", "lambda": 0}, {"attribute": "rare", "lambda": 0}])"}});
            MemorySink sink;
            MemoryCache cache;
            try {
                study.run(spec, sink, cache);
            } catch (const Error& error) {
                isRefused = true;
                const std::string text = error.happened();
                QVERIFY2(text.find("of \"rare\"") != std::string::npos &&
                             text.find("fold ") != std::string::npos,
                         text.c_str());
                QVERIFY(sink.rounds.empty());
            }
        }
        QVERIFY(isRefused);
    }

    /// A judge who knows one value alone would call an attacker perfect who always says it: with six
    /// speakers, four of them known, the one validation speaker is a man or a woman.
    void judgesKnowEveryValue()
    {
        const TranscriptStudy study(6);
        MemorySink sink;
        MemoryCache cache;
        const auto spec = study.spec({{"representation.attackers", R"(["centroid"])"}});
        study.run(spec, sink, cache);
        base::Progress progress;
        auto features = study.features;
        InputLibrary library(study.corpora, features, progress, 1);
        std::vector<std::string> warnings;
        for (const auto& trial : expandTrials(spec)) {
            const auto plan = representationPlan(trial, library.inputs(trial.spec), study.corpora, warnings);
            std::set<std::int64_t> judges;
            for (const auto row : plan.split.validation)
                judges.insert(plan.attributes.front().labels[static_cast<std::size_t>(row)]);
            QCOMPARE(judges.size(), std::size_t(1));
            const auto [training, judged] = judgedApart(*plan.inputs, plan.split, plan.attributes.front());
            std::set<std::int64_t> values, speakers;
            for (const auto row : judged) {
                values.insert(plan.attributes.front().labels[static_cast<std::size_t>(row)]);
                speakers.insert(
                    static_cast<std::int64_t>(plan.inputs->speakerOfRow()[static_cast<std::size_t>(row)]));
            }
            QCOMPARE(values.size(), std::size_t(2));
            QCOMPARE(speakers.size(), std::size_t(2));
            for (const auto row : training)
                QVERIFY(!speakers.contains(
                    static_cast<std::int64_t>(plan.inputs->speakerOfRow()[static_cast<std::size_t>(row)])));
        }
    }

    /// What a study embedded, an export embeds again, a corpus at a time: utterances of other emotions do not
    /// move it.
    void exportsGiveTheVectorsOfTheStudy_data()
    {
        QTest::addColumn<QString>("normalization");
        QTest::newRow("speaker") << "speaker";
        QTest::newRow("global") << "global";
    }

    void exportsGiveTheVectorsOfTheStudy()
    {
        QFETCH(QString, normalization);
        TranscriptStudy study;
        auto features = study.features;
        features::FeatureTable table;
        auto random = base::SeedTree(3).stream("features");
        auto& talk = study.corpora.front();
        for (std::size_t i = 0; i < talk.utterances.size(); ++i) {
            if (i % 4 == 3)
                talk.utterances[i].emotion = "sad"; // which the study leaves out
            table.keys.push_back(talk.utterances[i].path);
            for (int column = 0; column < 5; ++column)
                table.matrix.values.push_back(static_cast<float>(random.normal() + (i % 4 == 3 ? 7 : 0)));
        }
        table.matrix.rows = table.keys.size();
        table.matrix.names = {"a", "b", "c", "d", "e"};
        features::keepFeatures(talk, "mine", table, features);
        const auto spec = study.spec({{"features.normalization", normalization.toStdString()},
                                      {"features.set", "mine"},
                                      {"representation.inputs", R"(["features"])"},
                                      {"representation.epochs", "2"},
                                      {"representation.patience", "2"}});
        MemorySink sink;
        MemoryCache cache;
        study.run(spec, sink, cache);
        base::Progress progress;
        const auto trial = expandTrials(spec).front();
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "encoder.pt";
        base::writeFileAtomically(file, exportTrialEncoder(trial, study.corpora, cache, features, progress));
        const auto found =
            encodeCorpus(talk, file, representation::EncoderInput::Waveform, features, progress);
        InputLibrary library(study.corpora, features, progress, 1);
        std::vector<std::string> warnings;
        const auto plan = representationPlan(trial, library.inputs(trial.spec), study.corpora, warnings);
        const auto record = EncoderRecord::deserialize(*cache.find(plan.key(machineIdentity("cpu"))));
        QVERIFY(record);
        std::map<std::string, std::size_t> places;
        for (std::size_t i = 0; i < found.keys.size(); ++i)
            places[found.keys[i]] = i;
        for (std::size_t row = 0; row < plan.inputs->rows(); ++row) {
            const auto own = found.matrix.row(places.at(plan.inputs->utterance(row).path));
            for (std::size_t c = 0; c < own.size(); ++c)
                QVERIFY(std::abs(own[c] -
                                 record->vectors[static_cast<std::int64_t>(row)][static_cast<std::int64_t>(c)]
                                     .item<float>()) < 1e-4);
        }
    }

    /// Whatever the normalisation, of inputs that it does not read, too.
    void encodersAreExported()
    {
        const TranscriptStudy study;
        for (const char* normalization : {"global", "speaker", "none"}) {
            const auto spec = study.spec({{"features.normalization", normalization}});
            MemorySink sink;
            MemoryCache cache;
            study.run(spec, sink, cache);
            auto features = study.features;
            base::Progress progress;
            const auto bytes =
                exportTrialEncoder(expandTrials(spec).front(), study.corpora, cache, features, progress);
            const tests::TemporaryFolder folder;
            base::writeFileAtomically(folder.path() / "encoder.pt", bytes);
            const representation::ScriptedEncoder encoder(folder.path() / "encoder.pt",
                                                          representation::EncoderInput::LogMel);
            QVERIFY(encoder.description().has_value());
        }
    }

    void anyBytesAreText()
    {
        TranscriptStudy study;
        study.corpora.front().utterances[0].text = "\xff\xfe \xc3\x28 sir";
        study.corpora.front().utterances[1].text = "...";
        MemorySink sink;
        MemoryCache cache;
        study.run(study.spec(), sink, cache);
        QCOMPARE(sink.finished.size(), std::size_t(3));
    }
};

QTEST_GUILESS_MAIN(TestRepresentationStudy)
#include "tst_RepresentationStudy.moc"
