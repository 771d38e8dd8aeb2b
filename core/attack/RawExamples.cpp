#include "core/attack/RawExamples.h"

#include "core/base/Error.h"

#include <algorithm>
#include <map>
#include <set>

namespace undertone::attack {

namespace {

constexpr double heldOutShare = 0.2;
constexpr double smallestDeviation = 1e-5;

std::size_t heldOutOf(std::size_t count)
{
    return std::max<std::size_t>(1,
                                 static_cast<std::size_t>(heldOutShare * static_cast<double>(count) + 0.5));
}

std::set<std::string> heldOutSpeakers(const std::vector<RawExample>& examples, const base::SeedTree& seed)
{
    std::map<std::size_t, std::set<std::string>> byClass;
    for (const auto& example : examples)
        byClass[example.label].insert(example.speaker);
    std::set<std::string> heldOut;
    for (const auto& [label, members] : byClass) {
        if (members.size() < 2)
            continue;
        const std::vector<std::string> names(members.begin(), members.end());
        auto stream = seed.child("class", label).stream("held-out speakers");
        for (const auto i : stream.choose(names.size(), heldOutOf(names.size())))
            heldOut.insert(names[i]);
    }
    return heldOut;
}

std::vector<bool> heldOutExamples(const std::vector<RawExample>& examples, Validation validation,
                                  const base::SeedTree& seed)
{
    std::vector<bool> heldOut(examples.size());
    if (validation == Validation::Updates && examples.size() > 1) {
        auto stream = seed.stream("held-out updates");
        for (const auto i : stream.choose(examples.size(), heldOutOf(examples.size())))
            heldOut[i] = true;
    }
    if (validation == Validation::Speakers) {
        const auto speakers = heldOutSpeakers(examples, seed);
        for (std::size_t i = 0; i < examples.size(); ++i)
            heldOut[i] = speakers.contains(examples[i].speaker);
    }
    return heldOut;
}

} // namespace

RawExamples::RawExamples(const ShadowSource& shadows)
{
    for (std::size_t f = 0; f < shadows.federations; ++f) {
        const auto shadow = shadows.load(f);
        m_spools.emplace_back(shadow.spool);
        const auto& spool = m_spools.back();
        if (!spool.shapes().empty() && !m_shapes.empty() && spool.shapes() != m_shapes)
            throw Error(ErrorCode::InvalidRequest,
                        "The shadow federations trained models of different shapes.", shadow.spool.string(),
                        "Attack one study's federations at a time.");
        if (!spool.shapes().empty())
            m_shapes = spool.shapes();
        for (std::size_t u = 0; u < spool.origins().size(); ++u) {
            const auto& origin = spool.origins()[u];
            const auto senders = origin.client == federation::wholeCohort ? shadow.cohorts.at(origin.round)
                                                                          : std::vector{origin.client};
            for (const auto sender : senders)
                m_examples.push_back({f, u, shadow.clients.at(sender).speaker, shadow.clients[sender].label});
        }
    }
}

at::Tensor RawExamples::read(std::size_t example, std::size_t layer) const
{
    const auto& source = m_examples[example];
    return m_spools[source.federation].read(source.update, layer);
}

ParameterScale parameterScale(const RawExamples& examples, std::size_t layer, const base::Progress& progress)
{
    const auto parameters = static_cast<std::int64_t>(examples.shapes()[layer].parameters());
    const auto count = static_cast<double>(examples.all().size());
    auto mean = at::zeros({parameters}, at::kDouble);
    auto squares = at::zeros({parameters}, at::kDouble);
    for (std::size_t i = 0; i < examples.all().size(); ++i) {
        progress.checkCancelled();
        const auto values = examples.read(i, layer).to(at::kDouble);
        mean.add_(values, 1 / count);
        squares.addcmul_(values, values, 1 / count);
    }
    const auto deviation = (squares - mean.square()).clamp_min(0).sqrt() + smallestDeviation;
    return {mean.to(at::kFloat), deviation.to(at::kFloat)};
}

LayerBatch standardisedBatch(const at::Tensor& rows, const LayerShape& shape, const ParameterScale& scale,
                             const std::string& device)
{
    const auto out = static_cast<std::int64_t>(shape.out);
    const auto in = static_cast<std::int64_t>(shape.in);
    const auto values = ((rows - scale.mean) / scale.deviation).to(at::Device(device));
    return {values.narrow(1, 0, out * in).reshape({-1, 1, out, in}),
            values.narrow(1, out * in, out).contiguous()};
}

ValidationSplit validationSplit(const std::vector<RawExample>& examples, Validation validation,
                                const base::SeedTree& seed)
{
    const auto heldOut = heldOutExamples(examples, validation, seed);
    ValidationSplit split;
    for (std::size_t i = 0; i < examples.size(); ++i)
        (heldOut[i] ? split.validation : split.training).push_back(i);
    if (split.validation.empty() || split.training.empty())
        throw Error(ErrorCode::InvalidRequest, "There are too few shadow speakers to hold any out.",
                    "attack.validation", "Use shadow corpora with two speakers or more of a value.");
    return split;
}

} // namespace undertone::attack
