#include "core/experiment/TrialPlan.h"

#include "core/experiment/AttackedAttributes.h"
#include "core/experiment/StudyWarnings.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace undertone::experiment {

namespace {

corpus::SpeakerSelection selectionOf(const ExperimentSpec& spec, const FeatureLibrary& features)
{
    return {features.indicesOf(spec.privateSide.corpora), features.indicesOf(spec.shadowSide.corpora),
            spec.emotions, spec.attribute};
}

void warnAboutFew(const std::vector<corpus::Speaker>& speakers, const std::string& side,
                  const std::string& attribute, std::vector<std::string>& warnings)
{
    std::map<std::string, std::size_t> counts;
    for (const auto& speaker : speakers)
        ++counts[speaker.attribute];
    const auto smallest = std::min_element(counts.begin(), counts.end(),
                                           [](const auto& a, const auto& b) { return a.second < b.second; });
    if (smallest != counts.end() && smallest->second < fewSpeakers)
        warnings.push_back(fewSpeakersWarning(side, attribute, smallest->second));
}

/// An adversary with lambda 0 changes nothing but would be sent, and give its client away: none is trained.
std::shared_ptr<const PlannedEncoder> trainedPart(const std::shared_ptr<const PlannedEncoder>& encoder)
{
    if (!encoder)
        return nullptr;
    auto trained = std::make_shared<PlannedEncoder>(*encoder);
    trained->attributes.clear();
    trained->spec.adversary.clear();
    for (std::size_t i = 0; i < encoder->attributes.size(); ++i)
        if (encoder->spec.adversary[i].lambda > 0) {
            trained->attributes.push_back(encoder->attributes[i]);
            trained->spec.adversary.push_back(encoder->spec.adversary[i]);
        }
    return trained;
}

void append(std::vector<std::int64_t>& all, const std::vector<std::int64_t>& some)
{
    all.insert(all.end(), some.begin(), some.end());
}

} // namespace

TrialPlan::TrialPlan(const TrialSpec& trial, const std::vector<corpus::Corpus>& corpora,
                     InputLibrary& library)
    : m_trial(trial), m_corpora(corpora),
      m_split(corpus::SpeakerSplit::divide(corpora, selectionOf(trial.spec, library.features()),
                                           base::SeedTree(trial.seed).child("sides"))),
      m_rows(library.rows(trial.spec)), m_encoder(encoder(library)), m_trained(trainedPart(m_encoder)),
      m_privateFolds(foldsOf(m_split.privateSpeakers(), trial.spec.evaluation.folds, "private"))
{
}

std::shared_ptr<const PlannedEncoder> TrialPlan::encoder(InputLibrary& library)
{
    const auto& spec = m_trial.spec;
    if (!spec.representation)
        return nullptr;
    auto planned = std::make_shared<PlannedEncoder>();
    planned->inputs = library.inputs(spec);
    planned->spec = *spec.representation;
    planned->targets = planned->inputs->labels();
    planned->targetClasses = spec.emotions.size();
    for (const auto& [attribute, lambda] : spec.representation->adversary)
        planned->attributes.push_back(
            attribute == spec.attribute ? attributeWithValues(*planned->inputs, attribute, attributeValues())
                                        : attackedAttribute(*planned->inputs, attribute, {}, m_warnings));
    return planned;
}

std::optional<RepresentationPlan> TrialPlan::representation() const
{
    if (!m_encoder)
        return std::nullopt;
    RepresentationPlan plan{
        *m_encoder,
        fmt::format("global model, fold {} of {}", m_trial.fold + 1, m_trial.spec.evaluation.folds),
        {},
        seed().child("encoder", m_trial.fold)};
    const auto& learned = m_split.shadowSpeakers();
    const auto validation = validationSpeakers(learned, m_corpora, seed().child("validation", m_trial.fold));
    for (const auto& speaker : learned)
        append(validation.contains(speaker.id) ? plan.split.validation : plan.split.training,
               m_rows->rowsOf(speaker.utterances));
    for (const auto& speaker : testSpeakers())
        append(plan.split.test, speaker.rows);
    for (auto* side : {&plan.split.training, &plan.split.validation, &plan.split.test})
        std::sort(side->begin(), side->end());
    requireAttackable(plan, m_trial);
    return plan;
}

FederationPlan TrialPlan::privateFederation() const
{
    const auto folds = m_trial.spec.evaluation.folds;
    std::vector<bool> trains;
    for (const auto fold : m_privateFolds)
        trains.push_back(folds == 1 || fold != m_trial.fold);
    const auto title = folds == 1 ? std::string("private federation")
                                  : fmt::format("private federation, fold {} of {}", m_trial.fold + 1, folds);
    auto plan = federation(m_split.privateSpeakers(), trains, seed().child("private", m_trial.fold), title);
    plan.defence = {m_trial.spec.privacy, m_trial.spec.threat, {}};
    plan.defence.mechanism = privacy::planMechanism(m_trial.spec.privacy, plan.facts());
    return plan;
}

FederationPlan TrialPlan::shadowFederation(std::size_t index, const Defence& defence) const
{
    const auto& side = m_trial.spec.shadowSide;
    const auto& speakers = m_split.shadowSpeakers();
    std::vector<bool> trains(speakers.size(), true);
    if (side.partition == ShadowPartition::Folds) {
        const auto folds = foldsOf(speakers, side.federations, "shadow");
        std::transform(folds.begin(), folds.end(), trains.begin(),
                       [index](std::size_t fold) { return fold != index; });
    }
    const bool isDefended = defence.mechanism.kind != privacy::MechanismKind::None;
    auto plan = federation(speakers, trains, seed().child("shadow", index),
                           fmt::format("shadow federation {} of {}{}", index + 1, side.federations,
                                       isDefended ? " under the defence" : ""));
    plan.defence = defence;
    return plan;
}

std::vector<TestSpeaker> TrialPlan::testSpeakers() const
{
    std::vector<TestSpeaker> tested;
    if (m_trial.spec.evaluation.folds == 1) {
        for (const auto& speaker : m_split.shadowSpeakers())
            tested.push_back({speaker.id, m_rows->rowsOf(speaker.utterances)});
        return tested;
    }
    for (std::size_t i = 0; i < m_privateFolds.size(); ++i)
        if (const auto& speaker = m_split.privateSpeakers()[i]; m_privateFolds[i] == m_trial.fold)
            tested.push_back({speaker.id, m_rows->rowsOf(speaker.utterances)});
    return tested;
}

std::vector<std::string> TrialPlan::warnings() const
{
    auto warnings = m_warnings;
    warnAboutFew(m_split.privateSpeakers(), "private", m_trial.spec.attribute, warnings);
    warnAboutFew(m_split.shadowSpeakers(), "shadow", m_trial.spec.attribute, warnings);
    return warnings;
}

FederationPlan TrialPlan::federation(const std::vector<corpus::Speaker>& speakers,
                                     const std::vector<bool>& trains, const base::SeedTree& seed,
                                     std::string title) const
{
    const auto& spec = m_trial.spec;
    const auto& values = attributeValues();
    FederationPlan plan{std::move(title), m_rows, spec.emotions.size(), {}, spec.model,
                        spec.federation,  seed,   this->seed()};
    plan.encoder = m_trained;
    for (const auto& shard :
         corpus::makeShards(speakers, m_corpora, spec.federation.shardsPerSpeaker, seed.child("shards"))) {
        if (!trains[shard.speaker])
            continue;
        const auto& speaker = speakers[shard.speaker];
        const auto label = std::lower_bound(values.begin(), values.end(), speaker.attribute) - values.begin();
        plan.clients.push_back({speaker.id,
                                static_cast<std::size_t>(label),
                                {m_rows->rowsOf(shard.training), m_rows->rowsOf(shard.validation)}});
    }
    return plan;
}

std::vector<std::size_t> TrialPlan::foldsOf(const std::vector<corpus::Speaker>& speakers, std::size_t folds,
                                            const char* side) const
{
    const auto order = m_trial.spec.evaluation.split == SplitOrder::Ordered ? corpus::FoldOrder::Ordered
                                                                            : corpus::FoldOrder::Stratified;
    return corpus::assignFolds(speakers, m_corpora, folds, order, seed().child(side));
}

} // namespace undertone::experiment
