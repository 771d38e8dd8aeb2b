#pragma once

#include "core/experiment/StageCache.h"

#include <filesystem>

namespace undertone::store {

/// `artifacts/` of a workspace: one file for each key, in a folder named by the key's first two characters. A
/// file is a line "undertone-artifact 1 SHA-256", then the bytes; it is written to a temporary name and
/// renamed, and its hash is checked when it is read, so a damaged file counts as absent.
class ArtifactStore : public experiment::StageCache
{
public:
    explicit ArtifactStore(std::filesystem::path folder);

    std::optional<std::string> find(const std::string& key) override;
    void store(const std::string& key, std::string_view bytes) override;
    void remove(const std::string& key) override;
    std::filesystem::path spoolFolder() override;

    /// Where a key's file lies, or would. A key has letters, digits, '-', '_' and '.' only, three or more,
    /// and does not begin with '.'. @throws Error Internal for another one.
    std::filesystem::path fileOf(const std::string& key) const;

private:
    std::filesystem::path m_folder;
};

} // namespace undertone::store
