#pragma once

#include "core/experiment/RepresentationPlan.h"
#include "core/experiment/StageContext.h"
#include "core/federation/RoundRecord.h"

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace undertone::experiment {

/// A trained encoder and what it makes of every row.
struct EncoderRecord
{
    representation::EncoderState state;
    at::Tensor vectors;                 ///< rows x units, float32
    std::vector<std::size_t> predicted; ///< the target's class

    std::string serialize() const;
    static std::optional<EncoderRecord> deserialize(std::string_view bytes); ///< nullopt: damaged
};

/// An encoder that trials share: trained once, resumed behind its last checkpoint, or taken from the cache.
class EncoderStage
{
public:
    /// Epochs are told as rounds.
    using EpochReport = std::function<void(const federation::RoundRecord&)>;

    EncoderStage(RepresentationPlan plan, StageContext& context);

    const RepresentationPlan& plan() const { return m_plan; }
    const std::string& key() const { return m_key; }
    double expectedSeconds() const;
    /// Before it runs; maybe told more than once, from the first.
    void reportEpochsTo(EpochReport trial) { m_listeners.push_back(std::move(trial)); }

    /// Trains, or finds it trained.
    void run();
    /// The finished encoder; trained again when it has been lost since.
    EncoderRecord record();

private:
    std::optional<EncoderRecord> stored() const;
    EncoderRecord train();
    std::string checkpointKey() const { return m_key + ".checkpoint"; }
    std::optional<representation::EncoderState> checkpoint() const;
    void report(const representation::EncoderState& state, std::size_t epoch);

    RepresentationPlan m_plan;
    StageContext& m_context;
    std::string m_key;
    std::vector<EpochReport> m_listeners;
    std::mutex m_mutex;
};

} // namespace undertone::experiment
