#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace undertone::experiment {

/// Results of stages by the content hash of their inputs; the store's artifacts implement it. Thread-safe. An
/// entry appears whole or not at all; a damaged one counts as absent. Any entry may vanish at any time:
/// whoever finds none makes it anew.
class StageCache
{
public:
    virtual ~StageCache() = default;
    virtual std::optional<std::string> find(const std::string& key) = 0;
    /// Replaces an entry of the same key. @throws Error StorageFailed; Cancelled when a large entry is being
    /// written while the study is cancelled: then the one before it stays.
    virtual void store(const std::string& key, std::string_view bytes) = 0;
    /// The same without waiting for the disk: it survives the program, but a power failure may damage it.
    virtual void storeUnflushed(const std::string& key, std::string_view bytes) = 0;
    virtual void remove(const std::string& key) = 0;
    /// A folder for bulky intermediate files (raw updates), removed by whoever made files in it.
    virtual std::filesystem::path spoolFolder() = 0;
};

} // namespace undertone::experiment
