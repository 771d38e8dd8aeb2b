#include "core/attack/AttackCost.h"

#include "core/attack/AttackTargets.h"
#include "core/attack/ShadowExamples.h"
#include "core/attack/UpdateTrace.h"

#include <algorithm>
#include <cmath>

namespace undertone::attack {

namespace {

constexpr double forwardShare = 0.3;        ///< of a pass forward and backward
constexpr double validationShare = 0.2;     ///< of the published attack's examples
constexpr double secondsOfProduct = 3e-11;  ///< a multiplication and addition of a kernel's products, squared
constexpr double secondsOfSolution = 1e-10; ///< times the cube of the examples: the machine and its folds
constexpr double secondsOfScore = 5e-4;     ///< of an update of the published first layer, 16 x 988

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
    return sum;
}

double probeRows(const LayerShape& shape)
{
    return std::min<double>(probeCount, static_cast<double>(shape.out));
}

} // namespace

double networkSeconds(const std::string& layer, const LayerShape& shape, Part part)
{
    const double entries = static_cast<double>(shape.out * shape.in);
    const double secondsPerEntry = part == Part::Bias ? 0 : layer == "last" ? 6e-6 : 1e-6;
    return 2e-4 + entries * secondsPerEntry;
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
        return load.privateClients * secondsOfScore;
    const double passes =
        load.privateClients * static_cast<double>(spec.leakedUpdates.size() * spec.repeats) * forwardShare;
    return sumOver(spec, load, [&](const auto& layer, const auto& shape, Part part) {
        if (spec.kind == AttackKind::Cnn)
            return passes * networkSeconds(layer, shape, part);
        const double size = probeRows(shape) * static_cast<double>(shape.in) / (16.0 * 988);
        return load.privateUpdates * size * secondsOfScore;
    });
}

} // namespace undertone::attack
