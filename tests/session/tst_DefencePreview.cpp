#include "core/base/SeedTree.h"
#include "core/corpus/SpeakerSplit.h"
#include "core/privacy/Accountant.h"
#include "core/privacy/AnalyticGaussian.h"
#include "core/session/DefencePreview.h"

#include <QtTest>

#include <cmath>

using namespace undertone;
using session::ClientEstimate;

namespace {

experiment::ExperimentSpec specWith(const std::string& privacy, const std::string& threat = "{}",
                                    const std::string& attack = "{}")
{
    return experiment::parseSpec(
        R"({"format": 1, "private": {"corpora": ["one"]}, "shadow": {"corpora": ["two"]},
        "federation": {"rounds": 200, "client_fraction": 0.1}, "privacy": )" +
            privacy + R"(, "threat": )" + threat + R"(, "attack": )" + attack + "}",
        "test");
}

corpus::Corpus corpusOf(std::size_t speakers, std::size_t each, const std::string& name = "one")
{
    corpus::Corpus corpus;
    corpus.name = name;
    for (std::size_t speaker = 0; speaker < speakers; ++speaker)
        for (std::size_t i = 0; i < each + 1; ++i) {
            corpus::Utterance utterance;
            utterance.speaker = std::to_string(speaker);
            utterance.emotion = i == each ? "other" : "neu"; // one that the study leaves out
            corpus.utterances.push_back(utterance);
        }
    return corpus;
}

/// What a client with so many utterances really trains on.
std::size_t trainingUtterances(std::size_t each)
{
    corpus::Corpus corpus = corpusOf(1, each);
    corpus.utterances.pop_back();
    corpus::Speaker speaker;
    for (std::uint32_t i = 0; i < each; ++i)
        speaker.utterances.push_back({0, i});
    const auto shards = corpus::makeShards({speaker}, {corpus}, 1, base::SeedTree(1));
    return shards.front().training.size();
}

} // namespace

class TestDefencePreview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void clientsAreSpeakersWithTheStudysEmotions()
    {
        const auto estimate =
            session::estimateClients(specWith(R"({"mechanism": "none"})"), {corpusOf(24, 48)});
        QCOMPARE(estimate.clients, std::size_t{24});
        QCOMPARE(estimate.utterances, trainingUtterances(48));
        QCOMPARE(session::estimateClients(specWith(R"({"mechanism": "udp", "epsilon": 5})"),
                                          {corpusOf(24, 48, "two"), corpusOf(10, 48)})
                     .clients,
                 std::size_t{22}); // "two" shadows as well: half of its speakers
        QCOMPARE(session::estimateClients(specWith(R"({"mechanism": "none"})"), {}).clients, std::size_t{0});
    }

    void withoutNoiseThereIsNothingToSay()
    {
        QVERIFY(!session::previewDefence(specWith(R"({"mechanism": "none"})"), {}).addsNoise);
        QVERIFY(!session::previewDefence(
                     specWith(R"({"mechanism": "secure-aggregation"})", R"({"observer": "server"})"), {})
                     .addsNoise);
        QVERIFY(
            !session::previewDefence(specWith(R"({"mechanism": "udp", "epsilon": "inf"})"), {}).addsNoise);
    }

    /// Published: z = sqrt(2 q T ln(1/delta)) / epsilon = 0.527 at epsilon 10 and delta 0.5; dl = 2 C / n.
    void udpIsTheFormulaAndItsExactReading()
    {
        const auto spec = specWith(R"({"mechanism": "udp", "epsilon": 10})");
        const auto preview = session::previewDefence(spec, {24, 40});
        const double z = std::sqrt(2 * 0.1 * 200 * std::log(2.0)) / 10;
        QVERIFY(std::abs(preview.noiseMultiplier - z) < 1e-12);
        QVERIFY(std::abs(*preview.sigma - z * 2 * 0.25 / 40) < 1e-12);
        QCOMPARE(preview.utterances, std::size_t{40});
        QCOMPARE(preview.participations, std::size_t{20});
        QCOMPARE(preview.delta, 1e-5);
        QVERIFY(std::abs(preview.oneUpdate - privacy::gaussianEpsilon(1 / z, std::log(1e-5))) < 1e-3);
        QVERIFY(std::abs(preview.allRounds - privacy::gaussianEpsilon(std::sqrt(20.0) / z, std::log(1e-5))) <
                0.1);
        QCOMPARE(preview.allRoundsServer, preview.allRounds);
        QVERIFY(preview.guarantee == privacy::Guarantee::FavourableReading);
        QVERIFY(preview.warnings.size() >= 3); // delta, Adam, nominal below accounted
        QVERIFY(!session::previewDefence(spec, {}).sigma);
        QCOMPARE(session::previewDefence(spec, {}).oneUpdate, preview.oneUpdate);
    }

    void aCalibratedLocalBudgetIsThatOfOneUpdate()
    {
        const auto preview =
            session::previewDefence(specWith(R"({"mechanism": "dp-fedavg-local", "epsilon": 4})"), {24, 40});
        QVERIFY(preview.oneUpdate <= 4 && preview.oneUpdate > 3.99);
        QVERIFY(preview.allRounds > preview.oneUpdate);
        QVERIFY(std::abs(*preview.sigma - preview.noiseMultiplier * 0.25) < 1e-12);
        QVERIFY(preview.guarantee == privacy::Guarantee::Holds);
        QVERIFY(preview.warnings.empty());
    }

    void theServerOfACentralMechanismSeesWhatHasNoNoise()
    {
        const auto preview =
            session::previewDefence(specWith(R"({"mechanism": "dp-fedavg-central", "noise_multiplier": 2})",
                                             R"({"observer": "recipient"})"),
                                    {24, 40});
        QVERIFY(std::isinf(preview.allRoundsServer));
        QVERIFY(std::isfinite(preview.allRounds));
        QVERIFY(preview.guarantee == privacy::Guarantee::Holds);
        const auto server =
            session::previewDefence(specWith(R"({"mechanism": "dp-fedavg-central", "noise_multiplier": 2})",
                                             R"({"observer": "server"})"),
                                    {24, 40});
        QVERIFY(server.guarantee == privacy::Guarantee::None && std::isinf(server.oneUpdate));
        QVERIFY(!server.warnings.empty());
    }

    /// 6 clients at a tenth: one client a round, which is a sixth.
    void cohortsOfAFixedSizeAreWholeClients()
    {
        const auto spec =
            specWith(R"({"mechanism": "dp-fedavg-central", "noise_multiplier": 1,
                                       "sampling": "fixed", "relation": "replace", "accountant": "rdp"})",
                     R"({"observer": "recipient", "knows_cohorts": false})", R"({"kind": "data"})");
        privacy::PrivacyEvent event;
        event.sampling = privacy::Sampling::FixedSize;
        event.relation = privacy::Relation::Replace;
        event.sampleRate = 1.0 / 6;
        event.noiseMultiplier = 1;
        event.count = 200;
        const double expected = privacy::makeAccountant("rdp")->epsilon({&event, 1}, 1e-5).epsilon;
        QCOMPARE(session::previewDefence(spec, {6, 40}).allRounds, expected);
        event.sampleRate = 0.1;
        QVERIFY(session::previewDefence(spec, {}).allRounds < expected);
    }
};

QTEST_GUILESS_MAIN(TestDefencePreview)
#include "tst_DefencePreview.moc"
