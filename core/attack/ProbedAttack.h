#pragma once

#include "core/attack/AttributeInferenceAttack.h"
#include "core/attack/LayerClassifier.h"
#include "core/attack/LeakDraws.h"

namespace undertone::attack {

/// `second-moment` and `linear` on reduced updates, and the `data` ceiling on the clients' own inputs: kernel
/// machines on rows, per layer and part, and their fusion.
class ProbedAttack : public FittedAttack
{
public:
    /// @throws Error InvalidRequest, Numerical, Cancelled.
    static std::unique_ptr<FittedAttack> fit(const AttackRequest& request, const ShadowSource& shadows,
                                             base::Progress& progress,
                                             const learning::FitCheckpoint& checkpoint);
    static std::unique_ptr<FittedAttack> restore(const AttackRequest& request, std::string_view bytes);

    std::string serialize() const override;
    LeakageReport evaluate(const ObservedFederation& observed,
                           const std::vector<LeakedUpdates>& leakedUpdates, base::Progress& progress,
                           const std::function<void(const LeakageCell&)>& onCell) const override;

private:
    struct PartModel
    {
        Part part = Part::Both;
        std::vector<std::string> layers;
        std::vector<LayerClassifier> classifiers; ///< of `layers`
        LayerFusion fusion;                       ///< no problems where none is asked for
    };

    explicit ProbedAttack(AttackRequest request) : m_request(std::move(request)) {}
    /// Of an adversary's output the rows whatever the kind: their sign says what the client's own label is.
    Statistic statisticOf(const std::string& layer) const;
    /// updates x problems, of each of the model's layers.
    std::vector<at::Tensor> layerScores(const PartModel& model, const UpdateTrace& trace,
                                        const base::Progress& progress) const;
    LeakageCell cell(const ObservedFederation& observed, const std::vector<ClientUpdates>& updates,
                     const at::Tensor& scores, const at::Tensor& known, LeakedUpdates n) const;

    AttackRequest m_request;
    std::vector<PartModel> m_parts;
    std::vector<std::string> m_warnings;
};

} // namespace undertone::attack
