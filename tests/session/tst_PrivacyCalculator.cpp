#include "core/privacy/AnalyticGaussian.h"
#include "core/privacy/WeiNoise.h"
#include "core/session/PrivacyCalculator.h"

#include <QtTest>

#include <cmath>
#include <condition_variable>
#include <mutex>
#include <vector>

using namespace undertone;
using privacy::Relation;
using privacy::Sampling;
using session::Exposure;
using session::PrivacyAnswer;
using session::PrivacyQuestion;
using session::Unknown;

namespace {

constexpr auto patience = std::chrono::seconds(60);

PrivacyQuestion everyoneInEveryRound()
{
    PrivacyQuestion question;
    question.noiseMultiplier = 3;
    question.sampling = Sampling::None;
    question.rounds = 50;
    question.leakedUpdates = 5;
    return question;
}

const session::EpsilonReading& reading(const PrivacyAnswer& answer, Exposure exposure, const char* accountant)
{
    for (const auto& one : answer.exposures[static_cast<std::size_t>(exposure)].readings)
        if (one.accountant == accountant)
            return one;
    throw std::runtime_error("no such accountant");
}

double epsilonOf(const PrivacyAnswer& answer, Exposure exposure, const char* accountant)
{
    return reading(answer, exposure, accountant).bound->epsilon;
}

PrivacyAnswer completed(const PrivacyQuestion& question)
{
    auto answer = session::privacyReadings(question);
    session::complete(answer, [] {});
    return answer;
}

/// Keeps what a calculator says.
class Answers
{
public:
    session::PrivacyCalculator::Listener listener()
    {
        return [this](const PrivacyAnswer& answer, const std::shared_ptr<const Error>& error) {
            const std::scoped_lock lock(m_mutex);
            m_answers.push_back(answer);
            m_errors += error ? 1 : 0;
            m_came.notify_all();
        };
    }
    /// The complete answer to the question; fails the test when it does not come.
    PrivacyAnswer waitFor(const PrivacyQuestion& question)
    {
        std::unique_lock lock(m_mutex);
        const auto isThere = [&] {
            return !m_answers.empty() && m_answers.back().complete && m_answers.back().question == question;
        };
        if (!m_came.wait_for(lock, patience, isThere))
            throw std::runtime_error("no answer");
        return m_answers.back();
    }
    void waitForError()
    {
        std::unique_lock lock(m_mutex);
        if (!m_came.wait_for(lock, patience, [&] { return m_errors > 0; }))
            throw std::runtime_error("no error");
    }
    std::vector<PrivacyAnswer> all()
    {
        const std::scoped_lock lock(m_mutex);
        return m_answers;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_came;
    std::vector<PrivacyAnswer> m_answers;
    int m_errors = 0;
};

} // namespace

class TestPrivacyCalculator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Of T full releases with z under "replace" mu = sqrt(T) 2 / z, whoever counts them.
    void observersOfUpdatesAndRoundsAreGaussian()
    {
        const auto answer = session::privacyReadings(everyoneInEveryRound());
        const std::pair<Exposure, double> releases[] = {
            {Exposure::OneUpdate, 1}, {Exposure::LeakedUpdates, 5}, {Exposure::AllRounds, 50}};
        for (const auto& [exposure, count] : releases) {
            const double exact =
                privacy::gaussianEpsilon(std::sqrt(count) * 2 / 3, std::log(answer.question.delta));
            QCOMPARE(epsilonOf(answer, exposure, "gaussian"), exact);
            QCOMPARE(epsilonOf(answer, exposure, "wei"), privacy::weiEpsilon(1.5, 1, count, 1e-5));
            const auto* best = answer.exposures[static_cast<std::size_t>(exposure)].guaranteed();
            QVERIFY(best && std::abs(best->epsilon - exact) <= 2e-4 * std::max(1.0, exact));
        }
    }

    void secretSamplingCountsForAllRoundsOnly()
    {
        auto question = everyoneInEveryRound();
        question.sampling = Sampling::Poisson;
        question.sampleRate = 0.01;
        const auto answer = session::privacyReadings(question);
        QCOMPARE(answer.exposures[0].event.sampleRate, 1.0);
        QCOMPARE(answer.exposures[1].event.sampleRate, 1.0);
        QCOMPARE(answer.exposures[2].event.sampleRate, 0.01);
        QVERIFY(!reading(answer, Exposure::AllRounds, "gaussian").bound);
        QVERIFY(!reading(answer, Exposure::AllRounds, "gaussian").refusal.empty());
        QCOMPARE(epsilonOf(answer, Exposure::AllRounds, "wei"), privacy::weiEpsilon(1.5, 0.01, 50, 1e-5));
    }

    void moreUpdatesThanRoundsCannotLeak()
    {
        auto question = everyoneInEveryRound();
        question.leakedUpdates = 1000;
        const auto answer = session::privacyReadings(question);
        QCOMPARE(answer.exposures[1].event.count, question.rounds);
        QCOMPARE(epsilonOf(answer, Exposure::LeakedUpdates, "gaussian"),
                 epsilonOf(answer, Exposure::AllRounds, "gaussian"));
    }

    void presenceCannotBeHiddenFromWhoSeesTheUpdate()
    {
        auto question = everyoneInEveryRound();
        question.relation = Relation::AddOrRemove;
        const auto answer = session::privacyReadings(question);
        QVERIFY(!answer.exposures[0].guaranteed() && !answer.exposures[1].guaranteed());
        QVERIFY(answer.exposures[2].guaranteed());
        QVERIFY(answer.exposures[0].readings.front().refusal.find("replace") != std::string::npos);
    }

    void withoutNoiseEpsilonIsInfiniteAndNothingIsDrawn()
    {
        auto question = everyoneInEveryRound();
        question.noiseMultiplier = 0;
        const auto answer = completed(question);
        QVERIFY(std::isinf(answer.exposures[2].guaranteed()->epsilon));
        QVERIFY(answer.curve.series.empty());
    }

    void whatIsSolvedForKeepsTheBudgetAndJustSo()
    {
        auto question = everyoneInEveryRound();
        question.target = {Unknown::NoiseMultiplier, Exposure::OneUpdate, 2};
        auto noise = completed(question).solved->calibration;
        QVERIFY(noise && noise->event.count == 1 && noise->bound.epsilon <= 2);
        question.noiseMultiplier = noise->event.noiseMultiplier;
        QVERIFY(session::privacyReadings(question).exposures[0].guaranteed()->epsilon <= 2 * (1 + 1e-6));
        question.noiseMultiplier *= 0.999;
        QVERIFY(session::privacyReadings(question).exposures[0].guaranteed()->epsilon > 2);

        question = everyoneInEveryRound();
        question.target = {Unknown::Rounds, Exposure::AllRounds, 10};
        const auto rounds = completed(question).solved->calibration;
        QVERIFY(rounds);
        question.rounds = rounds->event.count + 1;
        QVERIFY(session::privacyReadings(question).exposures[2].guaranteed()->epsilon > 10);
    }

    void whatCannotBeSolvedSaysWhy()
    {
        auto question = everyoneInEveryRound();
        question.target = {Unknown::SampleRate, Exposure::AllRounds, 1};
        const auto rate = completed(question).solved;
        QVERIFY(rate && !rate->calibration && rate->refusal.find("sampling") != std::string::npos);
        question.target = {Unknown::Rounds, Exposure::AllRounds, 1e-6};
        const auto rounds = completed(question).solved;
        QVERIFY(rounds && !rounds->calibration && !rounds->refusal.empty());
    }

    void theCurveGrowsThroughTheAnswer()
    {
        const auto answer = completed(everyoneInEveryRound());
        bool exact = false, setting = false;
        for (const auto& series : answer.curve.series) {
            for (std::size_t i = 1; i < series.points.size(); ++i) {
                QVERIFY(series.points[i].x > series.points[i - 1].x);
                QVERIFY(series.points[i].y >= series.points[i - 1].y);
            }
            for (const auto& point : series.points) {
                QVERIFY(std::isfinite(point.y) && point.y > 0);
                exact = exact || (series.name.find("Gaussian") != std::string::npos && point.x == 50 &&
                                  point.y == epsilonOf(answer, Exposure::AllRounds, "gaussian"));
            }
            setting = setting || series.name == "this setting: 50 rounds";
        }
        QVERIFY(exact && setting);
        QVERIFY(answer.curve.caption.find("50 rounds: epsilon") != std::string::npos);
    }

    void theLastOfManyQuestionsIsAnsweredCompletely()
    {
        Answers answers;
        session::PrivacyCalculator calculator(answers.listener());
        auto question = everyoneInEveryRound();
        for (int i = 1; i <= 500; ++i) {
            question.noiseMultiplier = 0.01 * i;
            calculator.ask(question);
        }
        const auto last = answers.waitFor(question);
        QCOMPARE(epsilonOf(last, Exposure::OneUpdate, "gaussian"),
                 privacy::gaussianEpsilon(2 / question.noiseMultiplier, std::log(1e-5)));
        double before = 0;
        for (const auto& answer : answers.all()) {
            QVERIFY2(answer.question.noiseMultiplier >= before, "answers never go back");
            before = answer.question.noiseMultiplier;
        }
    }

    void readingsComeFirst()
    {
        Answers answers;
        session::PrivacyCalculator calculator(answers.listener());
        calculator.ask(everyoneInEveryRound());
        answers.waitFor(everyoneInEveryRound());
        const auto all = answers.all();
        QCOMPARE(all.size(), std::size_t{2});
        QVERIFY(!all.front().complete && all.front().exposures.size() == 3);
    }

    void aQuestionThatMakesNoSenseIsRefused()
    {
        Answers answers;
        session::PrivacyCalculator calculator(answers.listener());
        auto question = everyoneInEveryRound();
        question.delta = 2;
        calculator.ask(question);
        answers.waitForError();
        calculator.ask(everyoneInEveryRound());
        answers.waitFor(everyoneInEveryRound());
    }

    void endingWaitsForWhatIsUnderWay()
    {
        Answers answers;
        for (int i = 0; i < 50; ++i) {
            session::PrivacyCalculator calculator(answers.listener());
            calculator.ask(everyoneInEveryRound());
        }
        const auto count = answers.all().size();
        QTest::qWait(50);
        QCOMPARE(answers.all().size(), count);
    }
};

QTEST_GUILESS_MAIN(TestPrivacyCalculator)
#include "tst_PrivacyCalculator.moc"
