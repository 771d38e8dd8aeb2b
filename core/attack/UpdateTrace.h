#pragma once

#include "core/attack/AttackSpec.h"
#include "core/base/Progress.h"
#include "core/federation/ModelUpdate.h"

#include <ATen/ATen.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace undertone::attack {

/// What is kept of the updates that an observer saw, in the order of rounds: for each layer A = R G with the
/// bias as an extra column of G, rows of unit length (updates x rows x (in + 1)), and the bias itself
/// (updates x out). float32.
struct UpdateTrace
{
    struct Layer
    {
        std::string name;  ///< "first", "second", "last": position in the model
        at::Tensor probed; ///< n x min(probes, out) x (in + 1)
        at::Tensor bias;   ///< n x out
    };
    std::vector<federation::UpdateOrigin> origins;
    std::vector<Layer> layers;

    std::size_t size() const { return origins.size(); }
    void append(const UpdateTrace& later);
    std::string serialize() const;
    static std::optional<UpdateTrace> deserialize(std::string_view bytes); ///< nullopt when damaged
};

/// R of each layer: random +-1/sqrt(out) with a fixed seed, p = 16; a layer with out <= p keeps its rows.
struct ProbeSet
{
    std::vector<at::Tensor> matrices; ///< min(p, out) x out, or undefined = identity
    std::string serialize() const;
    static std::optional<ProbeSet> deserialize(std::string_view bytes);
};
ProbeSet randomProbes(const std::vector<std::size_t>& outputs);

/// Reduces updates as they are made.
class ProbingObserver : public federation::UpdateObserver
{
public:
    explicit ProbingObserver(ProbeSet probes);
    void observe(const federation::UpdateOrigin& origin, const federation::ModelUpdate& update) override;
    /// What was seen since the last call (a checkpoint's segment); the observer starts anew.
    UpdateTrace take();

private:
    ProbeSet m_probes;
    UpdateTrace m_trace;
    std::vector<std::vector<at::Tensor>> m_pending;
};

/// Sums G G^T / ||G||_F^2 of each layer over a shadow federation; its eigenvectors are the probes that do
/// better under noise.
class EigenprobeObserver : public federation::UpdateObserver
{
public:
    void observe(const federation::UpdateOrigin& origin, const federation::ModelUpdate& update) override;
    ProbeSet probes() const;

private:
    std::vector<at::Tensor> m_sums;
};

/// Spools raw updates (float32) to one file, for the published CNN. Truncated to `updates` when a run is
/// resumed.
class SpoolingObserver : public federation::UpdateObserver
{
public:
    SpoolingObserver(std::filesystem::path file, std::size_t updates);
    ~SpoolingObserver() override;
    void observe(const federation::UpdateOrigin& origin, const federation::ModelUpdate& update) override;
    std::size_t count() const;
    void flush();

private:
    struct Implementation;
    std::unique_ptr<Implementation> m_impl;
};

} // namespace undertone::attack
