#include "core/learning/TensorArchive.h"
#include "core/representation/EncoderTraining.h"

namespace undertone::representation {

namespace {

constexpr auto format = "undertone encoder 1\n";

EncoderState read(learning::ArchiveReader& reader)
{
    EncoderState state;
    state.weights = reader.tensor();
    state.mean = reader.tensor();
    state.variance = reader.tensor();
    state.steps = static_cast<std::int64_t>(reader.integer());
    state.bestWeights = reader.tensor();
    const auto epochs = reader.integer();
    for (std::uint64_t i = 0; i < epochs; ++i) {
        EpochRecord record;
        record.trainingLoss = reader.real();
        record.adversaryLoss = reader.real();
        record.validationUar = reader.real();
        state.epochs.push_back(record);
    }
    state.isFinished = reader.integer() != 0;
    return state;
}

} // namespace

std::string EncoderState::serialize() const
{
    learning::ArchiveWriter writer(format);
    writer.tensor(weights).tensor(mean).tensor(variance).integer(static_cast<std::uint64_t>(steps));
    writer.tensor(bestWeights).integer(epochs.size());
    for (const auto& epoch : epochs)
        writer.real(epoch.trainingLoss).real(epoch.adversaryLoss).real(epoch.validationUar);
    writer.integer(isFinished ? 1 : 0);
    return writer.finish();
}

std::optional<EncoderState> EncoderState::deserialize(std::string_view bytes)
{
    return learning::readArchive<std::optional<EncoderState>>(format, bytes, read);
}

} // namespace undertone::representation
