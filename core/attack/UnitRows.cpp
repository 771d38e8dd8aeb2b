#include "core/attack/UnitRows.h"

#include <limits>

namespace undertone::attack {

at::Tensor unitRows(const at::Tensor& rows)
{
    return rows / rows.norm(2, {-1}, true).clamp_min(std::numeric_limits<float>::min());
}

at::Tensor partRows(const UpdateTrace::Layer& layer, Part part, std::int64_t begin, std::int64_t count)
{
    const auto probed = layer.probed.narrow(0, begin, count);
    switch (part) {
    case Part::Both:
        return probed;
    case Part::Weights:
        return unitRows(probed.narrow(2, 0, probed.size(2) - 1));
    case Part::Bias:
        return unitRows(layer.bias.narrow(0, begin, count).unsqueeze(1));
    }
    return probed;
}

} // namespace undertone::attack
