#pragma once

#include "core/representation/EncoderExport.h"
#include "core/representation/EncoderInputSpec.h"

#include <ATen/ATen.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace undertone::representation {

/// An encoder from a TorchScript file: one of exportEncoder(), or any that takes a waveform or log-mel frames
/// and gives a vector, or one a frame, which are averaged. The shape that its forward() takes is found with
/// the first utterance. Runs without gradients, one utterance a call. Belongs to one thread.
class ScriptedEncoder
{
public:
    /// @throws Error NotFound; InvalidRequest for a file that is not TorchScript, or that this LibTorch is
    /// too old for (names the operator), or whose forward() takes another number of inputs.
    ScriptedEncoder(const std::filesystem::path& file, EncoderInput input);
    ~ScriptedEncoder();

    /// What one of ours says of itself; nullopt: it is not ours, and takes the one input of the constructor.
    const std::optional<EncoderDescription>& description() const;

    /// The utterance's vector: d, float32. `inputs` as forward() takes them: samples (n) or frames (T x 40);
    /// of one of ours as in exportEncoder().
    /// @throws Error InvalidRequest when the encoder refuses the input (with its reason) or gives something
    /// else than vectors, all of one length; Numerical when it gives a value that is not finite.
    at::Tensor encode(const std::vector<at::Tensor>& inputs);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace undertone::representation
