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

/// "first", "second" or "last": the alias of a model's layer by its position; empty for the layers between,
/// which are not kept. A model of two layers has no "second", one of a single layer only a "first".
std::string layerAlias(std::size_t index, std::size_t layers);

/// What is kept of the updates that an observer saw, in the order of rounds: for each layer A = R G with the
/// bias as an extra column of G, rows of unit length (updates x rows x (in + 1)), and the bias itself
/// (updates x out). float32. A row of zeros stays one.
struct UpdateTrace
{
    struct Layer
    {
        std::string name;  ///< layerAliases()
        at::Tensor probed; ///< n x min(probes, out) x (in + 1)
        at::Tensor bias;   ///< n x out
    };
    std::vector<federation::UpdateOrigin> origins;
    std::vector<Layer> layers;

    std::size_t size() const { return origins.size(); }
    /// One after the other. @throws Error Internal when their layers differ.
    static UpdateTrace joined(const std::vector<UpdateTrace>& parts);
    std::string serialize() const;
    static std::optional<UpdateTrace> deserialize(std::string_view bytes); ///< nullopt when damaged
};

/// Rows of R at most: p.
inline constexpr std::size_t probeCount = 16;

/// R of each layer: random +-1/sqrt(out) with a fixed seed, p = 16; a layer with out <= p keeps its rows.
struct ProbeSet
{
    std::vector<at::Tensor> matrices; ///< p x out, or undefined = identity
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
    struct Pending
    {
        std::string name;
        std::vector<at::Tensor> probed;
        std::vector<at::Tensor> bias;
    };
    ProbeSet m_probes;
    std::vector<federation::UpdateOrigin> m_origins;
    std::vector<Pending> m_pending;
};

/// Sums G G^T / ||G||_F^2 of each layer (the bias a column of G) over a shadow federation; the eigenvectors
/// of its p largest eigenvalues are the probes that do better under noise.
class EigenprobeObserver : public federation::UpdateObserver
{
public:
    void observe(const federation::UpdateOrigin& origin, const federation::ModelUpdate& update) override;
    ProbeSet probes() const;
    std::string serialize() const;
    static std::optional<EigenprobeObserver> deserialize(std::string_view bytes); ///< nullopt when damaged

private:
    std::vector<at::Tensor> m_sums; ///< out x out, float64
};

/// Spools raw updates (float32) to one file, for the published CNN. Each record carries its origin, the
/// file's head the shapes (see SpoolFile.h).
class SpoolingObserver : public federation::UpdateObserver
{
public:
    /// Continues a file after its first `updates` records, and forgets the others; 0 begins a new one.
    /// @throws Error StorageFailed when the file cannot be written or holds fewer records.
    SpoolingObserver(std::filesystem::path file, std::size_t updates);
    ~SpoolingObserver() override;
    void observe(const federation::UpdateOrigin& origin, const federation::ModelUpdate& update) override;
    std::size_t count() const; ///< records in the file
    void flush();              ///< hands everything to the operating system: survives kill -9

private:
    struct Implementation;
    std::unique_ptr<Implementation> m_impl;
};

} // namespace undertone::attack
