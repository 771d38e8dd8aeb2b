#pragma once

#include "core/learning/LocalTrainer.h"
#include "core/representation/EncoderModel.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

namespace undertone::representation {

/// Trains an encoder, its target's classifier and its adversaries on rows of a table: what trainEncoder()
/// works with, and what trains in the clients of a federation. The loss is the target's; the gradient is that
/// of the sum of all classifiers' mean negative log-likelihoods, where an adversary's part reaches the
/// encoder times -lambda. Rows without an attribute (-1) leave its adversary out. An update of such a model
/// holds the gradient of every adversary's classifier, which was trained with the client's own attribute.
class AdversarialTrainer final : public learning::LocalTrainer
{
public:
    /// `table` outlives the trainer. `device`: "cpu" or "cuda". evaluate() heeds `stop`. @throws Error as
    /// EncoderModel, and InvalidRequest for labels, words or rows that do not fit together.
    AdversarialTrainer(const RepresentationSpec& spec, const InputTable& table, const std::string& device,
                       std::stop_token stop = {});

    const EncoderModel& model() const { return m_model; }
    /// What all lambdas are multiplied with: 1, less while they warm up.
    void setAdversaryStrength(double share) { m_strength = share; }
    /// Mean over the adversaries at the last gradient() or step(); 0 without any.
    double adversaryLoss() const { return m_adversaryLoss; }

    std::int64_t parameters() const override { return m_model.parameters(); }
    at::Device device() const override { return m_device; }
    std::vector<learning::LayerGroup> groups(const at::Tensor& flat) const override
    {
        return m_model.groups(flat);
    }
    /// The dropout's layers: the inputs of features.dense1, dense1, ...
    double gradient(const at::Tensor& weights, learning::Rows batch, base::RandomStream& dropout,
                    at::Tensor& gradient) override;
    double step(const at::Tensor& weights, learning::Rows batch, base::RandomStream& dropout,
                const learning::AdamSettings& adam, learning::AdamState& state, at::Tensor& target) override;
    void descend(const at::Tensor& weights, const at::Tensor& gradient, const learning::AdamSettings& adam,
                 learning::AdamState& state, at::Tensor& target) override;
    learning::Evaluation evaluate(const at::Tensor& weights, learning::Rows rows) override
    {
        return predict(weights, rows, base::Progress({}, m_stop));
    }

    /// What evaluate() does. @throws Cancelled between parts of 32 rows.
    learning::Evaluation predict(const at::Tensor& weights, learning::Rows rows,
                                 const base::Progress& progress) const;
    /// Embeddings of rows without dropout: rows x units, on the CPU. @throws Cancelled.
    at::Tensor embed(const at::Tensor& weights, learning::Rows rows, const base::Progress& progress) const;

private:
    at::Tensor loss(const EncoderModel::Layers& layers, learning::Rows batch, base::RandomStream& dropout);
    at::Tensor labelsOf(const at::Tensor& labels, learning::Rows rows) const;

    const InputTable& m_table;
    RepresentationSpec m_spec;
    EncoderModel m_model;
    at::Device m_device;
    std::stop_token m_stop;
    at::Tensor m_targets;
    std::vector<at::Tensor> m_attributes;
    double m_strength = 1;
    double m_targetLoss = 0;
    double m_adversaryLoss = 0;
    at::Tensor m_gradient;
};

} // namespace undertone::representation
