#include "core/federation/FederatedTraining.h"
#include "core/learning/TensorArchive.h"

namespace undertone::federation {

void FederationState::write(learning::ArchiveWriter& writer) const
{
    const bool selectedIsCurrent = at::equal(selectedWeights, weights);
    writer.integer(nextRound).integer(selectedRound).real(selectedUar);
    writer.tensor(weights).tensor(selectedIsCurrent ? at::Tensor() : selectedWeights);
    writer.integer(optimizer.size());
    for (const auto& tensor : optimizer)
        writer.tensor(tensor);
}

FederationState FederationState::read(learning::ArchiveReader& reader)
{
    FederationState state;
    state.nextRound = reader.integer();
    state.selectedRound = reader.integer();
    state.selectedUar = reader.real();
    state.weights = reader.tensor();
    state.selectedWeights = reader.tensor();
    if (!state.selectedWeights.defined())
        state.selectedWeights = state.weights;
    for (auto left = reader.integer(); left > 0; --left)
        state.optimizer.push_back(reader.tensor());
    return state;
}

} // namespace undertone::federation
