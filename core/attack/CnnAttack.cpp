#include "core/attack/CnnAttack.h"

#include "core/attack/AttackCost.h"
#include "core/attack/AttackTargets.h"
#include "core/attack/LeakDraws.h"
#include "core/base/Error.h"
#include "core/learning/Torch.h"

#include <torch/utils.h>

#include <algorithm>
#include <map>

namespace undertone::attack {

namespace {

constexpr auto attackFormat = "UTCNN2";

/// Probabilities less those of the sums without the client, or where updates are seen less chance.
std::vector<double> classScores(const at::Tensor& probabilities, const at::Tensor& without)
{
    const auto values = probabilities.to(at::kDouble).contiguous();
    const auto count = static_cast<std::size_t>(values.numel());
    std::vector<double> scores(count);
    for (std::size_t c = 0; c < count; ++c)
        scores[c] = values.data_ptr<double>()[c] -
                    (without.defined() ? without.data_ptr<double>()[c] : 1 / static_cast<double>(count));
    return scores;
}

} // namespace

double CnnAttack::Unit::fusionWeight() const
{
    const auto biases = static_cast<double>(shape.weight.out);
    const auto weights = biases * static_cast<double>(shape.weight.in);
    switch (shape.part) {
    case Part::Weights:
        return weights;
    case Part::Bias:
        return biases;
    case Part::Both:
        return weights + biases;
    }
    return 0;
}

void CnnAttack::Unit::write(learning::ArchiveWriter& writer) const
{
    writer.integer(layer).text(shape.layer).integer(shape.weight.out).integer(shape.weight.in);
    writer.integer(static_cast<std::uint64_t>(shape.part)).integer(shape.classes);
    writer.tensor(scale.mean).tensor(scale.deviation).integer(network.size());
    for (const auto& tensor : network)
        writer.tensor(tensor);
}

CnnAttack::Unit CnnAttack::Unit::read(learning::ArchiveReader& reader)
{
    Unit unit;
    unit.layer = reader.integer();
    unit.shape.layer = reader.text();
    unit.shape.weight.out = reader.integer();
    unit.shape.weight.in = reader.integer();
    unit.shape.part = static_cast<Part>(reader.integer());
    unit.shape.classes = reader.integer();
    unit.scale.mean = reader.tensor();
    unit.scale.deviation = reader.tensor();
    for (auto left = reader.integer(); left > 0; --left)
        unit.network.push_back(reader.tensor());
    return unit;
}

std::string CnnAttack::serialize() const
{
    learning::ArchiveWriter writer(attackFormat);
    writer.integer(m_units.size());
    for (const auto& unit : m_units)
        unit.write(writer);
    writer.integer(m_warnings.size());
    for (const auto& warning : m_warnings)
        writer.text(warning);
    return writer.finish();
}

std::unique_ptr<FittedAttack> CnnAttack::restore(const AttackRequest& request, std::string_view bytes)
{
    return learning::readArchive<std::unique_ptr<FittedAttack>>(
        attackFormat, bytes, [&](learning::ArchiveReader& reader) {
            std::unique_ptr<CnnAttack> attack(new CnnAttack(request));
            for (auto units = reader.integer(); units > 0; --units) {
                attack->m_units.push_back(Unit::read(reader));
                if (attack->m_units.back().shape.classes != request.attributeValues.size())
                    throw learning::DamagedArchive();
            }
            for (auto warnings = reader.integer(); warnings > 0; --warnings)
                attack->m_warnings.push_back(reader.text());
            return std::unique_ptr<FittedAttack>(std::move(attack));
        });
}

/// The networks at work on one private federation's raw updates.
class CnnAttack::Evaluation
{
public:
    Evaluation(const CnnAttack& attack, const ObservedFederation& observed, base::Progress& progress)
        : m_attack(attack), m_observed(observed), m_progress(progress), m_spool(observed.spool),
          m_updates(updatesByClient(m_spool.origins(), observed.cohorts, observed.clients.size()))
    {
        for (const auto& unit : attack.m_units) {
            if (m_spool.shapes().size() <= unit.layer && !m_spool.shapes().empty())
                refuse();
            if (!m_spool.shapes().empty() && m_spool.shapes()[unit.layer] != unit.shape.weight)
                refuse();
            PublishedNetwork network(unit.shape,
                                     attack.m_request.seed.stream("replaced by the fitted state"));
            network->setState(unit.network);
            network->to(at::Device(attack.m_request.device));
            network->eval();
            m_networks.push_back(network);
        }
    }

    bool isEmpty() const
    {
        return std::none_of(m_updates.begin(), m_updates.end(),
                            [](const ClientUpdates& client) { return client.canBeScored(); });
    }
    std::vector<std::string> warnings() const { return contrastWarnings(m_updates); }

    void expect(const std::vector<LeakedUpdates>& leakedUpdates)
    {
        double examples = 0;
        for (const auto n : leakedUpdates)
            for (const auto& client : m_updates)
                if (client.canBeScored())
                    examples += static_cast<double>(differentDraws(client.with, n) + client.areSums);
        for (const auto& unit : m_attack.m_units)
            m_progress.addTotal(examples * costOf(unit));
    }

    /// The cells of one number of leaked updates: every layer and part that is asked for, and their fusions.
    std::vector<LeakageCell> cells(LeakedUpdates n)
    {
        std::vector<LeakageCell> found = emptyCells(n);
        for (std::size_t c = 0; c < m_observed.clients.size(); ++c) {
            const auto& updates = m_updates[c];
            if (!updates.canBeScored())
                continue;
            const auto title = "evaluating the attack, client " + std::to_string(c + 1) + " of " +
                               std::to_string(m_observed.clients.size());
            const auto draws =
                leakDraws(m_attack.m_request.seed, c, updates.with, n, m_attack.m_request.spec.repeats);
            const auto answers = probabilities(draws, differentDraws(updates.with, n), title);
            std::vector<at::Tensor> others;
            if (updates.areSums)
                others = probabilities({updates.without}, 1, title);
            for (auto& cell : found)
                cell.clients.push_back(
                    clientScore(c, draws, fused(cell, answers),
                                others.empty() ? at::Tensor() : fused(cell, others)[0].contiguous()));
        }
        return found;
    }

private:
    static double costOf(const Unit& unit)
    {
        return networkSeconds(unit.shape.layer, unit.shape.weight, unit.shape.part);
    }

    /// Draws of all updates are one and the same.
    std::size_t differentDraws(const std::vector<std::size_t>& updates, LeakedUpdates n) const
    {
        return n == allUpdates || n >= updates.size() ? 1 : m_attack.m_request.spec.repeats;
    }

    [[noreturn]] void refuse() const
    {
        throw Error(ErrorCode::InvalidRequest, "The attack was fitted on a model of another shape.",
                    m_observed.spool.string(), "Use the same model for the private and shadow federations.");
    }

    std::vector<LeakageCell> emptyCells(LeakedUpdates n) const
    {
        const auto& spec = m_attack.m_request.spec;
        std::vector<LeakageCell> found;
        for (const auto part : spec.parts) {
            for (const auto& unit : m_attack.m_units)
                if (unit.shape.part == part && wants(spec, unit.shape.layer))
                    found.push_back({unit.shape.layer, part, n, {}});
            if (wantsFusion(spec))
                found.push_back({fusionName, part, n, {}});
        }
        return found;
    }

    /// Draws x classes of every network: the mean of each draw's updates goes in. Equal draws are computed
    /// once.
    std::vector<at::Tensor> probabilities(const std::vector<std::vector<std::size_t>>& draws,
                                          std::size_t different, const std::string& title)
    {
        const torch::NoGradGuard noGradient;
        std::map<std::size_t, at::Tensor> means;
        std::vector<at::Tensor> answers;
        for (std::size_t u = 0; u < m_networks.size(); ++u) {
            const auto& unit = m_attack.m_units[u];
            auto& rows = means[unit.layer];
            if (!rows.defined())
                rows = meanUpdates(draws, different, unit.layer);
            m_progress.checkCancelled();
            const auto batch =
                standardisedBatch(rows, unit.shape.weight, unit.scale, m_attack.m_request.device);
            answers.push_back(torch::softmax(m_networks[u]->forward(batch, nullptr, m_progress), 1).cpu());
            m_progress.advance(static_cast<double>(different) * costOf(unit), title);
        }
        return answers;
    }

    at::Tensor meanUpdates(const std::vector<std::vector<std::size_t>>& draws, std::size_t count,
                           std::size_t layer) const
    {
        std::vector<at::Tensor> rows;
        for (std::size_t i = 0; i < count; ++i) {
            m_progress.checkCancelled();
            at::Tensor sum = m_spool.read(draws[i].front(), layer);
            for (std::size_t k = 1; k < draws[i].size(); ++k)
                sum.add_(m_spool.read(draws[i][k], layer));
            rows.push_back(sum / static_cast<double>(draws[i].size()));
        }
        return at::stack(rows);
    }

    /// The probabilities of a cell: one network's, or the weighted mean over the layers.
    at::Tensor fused(const LeakageCell& cell, const std::vector<at::Tensor>& answers) const
    {
        at::Tensor sum;
        double weights = 0;
        for (std::size_t u = 0; u < answers.size(); ++u) {
            const auto& unit = m_attack.m_units[u];
            if (unit.shape.part != cell.part || (cell.layer != fusionName && cell.layer != unit.shape.layer))
                continue;
            const auto share = answers[u].to(at::kDouble) * unit.fusionWeight();
            sum = sum.defined() ? sum + share : share;
            weights += unit.fusionWeight();
        }
        return sum / weights;
    }

    ClientScore clientScore(std::size_t client, const std::vector<std::vector<std::size_t>>& draws,
                            const at::Tensor& answers, const at::Tensor& without) const
    {
        const auto& identity = m_observed.clients[client];
        ClientScore score{identity.speaker, client, identity.label, draws.front().size(), {}, {}};
        for (std::size_t i = 0; i < draws.size(); ++i)
            addRepeat(score,
                      classScores(answers[answers.size(0) == 1 ? 0 : static_cast<std::int64_t>(i)], without));
        return score;
    }

    const CnnAttack& m_attack;
    const ObservedFederation& m_observed;
    base::Progress& m_progress;
    SpoolFile m_spool;
    std::vector<ClientUpdates> m_updates;
    std::vector<PublishedNetwork> m_networks;
};

LeakageReport CnnAttack::evaluate(const ObservedFederation& observed,
                                  const std::vector<LeakedUpdates>& leakedUpdates, base::Progress& progress,
                                  const std::function<void(const LeakageCell&)>& onCell) const
{
    learning::useOneTorchThread();
    LeakageReport report{m_request.attributeValues, {}, m_warnings};
    Evaluation evaluation(*this, observed, progress);
    for (auto& warning : evaluation.warnings())
        report.warnings.push_back(std::move(warning));
    if (evaluation.isEmpty())
        return report;
    evaluation.expect(leakedUpdates);
    for (const auto n : leakedUpdates)
        for (auto& cell : evaluation.cells(n)) {
            if (onCell)
                onCell(cell);
            report.cells.push_back(std::move(cell));
        }
    return report;
}

} // namespace undertone::attack
