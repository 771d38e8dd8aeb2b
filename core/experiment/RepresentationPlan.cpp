#include "core/experiment/RepresentationPlan.h"

#include "core/base/Error.h"
#include "core/experiment/AttackedAttributes.h"
#include "core/experiment/SpecNames.h"
#include "core/experiment/StageKey.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace undertone::experiment {

namespace {

constexpr int encoderVersion = 1;
constexpr int inputVersion = 1;
constexpr std::size_t validationFolds = 5; ///< one of which is the validation

/// The study's speakers with the attribute that folds are stratified by: the first that is not "speaker".
std::vector<corpus::Speaker> stratifiedSpeakers(const UtteranceInputs& inputs,
                                                const representation::RepresentationSpec& spec)
{
    auto speakers = inputs.speakers();
    const auto attribute = std::find_if(spec.adversary.begin(), spec.adversary.end(),
                                        [](const auto& one) { return one.attribute != "speaker"; });
    if (attribute == spec.adversary.end())
        return speakers;
    const auto values = valuesOfSpeakers(inputs, attribute->attribute);
    for (std::size_t i = 0; i < speakers.size(); ++i)
        speakers[i].attribute = values[i];
    return speakers;
}

RowSplit splitOf(const TrialSpec& trial, const UtteranceInputs& inputs,
                 const std::vector<corpus::Corpus>& corpora)
{
    const base::SeedTree seed(trial.seed);
    const auto& evaluation = trial.spec.evaluation;
    const auto speakers = stratifiedSpeakers(inputs, *trial.spec.representation);
    const auto order =
        evaluation.split == SplitOrder::Ordered ? corpus::FoldOrder::Ordered : corpus::FoldOrder::Stratified;
    const auto folds = corpus::assignFolds(speakers, corpora, evaluation.folds, order, seed.child("private"));
    std::vector<corpus::Speaker> others;
    for (std::size_t i = 0; i < speakers.size(); ++i)
        if (folds[i] != trial.fold)
            others.push_back(speakers[i]);
    const auto chosen = validationSpeakers(others, corpora, seed.child("validation", trial.fold));
    RowSplit split;
    for (std::size_t row = 0; row < inputs.rows(); ++row) {
        const auto speaker = inputs.speakerOfRow()[row];
        auto& side = folds[speaker] == trial.fold            ? split.test
                     : chosen.contains(speakers[speaker].id) ? split.validation
                                                             : split.training;
        side.push_back(static_cast<std::int64_t>(row));
    }
    return split;
}

void requireClasses(const RepresentationPlan& plan)
{
    std::set<std::int64_t> classes;
    for (const auto row : plan.split.training)
        classes.insert(plan.targets[static_cast<std::size_t>(row)]);
    if (classes.size() < 2)
        throw Error(ErrorCode::InvalidRequest,
                    "The training speakers have fewer than 2 classes of the target.", "emotions",
                    "Choose emotions that the corpora have, or add corpora.");
}

void addSplit(StageKey& key, const RowSplit& split)
{
    key.add("training", split.training).add("validation", split.validation).add("test", split.test);
}

} // namespace

std::set<std::string> validationSpeakers(const std::vector<corpus::Speaker>& speakers,
                                         const std::vector<corpus::Corpus>& corpora,
                                         const base::SeedTree& seed)
{
    if (speakers.size() < 2)
        throw Error(ErrorCode::InvalidRequest,
                    "A fold leaves fewer than two speakers to train and to validate the encoder on.",
                    "evaluation.folds", "Use corpora with more speakers, or more folds.");
    const auto dealt = corpus::assignFolds(speakers, corpora, std::min(validationFolds, speakers.size()),
                                           corpus::FoldOrder::Stratified, seed);
    std::set<std::string> chosen;
    for (std::size_t i = 0; i < speakers.size(); ++i)
        if (dealt[i] == 0)
            chosen.insert(speakers[i].id);
    return chosen;
}

void requireAttackable(const RepresentationPlan& plan, const TrialSpec& trial)
{
    for (const auto& attribute : plan.attributes) {
        if (attribute.isLinkability())
            continue;
        std::set<std::int64_t> values;
        for (const auto* side : {&plan.split.training, &plan.split.validation})
            for (const auto row : *side)
                values.insert(attribute.labels[static_cast<std::size_t>(row)]);
        values.erase(-1);
        if (values.size() < 2)
            throw Error(
                ErrorCode::InvalidRequest,
                fmt::format("In fold {} of {}, seed {}, the speakers whom attackers learn from have {} of "
                            "\"{}\": nothing can be learned from them.",
                            trial.fold + 1, trial.spec.evaluation.folds, trial.seed,
                            values.empty() ? "no value" : "one value", attribute.name),
                "representation.adversary",
                "Use other seeds or fewer folds, corpora with more speakers of each value, or another "
                "attribute.");
    }
}

std::string RepresentationPlan::key(const std::string& machine) const
{
    StageKey key("encoder", encoderVersion, machine);
    key.add("inputs", inputs->identity()).add("targets", targets);
    addEncoder(key, spec.encoder);
    key.add("warmup", spec.warmup)
        .add("epochs", spec.epochs)
        .add("patience", spec.patience)
        .add("batch size", spec.batchSize)
        .add("learning rate", spec.learningRate)
        .add("seed", seed.value());
    addSplit(key, split);
    for (std::size_t i = 0; i < attributes.size(); ++i)
        key.add("name", attributes[i].name)
            .add("attribute", attributes[i].adversaryLabels)
            .add("lambda", spec.adversary[i].lambda);
    return key.finish();
}

std::string RepresentationPlan::inputKey(const std::string& machine) const
{
    StageKey key("input vectors", inputVersion, machine);
    key.add("inputs", inputs->identity());
    addSplit(key, split);
    return key.finish();
}

representation::EncoderRequest RepresentationPlan::request(const representation::InputTable& table,
                                                           const std::string& device) const
{
    return {table, spec, split.training, split.validation, seed, device};
}

double RepresentationPlan::secondsPerEpoch() const
{
    return secondsFor(static_cast<double>(split.training.size() + split.validation.size()));
}

RepresentationPlan representationPlan(const TrialSpec& trial, std::shared_ptr<const UtteranceInputs> inputs,
                                      const std::vector<corpus::Corpus>& corpora,
                                      std::vector<std::string>& warnings)
{
    const auto& own = *trial.spec.representation;
    auto split = splitOf(trial, *inputs, corpora);
    PlannedEncoder encoder{inputs, own, {}, {}, targetClasses(trial.spec).size()};
    for (const auto& adversary : own.adversary)
        encoder.attributes.push_back(
            attackedAttribute(*inputs, adversary.attribute, split.training, warnings));
    encoder.targets = targetLabels(*inputs, own.target, split.training);
    const RepresentationPlan plan{
        std::move(encoder),
        fmt::format("encoder, fold {} of {}", trial.fold + 1, trial.spec.evaluation.folds), std::move(split),
        base::SeedTree(trial.seed).child("encoder", trial.fold)};
    requireClasses(plan);
    requireAttackable(plan, trial);
    return plan;
}

} // namespace undertone::experiment
