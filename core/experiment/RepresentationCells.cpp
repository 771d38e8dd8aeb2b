#include "core/experiment/RepresentationCells.h"

#include "core/attack/LeakDraws.h"
#include "core/experiment/SpecNames.h"

#include <map>

namespace undertone::experiment {

namespace {

/// Positions in the list of tested rows, by speaker.
using RowsOfSpeaker = std::map<std::size_t, std::vector<std::size_t>>;

RowsOfSpeaker bySpeaker(const std::vector<std::int64_t>& rows, const UtteranceInputs& inputs)
{
    RowsOfSpeaker speakers;
    for (std::size_t i = 0; i < rows.size(); ++i)
        speakers[inputs.speakerOfRow()[static_cast<std::size_t>(rows[i])]].push_back(i);
    return speakers;
}

std::vector<double> meanScores(const at::Tensor& scores, const std::vector<std::size_t>& positions)
{
    const auto values = scores.accessor<double, 2>();
    std::vector<double> mean(static_cast<std::size_t>(scores.size(1)));
    for (const auto position : positions)
        for (std::size_t c = 0; c < mean.size(); ++c)
            mean[c] += values[static_cast<std::int64_t>(position)][static_cast<std::int64_t>(c)] /
                       static_cast<double>(positions.size());
    return mean;
}

at::Tensor sideOf(const at::Tensor& vectors, const std::vector<std::int64_t>& rows)
{
    return vectors.index_select(0, at::tensor(rows, at::kLong)).to(at::kDouble);
}

/// d x 2, the first component first.
at::Tensor twoComponents(const at::Tensor& centred, EmbeddingMap& map)
{
    const auto covariance = at::mm(centred.t(), centred) / static_cast<double>(centred.size(0));
    const auto [values, vectors] = at::linalg_eigh(covariance, "L");
    const auto d = values.size(0);
    const double total = values.clamp_min(0).sum().item<double>();
    auto components = at::zeros({d, 2}, at::kDouble);
    for (std::int64_t k = 0; k < std::min<std::int64_t>(2, d); ++k) {
        const auto component = vectors.select(1, d - 1 - k);
        const auto largest = component[component.abs().argmax()];
        components.select(1, k).copy_(largest.item<double>() < 0 ? -component : component);
        const double share = total > 0 ? values[d - 1 - k].item<double>() / total : 0;
        (k == 0 ? map.xShare : map.yShare) = share;
    }
    return components;
}

} // namespace

std::vector<attack::LeakageCell> attackCells(const std::string& layer, const VectorAttackResult& result,
                                             const AttackedAttribute& attribute,
                                             const std::vector<std::int64_t>& rows,
                                             const UtteranceInputs& inputs, const attack::AttackSpec& spec,
                                             const base::SeedTree& draws)
{
    const auto speakers = bySpeaker(rows, inputs);
    std::vector<attack::LeakageCell> cells;
    const auto add = [&](const std::string& attacker, const at::Tensor& scores) {
        for (const auto n : spec.leakedUpdates) {
            attack::LeakageCell cell{layer, attack::Part::Both, n, {}, attribute.name, attacker};
            for (const auto& [speaker, positions] : speakers) {
                const auto row = static_cast<std::size_t>(rows[positions.front()]);
                attack::ClientScore score{inputs.speakers()[speaker].id,
                                          speaker,
                                          static_cast<std::size_t>(attribute.labels[row]),
                                          0,
                                          {},
                                          {}};
                for (const auto& drawn : attack::leakDraws(draws, speaker, positions, n, spec.repeats)) {
                    score.updates = drawn.size();
                    attack::addRepeat(score, meanScores(scores, drawn));
                }
                cell.clients.push_back(std::move(score));
            }
            cells.push_back(std::move(cell));
        }
    };
    add(strongestAttack, result.strongest().scores);
    for (const auto& own : result.attackers)
        add(own.attacker, own.scores);
    return cells;
}

attack::LeakageCell linkabilityCell(const std::string& layer, const VectorAttackResult& result,
                                    const UtteranceInputs& inputs)
{
    attack::LeakageCell cell{layer, attack::Part::Both, 1, {}, "speaker", linkabilityAttack};
    const double threshold = representation::equalErrorThreshold(result.pairs);
    for (const auto& own : result.pairs) {
        const auto& id = inputs.speakers()[own.speaker].id;
        attack::ClientScore score{
            own.areSame ? id : id + " and others", own.speaker, own.areSame ? 1UL : 0UL, 1, {}, {}};
        for (const double similarity : own.similarities)
            attack::addRepeat(score, {threshold - similarity, similarity - threshold});
        cell.clients.push_back(std::move(score));
    }
    return cell;
}

std::vector<std::string> linkabilityValues()
{
    return {"different", "same"};
}

EmbeddingMap embeddingMap(const RepresentationPlan& plan, const at::Tensor& vectors)
{
    EmbeddingMap map;
    const auto training = sideOf(vectors, plan.split.training);
    const auto mean = training.mean(0);
    const auto components = twoComponents(training - mean, map);
    const auto places = at::mm(sideOf(vectors, plan.split.test) - mean, components).contiguous();
    const auto place = places.accessor<double, 2>();
    for (std::size_t i = 0; i < plan.split.test.size(); ++i) {
        const auto row = static_cast<std::size_t>(plan.split.test[i]);
        const auto& utterance = plan.inputs->utterance(row);
        EmbeddedUtterance one{plan.inputs->corpusOf(row).name,
                              utterance.path,
                              utterance.speaker,
                              utterance.emotion,
                              {},
                              place[static_cast<std::int64_t>(i)][0],
                              place[static_cast<std::int64_t>(i)][1]};
        for (const auto& attribute : plan.attributes)
            if (const auto& value = utterance.attribute(attribute.name); !value.empty())
                one.attributes[attribute.name] = value;
        map.utterances.push_back(std::move(one));
    }
    return map;
}

UtilityResult encoderUtility(const RepresentationPlan& plan, const std::vector<std::size_t>& predicted,
                             std::size_t selectedEpoch)
{
    std::map<std::size_t, learning::ConfusionMatrix> bySpeaker;
    for (const auto index : plan.split.test) {
        const auto row = static_cast<std::size_t>(index);
        bySpeaker.try_emplace(plan.inputs->speakerOfRow()[row], learning::ConfusionMatrix(plan.targetClasses))
            .first->second.add(static_cast<std::size_t>(plan.targets[row]), predicted[row]);
    }
    UtilityResult utility;
    utility.selectedRound = selectedEpoch;
    for (auto& [speaker, confusion] : bySpeaker)
        utility.speakers.push_back({plan.inputs->speakers()[speaker].id, std::move(confusion)});
    return utility;
}

} // namespace undertone::experiment
