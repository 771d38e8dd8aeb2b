#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace undertone::experiment {

/// Results of stages by the content hash of their inputs; the store's artifacts implement it. Thread-safe. An
/// entry appears whole or not at all; a damaged one counts as absent.
class StageCache
{
public:
    virtual ~StageCache() = default;
    virtual std::optional<std::string> find(const std::string& key) = 0;
    /// Replaces an entry of the same key (checkpoints do). @throws Error StorageFailed.
    virtual void store(const std::string& key, std::string_view bytes) = 0;
    virtual void remove(const std::string& key) = 0;
    /// A folder for bulky intermediate files (raw updates), removed by whoever made files in it.
    virtual std::filesystem::path spoolFolder() = 0;
};

} // namespace undertone::experiment
