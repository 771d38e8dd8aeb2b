#include "PlantedFederation.h"

namespace undertone::tests {

namespace {

at::Tensor normals(std::int64_t rows, std::int64_t columns, base::RandomStream stream)
{
    auto values = at::empty({rows, columns});
    for (std::int64_t i = 0; i < values.numel(); ++i)
        values.data_ptr<float>()[i] = static_cast<float>(stream.normal());
    return values;
}

/// Inputs of one client: independent, but that features 2k and 2k + 1 vary together with a sign that depends
/// on the class and k.
at::Tensor plantedInputs(const Plant& plant, std::size_t label, std::int64_t rows, base::RandomStream stream)
{
    auto inputs = normals(rows, static_cast<std::int64_t>(plant.inputs), stream);
    for (std::int64_t k = 0; 2 * k + 1 < inputs.size(1); ++k) {
        const float sign = (k + static_cast<std::int64_t>(label)) % 3 == 0 ? 1 : -1;
        inputs.select(1, 2 * k + 1).mul_(0.4F).add_(inputs.select(1, 2 * k), sign);
    }
    return inputs;
}

std::vector<std::size_t> labelsOf(const Plant& plant)
{
    std::vector<std::size_t> labels;
    for (std::size_t c = 0; c < plant.speakersPerClass.size(); ++c)
        labels.insert(labels.end(), plant.speakersPerClass[c], c);
    return labels;
}

base::SeedTree clientSeed(const Plant& plant, std::size_t client)
{
    return base::SeedTree(plant.seed).child(plant.corpus).child("client", client);
}

} // namespace

federation::ModelUpdate plantedUpdate(const Plant& plant, std::size_t label, std::size_t client,
                                      std::size_t round)
{
    const auto seed = clientSeed(plant, client).child("round", round);
    federation::ModelUpdate update;
    auto inputs = static_cast<std::int64_t>(plant.inputs);
    for (std::size_t i = 0; i < plant.outputs.size(); ++i) {
        const auto outputs = static_cast<std::int64_t>(plant.outputs[i]);
        const auto layer = seed.child("layer", i);
        const auto x = i == 0 ? plantedInputs(plant, label, 20, layer.stream("inputs"))
                              : normals(20, inputs, layer.stream("inputs"));
        const auto delta = normals(20, outputs, layer.stream("delta"));
        update.push_back({"dense" + std::to_string(i + 1), at::mm(delta.t(), x), delta.sum(0)});
        inputs = outputs;
    }
    return update;
}

std::vector<attack::ClientIdentity> plantedClients(const Plant& plant)
{
    std::vector<attack::ClientIdentity> clients;
    const auto labels = labelsOf(plant);
    for (std::size_t c = 0; c < labels.size(); ++c)
        clients.push_back({plant.corpus + "/" + std::to_string(100 + c), labels[c],
                           plantedInputs(plant, labels[c], 20 + static_cast<std::int64_t>(c),
                                         clientSeed(plant, c).stream("own"))});
    return clients;
}

attack::ObservedFederation plantedFederation(const Plant& plant)
{
    attack::ObservedFederation observed;
    observed.clients = plantedClients(plant);
    attack::ProbingObserver observer(attack::randomProbes(plant.outputs));
    for (std::size_t round = 0; round < plant.updates; ++round)
        for (std::size_t c = 0; c < observed.clients.size(); ++c)
            observer.observe({round, c}, plantedUpdate(plant, observed.clients[c].label, c, round));
    observed.trace = observer.take();
    return observed;
}

} // namespace undertone::tests
