#pragma once

#include "core/attack/AttributeInferenceAttack.h"
#include "core/attack/PublishedNetwork.h"
#include "core/attack/SpoolFile.h"

#include <cstddef>
#include <string>
#include <vector>

namespace undertone::attack {

/// One raw update of a shadow client: an example of the published attack.
struct RawExample
{
    std::size_t federation = 0;
    std::size_t update = 0; ///< in the federation's spool
    std::string speaker;
    std::size_t label = 0;
};

/// Every raw update of the shadow federations, read from their spools when asked for: memory does not grow
/// with their number.
class RawExamples
{
public:
    /// @throws Error StorageFailed (a spool cannot be read), InvalidRequest (models that differ).
    explicit RawExamples(const ShadowSource& shadows);

    const std::vector<RawExample>& all() const { return m_examples; }
    const std::vector<LayerShape>& shapes() const { return m_shapes; }
    /// Weight and bias of one layer in a row, float32.
    at::Tensor read(std::size_t example, std::size_t layer) const;

private:
    std::vector<SpoolFile> m_spools;
    std::vector<RawExample> m_examples;
    std::vector<LayerShape> m_shapes;
};

/// What each parameter of a layer is standardised with: the examples' mean, and their deviation + 1e-5.
struct ParameterScale
{
    at::Tensor mean;
    at::Tensor deviation;
};
ParameterScale parameterScale(const RawExamples& examples, std::size_t layer, const base::Progress& progress);

/// Rows of weight and bias (B x parameters, raw) as the network takes them: standardised, on the device.
LayerBatch standardisedBatch(const at::Tensor& rows, const LayerShape& shape, const ParameterScale& scale,
                             const std::string& device);

/// Which examples train and which are held out.
struct ValidationSplit
{
    std::vector<std::size_t> training;
    std::vector<std::size_t> validation;
};

/// Updates: a random 20 % of them. Speakers: all updates of a random 20 % of each class's speakers, at least
/// one of a class that has two. @throws Error InvalidRequest when nothing can be held out.
ValidationSplit validationSplit(const std::vector<RawExample>& examples, Validation validation,
                                const base::SeedTree& seed);

} // namespace undertone::attack
