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
#include <iterator>
#include <map>
#include <set>

namespace undertone::experiment {

namespace {

constexpr int attackVersion = 2;
constexpr auto resultFormat = "UTVECTORATTACK1";
constexpr auto linksPart = "links";
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

std::vector<std::int64_t> labelled(const AttackedAttribute& attribute, const std::vector<std::int64_t>& rows)
{
    std::vector<std::int64_t> some;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(some),
                 [&](std::int64_t row) { return attribute.labels[static_cast<std::size_t>(row)] >= 0; });
    return some;
}

} // namespace

std::pair<std::vector<std::int64_t>, std::vector<std::int64_t>>
judgedApart(const UtteranceInputs& inputs, const RowSplit& split, const AttackedAttribute& attribute)
{
    auto training = labelled(attribute, split.training);
    auto judges = labelled(attribute, split.validation);
    const auto speakerOf = [&](std::int64_t row) {
        return inputs.speakerOfRow()[static_cast<std::size_t>(row)];
    };
    std::map<std::int64_t, std::set<std::size_t>> known; // label -> training speakers
    for (const auto row : training)
        known[attribute.labels[static_cast<std::size_t>(row)]].insert(speakerOf(row));
    std::set<std::int64_t> judged;
    for (const auto row : judges)
        judged.insert(attribute.labels[static_cast<std::size_t>(row)]);
    for (const auto& [label, speakers] : known) {
        if (judges.empty() || speakers.size() < 2 || judged.contains(label))
            continue;
        const auto isJudge = [&, judge = *speakers.rbegin()](std::int64_t row) {
            return speakerOf(row) == judge;
        };
        std::copy_if(training.begin(), training.end(), std::back_inserter(judges), isJudge);
        std::erase_if(training, isJudge);
    }
    return {std::move(training), std::move(judges)};
}

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
    m_problem = key.finish();
    StageKey all("vector attacks", attackVersion, context.machine);
    all.add("problem", m_problem);
    for (const auto kind : m_spec.attackers)
        all.add("attacker", attackerName(kind));
    m_key = all.finish();
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

std::string VectorAttackStage::keyOf(const std::string& part) const
{
    StageKey key("vector attacker", attackVersion, m_context.machine);
    key.add("problem", m_problem).add("part", part);
    return key.finish();
}

std::optional<VectorAttackResult> VectorAttackStage::stored(const std::string& part) const
{
    const auto bytes = m_context.cache.find(keyOf(part));
    return bytes ? VectorAttackResult::deserialize(*bytes) : std::nullopt;
}

std::optional<VectorAttackResult> VectorAttackStage::stored() const
{
    if (m_attribute.isLinkability())
        return stored(linksPart);
    VectorAttackResult result;
    for (const auto kind : m_spec.attackers) {
        auto own = stored(attackerName(kind));
        if (!own)
            return std::nullopt;
        result.attackers.push_back(std::move(own->attackers.front()));
    }
    return result;
}

VectorAttackResult VectorAttackStage::attack()
{
    const auto vectors = m_source.vectors();
    const double seconds = expectedSeconds();
    VectorAttackResult result;
    if (m_attribute.isLinkability()) {
        result.pairs = link(vectors);
        m_context.cache.store(keyOf(linksPart), result.serialize());
        m_context.progress.advance(seconds, m_source.title + ", speakers linked");
        return result;
    }
    for (const auto kind : m_spec.attackers) {
        const std::string name = attackerName(kind);
        auto own = stored(name);
        if (!own) {
            own = VectorAttackResult{{fit(kind, vectors)}, {}};
            m_context.cache.store(keyOf(name), own->serialize());
        }
        result.attackers.push_back(std::move(own->attackers.front()));
        m_context.graph.checkRunning();
        m_context.progress.advance(
            seconds / static_cast<double>(m_spec.attackers.size()),
            fmt::format("{}: {} attacker of {}", m_source.title, name, m_attribute.name));
    }
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
    const auto [training, judges] = judgedApart(*m_inputs, m_split, m_attribute);
    AttackerScores own{attackerName(kind), {}, 0};
    const auto known = labelsOf(m_attribute, training);
    const bool canBeJudged = !judges.empty() && std::adjacent_find(known.begin(), known.end(),
                                                                   std::not_equal_to<>()) != known.end();
    if (canBeJudged)
        own.heldOutUar =
            uarOf(fitted(training)->scores(rowsOf(vectors, judges)), labelsOf(m_attribute, judges), classes);
    const auto tested = testedRows();
    own.scores = tested.empty() ? at::empty({0, static_cast<std::int64_t>(classes)}, at::kDouble)
                                : fitted(joined(training, judges))->scores(rowsOf(vectors, tested));
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

std::vector<std::int64_t> VectorAttackStage::testedRows() const
{
    return labelled(m_attribute, m_split.test);
}

std::vector<std::size_t> VectorAttackStage::speakersOf(const std::vector<std::int64_t>& rows) const
{
    std::vector<std::size_t> speakers;
    for (const auto row : rows)
        speakers.push_back(m_inputs->speakerOfRow()[static_cast<std::size_t>(row)]);
    return speakers;
}

} // namespace undertone::experiment
