#pragma once

#include "core/corpus/SpeakerSplit.h"
#include "core/experiment/FederationPlan.h"
#include "core/experiment/RepresentationPlan.h"
#include "core/experiment/Sweep.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace undertone::experiment {

/// A speaker whom the emotion classifier is tested on.
struct TestSpeaker
{
    std::string id;
    std::vector<std::int64_t> rows;
};

/// The speakers of a trial and what is done with them. Streams of random numbers, all below the trial's seed:
/// "sides" divides a corpus that is on both, "private" and "shadow" make folds, shards and federations.
class TrialPlan
{
public:
    /// @throws Error InvalidRequest when the corpora do not carry the study (corpus::SpeakerSplit, folds).
    TrialPlan(const TrialSpec& trial, const std::vector<corpus::Corpus>& corpora, InputLibrary& library);

    const std::vector<std::string>& attributeValues() const { return m_split.attributeValues(); }
    /// Every private speaker but those of the trial's test fold, defended and observed as the trial says.
    FederationPlan privateFederation() const;
    /// Shadow speakers alone, by default without a defence; with a partition into folds, those of fold
    /// `index` are left out.
    FederationPlan shadowFederation(std::size_t index, const Defence& defence = {}) const;
    /// The private speakers of the test fold; the shadow speakers when all private ones train.
    std::vector<TestSpeaker> testSpeakers() const;
    /// What attackers of the global model's embeddings have and are tested on, when an encoder trains in the
    /// clients: they learn from the shadow speakers and are tested on the test speakers. nullopt: none does.
    std::optional<RepresentationPlan> representation() const;
    base::SeedTree seed() const { return base::SeedTree(m_trial.seed); }

    /// What a reader of the results must know of these speakers.
    std::vector<std::string> warnings() const;

private:
    std::shared_ptr<const PlannedEncoder> encoder(InputLibrary& library);
    FederationPlan federation(const std::vector<corpus::Speaker>& speakers, const std::vector<bool>& trains,
                              const base::SeedTree& seed, std::string title) const;
    std::vector<std::size_t> foldsOf(const std::vector<corpus::Speaker>& speakers, std::size_t folds,
                                     const char* side) const;

    const TrialSpec& m_trial;
    const std::vector<corpus::Corpus>& m_corpora;
    corpus::SpeakerSplit m_split;
    std::vector<std::string> m_warnings;
    std::shared_ptr<const UtteranceRows> m_rows;
    std::shared_ptr<const PlannedEncoder> m_encoder; ///< with every attribute that is attacked; nullptr: none
    std::shared_ptr<const PlannedEncoder> m_trained; ///< its adversaries are those that the clients train
    std::vector<std::size_t> m_privateFolds;
};

} // namespace undertone::experiment
