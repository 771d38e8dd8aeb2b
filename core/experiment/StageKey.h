#pragma once

#include "core/base/ContentHash.h"

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace undertone::experiment {

/// Key of a stage's result: the content hash of everything that it depends on. The version of a stage changes
/// whenever its numbers do.
class StageKey
{
public:
    StageKey(std::string_view stage, int version, std::string_view machine)
    {
        m_hash.addField(stage).addField(std::to_string(version)).addField(machine);
    }

    StageKey& add(std::string_view name, std::string_view value)
    {
        m_hash.addField(name).addField(value);
        return *this;
    }
    StageKey& add(std::string_view name, std::integral auto value)
    {
        return add(name, std::to_string(value));
    }
    /// Exact: two numbers have one key only when they are the same.
    StageKey& add(std::string_view name, double value);
    StageKey& add(std::string_view name, const std::vector<std::string>& values);
    StageKey& add(std::string_view name, const std::vector<std::int64_t>& values);

    std::string finish() { return m_hash.finish(); }

private:
    base::ContentHash m_hash;
};

/// What makes two machines round differently: device, LibTorch and BLAS kernel.
std::string machineIdentity(const std::string& device);

} // namespace undertone::experiment
