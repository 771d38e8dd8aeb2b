#include "core/experiment/RepresentationAttacks.h"

#include "core/experiment/RepresentationCells.h"
#include "core/experiment/SpecNames.h"

namespace undertone::experiment {

base::SeedTree leakSeed(const TrialSpec& trial)
{
    return base::SeedTree(trial.seed).child("draws", trial.fold);
}

RepresentationAttacks::RepresentationAttacks(StageContext& context, ResultTable& table)
    : m_context(context), m_table(table)
{
}

RepresentationAttacks::OfTrial RepresentationAttacks::add(RepresentationPlan plan, VectorSource embedding,
                                                          StageGraph::StageId trained,
                                                          std::vector<StageGraph::StageId>& needs)
{
    OfTrial attacks{
        std::make_shared<const RepresentationPlan>(std::move(plan)), std::move(embedding), {}, {}};
    const auto& own = *attacks.plan;
    const VectorSource input{own.inputKey(m_context.machine), "raw input",
                             [plan = attacks.plan] { return plan->inputs->vectors(plan->split.training); }};
    const auto attackBy = [&](const AttackPtr& attack, const std::vector<StageGraph::StageId>& after) {
        needs.push_back(m_context.addStage("attack " + attack->key(), after, attack->expectedSeconds(),
                                           [attack] { attack->run(); }));
        return attack;
    };
    for (const auto& attribute : own.attributes) {
        attacks.onEmbedding.push_back(attackBy(shared(attacks.embedding, own, attribute), {trained}));
        attacks.onInput.push_back(attackBy(shared(input, own, attribute), {}));
    }
    return attacks;
}

void RepresentationAttacks::report(std::size_t index, const TrialSpec& trial, const OfTrial& attacks)
{
    m_context.sink.embeddingFound(trial.id, embeddingMap(*attacks.plan, attacks.embedding.vectors()));
    for (std::size_t i = 0; i < attacks.onEmbedding.size(); ++i) {
        report(index, trial, embeddingLayer, *attacks.onEmbedding[i], *attacks.plan->inputs);
        report(index, trial, inputLayer, *attacks.onInput[i], *attacks.plan->inputs);
    }
}

RepresentationAttacks::AttackPtr RepresentationAttacks::shared(VectorSource source,
                                                               const RepresentationPlan& plan,
                                                               const AttackedAttribute& attribute)
{
    auto attack = std::make_shared<VectorAttackStage>(std::move(source), plan, attribute, m_context);
    return m_attacks.try_emplace(attack->key(), attack).first->second;
}

void RepresentationAttacks::report(std::size_t index, const TrialSpec& trial, const std::string& layer,
                                   VectorAttackStage& attack, const UtteranceInputs& inputs)
{
    const auto result = attack.result();
    const auto& attribute = attack.attribute();
    const auto tell = [&](const attack::LeakageCell& cell, const std::vector<std::string>& values) {
        m_context.sink.cellFound(trial.id, cell, values);
        m_table.addCell(index, cell, values);
    };
    if (attribute.isLinkability())
        return tell(linkabilityCell(layer, result, inputs), linkabilityValues());
    for (const auto& cell : attackCells(layer, result, attribute, attack.testedRows(), inputs,
                                        trial.spec.attack, leakSeed(trial)))
        tell(cell, attribute.values);
}

} // namespace undertone::experiment
