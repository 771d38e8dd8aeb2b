#include "tests/federation/ToyFederation.h"

#include "core/federation/ClientSampler.h"
#include "core/learning/EmotionClassifier.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

using namespace undertone;
using namespace undertone::federation;
using namespace undertone::tests;
using privacy::MechanismKind;
using privacy::MechanismPlan;
using privacy::Sampling;

Q_DECLARE_METATYPE(undertone::privacy::MechanismPlan)

// The streams are fixed, so a run either always fails or never does. The stated probability is that of
// failing over all streams although the code is right.

namespace {

constexpr std::size_t seeds = 40;
constexpr std::size_t clients = 5;

/// Normals that were added somewhere, by place.
using Draws = std::map<std::string, std::vector<double>>;

ToyFederation toyWith(std::uint64_t seed, Algorithm algorithm)
{
    ToyFederation toy(algorithm, clients);
    toy.model = {{40, 30}, 0};
    toy.spec.rounds = 1;
    toy.spec.clientFraction = 1;
    toy.seed = seed;
    return toy;
}

std::vector<RecordingObserver::Seen> seen(const ToyFederation& toy, const MechanismPlan& mechanism,
                                          privacy::ObservationPoint point)
{
    RecordingObserver observer;
    auto request = toy.request();
    request.mechanism = mechanism;
    request.observed = point;
    trainFederation(request, &observer, {}, base::Progress());
    return observer.seen;
}

/// What was sent, over what is seen of it: a gradient as it is, a change of parameters as a pseudo-gradient.
double scaleOf(const ToyFederation& toy, const UpdateOrigin& origin)
{
    if (toy.spec.algorithm == Algorithm::FedSgd)
        return 1;
    if (origin.client == wholeCohort)
        return toy.spec.learningRate;
    const auto rows = toy.data.clients[origin.client].training.size();
    return toy.spec.learningRate * static_cast<double>(rows / toy.spec.batchSize + 1);
}

/// Of what each client sends without noise.
std::vector<double> normsOf(const ToyFederation& toy, double clip)
{
    std::vector<double> norms;
    const MechanismPlan silent{MechanismKind::DpFedAvgLocal, clip, 0, {}, Sampling::FixedSize, {}};
    for (const auto& [origin, update] : seen(toy, silent, privacy::ObservationPoint::ClientUpdate))
        norms.push_back(update.to(at::kDouble).norm().item<double>() * scaleOf(toy, origin));
    return norms;
}

/// What the observer sees with the noise and without it, in the first round, differs by the noise.
void collect(Draws& draws, std::uint64_t seed, const MechanismPlan& mechanism,
             privacy::ObservationPoint point, Algorithm algorithm)
{
    const auto toy = toyWith(seed, algorithm);
    auto silent = mechanism;
    silent.noiseMultiplier = 0;
    const auto noised = seen(toy, mechanism, point);
    const auto clean = seen(toy, silent, point);
    const learning::EmotionClassifier classifier(toy.model, 12, 4);
    for (std::size_t i = 0; i < noised.size(); ++i) {
        const auto& origin = noised[i].origin;
        const bool isSum = origin.client == wholeCohort;
        const at::Tensor noise =
            (noised[i].update.to(at::kDouble) - clean[i].update.to(at::kDouble)) * scaleOf(toy, origin);
        for (const auto& group : classifier.groups(noise)) {
            auto& place = draws[isSum ? group.name : group.name + std::to_string(origin.client)];
            const at::Tensor values = at::cat({group.weight.flatten(), group.bias}).contiguous();
            place.insert(place.end(), values.data_ptr<double>(), values.data_ptr<double>() + values.numel());
        }
    }
}

double meanOf(const std::vector<double>& values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum / static_cast<double>(values.size());
}

double meanProduct(const std::vector<double>& a, const std::vector<double>& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        sum += a[i] * b[i];
    return sum / static_cast<double>(std::min(a.size(), b.size()));
}

} // namespace

class TestNoiseStatistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Mean 0, the claimed variance and no correlation between clients, for every client and layer: 15 places
    /// (3 of sums), 5 deviations of each estimate (n from 4,960 to 49,200 normals). Chance of failing when
    /// right: below 1e-4 a row.
    void noiseHasTheVarianceThatItClaims_data()
    {
        QTest::addColumn<MechanismPlan>("mechanism");
        QTest::addColumn<int>("algorithm");
        const auto plan = [](MechanismKind kind, double z) {
            return MechanismPlan{kind, 0.25, z, {}, Sampling::FixedSize, {}};
        };
        for (const auto& [name, algorithm] :
             {std::pair{"fedavg", Algorithm::FedAvg}, {"fedsgd", Algorithm::FedSgd}}) {
            QTest::addRow("udp, %s", name) << plan(MechanismKind::Udp, 0.5) << static_cast<int>(algorithm);
            QTest::addRow("local, %s", name)
                << plan(MechanismKind::DpFedAvgLocal, 2) << static_cast<int>(algorithm);
            QTest::addRow("central, %s", name)
                << plan(MechanismKind::DpFedAvgCentral, 2) << static_cast<int>(algorithm);
        }
    }
    void noiseHasTheVarianceThatItClaims()
    {
        QFETCH(const MechanismPlan, mechanism);
        QFETCH(const int, algorithm);
        const bool isCentral = mechanism.kind == MechanismKind::DpFedAvgCentral;
        Draws draws;
        for (std::uint64_t seed = 1; seed <= seeds; ++seed)
            collect(draws, seed, mechanism,
                    isCentral ? privacy::ObservationPoint::ReleasedSum
                              : privacy::ObservationPoint::ClientUpdate,
                    static_cast<Algorithm>(algorithm));
        QCOMPARE(draws.size(), isCentral ? std::size_t{3} : 3 * clients);
        const auto toy = toyWith(1, static_cast<Algorithm>(algorithm));
        for (const auto& [place, values] : draws) {
            const auto client = isCentral ? 0 : static_cast<std::size_t>(place.back() - '0');
            const auto samples = releasedSamples(toy.data.clients[client], toy.spec);
            double deviation = mechanism.noiseMultiplier * mechanism.clip;
            if (mechanism.kind == MechanismKind::Udp)
                deviation *= 2 / static_cast<double>(samples);
            if (isCentral)
                deviation /= static_cast<double>(clients);
            const auto n = static_cast<double>(values.size());
            QVERIFY(n >= 4960);
            QVERIFY2(std::abs(meanOf(values)) < 5 * deviation / std::sqrt(n), place.c_str());
            const double ratio = meanProduct(values, values) / (deviation * deviation);
            QVERIFY2(std::abs(ratio - 1) < 5 * std::sqrt(2 / n), place.c_str());
            for (const auto& [other, others] : draws)
                if (other < place && others.size() == values.size()) {
                    const double limit =
                        5 * std::sqrt(meanProduct(values, values) * meanProduct(others, others) / n);
                    QVERIFY2(std::abs(meanProduct(values, others)) < limit, (place + " " + other).c_str());
                }
        }
    }

    /// What every client sends before the noise, for clips below, at and above its norm. Chance of failing
    /// when right: none. A change of parameters is seen divided in float, which may round up by 2^-23.
    void clippedNormsNeverExceedTheClip_data()
    {
        QTest::addColumn<int>("algorithm");
        QTest::addColumn<double>("slack");
        QTest::newRow("fedsgd") << static_cast<int>(Algorithm::FedSgd) << 0.0;
        QTest::newRow("fedavg") << static_cast<int>(Algorithm::FedAvg) << 0x1p-23;
    }
    void clippedNormsNeverExceedTheClip()
    {
        QFETCH(const int, algorithm);
        QFETCH(const double, slack);
        for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
            const auto toy = toyWith(seed, static_cast<Algorithm>(algorithm));
            const auto whole = normsOf(toy, privacy::noClip);
            for (const double share : {0.1, 0.7, 1.0, 1.4, 10.0}) {
                const double clip = share * whole.front();
                const auto norms = normsOf(toy, clip);
                QCOMPARE(norms.size(), clients);
                for (std::size_t k = 0; k < clients; ++k) {
                    QVERIFY(norms[k] <= clip * (1 + slack));
                    QVERIFY(norms[k] > std::min(clip, whole[k]) * (1 - 1e-6));
                }
            }
        }
    }

    /// Sizes of 20,000 cohorts against the binomial distribution by Pearson's chi-squared statistic, and
    /// every pair of clients in the same cohort as often as independence says. Chance of failing when right:
    /// 1e-6, and 435 pairs within 6 deviations, 1e-6.
    void poissonCohortsAreBinomial()
    {
        constexpr std::size_t people = 30;
        constexpr double q = 0.15;
        constexpr int rounds = 20000;
        std::vector<std::size_t> everyone;
        for (std::size_t k = 0; k < people; ++k)
            everyone.push_back(k);
        const ClientSampler sampler(everyone, q, Sampling::Poisson);
        QCOMPARE(sampler.expected(), q * people);
        std::vector<double> sizes(people + 1);
        std::map<std::pair<std::size_t, std::size_t>, int> together;
        for (std::uint64_t round = 0; round < rounds; ++round) {
            const auto cohort = sampler.sample(base::SeedTree(5).child("round", round));
            ++sizes[cohort.size()];
            for (const auto a : cohort)
                for (const auto b : cohort)
                    if (a < b)
                        ++together[{a, b}];
        }
        const boost::math::binomial binomial(people, q);
        double statistic = 0;
        double tailExpected = rounds;
        double tailSeen = rounds;
        int cells = 0;
        for (std::size_t size = 0; size < 11; ++size) {
            const double expected = rounds * boost::math::pdf(binomial, static_cast<double>(size));
            statistic += (sizes[size] - expected) * (sizes[size] - expected) / expected;
            tailExpected -= expected;
            tailSeen -= sizes[size];
            ++cells;
        }
        statistic += (tailSeen - tailExpected) * (tailSeen - tailExpected) / tailExpected;
        const boost::math::chi_squared chiSquared(cells);
        QVERIFY(statistic < boost::math::quantile(boost::math::complement(chiSquared, 1e-6)));
        const double expected = rounds * q * q;
        for (std::size_t a = 0; a < people; ++a)
            for (std::size_t b = a + 1; b < people; ++b)
                QVERIFY(std::abs(together[{a, b}] - expected) < 6 * std::sqrt(expected * (1 - q * q)));
    }
};

QTEST_GUILESS_MAIN(TestNoiseStatistics)
#include "tst_NoiseStatistics.moc"
