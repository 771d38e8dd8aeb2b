#include "core/federation/RoundValidation.h"

#include <algorithm>

namespace undertone::federation {

RoundValidation::RoundValidation(const FederationData& data) : m_data(data)
{
    for (const auto& client : data.clients)
        m_rows.insert(m_rows.end(), client.validation.begin(), client.validation.end());
}

void RoundValidation::validate(learning::LocalTrainer& trainer, const at::Tensor& weights,
                               RoundRecord& record) const
{
    score(weights.dim() == 1 ? trainer.evaluate(weights, m_rows) : evaluateEach(trainer, weights), record);
}

learning::Evaluation RoundValidation::evaluateEach(learning::LocalTrainer& trainer,
                                                   const at::Tensor& models) const
{
    learning::Evaluation all;
    for (std::size_t client = 0; client < m_data.clients.size(); ++client) {
        const auto& rows = m_data.clients[client].validation;
        const auto own = trainer.evaluate(models[static_cast<std::int64_t>(client)], rows);
        all.predicted.insert(all.predicted.end(), own.predicted.begin(), own.predicted.end());
        all.loss += own.loss * static_cast<double>(rows.size());
    }
    all.loss /= std::max(1.0, static_cast<double>(m_rows.size()));
    return all;
}

void RoundValidation::score(const learning::Evaluation& evaluation, RoundRecord& record) const
{
    record.validationLoss = evaluation.loss;
    record.validationUar = 0;
    record.validation = learning::ConfusionMatrix(m_data.classes);
    std::size_t next = 0;
    for (const auto& client : m_data.clients) {
        learning::ConfusionMatrix own(m_data.classes);
        for (const auto row : client.validation)
            own.add(static_cast<std::size_t>(m_data.labels[static_cast<std::size_t>(row)]),
                    evaluation.predicted[next++]);
        record.validationUar += own.unweightedAverageRecall() * static_cast<double>(own.total());
        record.validation.add(own);
    }
    if (!m_rows.empty())
        record.validationUar /= static_cast<double>(m_rows.size());
}

} // namespace undertone::federation
