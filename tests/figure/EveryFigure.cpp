#include "tests/figure/EveryFigure.h"

#include "core/figure/ClientsFigure.h"
#include "core/figure/CorpusFigures.h"
#include "core/figure/FigureBuilder.h"
#include "core/session/PrivacyAnswer.h"
#include "tests/figure/SampleRecord.h"

#include <fmt/format.h>

#include <limits>

namespace undertone::tests {

using experiment::ExperimentRecord;

namespace {

ExperimentRecord syntheticRecord()
{
    auto record = withFamilies(withCeilings(sampleRecord()));
    record.summary.synthetic = true;
    for (auto& row : record.rows)
        if (row.layer == "last")
            row.attackUar = {0.52, 0.46, 0.58};
    return record;
}

ExperimentRecord withTwoAdversaries(ExperimentRecord record)
{
    const auto rows = record.rows;
    for (auto row : rows) {
        row.adversary = "adaptive";
        for (auto* value : {&row.attackUar.value, &row.attackUar.low, &row.attackUar.high})
            *value -= 0.15;
        record.rows.push_back(row);
    }
    return record;
}

/// The dropouts as budgets 2, 20 and none, with their accounted epsilons.
ExperimentRecord budgetRecord()
{
    auto record = sampleRecord();
    record.curves.clear(); // of other points
    for (auto& row : record.rows) {
        const auto& dropout = row.sweep.front().second;
        const double epsilon = dropout == "0.5"   ? 2
                               : dropout == "0.2" ? 20
                                                  : std::numeric_limits<double>::infinity();
        row.sweep = {{"privacy.epsilon", dropout != "0.0" ? fmt::format("{}", epsilon) : "\"inf\""}};
        row.privacy = accountedPrivacy(epsilon, row.leakedUpdates, privacy::Guarantee::Holds);
    }
    return record;
}

ExperimentRecord categoryRecord()
{
    auto record = sampleRecord();
    record.curves.clear(); // of other points
    for (auto& row : record.rows) {
        const auto& dropout = row.sweep.front().second;
        row.sweep = {{"privacy.mechanism", dropout == "0.5"   ? "\"dp-fedavg-local\""
                                           : dropout == "0.2" ? "\"secure-aggregation\""
                                                              : "\"none\""}};
    }
    return record;
}

figure::FigureSpec clients()
{
    const auto record = syntheticRecord();
    attack::LeakageReport report;
    report.attributeValues = {"F", "M"};
    auto& cell = report.cells.emplace_back();
    cell.layer = "first";
    cell.leakedUpdates = 5;
    for (std::size_t i = 0; i < 24; ++i) {
        attack::ClientScore score;
        score.speaker = fmt::format("speaker-{}", i);
        score.label = i % 2;
        const double value = (i % 2 ? 1.0 : -0.4) * static_cast<double>(i % 5);
        score.scores = {{-value, value}};
        score.decisions = {value > 0 ? std::size_t{0} : std::size_t{1},
                           value > 0 ? std::size_t{1} : std::size_t{0}};
        cell.clients.push_back(score);
    }
    for (const auto& row : record.rows)
        if (row.layer == "first" && row.leakedUpdates == 5)
            return figure::clientsFigure(record, row, {&report});
    return {};
}

corpus::Corpus bigCorpus()
{
    corpus::Corpus corpus;
    corpus.name = "large";
    corpus.synthetic = true;
    for (std::size_t speaker = 0; speaker < 24; ++speaker)
        for (const char* emotion : {"neu", "hap", "sad", "ang", "fea", "dis"}) {
            auto& utterance = corpus.utterances.emplace_back();
            utterance.speaker = fmt::format("large-actor-{:02}", speaker);
            utterance.emotion = emotion;
            utterance.attributes = {
                {"gender", speaker % 2 ? "M" : "F"},
                {"language", speaker % 3 ? "English (Received Pronunciation)" : "German"}};
            utterance.seconds = 1.5 + 0.07 * static_cast<double>(corpus.utterances.size() % 40);
        }
    return corpus;
}

figure::FigureSpec privacyCurve()
{
    session::PrivacyQuestion question;
    question.noiseMultiplier = 2;
    question.rounds = 50;
    auto answer = session::privacyReadings(question);
    session::complete(answer, [] {});
    return answer.curve;
}

void addTradeoffs(std::vector<NamedFigure>& figures)
{
    const auto budgets = budgetRecord();
    for (const auto axis : figure::budgetAxesOf(budgets))
        figures.push_back({fmt::format("tradeoff-{}", figure::budgetAxisName(axis)),
                           figure::buildTradeoff(budgets, axis, figure::Bounds{0.9, 0.2})});
    figures.push_back(
        {"tradeoff-adversaries", figure::buildFigure("tradeoff", withTwoAdversaries(sampleRecord()))});
    figures.push_back(
        {"leaks-adversaries", figure::buildFigure("leaks", withTwoAdversaries(sampleRecord()))});
    figures.push_back({"tradeoff-categories", figure::buildFigure("tradeoff", categoryRecord())});
    auto other = withTwoAdversaries(sampleRecord());
    other.summary.id = "ba9876543210";
    other.summary.name = "Gender from the updates of FedAvg, with an adversary who adapts (second try)";
    auto own = sampleRecord();
    own.summary.name = "Gender from the updates of FedAvg, with an adversary who adapts";
    figures.push_back(
        {"tradeoff-beside", figure::buildTradeoff(own, figure::BudgetAxis::Swept, {}, {other})});
}

} // namespace

std::vector<NamedFigure> everyFigure()
{
    std::vector<NamedFigure> figures;
    const auto record = syntheticRecord();
    const auto representations = representationRecord();
    for (const auto& name : figure::figureNames())
        figures.push_back({name, figure::buildFigure(name, name == "audit" ? withAudits(recordWithoutSweep())
                                                           : name == "representation" ? representations
                                                                                      : record)});
    figures.push_back({"frontier-representations", figure::buildFigure("frontier", representations)});
    addTradeoffs(figures);
    figures.push_back({"clients", clients()});
    for (const auto& corpus : figure::corpusFigures(bigCorpus()))
        figures.push_back({"corpus-" + corpus.id, corpus});
    figures.push_back({"privacy", privacyCurve()});
    return figures;
}

} // namespace undertone::tests
