#include "core/experiment/PlannedEncoder.h"

#include "core/experiment/RepresentationCost.h"
#include "core/representation/AdversarialTrainer.h"

#include <numeric>

namespace undertone::experiment {

namespace {

void addLabels(representation::InputTable& table, const PlannedEncoder& encoder)
{
    table.targets = encoder.targets;
    table.targetClasses = encoder.targetClasses;
    for (const auto& attribute : encoder.attributes) {
        table.attributes.push_back(attribute.adversaryLabels);
        table.attributeClasses.push_back(attribute.adversaryClasses);
    }
}

} // namespace

representation::InputTable PlannedEncoder::table(const std::vector<std::int64_t>& fitRows) const
{
    auto table = inputs->table(fitRows);
    addLabels(table, *this);
    return table;
}

std::vector<attack::LayerShape> PlannedEncoder::layers() const
{
    auto shapes = inputs->shapes();
    addLabels(shapes, *this);
    std::vector<attack::LayerShape> layers;
    const representation::EncoderModel model(spec, shapes);
    for (const auto& layer : model.layers())
        layers.push_back({static_cast<std::size_t>(layer.outputs), static_cast<std::size_t>(layer.inputs)});
    return layers;
}

at::Tensor PlannedEncoder::embeddings(const at::Tensor& weights, const std::vector<std::int64_t>& fitRows,
                                      const std::string& device, const base::Progress& progress) const
{
    const auto own = table(fitRows);
    const representation::AdversarialTrainer trainer(spec, own, device);
    std::vector<std::int64_t> rows(inputs->rows());
    std::iota(rows.begin(), rows.end(), std::int64_t{0});
    return trainer.embed(weights.to(trainer.device()), rows, progress);
}

double PlannedEncoder::secondsFor(double rows) const
{
    const double frames = static_cast<double>(inputs->frameCount()) / static_cast<double>(inputs->rows());
    return epochSeconds(spec, rows * frames, rows);
}

void addEncoder(StageKey& key, const representation::EncoderSpec& encoder)
{
    key.add("convolutions", encoder.convolutions)
        .add("kernel width", encoder.kernelWidth)
        .add("kernels", encoder.kernels)
        .add("gru layers", encoder.gruLayers)
        .add("gru units", encoder.gruUnits)
        .add("dense layers", encoder.denseLayers)
        .add("dense units", encoder.denseUnits)
        .add("dropout", encoder.dropout)
        .add("word dimensions", encoder.wordDimensions);
}

} // namespace undertone::experiment
