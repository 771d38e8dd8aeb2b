#include "core/attack/ProbedAttack.h"

#include "core/attack/AttackTargets.h"
#include "core/attack/FamilyLayers.h"
#include "core/attack/LayerAliases.h"
#include "core/attack/ShadowExamples.h"
#include "core/attack/UnitRows.h"
#include "core/learning/Torch.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace undertone::attack {

namespace {

constexpr auto attackFormat = "UTATTACK2";
constexpr std::int64_t scoredAtOnce = 64;

ValueSpeakers speakersOf(const ShadowExamples& examples)
{
    ValueSpeakers speakers;
    for (std::size_t i = 0; i < examples.labels.size(); ++i)
        speakers[examples.labels[i]].insert(examples.speakers[i]);
    return speakers;
}

/// The examples' speakers by number, in the order of their names.
std::vector<std::size_t> numbered(const std::vector<std::string>& speakers)
{
    const std::set<std::string> names(speakers.begin(), speakers.end());
    std::map<std::string, std::size_t> numbers;
    for (const auto& name : names)
        numbers.emplace(name, numbers.size());
    std::vector<std::size_t> result;
    for (const auto& speaker : speakers)
        result.push_back(numbers[speaker]);
    return result;
}

at::Tensor meanOf(const at::Tensor& scores, const std::vector<std::size_t>& updates)
{
    const std::vector<std::int64_t> indices(updates.begin(), updates.end());
    return scores.index_select(0, at::tensor(indices, at::kLong)).mean(0);
}

/// 1 of each problem that the shadows have examples of, 0 of the others, whose scores say so as they are.
at::Tensor knownProblems(const LayerClassifier& classifier)
{
    std::vector<double> known;
    for (const auto& scorer : classifier.scorers)
        known.push_back(scorer.form.defined() ? 1 : 0);
    return at::tensor(known, at::kDouble);
}

/// Layers of one part together, which may be fused; the families by themselves.
bool belongTogether(const ExampleTarget& a, const ExampleTarget& b)
{
    return a.part == b.part && isFamilyLayer(a.layer) == isFamilyLayer(b.layer);
}

} // namespace

Statistic ProbedAttack::statisticOf(const std::string& layer) const
{
    return m_request.spec.kind == AttackKind::Linear || layer == adversaryLayer ? Statistic::Rows
                                                                                : Statistic::SecondMoment;
}

std::unique_ptr<FittedAttack> ProbedAttack::fit(const AttackRequest& request, const ShadowSource& shadows,
                                                base::Progress& progress,
                                                const learning::FitCheckpoint& checkpoint)
{
    learning::useOneTorchThread();
    const ShadowSource seen{shadows.federations, [&](std::size_t federation) {
                                return withFamilies(shadows.load(federation), request.families);
                            }};
    auto examples = collectExamples(seen, request.spec, progress);
    const auto speakers = speakersOf(examples);
    requireTwoValues(speakers);
    std::unique_ptr<ProbedAttack> attack(new ProbedAttack(request));
    attack->m_warnings = valueWarnings(request.attributeValues, speakers);
    if (request.spec.kind != AttackKind::Data)
        for (auto& warning : layerWarnings(request.spec, examples.layers))
            attack->m_warnings.push_back(std::move(warning));
    const auto problems = learning::binaryProblems(numbered(examples.speakers), examples.labels,
                                                   request.attributeValues.size());
    learning::StepLog log(progress, checkpoint);
    std::vector<LayerFit> fits;
    for (std::size_t t = 0; t < examples.targets.size(); ++t) {
        const auto& target = examples.targets[t];
        if (t == 0 || !belongTogether(examples.targets[t - 1], target))
            attack->m_parts.push_back({target.part, {}, {}, {}});
        auto& model = attack->m_parts.back();
        const auto rows = std::exchange(examples.rows[t], {});
        fits.push_back(fitLayer(attack->statisticOf(target.layer), rows, problems, log));
        model.layers.push_back(target.layer);
        model.classifiers.push_back(fits.back().classifier);
        const bool isLast =
            t + 1 == examples.targets.size() || !belongTogether(target, examples.targets[t + 1]);
        if (!isLast)
            continue;
        const bool isFused = wantsFusion(request.spec) && request.spec.kind != AttackKind::Data;
        if (isFused && !isFamilyLayer(target.layer))
            model.fusion = fuseLayers(fits, problems);
        fits.clear();
    }
    return attack;
}

std::string ProbedAttack::serialize() const
{
    learning::ArchiveWriter writer(attackFormat);
    writer.integer(static_cast<std::uint64_t>(m_request.spec.kind));
    writer.integer(m_parts.size());
    for (const auto& part : m_parts) {
        writer.integer(static_cast<std::uint64_t>(part.part)).integer(part.layers.size());
        for (std::size_t i = 0; i < part.layers.size(); ++i) {
            writer.text(part.layers[i]);
            part.classifiers[i].write(writer);
        }
        part.fusion.write(writer);
    }
    writer.integer(m_warnings.size());
    for (const auto& warning : m_warnings)
        writer.text(warning);
    return writer.finish();
}

std::unique_ptr<FittedAttack> ProbedAttack::restore(const AttackRequest& request, std::string_view bytes)
{
    return learning::readArchive<std::unique_ptr<FittedAttack>>(
        attackFormat, bytes, [&](learning::ArchiveReader& reader) {
            std::unique_ptr<ProbedAttack> attack(new ProbedAttack(request));
            if (reader.integer() != static_cast<std::uint64_t>(request.spec.kind))
                throw learning::DamagedArchive();
            for (auto parts = reader.integer(); parts > 0; --parts) {
                PartModel model;
                model.part = static_cast<Part>(reader.integer());
                for (auto layers = reader.integer(); layers > 0; --layers) {
                    model.layers.push_back(reader.text());
                    model.classifiers.push_back(LayerClassifier::read(reader));
                }
                model.fusion = LayerFusion::read(reader);
                attack->m_parts.push_back(std::move(model));
            }
            for (auto warnings = reader.integer(); warnings > 0; --warnings)
                attack->m_warnings.push_back(reader.text());
            return std::unique_ptr<FittedAttack>(std::move(attack));
        });
}

std::vector<at::Tensor> ProbedAttack::layerScores(const PartModel& model, const UpdateTrace& trace,
                                                  const base::Progress& progress) const
{
    std::vector<at::Tensor> scores;
    const auto updates = static_cast<std::int64_t>(trace.size());
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        const auto& layer = traceLayer(trace, model.layers[i]);
        std::vector<at::Tensor> blocks;
        for (std::int64_t begin = 0; begin < updates; begin += scoredAtOnce) {
            progress.checkCancelled();
            const auto count = std::min(scoredAtOnce, updates - begin);
            blocks.push_back(model.classifiers[i].scores(statisticOf(model.layers[i]),
                                                         partRows(layer, model.part, begin, count)));
        }
        scores.push_back(at::cat(blocks));
    }
    return scores;
}

LeakageCell ProbedAttack::cell(const ObservedFederation& observed, const std::vector<ClientUpdates>& updates,
                               const at::Tensor& scores, const at::Tensor& known, LeakedUpdates n) const
{
    LeakageCell cell;
    cell.leakedUpdates = n;
    for (std::size_t c = 0; c < observed.clients.size(); ++c) {
        if (!updates[c].canBeScored())
            continue;
        ClientScore score{observed.clients[c].speaker, c, observed.clients[c].label, 0, {}, {}};
        const auto others = updates[c].areSums ? meanOf(scores, updates[c].without) * known : at::Tensor();
        for (const auto& draw : leakDraws(m_request.seed, c, updates[c].with, n, m_request.spec.repeats)) {
            score.updates = draw.size();
            const auto own = meanOf(scores, draw);
            addRepeat(score, classScores(others.defined() ? own - others : own));
        }
        cell.clients.push_back(std::move(score));
    }
    return cell;
}

LeakageReport ProbedAttack::evaluate(const ObservedFederation& observed,
                                     const std::vector<LeakedUpdates>& leakedUpdates,
                                     base::Progress& progress,
                                     const std::function<void(const LeakageCell&)>& onCell) const
{
    learning::useOneTorchThread();
    LeakageReport report{m_request.attributeValues, {}, m_warnings};
    const auto view = seenBy(m_request.spec.kind, withFamilies(observed, m_request.families));
    if (view.trace.origins.empty())
        return report;
    const bool ceiling = m_request.spec.kind == AttackKind::Data;
    const auto counts = ceiling ? std::vector{allUpdates} : leakedUpdates;
    const auto updates = updatesByClient(view.trace.origins, view.cohorts, view.clients.size());
    for (auto& warning : contrastWarnings(updates))
        report.warnings.push_back(std::move(warning));
    if (std::none_of(updates.begin(), updates.end(), [](const auto& client) { return client.canBeScored(); }))
        return report;
    for (const auto& model : m_parts) {
        auto targets = layerScores(model, view.trace, progress);
        auto names = model.layers;
        const auto known = knownProblems(model.classifiers.front());
        if (!model.fusion.problems.empty()) {
            targets.push_back(model.fusion.scores(targets));
            names.emplace_back(fusionName);
        }
        for (std::size_t i = 0; i < targets.size(); ++i) {
            if (!ceiling && !isFamilyLayer(names[i]) && !wants(m_request.spec, names[i]))
                continue;
            for (const auto n : counts) {
                progress.checkCancelled();
                auto found = cell(view, updates, targets[i], known, n);
                found.layer = names[i];
                found.part = model.part;
                if (onCell)
                    onCell(found);
                report.cells.push_back(std::move(found));
            }
        }
    }
    return report;
}

} // namespace undertone::attack
