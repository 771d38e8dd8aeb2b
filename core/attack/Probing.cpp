#include "core/attack/LayerAliases.h"
#include "core/attack/UnitRows.h"
#include "core/attack/UpdateTrace.h"
#include "core/base/SeedTree.h"
#include "core/learning/TensorArchive.h"

#include <cmath>
#include <utility>

namespace undertone::attack {

namespace {

constexpr auto probeFormat = "UTPROBE2";
constexpr auto eigenFormat = "UTEIGEN2";
/// Every study uses the same random probes, so that traces of different trials can be compared.
constexpr std::uint64_t probeSeed = 7;

at::Tensor randomSigns(std::size_t outputs, base::RandomStream stream)
{
    auto matrix = at::empty({static_cast<std::int64_t>(probeCount), static_cast<std::int64_t>(outputs)});
    const auto entry = static_cast<float>(1 / std::sqrt(static_cast<double>(outputs)));
    float* data = matrix.data_ptr<float>();
    for (std::size_t i = 0; i < probeCount * outputs; ++i)
        data[i] = (stream() & 1U) != 0 ? entry : -entry;
    return matrix;
}

/// [W | b] of one layer on the CPU, probed: R [W | b], or [W | b] itself.
at::Tensor probe(const at::Tensor& matrix, const federation::LayerGroup& group)
{
    const auto weight = group.weight.cpu();
    const auto bias = group.bias.cpu();
    const auto rows = matrix.defined() ? matrix.size(0) : weight.size(0);
    auto probed = at::empty({rows, weight.size(1) + 1});
    auto weightPart = probed.narrow(1, 0, weight.size(1));
    auto biasPart = probed.select(1, weight.size(1));
    if (matrix.defined()) {
        weightPart.copy_(at::mm(matrix, weight));
        biasPart.copy_(at::mv(matrix, bias));
    } else {
        weightPart.copy_(weight);
        biasPart.copy_(bias);
    }
    return probed;
}

std::string writeTensors(const char* format, const std::vector<at::Tensor>& tensors)
{
    learning::ArchiveWriter writer(format);
    writer.integer(tensors.size());
    for (const auto& tensor : tensors)
        writer.tensor(tensor);
    return writer.finish();
}

std::optional<std::vector<at::Tensor>> readTensors(const char* format, std::string_view bytes)
{
    return learning::readArchive<std::optional<std::vector<at::Tensor>>>(
        format, bytes, [](learning::ArchiveReader& reader) {
            std::vector<at::Tensor> tensors;
            for (auto left = reader.integer(); left > 0; --left)
                tensors.push_back(reader.tensor());
            return std::optional(std::move(tensors));
        });
}

} // namespace

std::string ProbeSet::serialize() const
{
    return writeTensors(probeFormat, matrices);
}

std::optional<ProbeSet> ProbeSet::deserialize(std::string_view bytes)
{
    auto tensors = readTensors(probeFormat, bytes);
    return tensors ? std::optional(ProbeSet{std::move(*tensors)}) : std::nullopt;
}

ProbeSet randomProbes(const std::vector<std::size_t>& outputs)
{
    ProbeSet probes;
    const base::SeedTree seed(probeSeed);
    for (std::size_t layer = 0; layer < outputs.size(); ++layer)
        probes.matrices.push_back(
            outputs[layer] <= probeCount
                ? at::Tensor()
                : randomSigns(outputs[layer], seed.child("layer", layer).stream("probes")));
    return probes;
}

ProbingObserver::ProbingObserver(ProbeSet probes) : m_probes(std::move(probes)) {}

void ProbingObserver::observe(const federation::UpdateOrigin& origin, const federation::ModelUpdate& update)
{
    const at::NoGradGuard noGradient;
    m_pending.resize(update.size());
    std::vector<std::string> names;
    for (const auto& group : update)
        names.push_back(group.name);
    const auto aliases = layerAliases(names);
    for (std::size_t i = 0; i < update.size(); ++i) {
        m_pending[i].name = aliases[i];
        if (m_pending[i].name.empty())
            continue;
        m_pending[i].probed.push_back(unitRows(probe(m_probes.matrices.at(i), update[i])));
        m_pending[i].bias.push_back(update[i].bias.cpu().clone());
    }
    m_origins.push_back(origin);
}

UpdateTrace ProbingObserver::take()
{
    UpdateTrace trace;
    trace.origins = std::exchange(m_origins, {});
    for (auto& layer : std::exchange(m_pending, {}))
        if (!layer.name.empty())
            trace.layers.push_back({layer.name, at::stack(layer.probed), at::stack(layer.bias)});
    return trace;
}

void EigenprobeObserver::observe(const federation::UpdateOrigin&, const federation::ModelUpdate& update)
{
    const at::NoGradGuard noGradient;
    m_sums.resize(update.size());
    for (std::size_t i = 0; i < update.size(); ++i) {
        const auto rows = probe({}, update[i]);
        if (!m_sums[i].defined())
            m_sums[i] = at::zeros({rows.size(0), rows.size(0)}, at::kDouble);
        const double squaredNorm = rows.square().sum(at::kDouble).item<double>();
        if (squaredNorm > 0)
            m_sums[i].add_(at::mm(rows, rows.t()).to(at::kDouble), 1 / squaredNorm);
    }
}

ProbeSet EigenprobeObserver::probes() const
{
    const auto count = static_cast<std::int64_t>(probeCount);
    ProbeSet probes;
    for (const auto& sum : m_sums) {
        if (sum.size(0) <= count) {
            probes.matrices.emplace_back();
            continue;
        }
        const auto vectors = std::get<1>(at::linalg_eigh(sum)); // eigenvalues in ascending order
        probes.matrices.push_back(
            vectors.narrow(1, sum.size(0) - count, count).t().to(at::kFloat).contiguous());
    }
    return probes;
}

std::string EigenprobeObserver::serialize() const
{
    return writeTensors(eigenFormat, m_sums);
}

std::optional<EigenprobeObserver> EigenprobeObserver::deserialize(std::string_view bytes)
{
    auto tensors = readTensors(eigenFormat, bytes);
    if (!tensors)
        return std::nullopt;
    EigenprobeObserver observer;
    observer.m_sums = std::move(*tensors);
    return observer;
}

} // namespace undertone::attack
