#pragma once

#include "core/federation/FederatedTraining.h"
#include "core/learning/LocalTrainer.h"

#include <cstddef>
#include <vector>

namespace undertone::federation {

/// Validates a round's model on what the clients kept back. The UAR is the mean of each client's UAR (over
/// the classes it has) weighted by its samples; clients without validation rows are left out.
class RoundValidation
{
public:
    explicit RoundValidation(const FederationData& data);

    bool empty() const { return m_rows.empty(); }
    /// `weights`: one model for all clients (flat), through which all rows go at once, or a model of each
    /// client's own (clients x parameters).
    void validate(learning::LocalTrainer& trainer, const at::Tensor& weights, RoundRecord& record) const;

private:
    learning::Evaluation evaluateEach(learning::LocalTrainer& trainer, const at::Tensor& models) const;
    void score(const learning::Evaluation& evaluation, RoundRecord& record) const;

    const FederationData& m_data;
    std::vector<std::int64_t> m_rows; ///< of all clients, client by client
};

} // namespace undertone::federation
