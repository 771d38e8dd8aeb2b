#include "core/base/Error.h"
#include "core/privacy/Accountant.h"
#include "tests/experiment/StudyFixture.h"

#include <QtTest>

#include <cmath>

using namespace undertone;
using experiment::AuditVerdict;
using experiment::MembershipAudit;
using tests::MemoryCache;
using tests::MemorySink;
using tests::ToyStudy;
using Edits = std::vector<std::pair<std::string, std::string>>;

namespace {

const std::string local =
    R"({"mechanism": "dp-fedavg-local", "epsilon": 4, "relation": "null", "clip": 0.1})";

Edits withAudit(Edits edits, const std::string& audit = R"({"canaries": 30})")
{
    edits.emplace_back("audit", audit);
    return edits;
}

MembershipAudit auditOf(const ToyStudy& study, const Edits& edits)
{
    MemoryCache cache;
    MemorySink sink;
    study.run(study.spec(edits), sink, cache);
    if (sink.audits.size() != 1)
        throw std::runtime_error("not one audit");
    return sink.audits.begin()->second;
}

/// Everything but the audits and the trials' ids, which are hashes of their whole specification.
std::string otherNumbers(const MemorySink& sink)
{
    std::string text;
    std::istringstream lines(sink.text());
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("audit "))
            continue;
        for (const auto& id : sink.started)
            if (const auto at = line.find(id); at != std::string::npos)
                line.erase(at, id.size());
        text += line + "\n";
    }
    return text;
}

} // namespace

class TestEngineAudit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noOtherNumberDependsOnIt()
    {
        const ToyStudy study;
        MemoryCache cacheWithout, cacheWith;
        MemorySink without, with;
        study.run(study.spec({{"privacy", local}}), without, cacheWithout);
        study.run(study.spec(withAudit({{"privacy", local}})), with, cacheWith);
        QVERIFY(without.audits.empty());
        QCOMPARE(with.audits.size(), std::size_t{1});
        QVERIFY(!otherNumbers(without).empty());
        QCOMPARE(otherNumbers(with), otherNumbers(without));
        for (const auto& [key, bytes] : cacheWithout.entries())
            QVERIFY(cacheWith.entries().at(key) == bytes);
    }

    /// The same for any number of workers, cancelled and gone on with, and from the cache.
    void itRepeatsBitForBit()
    {
        const ToyStudy study;
        const auto spec = study.spec(withAudit({{"privacy", local}, {"evaluation.seeds", "[3, 4]"}}));
        MemoryCache cache;
        MemorySink whole;
        study.run(spec, whole, cache);
        QCOMPARE(whole.audits.size(), std::size_t{2});
        MemoryCache several;
        MemorySink workers;
        study.run(spec, workers, several, 3);
        QCOMPARE(workers.text(), whole.text());
        const auto computed = cache.computed();
        MemorySink again;
        study.run(spec, again, cache);
        QCOMPARE(again.text(), whole.text());
        QVERIFY(cache.computed() == computed);
        MemoryCache cut;
        std::stop_source stop;
        int checkpoints = 0;
        cut.onStore = [&](const std::string& key) {
            if (key.find(".checkpoint") != std::string::npos && ++checkpoints == 15)
                stop.request_stop();
        };
        MemorySink resumed;
        QVERIFY_THROWS_EXCEPTION(Cancelled, study.run(spec, resumed, cut, 1, stop.get_token()));
        cut.onStore = {};
        study.run(spec, resumed, cut);
        QCOMPARE(resumed.text(), whole.text());
        for (const auto& [key, bytes] : cut.entries())
            QVERIFY2(key.find(".checkpoint") == std::string::npos, key.c_str());
    }

    /// A checkpoint of the game alone is cut off at every place, and gone on with.
    void itGoesOnFromItsCheckpoints()
    {
        const ToyStudy study;
        const auto spec = study.spec(withAudit({{"privacy", local}, {"federation.rounds", "4"}}));
        MemoryCache cache;
        MemorySink whole;
        std::vector<std::map<std::string, std::string>> states;
        cache.onStore = [&](const std::string&) { states.push_back(cache.entries()); };
        study.run(spec, whole, cache);
        for (const auto& state : states) {
            MemoryCache rest;
            rest.setEntries(state);
            MemorySink sink;
            study.run(spec, sink, rest);
            QCOMPARE(sink.text(), whole.text());
        }
    }

    /// n updates of a canary are worth n releases, whatever the relation of the budget; all are worth those
    /// of the canary that took part most often.
    void whatIsAccountedIsWhatTheAuditorGets()
    {
        const ToyStudy study;
        const auto accounted = [&](const std::string& updates) {
            return auditOf(study, withAudit({{"privacy", R"({"mechanism": "dp-fedavg-local",
                "noise_multiplier": 3, "clip": 0.1})"}},
                                            R"({"canaries": 30, "leaked_updates": )" + updates + "}"));
        };
        privacy::PrivacyEvent event;
        event.noiseMultiplier = 3;
        event.relation = privacy::Relation::ReplaceWithNull;
        event.unit = "client";
        const auto gaussian = [&](std::size_t count) {
            event.count = count;
            return privacy::makeAccountant("gaussian")->epsilon(std::vector{event}, 1e-5).epsilon;
        };
        const auto one = accounted("1");
        QVERIFY(std::abs(one.accounted.value() - gaussian(1)) < 1e-9);
        QVERIFY(one.rounds <= 10);
        QVERIFY(std::abs(accounted("3").accounted.value() - gaussian(3)) < 1e-9);
        const auto all = accounted("null");
        QCOMPARE(all.rounds, std::size_t{10});
        QVERIFY(all.accounted.value() > gaussian(3) && all.accounted.value() < gaussian(11));
        QCOMPARE(all.guesses.canaries, std::uint64_t{30});
        QCOMPARE(all.guesses.guesses, std::uint64_t{15});
        QCOMPARE(all.decisions.positives + all.decisions.negatives, std::uint64_t{30});
        QVERIFY(all.clopperPearson.has_value());
        QVERIFY(verdictOf(all) == AuditVerdict::Consistent);
    }

    void withoutAGuaranteeTheLowerBoundStandsAlone()
    {
        const ToyStudy study;
        const auto none = auditOf(study, withAudit({}));
        QVERIFY(verdictOf(none) == AuditVerdict::NoUpperBound);
        QVERIFY(!none.nominal);
        QCOMPARE(none.guesses.correct, none.guesses.guesses);
        QVERIFY(none.oneRun > 1.4);
        const auto udp = auditOf(study, withAudit({{"privacy", R"({"mechanism": "udp", "epsilon": 50})"}}));
        QVERIFY(verdictOf(udp) == AuditVerdict::NoUpperBound);
        QVERIFY(std::abs(udp.nominal.value() - 50) < 1e-6);
        QVERIFY(udp.delta <= 1e-5);
        // The server that noises the sum itself has seen the clipped updates.
        const auto server = auditOf(
            study, withAudit({{"privacy", R"({"mechanism": "dp-fedavg-central", "noise_multiplier": 5})"}}));
        QVERIFY(verdictOf(server) == AuditVerdict::NoUpperBound);
        QCOMPARE(server.guesses.correct, server.guesses.guesses);
    }

    void recipientsOfModelsAreAudited()
    {
        const ToyStudy study;
        const Edits base = {{"privacy", R"({"mechanism": "dp-fedavg-central", "noise_multiplier": 0.5})"},
                            {"attack.kind", "data"}};
        auto known = base;
        known.emplace_back("threat", R"({"observer": "recipient"})");
        auto secret = base;
        secret.emplace_back("threat", R"({"observer": "recipient", "knows_cohorts": false})");
        const auto knows = auditOf(study, withAudit(known));
        const auto guesses = auditOf(study, withAudit(secret));
        QVERIFY(!knows.clopperPearson && !guesses.clopperPearson);
        QVERIFY(knows.accounted && guesses.accounted);
        QVERIFY(*guesses.accounted < *knows.accounted); // amplified
        QVERIFY(verdictOf(knows) == AuditVerdict::Consistent);
        QVERIFY(verdictOf(guesses) == AuditVerdict::Consistent);
        const auto sums = auditOf(study, withAudit({{"privacy", R"({"mechanism": "secure-aggregation"})"},
                                                    {"attack.kind", "data"}}));
        QVERIFY(verdictOf(sums) == AuditVerdict::NoUpperBound);
        QVERIFY(sums.guesses.correct * 4 > sums.guesses.guesses * 3);
    }

    void everyAlgorithmAndAdaptiveClipsRun()
    {
        const ToyStudy study;
        for (const char* privacy :
             {R"({"mechanism": "none"})", R"({"mechanism": "udp", "epsilon": 50})",
              R"({"mechanism": "dp-fedavg-local", "noise_multiplier": 2, "adaptive_clip": {}})"}) {
            const auto audit =
                auditOf(study, withAudit({{"federation.algorithm", "fedsgd"}, {"privacy", privacy}}));
            QVERIFY(verdictOf(audit) != AuditVerdict::Violated);
        }
    }

    /// Trials that differ in how the game is read share it.
    void gamesAreShared()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        study.run(study.spec(withAudit(
                      {{"privacy", local}, {"sweep", R"({"audit.confidence": [0.9, 0.95, 0.99]})"}})),
                  sink, cache);
        QCOMPARE(sink.audits.size(), std::size_t{3});
        MemoryCache one;
        MemorySink alone;
        study.run(study.spec(withAudit({{"privacy", local}})), alone, one);
        QCOMPARE(cache.computed().size(), one.computed().size());
    }
};

QTEST_GUILESS_MAIN(TestEngineAudit)
#include "tst_EngineAudit.moc"
