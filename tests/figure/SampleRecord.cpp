#include "tests/figure/SampleRecord.h"

#include <algorithm>
#include <cmath>

namespace undertone::tests {

using experiment::ExperimentRecord;
using experiment::Interval;
using experiment::ResultRow;
using experiment::SweepPoint;

namespace {

constexpr double layerStep = 0.15;

Interval around(double value, double reach)
{
    const double bounded = std::clamp(value, 0.0, 1.0);
    return {bounded, std::max(bounded - reach, 0.0), std::min(bounded + reach, 1.0)};
}

void addRows(ExperimentRecord& record, const SweepPoint& point, double dropout)
{
    const std::vector<std::string> layers = {"first", "second", "last", "fusion"};
    const std::vector<attack::LeakedUpdates> counts = {1, 5, 10, attack::allUpdates};
    for (std::size_t layer = 0; layer < layers.size(); ++layer)
        for (std::size_t n = 0; n < counts.size(); ++n) {
            ResultRow row;
            row.sweep = point;
            row.federation = "fedavg";
            row.attribute = "gender";
            row.attack = "second-moment";
            row.adversary = "clean";
            row.layer = layers[layer];
            row.part = "both";
            row.leakedUpdates = counts[n];
            const double place = layers[layer] == "fusion" ? 0 : static_cast<double>(layer);
            row.attackUar =
                around(0.95 - layerStep * place - 0.1 * dropout + 0.01 * static_cast<double>(n), 0.04);
            row.attackAuc = around(std::min(0.98, row.attackUar.value + 0.02), 0.02);
            row.attackAccuracy = row.attackUar;
            row.attackP = 0.001;
            row.clients = 24;
            row.speakers = 24;
            row.speakersPerClass = {12, 12};
            row.serUar = around(0.6 - 0.2 * dropout, 0.03);
            row.serAccuracy = around(0.61 - 0.2 * dropout, 0.03);
            record.rows.push_back(row);
        }
}

void addCurves(ExperimentRecord& record, const SweepPoint& point, double dropout)
{
    for (const std::uint64_t seed : {8U, 9U}) {
        experiment::RoundCurve curve;
        curve.sweep = point;
        curve.seed = seed;
        for (std::size_t round = 0; round < 20; ++round) {
            federation::RoundRecord one;
            one.round = round;
            const double progress = 1 - std::exp(-static_cast<double>(round) / 6);
            one.trainingLoss = 1.4 - progress * (0.9 - dropout / 2) + 0.02 * static_cast<double>(seed - 8);
            one.validationUar = 0.25 + progress * (0.4 - dropout / 4) + 0.03 * static_cast<double>(seed - 8);
            curve.rounds.push_back(one);
        }
        record.curves.push_back(curve);
    }
}

ExperimentRecord emptyRecord()
{
    ExperimentRecord record;
    record.summary.id = "0123456789ab";
    record.summary.name = "Sample";
    record.summary.state = experiment::ExperimentState::Succeeded;
    record.summary.created = "2025-01-02T03:04:05Z";
    record.summary.trials = record.summary.trialsDone = 6;
    record.summary.fraction = 1;
    record.emotions = {"neu", "hap", "sad", "ang"};
    record.chanceUtility = 0.25;
    record.chanceAttack = 0.5;
    return record;
}

} // namespace

ExperimentRecord sampleRecord()
{
    ExperimentRecord record = emptyRecord();
    for (const char* dropout : {"0.5", "0.0", "0.2"}) {
        const SweepPoint point = {{"model.dropout", dropout}};
        addRows(record, point, std::stod(dropout));
        addCurves(record, point, std::stod(dropout));
    }
    return record;
}

ExperimentRecord recordWithoutSweep()
{
    ExperimentRecord record = emptyRecord();
    addRows(record, {}, 0.2);
    addCurves(record, {}, 0.2);
    return record;
}

experiment::RowPrivacy accountedPrivacy(double epsilon, attack::LeakedUpdates n, privacy::Guarantee guarantee)
{
    const bool isNoisy = std::isfinite(epsilon);
    const double updates = n == attack::allUpdates ? 20 : static_cast<double>(n);
    return {epsilon,
            0.9 * epsilon,
            updates * epsilon,
            20 * epsilon,
            isNoisy ? guarantee : privacy::Guarantee::None,
            1e-5,
            isNoisy ? 1 / epsilon : 0};
}

ExperimentRecord withCeilings(const ExperimentRecord& record)
{
    ExperimentRecord result = record;
    result.rows.clear();
    for (std::size_t i = 0; i < record.rows.size(); ++i) {
        const auto& row = record.rows[i];
        result.rows.push_back(row);
        if (i + 1 < record.rows.size() && record.rows[i + 1].sweep == row.sweep)
            continue;
        auto ceiling = row;
        ceiling.attack = "data";
        ceiling.layer.clear();
        ceiling.leakedUpdates = attack::allUpdates;
        ceiling.attackUar = around(0.97, 0.02);
        result.rows.push_back(ceiling);
    }
    return result;
}

ExperimentRecord withAudits(ExperimentRecord record)
{
    const auto add = [&](const std::string& budget, std::uint64_t correct, std::optional<double> accounted) {
        experiment::AuditRow row;
        row.sweep = {{"privacy.epsilon", budget}};
        row.games = 1;
        row.audit.mechanism = accounted ? "dp-fedavg-local" : "none";
        row.audit.leakedUpdates = 1;
        row.audit.guesses = {100, 50, correct};
        row.audit.decisions = {correct, 50, 50 - correct, 50};
        row.audit.confidence = 0.95;
        row.audit.delta = 1e-5;
        row.audit.accounted = accounted;
        row.audit.nominal = accounted.value_or(HUGE_VAL);
        setBounds(row.audit);
        record.audits.push_back(row);
    };
    add("8", 47, 8);
    add("1", 26, 1);
    add("\"inf\"", 50, std::nullopt);
    return record;
}

namespace {

/// What an attacker reaches, by the formulas of the header.
struct Attacked
{
    const char* layer;
    const char* attribute;
    const char* attack;
    double uar;
};

std::vector<Attacked> attackedAt(double lambda, bool isJoined)
{
    const double strongest = 0.9 - 0.3 * lambda + (isJoined ? 0.05 : 0);
    return {{"embedding", "gender", "linear", strongest - 0.1},
            {"embedding", "gender", "deep", strongest},
            {"embedding", "gender", "strongest", strongest},
            {"embedding", "age", "linear", strongest - 0.3},
            {"embedding", "age", "strongest", strongest - 0.2},
            {"embedding", "speaker", "linkability", 0.8 - 0.2 * lambda},
            {"input", "gender", "linear", 0.85},
            {"input", "gender", "strongest", 0.95},
            {"input", "age", "strongest", 0.75},
            {"input", "speaker", "linkability", 0.85}};
}

void addRepresentation(ExperimentRecord& record, const std::string& lambda, bool isJoined)
{
    for (const auto& attacked : attackedAt(std::stod(lambda), isJoined))
        for (const auto n : {attack::LeakedUpdates(1), attack::allUpdates}) {
            if (attacked.attribute == std::string("speaker") && n != 1)
                continue;
            ResultRow row;
            row.sweep = {{"representation.inputs", isJoined ? R"(["acoustic","text"])" : R"(["text"])"},
                         {"representation.adversary.0.lambda", lambda}};
            row.attribute = attacked.attribute;
            row.attack = attacked.attack;
            row.layer = attacked.layer;
            row.part = "both";
            row.leakedUpdates = n;
            row.attackUar = around(attacked.uar + (n == 1 ? 0 : 0.04), 0.04);
            row.attackAuc = row.attackAccuracy = row.attackUar;
            row.clients = row.speakers = 24;
            row.speakersPerClass = row.attribute == "gender" ? std::vector<std::size_t>{12, 12}
                                   : row.attribute == "age"  ? std::vector<std::size_t>{8, 8, 8}
                                                             : std::vector<std::size_t>{24, 24};
            row.serUar = around(0.5 - 0.1 * std::stod(lambda) + (isJoined ? 0.1 : 0), 0.03);
            row.serAccuracy = row.serUar;
            record.rows.push_back(row);
        }
}

} // namespace

ExperimentRecord representationRecord()
{
    ExperimentRecord record = emptyRecord();
    record.specification = R"({"kind": "representation", "attribute": "gender",
                               "representation": {"adversary": [{"attribute": "gender", "lambda": 0}]}})";
    for (const bool isJoined : {false, true})
        for (const char* lambda : {"0.0", "0.5", "1.0"})
            addRepresentation(record, lambda, isJoined);
    return record;
}

ExperimentRecord withFamilies(const ExperimentRecord& record)
{
    ExperimentRecord result = record;
    double step = 0;
    for (const char* family : {"f0", "energy", "zero crossings"}) {
        for (auto row : record.rows) {
            if (row.layer != "first")
                continue;
            row.layer = std::string("first[") + family + "]";
            row.part = "weights";
            row.attackUar = around(row.attackUar.value - step, 0.04);
            result.rows.push_back(row);
        }
        step += 0.2;
    }
    return result;
}

} // namespace undertone::tests
