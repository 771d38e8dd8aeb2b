#include "core/attack/MembershipAuditor.h"
#include "core/privacy/BudgetReader.h"
#include "core/privacy/auditing/ClopperPearson.h"
#include "core/privacy/auditing/MembershipGame.h"
#include "tests/federation/ToyFederation.h"

#include <QtTest>

#include <algorithm>

using namespace undertone;
using namespace undertone::federation;
using privacy::MechanismKind;
using tests::ToyFederation;

namespace {

constexpr double delta = 1e-5;

struct Game
{
    std::vector<double> scores;
    std::vector<bool> isIn;
    privacy::ReleaseLog releases;
    std::size_t firstCanary = 0;

    double oneRun(std::size_t guesses, double confidence) const
    {
        return privacy::oneRunBound(privacy::guessMostConfident(scores, isIn, guesses), delta, confidence)
            .lower;
    }
    double clopperPearson(double confidence) const
    {
        return privacy::clopperPearsonBound(privacy::decideBySign(scores, isIn), delta, confidence).lower;
    }
};

struct Setting
{
    privacy::MechanismPlan mechanism;
    privacy::ObservationPoint observed = privacy::ObservationPoint::ClientUpdate;
    std::size_t canaries = 40;
    std::size_t rounds = 3;
};

/// Five clients of a toy federation and canaries, everyone in every round.
Game play(const Setting& setting, std::uint64_t seed)
{
    ToyFederation toy(Algorithm::FedAvg, 5);
    toy.seed = seed;
    toy.model.hidden = {64, 8};
    toy.spec.rounds = setting.rounds;
    toy.spec.clientFraction = 1;
    auto stream = base::SeedTree(seed).stream("canaries");
    Game game;
    game.firstCanary = toy.data.clients.size();
    game.isIn = privacy::tossCoins(base::SeedTree(seed), setting.canaries);
    std::vector<attack::Canary> canaries;
    auto rows = at::empty({static_cast<std::int64_t>(setting.canaries), ToyFederation::Width}, at::kFloat);
    for (std::int64_t i = 0; i < rows.numel(); ++i)
        rows.data_ptr<float>()[i] = static_cast<float>(3 * stream.normal());
    for (std::size_t i = 0; i < setting.canaries; ++i) {
        canaries.push_back({toy.data.clients.size(), setting.rounds});
        ClientRows canary;
        canary.training.assign(20, static_cast<std::int64_t>(toy.data.labels.size()));
        canary.trainsBefore = game.isIn[i] ? setting.rounds : 0;
        toy.data.clients.push_back(std::move(canary));
        toy.data.labels.push_back(static_cast<std::int64_t>(stream.below(toy.data.classes)));
    }
    toy.data.features = at::cat({toy.data.features, rows});
    auto request = toy.request();
    request.mechanism = setting.mechanism;
    request.observed = setting.observed;
    const base::Progress progress;
    attack::MembershipAuditor auditor(request, canaries, std::nullopt, progress);
    const auto state = trainFederation(
        request, &auditor, [&](const auto& round, const auto& after) { auditor.finishRound(round, after); },
        progress);
    game.scores = auditor.scores();
    game.releases = state.releases;
    return game;
}

privacy::MechanismPlan noised(MechanismKind kind, double noiseMultiplier)
{
    privacy::MechanismPlan plan;
    plan.kind = kind;
    plan.clip = 0.02; // below what a canary's update has
    plan.noiseMultiplier = noiseMultiplier;
    return plan;
}

/// Of a canary that is in or sends noised zeros, as the mechanism's own ledger has it.
double accounted(const Game& game, MechanismKind kind, privacy::ThreatModel threat)
{
    privacy::PrivacySpec spec;
    spec.mechanism = kind;
    spec.noiseMultiplier = 1;
    spec.delta = delta;
    spec.relation = privacy::Relation::ReplaceWithNull;
    return privacy::BudgetReader(spec, threat, {1, 3, 1}).ofClient(game.releases, game.firstCanary);
}

constexpr privacy::ThreatModel hearsUpdates{};
constexpr privacy::ThreatModel getsModels{privacy::Observer::Recipient, privacy::Sees::Sum, true};

} // namespace

class TestMembershipAudit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// 120 games of each mechanism, each bound at 80 %: the accounted epsilon is exceeded in at most a fifth
    /// of them but for chance. More than 42 of 120 has a probability below 1e-4 when each has 0.2.
    void boundsDoNotExceedTheAccountedEpsilon()
    {
        constexpr double confidence = 0.8;
        const auto games = [&](const Setting& setting, const privacy::ThreatModel& threat) {
            int exceeded = 0;
            double largest = 0;
            for (std::uint64_t seed = 0; seed < 120; ++seed) {
                const auto game = play(setting, 1000 + seed);
                const double epsilon = accounted(game, setting.mechanism.kind, threat);
                QVERIFY2(epsilon > 0.1 && epsilon < 5, qPrintable(QString::number(epsilon)));
                double lower = game.oneRun(20, confidence);
                exceeded += lower > epsilon ? 1 : 0;
                if (setting.observed == privacy::ObservationPoint::ClientUpdate)
                    exceeded += game.clopperPearson(confidence) > epsilon ? 1 : 0;
                largest = std::max(largest, lower);
            }
            QVERIFY2(exceeded <= (setting.observed == privacy::ObservationPoint::ClientUpdate ? 84 : 42),
                     qPrintable(QString::number(exceeded)));
            QVERIFY(largest > 0); // the games are not lost for nothing
        };
        games({noised(MechanismKind::DpFedAvgLocal, 6)}, hearsUpdates);
        games({noised(MechanismKind::DpFedAvgCentral, 6), privacy::ObservationPoint::ReleasedSum},
              getsModels);
    }

    /// One update with a noise multiplier of 1: the mean bound over 10 games grows from 40
    /// canaries to 400. The opposite needs a deviation of more than 5 standard errors.
    void boundsGrowWithTheCanaries()
    {
        const auto mean = [](std::size_t canaries) {
            double sum = 0;
            for (std::uint64_t seed = 0; seed < 10; ++seed)
                sum += play({noised(MechanismKind::DpFedAvgLocal, 1), privacy::ObservationPoint::ClientUpdate,
                             canaries, 1},
                            seed)
                           .oneRun(canaries / 2, 0.95) /
                       10;
            return sum;
        };
        const double few = mean(40);
        const double many = mean(400);
        QVERIFY2(many > few + 0.1, qPrintable(QString("%1 %2").arg(few).arg(many)));
    }

    /// A client whose noise is 20 times too small: what its ledger says is accounted, and caught.
    void noiseThatIsTooSmallIsCaught()
    {
        for (const auto& [kind, observed, threat] :
             {std::tuple{MechanismKind::DpFedAvgLocal, privacy::ObservationPoint::ClientUpdate, hearsUpdates},
              std::tuple{MechanismKind::DpFedAvgCentral, privacy::ObservationPoint::ReleasedSum,
                         getsModels}}) {
            const auto honest = play({noised(kind, 6), observed, 60}, 5);
            const double said = accounted(honest, kind, threat);
            const auto broken = play({noised(kind, 0.3), observed, 60}, 5);
            QVERIFY2(broken.oneRun(30, 0.95) > said, qPrintable(QString("%1 %2 %3")
                                                                    .arg(privacy::mechanismName(kind))
                                                                    .arg(broken.oneRun(30, 0.95))
                                                                    .arg(said)));
            QVERIFY(honest.oneRun(30, 0.95) < said);
        }
    }

    /// Nothing in the way: every guess is right, and 100 canaries show all that they can.
    void withoutNoiseEveryCanaryIsTold()
    {
        const auto game = play({{}, privacy::ObservationPoint::ClientUpdate, 100}, 2);
        QCOMPARE(privacy::guessMostConfident(game.scores, game.isIn, 50).correct, std::uint64_t{50});
        const auto decisions = privacy::decideBySign(game.scores, game.isIn);
        QCOMPARE(decisions.truePositives, decisions.positives);
        QCOMPARE(decisions.falsePositives, std::uint64_t{0});
        QVERIFY(game.oneRun(50, 0.95) > 2.5);
        QVERIFY(game.clopperPearson(0.95) > 2);
    }
};

QTEST_GUILESS_MAIN(TestMembershipAudit)
#include "tst_MembershipAudit.moc"
