#include "core/attack/AttackCost.h"

#include "core/attack/AttackTargets.h"
#include "core/attack/ShadowExamples.h"
#include "core/attack/UpdateTrace.h"

#include <algorithm>
#include <cmath>

namespace undertone::attack {

namespace {

// Measured with bench_attack and fits of up to 2000 examples: the network takes 102, 6.9 and 0.8 ms for an
// example of the published model's three layers; a fit of 360, 1000 and 2000 examples on 16 probes of 988
// columns 0.6, 3.2 and 11.4 s; a score of 16 x 988 probes 0.29 ms.
constexpr double forwardShare = 0.3;          ///< of a pass forward and backward
constexpr double validationShare = 0.2;       ///< of the published attack's examples
constexpr double secondsOfEntry = 4e-7;       ///< of a weight that the network convolves
constexpr double secondsOfLastEntry = 1e-6;   ///< the same without the first pooling
constexpr double secondsOfNetwork = 2e-4;     ///< whatever the layer
constexpr double secondsOfProduct = 2.2e-11;  ///< of a multiplication and addition in a kernel
constexpr double secondsOfSolution = 1.3e-10; ///< times the cube of the examples: the machine and its folds
constexpr double secondsOfScore = 3e-4;       ///< of 16 rows of 988 columns

double examplesOf(const AttackSpec& spec, const AttackLoad& load)
{
    const double all = spec.kind == AttackKind::Data
                           ? load.shadowClients
                           : std::max(load.shadowClients, load.shadowUpdates / updatesPerGroup);
    return std::min(all, static_cast<double>(mostExamples));
}

double machineSeconds(double examples, double rows, double columns)
{
    return examples * examples * rows * rows * columns * secondsOfProduct / 2 +
           std::pow(examples, 3) * secondsOfSolution;
}

/// Sums over the layers and parts that are to be fitted.
template <class Cost>
double sumOver(const AttackSpec& spec, const AttackLoad& load, Cost cost)
{
    double sum = 0;
    for (std::size_t i = 0; i < load.layers.size(); ++i)
        if (const auto name = layerAlias(i, load.layers.size()); isFitted(spec, name))
            for (const auto part : spec.parts)
                sum += cost(name, load.layers[i], part);
    for (const auto columns : load.familyColumns)
        sum += cost("first", LayerShape{load.layers.front().out, columns}, Part::Weights);
    return sum;
}

double probeRows(const LayerShape& shape)
{
    return std::min<double>(probeCount, static_cast<double>(shape.out));
}

} // namespace

double networkSeconds(const std::string& layer, const LayerShape& shape, Part part)
{
    const auto entries = static_cast<double>(shape.out * shape.in);
    if (part == Part::Bias)
        return secondsOfNetwork;
    return secondsOfNetwork + entries * (layer == "last" ? secondsOfLastEntry : secondsOfEntry);
}

double fitSeconds(const AttackSpec& spec, const AttackLoad& load)
{
    const double examples = examplesOf(spec, load);
    switch (spec.kind) {
    case AttackKind::Cnn: {
        const double passes = static_cast<double>(spec.epochs) * load.shadowUpdates *
                              (1 - validationShare + validationShare * forwardShare);
        return sumOver(spec, load, [&](const auto& layer, const auto& shape, Part part) {
            return passes * networkSeconds(layer, shape, part);
        });
    }
    case AttackKind::Data:
        return load.layers.empty()
                   ? 0
                   : machineSeconds(examples, load.clientRows, static_cast<double>(load.layers.front().in));
    case AttackKind::Linear:
        return sumOver(spec, load, [&](const auto&, const auto& shape, Part) {
            return machineSeconds(examples, 1, probeRows(shape) * static_cast<double>(shape.in));
        });
    case AttackKind::SecondMoment:
        break;
    }
    return sumOver(spec, load, [&](const auto&, const auto& shape, Part) {
        return machineSeconds(examples, probeRows(shape), static_cast<double>(shape.in));
    });
}

double evaluationSeconds(const AttackSpec& spec, const AttackLoad& load)
{
    if (spec.kind == AttackKind::Data)
        return load.privateClients * load.clientRows / probeCount * secondsOfScore;
    const double passes =
        load.privateClients * static_cast<double>(spec.leakedUpdates.size() * spec.repeats) * forwardShare;
    return sumOver(spec, load, [&](const auto& layer, const auto& shape, Part part) {
        if (spec.kind == AttackKind::Cnn)
            return passes * networkSeconds(layer, shape, part);
        const double size = probeRows(shape) * static_cast<double>(shape.in) / (16.0 * 988);
        return load.privateUpdates * size * secondsOfScore;
    });
}

double memoryBytes(const AttackSpec& spec, const AttackLoad& load)
{
    if (spec.kind == AttackKind::Cnn) // batches are read from the disk
        return 0;
    const double examples = examplesOf(spec, load);
    const double entries = sumOver(spec, load, [](const auto&, const auto& shape, Part) {
        return probeRows(shape) * static_cast<double>(shape.in);
    });
    return examples * entries * sizeof(float) + examples * examples * sizeof(double);
}

} // namespace undertone::attack
