#include "core/base/Error.h"
#include "tests/experiment/StudyFixture.h"

#include <QtTest>
#include <fmt/format.h>

#include <cmath>

using namespace undertone;
using namespace undertone::experiment;
using tests::MemoryCache;
using tests::MemorySink;
using tests::ToyStudy;

namespace {

std::size_t count(const MemoryCache& cache, const std::string& ending)
{
    std::size_t found = 0;
    for (const auto& [key, times] : cache.computed())
        found += key.ends_with(ending) ? 1 : 0;
    return found;
}

/// Stages whose result was stored more than once.
std::size_t repeated(const MemoryCache& cache)
{
    std::size_t found = 0;
    for (const auto& [key, times] : cache.computed())
        found += times > 1 ? 1 : 0;
    return found;
}

/// Every number of a trial's rounds, exactly.
std::string roundsText(const MemorySink& sink, const std::string& trial)
{
    std::string text;
    for (const auto& [round, record] : sink.rounds.at(trial))
        text += fmt::format("{} {:a} {:a} {:a}\n", round, record.trainingLoss, record.validationUar,
                            record.validationLoss);
    return text;
}

const ResultRow& rowOf(const MemorySink& sink, const std::string& layer, std::size_t leaked)
{
    for (const auto& row : sink.rows)
        if (row.layer == layer && row.leakedUpdates == leaked)
            return row;
    throw std::runtime_error("no such row");
}

} // namespace

class TestEngine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStudyRunsFromFeaturesToRows()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        study.run(study.spec({{"federation.rounds", "30"}}), sink, cache);
        QCOMPARE(sink.started.size(), std::size_t{1});
        QVERIFY(sink.finished == sink.started);
        QCOMPARE(sink.rounds.begin()->second.size(), std::size_t{30});
        QCOMPARE(sink.rows.size(), std::size_t{6 + 1}); // 3 layers x 2 numbers of updates, and the ceiling
        QCOMPARE(sink.rows.front().layer, std::string("first"));
        QCOMPARE(sink.rows[5].layer, std::string("fusion"));
        QCOMPARE(sink.rows.back().layer, std::string());
        for (const auto& row : sink.rows) {
            QCOMPARE(row.clients, std::size_t{12});
            QCOMPARE(row.speakers, std::size_t{12});
            QCOMPARE(row.speakersPerClass, (std::vector<std::size_t>{6, 6}));
            QVERIFY(row.attackP.has_value() && *row.attackP > 0 && *row.attackP <= 1);
            QCOMPARE(row.federation, std::string("fedavg"));
            QCOMPARE(row.attack, std::string(row.layer.empty() ? "data" : "second-moment"));
        }
        const auto& all = rowOf(sink, "first", attack::allUpdates);
        QVERIFY2(all.attackAuc.value > 0.9, qPrintable(QString::number(all.attackAuc.value)));
        QVERIFY2(all.serUar.value > 0.6, qPrintable(QString::number(all.serUar.value)));
        QVERIFY(all.serUar.low < all.serUar.value && all.serUar.value < all.serUar.high);
        QVERIFY(cache.find("x") == std::nullopt);
        for (const auto& [key, bytes] : cache.entries())
            QVERIFY2(key.find("checkpoint") == std::string::npos, key.c_str());
    }

    void withOneFoldTheShadowSpeakersAreTested()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        study.run(study.spec(), sink, cache);
        QCOMPARE(sink.utilities.begin()->second.speakers.size(), std::size_t{12});
        for (const auto& speaker : sink.utilities.begin()->second.speakers) {
            QVERIFY(speaker.speaker.starts_with("shadow"));
            QCOMPARE(speaker.confusion.total(), std::uint64_t{20});
        }
        for (const auto& client : sink.cells.begin()->second.begin()->second.clients)
            QVERIFY(client.speaker.starts_with("private"));
    }

    void speakersOfTheTestFoldNeverTrain()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        study.run(study.spec({{"evaluation.folds", "3"}, {"federation.client_fraction", "1"}}), sink, cache);
        QCOMPARE(sink.finished.size(), std::size_t{3});
        std::set<std::string> tested;
        for (const auto& [trial, utility] : sink.utilities) {
            std::set<std::string> here;
            for (const auto& speaker : utility.speakers) {
                here.insert(speaker.speaker);
                tested.insert(speaker.speaker);
            }
            QCOMPARE(here.size(), std::size_t{4});
            const auto& clients = sink.cells.at(trial).begin()->second.clients;
            QCOMPARE(clients.size(), std::size_t{8});
            for (const auto& client : clients)
                QVERIFY(!here.contains(client.speaker));
        }
        QCOMPARE(tested.size(), std::size_t{12});
        QCOMPARE(count(cache, ".trace.0"),
                 std::size_t{5}); // two shadow federations for all folds, three private
    }

    void aCorpusOnBothSidesIsDivided()
    {
        const ToyStudy study(8);
        MemoryCache cache;
        MemorySink sink;
        study.run(study.spec({{"shadow.corpora", "[\"private\"]"}, {"federation.client_fraction", "1"}}),
                  sink, cache);
        std::set<std::string> shadow;
        for (const auto& speaker : sink.utilities.begin()->second.speakers)
            shadow.insert(speaker.speaker);
        QCOMPARE(shadow.size(), std::size_t{8});
        const auto& clients = sink.cells.begin()->second.begin()->second.clients;
        QCOMPARE(clients.size(), std::size_t{8});
        for (const auto& client : clients)
            QVERIFY(!shadow.contains(client.speaker));
    }

    void shadowFoldsLeaveSpeakersOut()
    {
        const ToyStudy study;
        MemoryCache all;
        MemoryCache folds;
        MemorySink sink;
        study.run(study.spec({{"shadow.federations", "3"}}), sink, all);
        study.run(study.spec({{"shadow.federations", "3"}, {"shadow.partition", "folds"}}), sink, folds);
        // The private federation is the same, the three shadow federations are others.
        std::size_t same = 0;
        for (const auto& [key, times] : folds.computed())
            same += key.ends_with(".trace.0") && all.computed().contains(key) ? 1 : 0;
        QCOMPARE(same, std::size_t{1});
    }

    void whatTrialsShareIsComputedOnce()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        const auto kinds = study.spec({{"sweep", R"({"attack.kind": ["second-moment", "linear", "data"]})"}});
        study.run(kinds, sink, cache);
        QCOMPARE(count(cache, ".trace.0"), std::size_t{3});
        QCOMPARE(repeated(cache), std::size_t{0});
        QCOMPARE(sink.finished.size(), std::size_t{3});
        QCOMPARE(sink.rows.size(), std::size_t{7 + 7 + 1});
        for (const auto& [trial, rounds] : sink.rounds)
            QCOMPARE(rounds.size(), std::size_t{10}); // the shared federation's rounds go to every trial
        QCOMPARE(sink.rounds.size(), std::size_t{3});
    }

    void theCeilingStandsBesideEveryAttack()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink alone;
        study.run(study.spec({{"attack.kind", "data"}}), alone, cache);
        QCOMPARE(alone.rows.size(), std::size_t{1}); // not a second time beside itself
        const auto& ceiling = alone.rows.front();
        QCOMPARE(ceiling.attack, std::string("data"));
        QVERIFY2(ceiling.attackAuc.value > 0.9, qPrintable(QString::number(ceiling.attackAuc.value)));
        const auto ofCeiling = cache.computed(); // and the private federation, of which nothing was kept
        QCOMPARE(ofCeiling.size(), std::size_t{3});
        for (const char* kind : {"second-moment", "linear", "cnn"}) {
            MemorySink sink;
            study.run(
                study.spec(
                    {{"attack.kind", kind}, {"attack.epochs", "1"}, {"attack.parts", R"(["both", "bias"])"}}),
                sink, cache);
            QCOMPARE(sink.rows.size(), std::size_t{2 * 6 + 1});
            QCOMPARE(sink.rows.front().attack, std::string(kind));
            const auto& row = sink.rows.back();
            QCOMPARE(row.attack, ceiling.attack);
            QCOMPARE(row.layer, std::string());
            QCOMPARE(row.leakedUpdates, attack::allUpdates);
            QCOMPARE(row.clients, std::size_t{12});
            QCOMPARE(row.attackUar.value, ceiling.attackUar.value);
            QCOMPARE(row.attackAuc.low, ceiling.attackAuc.low);
            QVERIFY(row.attackP.has_value());
        }
        const auto computed = cache.computed();
        QCOMPARE(std::count_if(ofCeiling.begin(), ofCeiling.end(),
                               [&](const auto& entry) { return computed.at(entry.first) == 1; }),
                 2); // fitted and evaluated once for all of them
    }

    void federationsThatDifferShareTheCeiling()
    {
        const ToyStudy study;
        MemoryCache with;
        MemorySink sink;
        const auto sweep = R"({"model.dropout": [0, 0.5], "federation.rounds": [5, 10]})";
        study.run(study.spec({{"sweep", sweep}}), sink, with, 2);
        QCOMPARE(sink.rows.size(), std::size_t{4 * 7});
        // Of each point 3 federations with their traces, a fit and an evaluation; one ceiling for all.
        QCOMPARE(with.computed().size(), std::size_t{4 * (3 * 2 + 2) + 2});
        QCOMPARE(repeated(with), std::size_t{0});
        // Other features have another one: the fit, the evaluation, and the private federation.
        MemorySink other;
        study.run(study.spec({{"features.normalization", "none"}, {"attack.kind", "data"}}), other, with);
        QCOMPARE(with.computed().size(), std::size_t{4 * (3 * 2 + 2) + 2 + 3});
    }

    void fusionAloneFusesAllLayers()
    {
        const ToyStudy study;
        for (const char* kind : {"second-moment", "linear", "cnn"}) {
            MemoryCache cache;
            MemorySink alone;
            MemorySink beside;
            const auto run = [&](const char* layers, MemorySink& sink) {
                study.run(
                    study.spec({{"attack.kind", kind}, {"attack.epochs", "2"}, {"attack.layers", layers}}),
                    sink, cache);
            };
            run(R"(["fusion"])", alone);
            run(R"(["first", "second", "last", "fusion"])", beside);
            QCOMPARE(alone.rows.size(), std::size_t{2 + 1});
            for (const std::size_t n : {std::size_t{1}, attack::allUpdates}) {
                const auto& fused = rowOf(alone, "fusion", n);
                QCOMPARE(fused.clients, rowOf(beside, "first", n).clients);
                QCOMPARE(fused.attackAuc.value, rowOf(beside, "fusion", n).attackAuc.value);
                QCOMPARE(fused.attackUar.value, rowOf(beside, "fusion", n).attackUar.value);
            }
        }
    }

    void theNetworkTakesTheWeightsOrTheBiasAlone()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        study.run(study.spec({{"attack.kind", "cnn"},
                              {"attack.epochs", "15"},
                              {"attack.layers", R"(["first", "fusion"])"},
                              {"attack.leaked_updates", R"(["all"])"},
                              {"attack.parts", R"(["weights", "bias", "both"])"}}),
                  sink, cache);
        QCOMPARE(sink.rows.size(), std::size_t{2 * 3 + 1});
        const std::vector<std::string> parts = {"weights", "weights", "bias", "bias", "both", "both", "both"};
        for (std::size_t i = 0; i < sink.rows.size(); ++i) {
            const auto& row = sink.rows[i];
            QCOMPARE(row.part, parts[i]);
            QCOMPARE(row.clients, std::size_t(row.layer.empty() ? 12 : 11)); // one client sent no update
            QVERIFY(row.attackUar.value >= 0 && row.attackUar.value <= 1);
            QVERIFY(row.attackUar.low <= row.attackUar.value && row.attackUar.value <= row.attackUar.high);
        }
        // Three networks, not one three times.
        const auto scores = [&](const char* place) {
            return sink.cells.begin()->second.at(place).clients.front().scores.front();
        };
        QVERIFY(scores("first 0 0") != scores("first 1 0"));
        QVERIFY(scores("first 1 0") != scores("first 2 0"));
        QVERIFY(scores("first 0 0") != scores("first 2 0"));
    }

    void moreLeakedUpdatesAreEvaluatedWithoutTraining()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink first;
        study.run(study.spec(), first, cache);
        const auto before = cache.computed();
        MemorySink second;
        study.run(study.spec({{"sweep", R"({"attack.leaked_updates": [[1], [2], [3, "all"]]})"}}), second,
                  cache);
        std::size_t added = 0;
        for (const auto& [key, times] : cache.computed()) {
            QVERIFY(!before.contains(key) || before.at(key) == times);
            added += before.contains(key) ? 0 : 1;
        }
        QCOMPARE(added, std::size_t{3}); // evaluations alone
        QCOMPARE(second.rows.size(), std::size_t{3 * 4 + 3});
    }

    void runningAgainComputesNothing()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink first;
        MemorySink second;
        const auto spec =
            study.spec({{"sweep", R"({"model.dropout": [0, 0.5]})"}, {"evaluation.folds", "2"}});
        study.run(spec, first, cache);
        const auto before = cache.computed();
        study.run(spec, second, cache);
        QVERIFY(cache.computed() == before);
        QCOMPARE(second.text(), first.text());
    }

    void aLostOrDamagedResultIsMadeAgain()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink first;
        study.run(study.spec(), first, cache);
        const auto whole = cache.entries();
        for (const auto& [key, bytes] : whole) {
            auto entries = whole;
            entries[key] = "damaged";
            for (const auto& [other, unused] : whole)
                if (other != key && (other.ends_with(".trace.0") || key.ends_with(".trace.0")) &&
                    other.find('.') == std::string::npos && whole.at(other).size() < 20000)
                    entries.erase(other); // attack and evaluation too, so that the trace is needed
            cache.setEntries(entries);
            MemorySink again;
            study.run(study.spec(), again, cache);
            QCOMPARE(again.text(), first.text());
        }
    }

    void eigenvectorProbesComeFromAShadowFederation()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink random;
        MemorySink eigen;
        study.run(study.spec({{"model.hidden", "[40, 8]"}}), random, cache);
        study.run(study.spec({{"model.hidden", "[40, 8]"}, {"attack.probes", "eigenvectors"}}), eigen, cache);
        QCOMPARE(count(cache, ".probes"), std::size_t{1});
        QVERIFY(eigen.text() != random.text());
        QCOMPARE(eigen.rounds.begin()->second.at(9).trainingLoss,
                 random.rounds.begin()->second.at(9).trainingLoss);
        QVERIFY(rowOf(eigen, "first", attack::allUpdates).attackAuc.value > 0.8);
    }

    void rawUpdatesAreSharedAndRemoved()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        const auto spec =
            study.spec({{"sweep", R"({"attack.kind": ["cnn", "second-moment"], "evaluation.folds": [2]})"},
                        {"attack.epochs", "2"},
                        {"attack.layers", "[\"first\"]"}});
        study.run(spec, sink, cache, 2);
        QCOMPARE(sink.rows.size(), std::size_t{4 + 2});
        QCOMPARE(sink.rows.front().attack, std::string("cnn"));
        QCOMPARE(repeated(cache), std::size_t{0}); // one training gave the raw and the reduced updates
        QVERIFY(std::filesystem::is_empty(cache.spoolFolder()));
        QVERIFY(std::any_of(sink.warnings.begin(), sink.warnings.end(), [](const auto& text) {
            return text.find("raw updates on the disk") != std::string::npos;
        }));
        // With the fitted attack at hand, other evaluations need the private updates alone.
        MemorySink again;
        study.run(study.spec({{"attack.kind", "cnn"},
                              {"attack.epochs", "2"},
                              {"evaluation.folds", "2"},
                              {"attack.leaked_updates", "[2]"},
                              {"attack.layers", "[\"first\"]"}}),
                  again, cache);
        QCOMPARE(repeated(cache), std::size_t{2}); // the two private federations
        QVERIFY(std::filesystem::is_empty(cache.spoolFolder()));
    }

    void rawUpdatesStayUntilTheLastTrialIsEvaluated()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        study.run(study.spec({{"attack.kind", "cnn"},
                              {"attack.epochs", "1"},
                              {"attack.layers", "[\"first\"]"},
                              {"sweep", R"({"attack.leaked_updates": [[1], ["all"]]})"}}),
                  sink, cache);
        QCOMPARE(sink.rows.size(), std::size_t{2 + 2});
        QVERIFY(std::filesystem::is_empty(cache.spoolFolder()));
    }

    void withoutUpdatesThereIsUtilityAlone()
    {
        const ToyStudy study;
        for (const char* algorithm : {"local", "centralised"}) {
            MemoryCache cache;
            MemorySink sink;
            study.run(study.spec({{"federation.algorithm", algorithm}}), sink, cache);
            QCOMPARE(sink.rows.size(), std::size_t{1});
            QVERIFY(sink.rows.front().attack.empty());
            QVERIFY(std::isnan(sink.rows.front().attackAuc.value));
            QVERIFY(sink.rows.front().serUar.value > 0.25);
            QVERIFY(std::any_of(sink.warnings.begin(), sink.warnings.end(), [](const auto& text) {
                return text.find("nothing to attack") != std::string::npos;
            }));
        }
    }

    void allAlgorithmsOfASweepRun()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        study.run(study.spec({{"federation.learning_rate", "0.02"},
                              {"sweep", R"({"federation.algorithm": ["fedavg", "fedsgd", "local"]})"}}),
                  sink, cache);
        QCOMPARE(sink.rows.size(), std::size_t{7 + 7 + 1});
        QCOMPARE(sink.rows[7].federation, std::string("fedsgd"));
        QCOMPARE(sink.rows[7].sweep.front().second, std::string("\"fedsgd\""));
    }

    void globalNormalisationIsFittedOnTheSideThatTrains()
    {
        const auto roundsWith = [](const std::string& distorted) {
            ToyStudy study;
            if (!distorted.empty())
                study.distort(distorted);
            MemoryCache cache;
            MemorySink sink;
            study.run(study.spec({{"features.normalization", "global"}}), sink, cache);
            return roundsText(sink, sink.rounds.begin()->first);
        };
        const auto original = roundsWith("");
        QCOMPARE(roundsWith("shadow-"), original);
        QVERIFY(roundsWith("private-0-") != original);
    }

    void globalNormalisationDoesNotSeeTheTestFold()
    {
        const std::vector<std::pair<std::string, std::string>> edits = {{"features.normalization", "global"},
                                                                        {"evaluation.folds", "3"}};
        ToyStudy study;
        MemoryCache before;
        MemorySink original;
        study.run(study.spec(edits), original, before);
        const auto& [trial, utility] = *original.utilities.begin();
        for (const auto& speaker : utility.speakers)
            study.distort(speaker.speaker + "-");
        MemoryCache after;
        MemorySink distorted;
        study.run(study.spec(edits), distorted, after);
        QCOMPARE(original.rounds.size(), std::size_t{3});
        for (const auto& [other, rounds] : original.rounds)
            QCOMPARE(roundsText(distorted, other) == roundsText(original, other), other == trial);
    }

    void fewSpeakersAndSyntheticSpeechAreSaid()
    {
        ToyStudy study(5);
        study.corpora.front().synthetic = true;
        MemoryCache cache;
        MemorySink sink;
        study.run(study.spec(), sink, cache);
        const auto said = [&](const char* words) {
            return std::any_of(sink.warnings.begin(), sink.warnings.end(),
                               [&](const auto& text) { return text.find(words) != std::string::npos; });
        };
        QVERIFY(said("Few speakers: 5 private"));
        QVERIFY(said("Few speakers: 5 shadow"));
        QVERIFY(said("Synthetic demo speech"));
        QCOMPARE(sink.warnings.size(), std::size_t{3});
    }

    void studiesThatTheCorporaDoNotCarryAreRefusedBeforeTheyBegin()
    {
        const ToyStudy study;
        const auto refused = [&](const std::vector<std::pair<std::string, std::string>>& edits,
                                 ErrorCode code) {
            MemoryCache cache;
            MemorySink sink;
            try {
                study.run(study.spec(edits), sink, cache);
            } catch (const Error& error) {
                return error.code() == code && cache.entries().empty() && sink.started.empty();
            }
            return false;
        };
        QVERIFY(refused({{"private.corpora", "[\"iemocap\"]"}}, ErrorCode::NotFound));
        QVERIFY(refused({{"attribute", "age"}}, ErrorCode::InvalidRequest));
        QVERIFY(refused({{"emotions", R"(["joy", "fear"])"}}, ErrorCode::InvalidRequest));
        QVERIFY(refused({{"evaluation.folds", "13"}}, ErrorCode::InvalidRequest));
        QVERIFY(refused({{"shadow.partition", "folds"}, {"shadow.federations", "13"}},
                        ErrorCode::InvalidRequest));
    }

    /// The labels are dealt anew to the speakers, on both sides: whatever the attack finds then is chance.
    /// That all three 95 % intervals miss one half has a probability of about 1e-4, that one of the three
    /// p-values is the smallest possible 3e-3; the seeds are fixed.
    void permutedLabelsAreAtChance()
    {
        int inside = 0;
        for (const std::uint64_t seed : {1, 2, 3}) {
            ToyStudy study(10);
            study.permuteGenders(seed);
            MemoryCache cache;
            MemorySink sink;
            study.run(study.spec({{"federation.rounds", "20"}}), sink, cache);
            const auto& row = rowOf(sink, "first", attack::allUpdates);
            inside += row.attackUar.low <= 0.5 && row.attackUar.high >= 0.5 ? 1 : 0;
            QVERIFY(*row.attackP > 0.001);
        }
        QVERIFY(inside >= 1);
    }

    /// Only the columns of f0 tell gender.
    void familiesOfFeaturesAreAttackedBesideTheLayers()
    {
        ToyStudy study;
        study.nameColumns({"f0_sma_max", "f0_sma_min", "f0env_sma_max", "f0env_sma_min", "mfcc1_sma_max",
                           "mfcc2_sma_max", "mfcc3_sma_max", "mfcc4_sma_max", "zcr_sma_max", "zcr_sma_min",
                           "zcr_sma_range", "zcr_sma_stddev"});
        MemoryCache cache;
        MemorySink without, with;
        study.run(study.spec({{"federation.rounds", "30"}}), without, cache);
        study.run(study.spec({{"federation.rounds", "30"}, {"attack.families", "true"}}), with, cache);
        QCOMPARE(with.rows.size(), without.rows.size() + 3 * 2);
        for (const auto& row : without.rows)
            if (!row.layer.empty())
                QCOMPARE(rowOf(with, row.layer, row.leakedUpdates).attackUar.value, row.attackUar.value);
        const auto& pitch = rowOf(with, "first[f0]", attack::allUpdates);
        const auto& crossings = rowOf(with, "first[zero crossings]", attack::allUpdates);
        QCOMPARE(pitch.part, std::string("weights"));
        QCOMPARE(pitch.attack, std::string("second-moment"));
        QVERIFY2(pitch.attackUar.value > 0.85, qPrintable(QString::number(pitch.attackUar.value)));
        QVERIFY2(crossings.attackUar.value < pitch.attackUar.value - 0.15,
                 qPrintable(QString::number(crossings.attackUar.value)));
        QCOMPARE(with.rows.back().layer, std::string()); // the ceiling is last
    }

    void namesThatTellNoFamiliesAreRefused()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        QVERIFY_EXCEPTION_THROWN(study.run(study.spec({{"attack.families", "true"}}), sink, cache), Error);
        QVERIFY(sink.started.empty());
    }
};

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_Engine.moc"
