#include "core/experiment/StageKey.h"

#include "core/learning/Torch.h"

#include <fmt/format.h>

#include <span>

namespace undertone::experiment {

StageKey& StageKey::add(std::string_view name, double value)
{
    return add(name, fmt::format("{:a}", value));
}

StageKey& StageKey::add(std::string_view name, const std::vector<std::string>& values)
{
    add(name, values.size());
    for (const auto& value : values)
        m_hash.addField(value);
    return *this;
}

StageKey& StageKey::add(std::string_view name, const std::vector<std::int64_t>& values)
{
    add(name, values.size());
    m_hash.add(std::as_bytes(std::span(values)));
    return *this;
}

std::string machineIdentity(const std::string& device)
{
    return fmt::format("{} | LibTorch {} | {}", device, learning::torchVersion(),
                       learning::arithmeticKernel());
}

} // namespace undertone::experiment
