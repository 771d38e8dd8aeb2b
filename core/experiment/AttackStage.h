#pragma once

#include "core/attack/AttackCost.h"
#include "core/attack/AttributeInferenceAttack.h"
#include "core/experiment/HeldOutSpeakers.h"
#include "core/experiment/StageContext.h"
#include "core/experiment/StageKey.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace undertone::experiment {

/// What stands beside every attack: the classifier on second moments of the clients' own features, without
/// any federation. There is nothing to choose in it.
attack::AttackSpec ceilingSpec();

/// An attack, fitted once on shadow federations for every trial that shares them, whatever number of leaked
/// updates it is evaluated at.
class AttackStage
{
public:
    /// Fits on these federations, whether a defence is in them or not, and, where updates are reduced, on all
    /// but the `heldOut` speakers.
    AttackStage(const attack::AttackSpec& spec, std::vector<std::string> attributeValues,
                const base::SeedTree& seed, std::vector<std::shared_ptr<FederationStage>> shadows,
                StageContext& context, std::set<std::string> heldOut = {});
    virtual ~AttackStage() = default;
    AttackStage(const AttackStage&) = delete;
    AttackStage& operator=(const AttackStage&) = delete;

    const std::string& key() const { return m_key; }
    const std::vector<std::shared_ptr<FederationStage>>& shadows() const { return m_shadows; }
    /// What it needs of every federation's updates.
    const KeptUpdates& needed() const { return m_needed; }
    const std::vector<std::string>& attributeValues() const { return m_request.attributeValues; }
    const std::set<std::string>& heldOut() const { return m_heldOut; }
    /// The stages whose classifiers this one takes over; none when it fits its own.
    virtual std::vector<std::shared_ptr<AttackStage>> classifiers() const { return {}; }
    virtual double expectedSeconds() const;
    /// Of an evaluation.
    double expectedSeconds(const attack::AttackSpec& spec, const FederationStage& attacked) const;
    /// True when the cache has it: then no shadow federation is needed.
    virtual bool isThere() const;
    /// Fits, or finds it fitted.
    void run();
    /// The fitted attack, to be evaluated as `spec` says; fitted again when it has been lost since.
    std::unique_ptr<attack::FittedAttack> fitted(const attack::AttackSpec& spec, const base::SeedTree& draws);

protected:
    AttackStage(attack::AttackRequest request, std::vector<std::shared_ptr<FederationStage>> shadows,
                KeptUpdates needed, std::string key, StageContext& context);

    /// Makes what the stage keeps in the cache.
    virtual std::string learn(base::Progress& progress);
    /// nullptr when the bytes are damaged.
    virtual std::unique_ptr<attack::FittedAttack> restored(const attack::AttackRequest& request,
                                                           const std::string& bytes) const;
    const attack::AttackRequest& request() const { return m_request; }
    /// What the cache has of it.
    std::optional<std::string> found() const { return m_context.cache.find(m_key); }

private:
    std::string fit();
    /// When the stage has run and what it made is lost.
    std::string fitAgain();
    attack::AttackLoad load(const FederationStage* attacked) const;
    std::string checkpointKey(std::size_t part) const;
    void removeCheckpoint();

    attack::AttackRequest m_request;
    std::vector<std::shared_ptr<FederationStage>> m_shadows;
    StageContext& m_context;
    KeptUpdates m_needed;
    std::set<std::string> m_heldOut;
    std::string m_key;
    std::size_t m_savedParts = 0; ///< of the checkpoint
    std::mutex m_mutex;           ///< one fit at a time
};

/// Adds what an attack of this kind depends on in a federation.
void addClients(StageKey& key, const FederationStage& federation, attack::AttackKind kind);
/// Adds what an evaluation depends on besides the fit and the federation.
void addEvaluated(StageKey& key, const attack::AttackSpec& spec);

/// Key of a trial's evaluation.
std::string evaluationKey(const AttackStage& fit, const FederationStage& attacked,
                          const attack::AttackSpec& spec, const base::SeedTree& draws,
                          const std::string& machine);

} // namespace undertone::experiment
