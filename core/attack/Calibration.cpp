#include "core/attack/Calibration.h"

#include "core/attack/LeakDraws.h"
#include "core/learning/KernelMachine.h"
#include "core/learning/TensorArchive.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <numeric>
#include <utility>

namespace undertone::attack {

namespace {

constexpr auto calibrationFormat = "UTCALIB2";

/// One score a problem: half the difference of two classes, which for {-s, s} is s.
std::vector<double> problemScores(const std::vector<double>& perClass)
{
    if (perClass.size() == 2)
        return {(perClass[1] - perClass[0]) / 2};
    return perClass;
}

std::vector<double> perClass(const std::vector<double>& problems)
{
    if (problems.size() == 1)
        return {-problems.front(), problems.front()};
    return problems;
}

struct Line
{
    double intercept = 0;
    double slope = 1;
};

double mean(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// A client's scores of one problem, a repeat each.
std::vector<double> repeatsOf(const ClientScore& client, std::size_t problem)
{
    std::vector<double> values;
    for (const auto& repeat : client.scores)
        values.push_back(problemScores(repeat).at(problem));
    return values;
}

/// Scores of the same clients without the defence, their means over the repeats, and under it.
struct PairedScores
{
    std::vector<double> clean;
    std::vector<std::vector<double>> defended;

    /// The least-squares line through the clients' means; nullopt when all clean ones are alike.
    std::optional<Line> line() const
    {
        std::vector<double> means;
        std::ranges::transform(defended, std::back_inserter(means), mean);
        const double x = mean(clean);
        const double y = mean(means);
        double products = 0, squares = 0;
        for (std::size_t i = 0; i < clean.size(); ++i) {
            products += (clean[i] - x) * (means[i] - y);
            squares += (clean[i] - x) * (clean[i] - x);
        }
        if (squares == 0)
            return std::nullopt;
        const double slope = products / squares;
        return Line{y - slope * x, slope};
    }

    /// Mean square of the single repeats about the line.
    double residual(const Line& line) const
    {
        double sum = 0;
        std::size_t count = 0;
        for (std::size_t i = 0; i < clean.size(); ++i)
            for (const double score : defended[i]) {
                const double error = score - line.intercept - line.slope * clean[i];
                sum += error * error;
                ++count;
            }
        return sum / static_cast<double>(count);
    }
};

const LeakageCell* findCell(const LeakageReport& report, const LeakageCell& like)
{
    const auto found = std::ranges::find_if(report.cells, [&](const LeakageCell& cell) {
        return cell.layer == like.layer && cell.part == like.part && cell.leakedUpdates == like.leakedUpdates;
    });
    return found == report.cells.end() ? nullptr : &*found;
}

std::size_t problemsOf(const LeakageCell& cell)
{
    if (cell.clients.empty() || cell.clients.front().scores.empty())
        return 0;
    return problemScores(cell.clients.front().scores.front()).size();
}

/// What all pairs say of one problem of a cell.
PairedScores pairedScores(const std::vector<ReportPair>& pairs, const LeakageCell& like, std::size_t problem)
{
    PairedScores scores;
    for (const auto& pair : pairs) {
        const auto* clean = findCell(pair.clean, like);
        const auto* defended = findCell(pair.defended, like);
        if (!clean || !defended)
            continue;
        std::map<std::size_t, const ClientScore*> byClient;
        for (const auto& client : defended->clients)
            byClient[client.client] = &client;
        for (const auto& client : clean->clients)
            if (const auto found = byClient.find(client.client); found != byClient.end()) {
                scores.clean.push_back(mean(repeatsOf(client, problem)));
                scores.defended.push_back(repeatsOf(*found->second, problem));
            }
    }
    return scores;
}

/// What one cell says of held-out clients; every repeat is an example.
struct CellExamples
{
    std::map<std::string, std::size_t> numbers; ///< of the speakers
    std::vector<std::size_t> speakers;
    std::vector<std::size_t> labels;
    std::vector<std::vector<double>> scores; ///< per example, per problem

    void add(const ClientScore& client)
    {
        const auto number = numbers.try_emplace(client.speaker, numbers.size()).first->second;
        for (const auto& repeat : client.scores) {
            speakers.push_back(number);
            labels.push_back(client.label);
            scores.push_back(problemScores(repeat));
        }
    }

    std::optional<learning::Threshold> threshold(std::size_t problem) const
    {
        const std::size_t positive = scores.front().size() == 1 ? 1 : problem;
        learning::BinaryProblem binary{speakers, {}};
        std::vector<double> values;
        for (std::size_t i = 0; i < scores.size(); ++i) {
            binary.positive.push_back(labels[i] == positive);
            values.push_back(scores[i].at(problem));
        }
        const auto [low, high] = std::ranges::minmax(values);
        const auto ofClass = std::ranges::count(binary.positive, true);
        if (low == high || ofClass == 0 || ofClass == std::ssize(values))
            return std::nullopt;
        return learning::speakerThreshold(values, binary);
    }
};

class CalibratedAttack : public FittedAttack
{
public:
    CalibratedAttack(std::unique_ptr<FittedAttack> attack, Calibration calibration)
        : m_attack(std::move(attack)), m_calibration(std::move(calibration))
    {
    }

    std::string serialize() const override { return m_calibration.serialize(); }

    LeakageReport evaluate(const ObservedFederation& observed,
                           const std::vector<LeakedUpdates>& leakedUpdates, base::Progress& progress,
                           const std::function<void(const LeakageCell&)>& onCell) const override
    {
        const auto pass = [&](LeakageCell cell) {
            m_calibration.apply(cell);
            onCell(cell);
        };
        auto report = m_attack->evaluate(observed, leakedUpdates, progress,
                                         onCell ? std::function<void(const LeakageCell&)>(pass) : nullptr);
        for (auto& cell : report.cells)
            m_calibration.apply(cell);
        return report;
    }

private:
    std::unique_ptr<FittedAttack> m_attack;
    Calibration m_calibration;
};

} // namespace

Calibration Calibration::of(const std::vector<ReportPair>& pairs)
{
    Calibration calibration;
    for (const auto& cell : pairs.front().clean.cells) {
        auto& own = calibration.m_cells.emplace_back(cell.layer, cell.part, cell.leakedUpdates);
        for (std::size_t problem = 0; problem < problemsOf(cell); ++problem) {
            const auto scores = pairedScores(pairs, cell, problem);
            Threshold threshold;
            if (const auto line = scores.line())
                threshold = {line->intercept, std::hypot(line->slope, std::sqrt(scores.residual(*line)))};
            own.thresholds.push_back(threshold.deviation > 0 ? threshold : Threshold{});
        }
    }
    return calibration;
}

Calibration Calibration::ofHeldOut(const std::vector<LeakageReport>& reports)
{
    Calibration calibration;
    std::vector<CellExamples> examples;
    for (const auto& report : reports)
        for (const auto& cell : report.cells) {
            auto& cells = calibration.m_cells;
            auto place = std::ranges::find_if(cells, [&](const Cell& own) { return own.isOf(cell); });
            if (place == cells.end()) {
                cells.emplace_back(cell.layer, cell.part, cell.leakedUpdates);
                place = std::prev(cells.end());
                examples.emplace_back();
            }
            for (const auto& client : cell.clients)
                examples[static_cast<std::size_t>(place - cells.begin())].add(client);
        }
    for (std::size_t i = 0; i < examples.size(); ++i)
        if (!examples[i].scores.empty())
            for (std::size_t problem = 0; problem < examples[i].scores.front().size(); ++problem) {
                const auto found = examples[i].threshold(problem);
                calibration.m_cells[i].thresholds.push_back(found ? Threshold{found->value, found->deviation}
                                                                  : Threshold{});
            }
    return calibration;
}

void Calibration::apply(LeakageCell& cell) const
{
    const auto found =
        std::find_if(m_cells.begin(), m_cells.end(), [&](const Cell& own) { return own.isOf(cell); });
    if (found == m_cells.end() || found->thresholds.empty())
        return;
    for (auto& client : cell.clients) {
        client.decisions.clear();
        for (const auto& repeat : std::exchange(client.scores, {})) {
            auto problems = problemScores(repeat);
            for (std::size_t p = 0; p < problems.size(); ++p)
                problems[p] =
                    (problems[p] - found->thresholds.at(p).value) / found->thresholds.at(p).deviation;
            addRepeat(client, perClass(problems));
        }
    }
}

std::string Calibration::serialize() const
{
    learning::ArchiveWriter writer(calibrationFormat);
    writer.integer(m_cells.size());
    for (const auto& cell : m_cells) {
        writer.text(cell.layer).integer(static_cast<std::uint64_t>(cell.part)).integer(cell.leakedUpdates);
        writer.integer(cell.thresholds.size());
        for (const auto& threshold : cell.thresholds)
            writer.real(threshold.value).real(threshold.deviation);
    }
    return writer.finish();
}

std::optional<Calibration> Calibration::deserialize(std::string_view bytes)
{
    return learning::readArchive<std::optional<Calibration>>(
        calibrationFormat, bytes, [](learning::ArchiveReader& reader) {
            Calibration calibration;
            for (auto cells = reader.integer(); cells > 0; --cells) {
                Cell cell;
                cell.layer = reader.text();
                cell.part = static_cast<Part>(reader.integer());
                cell.leakedUpdates = reader.integer();
                for (auto left = reader.integer(); left > 0; --left) {
                    const double value = reader.real();
                    cell.thresholds.push_back({value, reader.real()});
                }
                calibration.m_cells.push_back(std::move(cell));
            }
            return std::optional(std::move(calibration));
        });
}

std::unique_ptr<FittedAttack> calibrated(std::unique_ptr<FittedAttack> attack, Calibration calibration)
{
    return std::make_unique<CalibratedAttack>(std::move(attack), std::move(calibration));
}

} // namespace undertone::attack
