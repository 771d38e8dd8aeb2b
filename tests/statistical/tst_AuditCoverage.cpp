#include "core/base/SeedTree.h"
#include "core/privacy/AnalyticGaussian.h"
#include "core/privacy/ClipAndNoise.h"
#include "core/privacy/Mechanism.h"
#include "core/privacy/auditing/BayesianBound.h"
#include "core/privacy/auditing/ClopperPearson.h"
#include "core/privacy/auditing/GaussianReading.h"
#include "core/privacy/auditing/OneRunBound.h"

#include <QtTest>
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <numbers>

using namespace undertone;
using namespace undertone::privacy;

namespace {

/// Bounds on shares lie at least this many binomial deviations from what is claimed: a correct program fails
/// a check with a probability under 1e-6 (normal approximation), once and for all since seeds are fixed.
constexpr double deviations = 4.9;

double slack(double probability, double simulations)
{
    return deviations * std::sqrt(probability * (1 - probability) / simulations);
}

/// A mechanism that is asked whether a unit was in, and an attack on its answer: true = "in".
using Game = std::function<bool(base::RandomStream&, bool isMember)>;

/// Says the truth with probability e^epsilon / (1 + e^epsilon): exactly (epsilon, 0)-DP.
Game randomisedResponse(double epsilon)
{
    const double truth = 1 / (1 + std::exp(-epsilon));
    return [truth](auto& stream, bool isMember) { return (stream.uniform() < truth) == isMember; };
}

/// N(mu, 1) for members, N(0, 1) for others, called a member above `threshold`.
Game gaussian(double mu, double threshold)
{
    return [mu, threshold](auto& stream, bool isMember) {
        return stream.normal() + (isMember ? mu : 0) > threshold;
    };
}

/// What the federation does to a member's update: clip, then the noise of the client or of the server. Others
/// send zero (relation null). The attacker knows the direction of the update; its threshold is in deviations
/// of the noise that is claimed.
Game release(const MechanismPlan& plan, double claimedMultiplier, double threshold)
{
    const std::shared_ptr<const Mechanism> mechanism = makeMechanism(plan);
    return [=, deviation = claimedMultiplier * plan.clip](auto& stream, bool isMember) {
        std::array<float, 4> update{};
        if (isMember)
            update = {3, -3, 3, -3}; // of norm 6, to be clipped
        clipNorm(update, mechanism->updateClip(plan.clip));
        const double noise = mechanism->clientNoise(plan.clip, 40) + mechanism->serverNoise(plan.clip);
        addGaussianNoise(update, noise, base::SeedTree(stream.below(UINT64_MAX)).stream("noise"));
        const double along = (double(update[0]) - update[1] + update[2] - update[3]) / 2;
        return along > threshold * deviation;
    };
}

AttackCounts play(const Game& game, base::RandomStream& stream, std::uint64_t trials)
{
    AttackCounts counts{0, trials, 0, trials};
    for (std::uint64_t i = 0; i < trials; ++i) {
        counts.truePositives += game(stream, true) ? 1 : 0;
        counts.falsePositives += game(stream, false) ? 1 : 0;
    }
    return counts;
}

/// One run: each canary is in by a coin; the auditor guesses about every one.
OneRunCounts playOnce(const Game& game, base::RandomStream& stream, std::uint64_t canaries)
{
    OneRunCounts counts{canaries, canaries, 0};
    for (std::uint64_t i = 0; i < canaries; ++i) {
        const bool isMember = stream.uniform() < 0.5;
        counts.correct += game(stream, isMember) == isMember ? 1 : 0;
    }
    return counts;
}

/// How often `audit` gives a bound above epsilon.
double shareAbove(double epsilon, int simulations,
                  const std::function<AuditBound(base::RandomStream&)>& audit, std::string_view name)
{
    auto stream = base::SeedTree(11).stream(name);
    int above = 0;
    for (int i = 0; i < simulations; ++i)
        above += audit(stream).lower > epsilon ? 1 : 0;
    return above / static_cast<double>(simulations);
}

constexpr double delta = 1e-3;

} // namespace

class TestAuditCoverage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void boundsExceedEpsilonNoMoreOftenThanStated_data()
    {
        QTest::addColumn<double>("confidence");
        QTest::newRow("0.8") << 0.8;
        QTest::newRow("0.95") << 0.95;
    }

    void boundsExceedEpsilonNoMoreOftenThanStated()
    {
        QFETCH(double, confidence);
        constexpr int simulations = 4000;
        constexpr double mu = 1;
        const double gaussianTruth = gaussianEpsilon(mu, std::log(delta));
        const auto answer = randomisedResponse(1);
        const auto noise = gaussian(mu, 2);
        const std::map<std::string, double> shares = {
            {"response, Clopper-Pearson",
             shareAbove(
                 1, simulations,
                 [&](auto& stream) { return clopperPearsonBound(play(answer, stream, 200), 0, confidence); },
                 "response clopper")},
            {"response, one run",
             shareAbove(
                 1, simulations,
                 [&](auto& stream) { return oneRunBound(playOnce(answer, stream, 200), 0, confidence); },
                 "response one run")},
            {"noise, Clopper-Pearson", shareAbove(
                                           gaussianTruth, simulations,
                                           [&](auto& stream) {
                                               return clopperPearsonBound(play(noise, stream, 200), delta,
                                                                          confidence);
                                           },
                                           "noise clopper")},
            {"noise, one run", shareAbove(
                                   gaussianTruth, simulations,
                                   [&](auto& stream) {
                                       return oneRunBound(playOnce(gaussian(mu, mu / 2), stream, 200), delta,
                                                          confidence);
                                   },
                                   "noise one run")},
            {"noise, Gaussian reading",
             shareAbove(
                 gaussianTruth, simulations,
                 [&](auto& stream) { return gaussianReading(play(noise, stream, 200), delta, confidence); },
                 "noise reading")},
        };
        for (const auto& [name, share] : shares)
            QVERIFY2(share < 1 - confidence + slack(1 - confidence, simulations),
                     fmt::format("{}: {}", name, share).c_str());
        // Of randomised response the one-run bound is as tight as a discrete count allows: it errs often
        // enough that one which errs less than a third as often as stated would be noticed.
        QVERIFY2(shares.at("response, one run") > (1 - confidence) / 3,
                 fmt::format("{}", shares.at("response, one run")).c_str());
    }

    /// The best of three thresholds on the same trials, each at Bonferroni's level.
    void theBestOfSeveralThresholdsKeepsItsConfidence()
    {
        constexpr int simulations = 4000;
        auto stream = base::SeedTree(12).stream("thresholds");
        const double truth = gaussianEpsilon(1, std::log(delta));
        int above = 0;
        for (int i = 0; i < simulations; ++i) {
            std::vector<AttackCounts> thresholds(3, {0, 200, 0, 200});
            for (int k = 0; k < 200; ++k) {
                const double member = stream.normal() + 1;
                const double other = stream.normal();
                for (std::size_t t = 0; t < 3; ++t) {
                    thresholds[t].truePositives += member > static_cast<double>(t) ? 1 : 0;
                    thresholds[t].falsePositives += other > static_cast<double>(t) ? 1 : 0;
                }
            }
            above += clopperPearsonBound(thresholds, delta, 0.8).lower > truth ? 1 : 0;
        }
        QVERIFY(above / static_cast<double>(simulations) < 0.2 + slack(0.2, simulations));
    }

    /// Randomised response with epsilon = 2 and each bound at 20 times the canaries of the last: the mean
    /// bound of 20 runs grows and stays below 2. A mean that does not grow by 0.05, or is above 2, would need
    /// the mean of 20 to be more than 5 of its deviations off: probability under 1e-6.
    void boundsGrowWithTheCanaries()
    {
        const auto game = randomisedResponse(2);
        auto stream = base::SeedTree(13).stream("growth");
        double lastOneRun = 0;
        double lastClopper = 0;
        for (const std::uint64_t canaries : {50U, 1000U, 20000U}) {
            double oneRun = 0;
            double clopper = 0;
            for (int i = 0; i < 20; ++i) {
                oneRun += oneRunBound(playOnce(game, stream, canaries), 0, 0.95).lower / 20;
                clopper += clopperPearsonBound(play(game, stream, canaries / 2), 0, 0.95).lower / 20;
            }
            QVERIFY2(oneRun > lastOneRun + 0.05 && oneRun < 2, fmt::format("{}", oneRun).c_str());
            QVERIFY2(clopper > lastClopper + 0.05 && clopper < 2, fmt::format("{}", clopper).c_str());
            lastOneRun = oneRun;
            lastClopper = clopper;
        }
        QVERIFY(lastOneRun > 1.9 && lastClopper > 1.85);
    }

    void halfTheNoiseIsCaught_data()
    {
        QTest::addColumn<MechanismKind>("kind");
        QTest::newRow("noise of the client") << MechanismKind::DpFedAvgLocal;
        QTest::newRow("noise of the server") << MechanismKind::DpFedAvgCentral;
    }

    /// A mechanism calibrated to epsilon = 1 at delta = 1e-3 (mu = 0.39), and one with half of its
    /// noise, attacked at a threshold fixed in advance by 100,000 draws of each side. The honest one is
    /// accused with a probability of at most 1e-6; the broken one's rates are .042 and .0062, whose bound of
    /// about 1.6 lies more than 10 deviations of the counts above 1.
    void halfTheNoiseIsCaught()
    {
        QFETCH(const MechanismKind, kind);
        const double mu = gaussianMu(1, std::log(delta));
        auto stream = base::SeedTree(14).stream("broken");
        const auto shown = [&](double multiplier) {
            MechanismPlan plan;
            plan.kind = kind;
            plan.clip = 0.25;
            plan.noiseMultiplier = multiplier;
            return clopperPearsonBound(play(release(plan, 1 / mu, 1.25), stream, 100000), delta, 0.999999)
                .lower;
        };
        const double honest = shown(1 / mu);
        const double broken = shown(0.5 / mu);
        QVERIFY2(honest <= 1, fmt::format("{}", honest).c_str());
        QVERIFY2(broken > 1, fmt::format("{} after {}", broken, honest).c_str());
        const auto half = gaussianEpsilon(2 * mu, std::log(delta));
        QVERIFY2(broken <= half, fmt::format("{} of {}", broken, half).c_str());
    }

    /// Rates drawn from the priors themselves: then the posterior of the epsilon that they need is uniform,
    /// and a credible interval holds what it claims.
    void credibleIntervalsHoldOverThePrior()
    {
        constexpr int simulations = 1500;
        auto stream = base::SeedTree(15).stream("prior");
        const auto jeffreys = [&stream] {
            return std::pow(std::sin(stream.uniform() * std::numbers::pi / 2), 2);
        };
        int below = 0;
        int held = 0;
        for (int i = 0; i < simulations; ++i) {
            const double missed = jeffreys();
            const double alarms = jeffreys();
            const double truth = std::max({std::log((1 - alarms) / missed), std::log((1 - missed) / alarms),
                                           std::log(alarms / (1 - missed)), std::log(missed / (1 - alarms))});
            const auto game = [&](auto& s, bool isMember) {
                return s.uniform() < (isMember ? 1 - missed : alarms);
            };
            const double posterior = epsilonPosterior(play(game, stream, 20), 0, truth);
            below += posterior < 0.1 ? 1 : 0;
            held += posterior >= 0.1 && posterior <= 0.9 ? 1 : 0;
        }
        const auto isNear = [](int found, double expected) {
            return std::abs(found / double(simulations) - expected) < slack(expected, simulations);
        };
        QVERIFY2(isNear(held, 0.8) && isNear(below, 0.1), fmt::format("{} {}", held, below).c_str());
    }
};

QTEST_GUILESS_MAIN(TestAuditCoverage)
#include "tst_AuditCoverage.moc"
