#pragma once

#include "core/experiment/RepresentationPlan.h"
#include "core/experiment/StageContext.h"
#include "core/representation/Linkability.h"

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace undertone::experiment {

/// What one attacker says of the test rows.
struct AttackerScores
{
    std::string attacker;
    at::Tensor scores;     ///< test rows with a value x classes, float64
    double heldOutUar = 0; ///< of rows of the validation speakers, when it was fitted without them
};

/// What attacks on one attribute found in one set of vectors.
struct VectorAttackResult
{
    std::vector<AttackerScores> attackers;           ///< none where speakers are linked
    std::vector<representation::SpeakerPairs> pairs; ///< of the test speakers, where they are

    /// The attacker with the highest held-out UAR, the first of equals: chosen without the test speakers.
    const AttackerScores& strongest() const;
    std::string serialize() const;
    static std::optional<VectorAttackResult> deserialize(std::string_view bytes); ///< nullopt: damaged
};

/// Vectors of all rows of a plan, and what identifies them.
struct VectorSource
{
    std::string key;
    std::string title;
    std::function<at::Tensor()> vectors;
};

/// Rows that attackers of an attribute are fitted on to be judged, and those that judge them: of the
/// validation speakers, and, where these lack a value, of one training speaker who has it if another is left.
std::pair<std::vector<std::int64_t>, std::vector<std::int64_t>>
judgedApart(const UtteranceInputs& inputs, const RowSplit& split, const AttackedAttribute& attribute);

/// Attackers of one attribute who learn from the vectors of the training and the validation speakers and are
/// tested on those of the test speakers. Each is first fitted without the validation speakers, and is judged
/// by them: by as strong as it is the strongest is chosen. Where they lack a value of the attribute, one
/// training speaker of it is held out beside them if another is left: who knows one value alone would seem
/// perfect. Every attacker is kept as it ends.
class VectorAttackStage
{
public:
    VectorAttackStage(VectorSource source, const RepresentationPlan& plan, AttackedAttribute attribute,
                      StageContext& context);

    const std::string& key() const { return m_key; }
    const AttackedAttribute& attribute() const { return m_attribute; }
    /// The test rows that have a value, in the order of the scores.
    std::vector<std::int64_t> testedRows() const;
    double expectedSeconds() const;

    /// Attacks, or finds it attacked.
    void run();
    /// The finished attack; made again when it has been lost since.
    VectorAttackResult result();

private:
    std::optional<VectorAttackResult> stored() const;
    std::optional<VectorAttackResult> stored(const std::string& part) const;
    VectorAttackResult attack();
    /// Of the attackers of a kind; of the links where there is none.
    std::string keyOf(const std::string& part) const;
    AttackerScores fit(representation::Attacker kind, const at::Tensor& vectors);
    std::vector<representation::SpeakerPairs> link(const at::Tensor& vectors) const;
    std::vector<std::size_t> speakersOf(const std::vector<std::int64_t>& rows) const;

    VectorSource m_source;
    std::shared_ptr<const UtteranceInputs> m_inputs;
    representation::RepresentationSpec m_spec;
    RowSplit m_split;
    AttackedAttribute m_attribute;
    base::SeedTree m_seed;
    StageContext& m_context;
    std::string m_problem; ///< identifies what is attacked, by whomever
    std::string m_key;
    std::mutex m_mutex;
};

} // namespace undertone::experiment
