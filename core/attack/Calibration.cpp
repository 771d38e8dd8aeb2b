#include "core/attack/Calibration.h"

#include "core/attack/LeakDraws.h"
#include "core/learning/TensorArchive.h"

#include <algorithm>
#include <map>
#include <utility>

namespace undertone::attack {

namespace {

constexpr auto calibrationFormat = "UTCALIB1";

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

/// What one cell says of the clients of all shadow federations; every repeat is an example.
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

    Threshold threshold(std::size_t problem) const
    {
        const std::size_t positive = scores.front().size() == 1 ? 1 : problem;
        BinaryProblem binary{speakers, {}};
        std::vector<double> values;
        for (std::size_t i = 0; i < scores.size(); ++i) {
            binary.positive.push_back(labels[i] == positive);
            values.push_back(scores[i].at(problem));
        }
        const auto [low, high] = std::minmax_element(values.begin(), values.end());
        const auto ofClass = std::count(binary.positive.begin(), binary.positive.end(), true);
        if (*low == *high || ofClass == 0 || ofClass == static_cast<std::ptrdiff_t>(values.size()))
            return {};
        return speakerThreshold(values, binary);
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

Calibration Calibration::of(const std::vector<LeakageReport>& reports)
{
    Calibration calibration;
    std::vector<CellExamples> examples;
    for (const auto& report : reports)
        for (const auto& cell : report.cells) {
            auto& cells = calibration.m_cells;
            auto place =
                std::find_if(cells.begin(), cells.end(), [&](const Cell& c) { return c.isOf(cell); });
            if (place == cells.end()) {
                place = cells.insert(cells.end(), {cell.layer, cell.part, cell.leakedUpdates, {}});
                examples.emplace_back();
            }
            for (const auto& client : cell.clients)
                examples[static_cast<std::size_t>(place - cells.begin())].add(client);
        }
    for (std::size_t i = 0; i < examples.size(); ++i)
        if (!examples[i].scores.empty())
            for (std::size_t p = 0; p < examples[i].scores.front().size(); ++p)
                calibration.m_cells[i].thresholds.push_back(examples[i].threshold(p));
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
            writer.real(threshold.value).real(threshold.deviation).real(threshold.auc);
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
                    const double deviation = reader.real();
                    cell.thresholds.push_back({value, deviation, reader.real()});
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
