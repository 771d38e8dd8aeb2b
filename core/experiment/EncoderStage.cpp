#include "core/experiment/EncoderStage.h"

#include "core/base/CheckpointTimer.h"
#include "core/learning/TensorArchive.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace undertone::experiment {

namespace {

constexpr auto recordFormat = "UTENCODER1";

std::vector<std::int64_t> allRows(const UtteranceInputs& inputs)
{
    std::vector<std::int64_t> rows(inputs.rows());
    std::iota(rows.begin(), rows.end(), std::int64_t{0});
    return rows;
}

} // namespace

std::string EncoderRecord::serialize() const
{
    learning::ArchiveWriter writer(recordFormat);
    writer.text(state.serialize()).tensor(vectors).integer(predicted.size());
    for (const auto label : predicted)
        writer.integer(label);
    return writer.finish();
}

std::optional<EncoderRecord> EncoderRecord::deserialize(std::string_view bytes)
{
    using Found = std::optional<EncoderRecord>;
    return learning::readArchive<Found>(recordFormat, bytes, [](auto& reader) {
        auto state = representation::EncoderState::deserialize(reader.text());
        EncoderRecord record;
        record.vectors = reader.tensor();
        for (auto left = reader.integer(); left > 0; --left)
            record.predicted.push_back(reader.integer());
        if (!state)
            return Found();
        record.state = std::move(*state);
        return Found(std::move(record));
    });
}

EncoderStage::EncoderStage(RepresentationPlan plan, StageContext& context)
    : m_plan(std::move(plan)), m_context(context), m_key(m_plan.key(context.machine))
{
}

double EncoderStage::expectedSeconds() const
{
    return m_plan.secondsPerEpoch() * static_cast<double>(m_plan.spec.epochs);
}

void EncoderStage::run()
{
    const std::scoped_lock lock(m_mutex);
    const auto found = stored();
    if (!found) {
        train();
        return;
    }
    for (std::size_t epoch = 0; epoch < found->state.epochs.size(); ++epoch)
        report(found->state, epoch);
    m_context.progress.skip(expectedSeconds(), m_plan.title + ", trained before");
}

EncoderRecord EncoderStage::record()
{
    const std::scoped_lock lock(m_mutex);
    if (auto found = stored())
        return std::move(*found);
    m_context.progress.addTotal(expectedSeconds());
    return train();
}

std::optional<EncoderRecord> EncoderStage::stored() const
{
    const auto bytes = m_context.cache.find(m_key);
    return bytes ? EncoderRecord::deserialize(*bytes) : std::nullopt;
}

EncoderRecord EncoderStage::train()
{
    const auto table = m_plan.table(m_plan.split.training);
    const auto request = m_plan.request(table, m_context.device);
    base::PartProgress progress(m_context.progress, expectedSeconds());
    auto from = checkpoint();
    for (std::size_t epoch = 0; from && epoch < from->epochs.size(); ++epoch)
        report(*from, epoch);
    base::CheckpointTimer timer(m_context.checkpointSeconds);
    timer.start();
    EncoderRecord record;
    record.state = representation::trainEncoder(
        request,
        [&](const representation::EncoderState& state) {
            report(state, state.epochs.size() - 1);
            m_context.graph.checkRunning();
            if (!timer.isDue())
                return;
            m_context.cache.storeUnflushed(checkpointKey(), state.serialize());
            timer.start();
        },
        progress.part(), std::move(from));
    const auto rows = allRows(*m_plan.inputs);
    record.vectors = representation::embed(request, record.state, rows, m_context.progress);
    record.predicted = representation::predictTargets(request, record.state, rows, m_context.progress);
    m_context.cache.store(m_key, record.serialize());
    m_context.cache.remove(checkpointKey());
    progress.finish(m_plan.title + ", trained");
    return record;
}

std::optional<representation::EncoderState> EncoderStage::checkpoint() const
{
    const auto bytes = m_context.cache.find(checkpointKey());
    return bytes ? representation::EncoderState::deserialize(*bytes) : std::nullopt;
}

void EncoderStage::report(const representation::EncoderState& state, std::size_t epoch)
{
    federation::RoundRecord round;
    round.round = epoch;
    round.trainingLoss = state.epochs[epoch].trainingLoss;
    round.validationUar = state.epochs[epoch].validationUar;
    round.validationLoss = std::numeric_limits<double>::quiet_NaN();
    round.validation = learning::ConfusionMatrix(m_plan.targetClasses);
    for (const auto& listener : m_listeners)
        listener(round);
}

} // namespace undertone::experiment
