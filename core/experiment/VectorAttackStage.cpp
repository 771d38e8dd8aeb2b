#include "core/experiment/VectorAttackStage.h"

#include "core/experiment/RepresentationCost.h"
#include "core/experiment/SpecNames.h"
#include "core/experiment/StageKey.h"
#include "core/learning/ClassificationMetrics.h"
#include "core/learning/TensorArchive.h"
#include "core/representation/Attackers.h"
#include "core/representation/VectorProblem.h"

#include <fmt/format.h>

#include <algorithm>

namespace undertone::experiment {

namespace {

constexpr int attackVersion = 1;
constexpr auto resultFormat = "UTVECTORATTACK1";
constexpr std::size_t pairsOfASpeaker = 50; ///< of either kind

std::vector<std::int64_t> joined(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b)
{
    auto all = a;
    all.insert(all.end(), b.begin(), b.end());
    std::sort(all.begin(), all.end());
    return all;
}

at::Tensor rowsOf(const at::Tensor& vectors, const std::vector<std::int64_t>& rows)
{
    return vectors.index_select(0, at::tensor(rows, at::kLong));
}

double uarOf(const at::Tensor& scores, const std::vector<std::size_t>& labels, std::size_t classes)
{
    learning::ConfusionMatrix confusion(classes);
    const auto decided = scores.argmax(1);
    for (std::size_t i = 0; i < labels.size(); ++i)
        confusion.add(labels[i],
                      static_cast<std::size_t>(decided[static_cast<std::int64_t>(i)].item<std::int64_t>()));
    return confusion.unweightedAverageRecall();
}

std::vector<std::size_t> labelsOf(const AttackedAttribute& attribute, const std::vector<std::int64_t>& rows)
{
    std::vector<std::size_t> labels;
    for (const auto row : rows)
        labels.push_back(static_cast<std::size_t>(attribute.labels[static_cast<std::size_t>(row)]));
    return labels;
}

} // namespace

const AttackerScores& VectorAttackResult::strongest() const
{
    return *std::max_element(attackers.begin(), attackers.end(),
                             [](const auto& a, const auto& b) { return a.heldOutUar < b.heldOutUar; });
}

std::string VectorAttackResult::serialize() const
{
    learning::ArchiveWriter writer(resultFormat);
    writer.integer(attackers.size());
    for (const auto& own : attackers)
        writer.text(own.attacker).tensor(own.scores).real(own.heldOutUar);
    writer.integer(pairs.size());
    for (const auto& own : pairs) {
        writer.integer(own.speaker).integer(own.areSame ? 1 : 0).integer(own.similarities.size());
        for (const double similarity : own.similarities)
            writer.real(similarity);
    }
    return writer.finish();
}

std::optional<VectorAttackResult> VectorAttackResult::deserialize(std::string_view bytes)
{
    using Found = std::optional<VectorAttackResult>;
    return learning::readArchive<Found>(resultFormat, bytes, [](auto& reader) {
        VectorAttackResult result;
        for (auto left = reader.integer(); left > 0; --left) {
            AttackerScores own;
            own.attacker = reader.text();
            own.scores = reader.tensor();
            own.heldOutUar = reader.real();
            result.attackers.push_back(std::move(own));
        }
        for (auto left = reader.integer(); left > 0; --left) {
            representation::SpeakerPairs own;
            own.speaker = reader.integer();
            own.areSame = reader.integer() == 1;
            for (auto pairs = reader.integer(); pairs > 0; --pairs)
                own.similarities.push_back(reader.real());
            result.pairs.push_back(std::move(own));
        }
        return Found(std::move(result));
    });
}

VectorAttackStage::VectorAttackStage(VectorSource source, const RepresentationPlan& plan,
                                     AttackedAttribute attribute, StageContext& context)
    : m_source(std::move(source)), m_inputs(plan.inputs), m_spec(plan.spec), m_split(plan.split),
      m_attribute(std::move(attribute)), m_seed(plan.seed.child("attack").child(m_attribute.name)),
      m_context(context)
{
    StageKey key("vector attack", attackVersion, context.machine);
    key.add("vectors", m_source.key)
        .add("attribute", m_attribute.name)
        .add("labels", m_attribute.labels)
        .add("training", m_split.training)
        .add("validation", m_split.validation)
        .add("test", m_split.test)
        .add("seed", m_seed.value());
    for (const auto kind : m_spec.attackers)
        key.add("attacker", attackerName(kind));
    m_key = key.finish();
}

double VectorAttackStage::expectedSeconds() const
{
    return m_attribute.isLinkability() ? 0.5
                                       : vectorAttackSeconds(m_spec, static_cast<double>(m_inputs->rows()));
}

void VectorAttackStage::run()
{
    const std::scoped_lock lock(m_mutex);
    if (stored())
        m_context.progress.skip(expectedSeconds(), m_source.title + ", attacked before");
    else
        attack();
}

VectorAttackResult VectorAttackStage::result()
{
    const std::scoped_lock lock(m_mutex);
    if (auto found = stored())
        return std::move(*found);
    m_context.progress.addTotal(expectedSeconds());
    return attack();
}

std::optional<VectorAttackResult> VectorAttackStage::stored() const
{
    const auto bytes = m_context.cache.find(m_key);
    return bytes ? VectorAttackResult::deserialize(*bytes) : std::nullopt;
}

VectorAttackResult VectorAttackStage::attack()
{
    const auto vectors = m_source.vectors();
    const double seconds = expectedSeconds();
    VectorAttackResult result;
    if (m_attribute.isLinkability()) {
        result.pairs = link(vectors);
        m_context.progress.advance(seconds, m_source.title + ", speakers linked");
    } else {
        for (const auto kind : m_spec.attackers) {
            result.attackers.push_back(fit(kind, vectors));
            m_context.graph.checkRunning();
            m_context.progress.advance(
                seconds / static_cast<double>(m_spec.attackers.size()),
                fmt::format("{}: {} attacker of {}", m_source.title, attackerName(kind), m_attribute.name));
        }
    }
    m_context.cache.store(m_key, result.serialize());
    return result;
}

AttackerScores VectorAttackStage::fit(representation::Attacker kind, const at::Tensor& vectors)
{
    const auto classes = m_attribute.values.size();
    const auto fitted = [&](const std::vector<std::int64_t>& rows) {
        return representation::fitAttacker(
            kind, {rowsOf(vectors, rows), labelsOf(m_attribute, rows), speakersOf(rows)}, classes,
            m_seed.child(attackerName(kind)), m_context.progress);
    };
    const auto training = labelled(m_split.training);
    const auto validation = labelled(m_split.validation);
    AttackerScores own{attackerName(kind), {}, 0};
    const auto known = labelsOf(m_attribute, training);
    const bool canBeJudged = !validation.empty() && std::adjacent_find(known.begin(), known.end(),
                                                                       std::not_equal_to<>()) != known.end();
    if (canBeJudged)
        own.heldOutUar = uarOf(fitted(training)->scores(rowsOf(vectors, validation)),
                               labelsOf(m_attribute, validation), classes);
    const auto tested = testedRows();
    own.scores = tested.empty() ? at::empty({0, static_cast<std::int64_t>(classes)}, at::kDouble)
                                : fitted(joined(training, validation))->scores(rowsOf(vectors, tested));
    return own;
}

/// With the similarity that links the validation speakers best.
std::vector<representation::SpeakerPairs> VectorAttackStage::link(const at::Tensor& vectors) const
{
    const auto known = joined(m_split.training, m_split.validation);
    const auto speakers = speakersOf(known);
    const representation::Standardizer standardised(
        rowsOf(vectors, known),
        representation::exampleWeights(std::vector<std::size_t>(known.size()), speakers, 1));
    const auto pairs = [&](representation::Similarity similarity, const std::vector<std::int64_t>& rows,
                           const char* side) {
        return representation::similarPairs(similarity, standardised(rowsOf(vectors, rows)), speakersOf(rows),
                                            pairsOfASpeaker, m_seed.child(side));
    };
    auto best = representation::Similarity::Cosine;
    double bestArea = -1;
    for (const auto similarity : {representation::Similarity::Cosine, representation::Similarity::Euclid})
        if (const double area =
                representation::areaUnderPairs(pairs(similarity, m_split.validation, "validation"));
            area > bestArea) {
            bestArea = area;
            best = similarity;
        }
    return pairs(best, m_split.test, "test");
}

std::vector<std::int64_t> VectorAttackStage::labelled(const std::vector<std::int64_t>& rows) const
{
    std::vector<std::int64_t> some;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(some),
                 [&](std::int64_t row) { return m_attribute.labels[static_cast<std::size_t>(row)] >= 0; });
    return some;
}

std::vector<std::size_t> VectorAttackStage::speakersOf(const std::vector<std::int64_t>& rows) const
{
    std::vector<std::size_t> speakers;
    for (const auto row : rows)
        speakers.push_back(m_inputs->speakerOfRow()[static_cast<std::size_t>(row)]);
    return speakers;
}

} // namespace undertone::experiment
