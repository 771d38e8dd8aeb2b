#include "core/federation/FederatedTraining.h"
#include "core/learning/TensorArchive.h"

namespace undertone::federation {

namespace {

void writeReleases(learning::ArchiveWriter& writer, const privacy::Releases& releases)
{
    writer.integer(releases.size());
    for (const auto& run : releases)
        writer.real(run.noiseMultiplier).integer(run.count);
}

privacy::Releases readReleases(learning::ArchiveReader& reader)
{
    privacy::Releases releases;
    for (auto left = reader.integer(); left > 0; --left) {
        const double noiseMultiplier = reader.real();
        releases.push_back({noiseMultiplier, reader.integer()});
    }
    return releases;
}

} // namespace

void FederationState::write(learning::ArchiveWriter& writer) const
{
    const bool selectedIsCurrent = at::equal(selectedWeights, weights);
    writer.integer(nextRound).integer(selectedRound).real(selectedUar);
    writer.tensor(weights).tensor(selectedIsCurrent ? at::Tensor() : selectedWeights);
    writer.integer(optimizer.size());
    for (const auto& tensor : optimizer)
        writer.tensor(tensor);
    writer.real(clip).integer(isBudgetSpent ? 1 : 0).integer(releases.clients.size());
    for (const auto& client : releases.clients)
        writeReleases(writer, client);
    writeReleases(writer, releases.rounds);
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
    state.clip = reader.real();
    state.isBudgetSpent = reader.integer() != 0;
    for (auto left = reader.integer(); left > 0; --left)
        state.releases.clients.push_back(readReleases(reader));
    state.releases.rounds = readReleases(reader);
    return state;
}

} // namespace undertone::federation
