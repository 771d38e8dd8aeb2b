#include "core/privacy/PrivacyWarnings.h"

#include <QtTest>

#include <limits>
#include <set>

using namespace undertone::privacy;
using Code = PrivacyWarningCode;

namespace {

std::vector<Code> codes(const PrivacyFacts& facts)
{
    std::vector<Code> found;
    for (const auto& warning : privacyWarnings(facts))
        found.push_back(warning.code);
    return found;
}

/// The only warning of these facts, with a word that it must hold in what is wrong and in what to change.
bool warnsOnly(const PrivacyFacts& facts, Code code, const std::string& word, const std::string& change)
{
    const auto warnings = privacyWarnings(facts);
    return warnings.size() == 1 && warnings[0].code == code &&
           warnings[0].words.find(word) != std::string::npos && warnings[0].words.ends_with('.') &&
           warnings[0].change.find(change) != std::string::npos && warnings[0].change.ends_with('.');
}

} // namespace

class TestPrivacyWarnings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingSaidNothingWarned() { QVERIFY(privacyWarnings({}).empty()); }

    void soundClaimsPassInSilence()
    {
        PrivacyFacts facts;
        facts.delta = 1e-5;
        facts.clients = 1000;
        facts.participation = Participation::Secret;
        facts.observer = "recipient";
        facts.nominalEpsilon = 3;
        facts.accountedEpsilon = 2;
        QVERIFY(privacyWarnings(facts).empty());
    }

    void deltaOfAHalf()
    {
        PrivacyFacts facts;
        facts.delta = 0.5;
        QVERIFY(warnsOnly(facts, Code::HalfDelta, "probability 0.5", "1e-5"));
        facts.clients = 40;
        QVERIFY(warnsOnly(facts, Code::HalfDelta, "probability 0.5", "1 / 40"));
        facts.delta = 0.49;
        facts.clients.reset();
        QVERIFY(privacyWarnings(facts).empty());
    }

    void deltaAboveOneOverClients()
    {
        PrivacyFacts facts;
        facts.delta = 0.03;
        facts.clients = 40;
        QVERIFY(warnsOnly(facts, Code::LargeDelta, "1 / 40 clients", "such as 1e-05"));
        facts.delta = 1. / 40;
        QVERIFY(privacyWarnings(facts).empty());
        facts.delta = 2e-5;
        facts.clients = 1'000'000;
        QVERIFY(warnsOnly(facts, Code::LargeDelta, "1 / 1000000 clients", "such as 1e-07"));
    }

    void theOptimiserRescales()
    {
        PrivacyFacts facts;
        facts.rescaledBy = "Adam";
        QVERIFY(warnsOnly(facts, Code::RescaledUpdate, "Adam rescales", "dp-fedavg-local"));
    }

    void participationIsKnown()
    {
        PrivacyFacts facts;
        facts.participation = Participation::Known;
        QVERIFY(warnsOnly(facts, Code::KnownParticipation, "the observer knows who took part",
                          "without sampling"));
        facts.observer = "server";
        QVERIFY(warnsOnly(facts, Code::KnownParticipation, "the observer (server) knows", "knows_cohorts"));
        facts.participation = Participation::Unstated;
        QVERIFY(
            warnsOnly(facts, Code::UnstatedParticipation, "only for an observer who cannot tell", "at 1"));
    }

    void nominalBelowAccounted()
    {
        PrivacyFacts facts;
        facts.nominalEpsilon = 10;
        QVERIFY(warnsOnly(facts, Code::NominalOnly, "nominal", "pld"));
        facts.accountedEpsilon = 40.02;
        QVERIFY(warnsOnly(facts, Code::NominalBelowAccounted, "arrives at 40.02", "pld"));
        facts.accountedDelta = 1e-5;
        QVERIFY(
            warnsOnly(facts, Code::NominalBelowAccounted, "arrives at 40.02 (at a delta of 1e-05)", "pld"));
        facts.accountedEpsilon = std::numeric_limits<double>::infinity();
        QVERIFY(warnsOnly(facts, Code::NominalBelowAccounted, "arrives at inf", "pld"));
        facts.accountedEpsilon = 10;
        QVERIFY(privacyWarnings(facts).empty());
    }

    void allAtOnceAndInOrder()
    {
        PrivacyFacts facts;
        facts.delta = 0.5;
        facts.rescaledBy = "Adam";
        facts.participation = Participation::Known;
        facts.nominalEpsilon = 10;
        facts.accountedEpsilon = 40;
        QCOMPARE(codes(facts), (std::vector{Code::HalfDelta, Code::RescaledUpdate, Code::KnownParticipation,
                                            Code::NominalBelowAccounted}));
    }

    void namesAreTheirOwn()
    {
        std::set<std::string> names;
        for (int code = 0; code <= static_cast<int>(Code::NominalBelowAccounted); ++code)
            names.insert(warningName(static_cast<Code>(code)));
        QCOMPARE(names.size(), 7U);
        QVERIFY(!names.contains(""));
    }
};

QTEST_GUILESS_MAIN(TestPrivacyWarnings)
#include "tst_PrivacyWarnings.moc"
