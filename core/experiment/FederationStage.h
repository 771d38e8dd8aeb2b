#pragma once

#include "core/attack/AttributeInferenceAttack.h"
#include "core/experiment/FederationPlan.h"
#include "core/experiment/StageContext.h"
#include "core/experiment/StageRecords.h"
#include "core/experiment/UpdateKeeper.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace undertone::experiment {

class FederationStage;

/// What is kept of a federation's updates beside its model.
struct KeptUpdates
{
    enum class Form {
        None,
        RandomProbes, ///< reduced as they are made
        Eigenprobes,  ///< reduced with the eigenvectors of another federation's updates
        ProbesAlone,  ///< those eigenvectors
        Raw,          ///< in a file
    };
    Form form = Form::None;
    std::shared_ptr<FederationStage> probes; ///< Eigenprobes: the federation whose ProbesAlone they are

    std::string name() const;
};

/// A federation that trials share: trained once, resumed where its last checkpoint stood, or taken from the
/// cache.
class FederationStage
{
public:
    FederationStage(FederationPlan plan, StageContext& context);

    const FederationPlan& plan() const { return m_plan; }
    const std::string& key() const { return m_key; }
    /// What an attack of this kind finds in it: the key of the federation, or of its clients' data alone.
    std::string keyFor(attack::AttackKind kind) const;
    double expectedSeconds() const;

    /// Before it runs: what is to be kept, and who hears of its rounds, in order; maybe more than once, from
    /// the first.
    void keep(const KeptUpdates& what);
    using RoundReport = std::function<void(const federation::RoundRecord&)>;
    void reportRoundsTo(RoundReport trial) { m_listeners.push_back(std::move(trial)); }

    /// Trains, or finds it trained; afterwards everything that is to be kept is there.
    void run();
    /// The finished federation; trained again when it has been lost since.
    FederationRecord record();
    /// Of all rows under the global model that is reported, when an encoder trains in the clients.
    at::Tensor embeddings();
    /// What an attack of this kind sees of it. What has been lost in the meantime is made again.
    attack::ObservedFederation observed(const KeptUpdates& what, attack::AttackKind kind);
    attack::ProbeSet eigenprobes();

    /// Raw updates are removed when everyone who asked for them has let go.
    void useRawUpdates() { ++m_rawUsers; }
    void releaseRawUpdates();
    /// Bytes of raw updates that are to be kept.
    double rawBytes() const;

private:
    std::string keptKey(const KeptUpdates& what) const;
    std::filesystem::path rawFile() const;
    std::unique_ptr<UpdateKeeper> makeKeeper(const KeptUpdates& what);
    bool isThere(const KeptUpdates& what, const FederationRecord& record) const;
    std::optional<FederationRecord> stored() const;
    /// What is kept, as `find` reads it; made again when it is lost or damaged.
    template <class Value, class Find>
    Value restored(const KeptUpdates& what, const Find& find);
    /// Takes it from the cache, or trains; with m_mutex.
    FederationRecord made();
    FederationRecord train(std::optional<FederationRecord> finished);
    std::filesystem::path wholeRawFile(const KeptUpdates& what);
    /// Removes a checkpoint that outlived its finished federation.
    void tidyAfterCrash();
    void report(const federation::RoundRecord& round);
    /// Trains once more, for what has been lost; with m_mutex.
    void remake(const KeptUpdates& what);

    FederationPlan m_plan;
    StageContext& m_context;
    std::string m_key;
    std::map<std::string, KeptUpdates> m_kept; ///< by name
    std::vector<RoundReport> m_listeners;
    std::atomic<int> m_rawUsers{0};
    std::mutex m_mutex;
};

} // namespace undertone::experiment
