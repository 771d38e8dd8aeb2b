#pragma once

#include "core/experiment/ResultTable.h"
#include "core/experiment/StageContext.h"
#include "core/experiment/VectorAttackStage.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace undertone::experiment {

/// The attacks on the embeddings of a study's trials and, beside them, on the raw input; what trials share is
/// there once.
class RepresentationAttacks
{
public:
    using AttackPtr = std::shared_ptr<VectorAttackStage>;

    struct OfTrial
    {
        std::shared_ptr<const RepresentationPlan> plan;
        VectorSource embedding;
        std::vector<AttackPtr> onEmbedding; ///< one an attribute
        std::vector<AttackPtr> onInput;
    };

    RepresentationAttacks(StageContext& context, ResultTable& table);

    /// Adds the stages of a trial's attacks, which go into `needs`; those on embeddings wait for `trained`.
    OfTrial add(RepresentationPlan plan, VectorSource embedding, StageGraph::StageId trained,
                std::vector<StageGraph::StageId>& needs);
    /// Tells the sink and the table what they found.
    void report(std::size_t index, const TrialSpec& trial, const OfTrial& attacks);

private:
    AttackPtr shared(VectorSource source, const RepresentationPlan& plan, const AttackedAttribute& attribute);
    void report(std::size_t index, const TrialSpec& trial, const std::string& layer,
                VectorAttackStage& attack, const UtteranceInputs& inputs);

    StageContext& m_context;
    ResultTable& m_table;
    std::map<std::string, AttackPtr> m_attacks; ///< by key
};

/// Of a trial: what leaks is drawn alike for every attacker.
base::SeedTree leakSeed(const TrialSpec& trial);

} // namespace undertone::experiment
