#pragma once

#include "core/attack/AttributeInferenceAttack.h"
#include "core/attack/CnnTraining.h"

namespace undertone::attack {

/// The published attack: one network per layer and part on raw updates; n leaked updates are averaged before
/// the network sees them; the layers' probabilities are fused by their numbers of parameters. A class's score
/// is its probability less 1 / classes, or for sums less what the mean of those without the client gets.
class CnnAttack : public FittedAttack
{
public:
    /// @throws Error InvalidRequest, StorageFailed; Cancelled.
    static std::unique_ptr<FittedAttack> fit(const AttackRequest& request, const ShadowSource& shadows,
                                             base::Progress& progress,
                                             const learning::FitCheckpoint& checkpoint);
    static std::unique_ptr<FittedAttack> restore(const AttackRequest& request, std::string_view bytes);

    std::string serialize() const override;
    LeakageReport evaluate(const ObservedFederation& observed,
                           const std::vector<LeakedUpdates>& leakedUpdates, base::Progress& progress,
                           const std::function<void(const LeakageCell&)>& onCell) const override;

private:
    /// One fitted network.
    struct Unit
    {
        std::size_t layer = 0; ///< index in the model
        NetworkShape shape;
        ParameterScale scale;
        std::vector<at::Tensor> network;

        double fusionWeight() const; ///< parameters that it looks at
        void write(learning::ArchiveWriter& writer) const;
        static Unit read(learning::ArchiveReader& reader);
    };
    class Fit;
    class Evaluation;

    explicit CnnAttack(AttackRequest request) : m_request(std::move(request)) {}

    AttackRequest m_request;
    std::vector<Unit> m_units;
    std::vector<std::string> m_warnings;
};

} // namespace undertone::attack
