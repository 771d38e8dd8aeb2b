#pragma once

#include "core/experiment/StageCache.h"

#include <filesystem>

namespace undertone::store {

/// `artifacts/` of a workspace: files by key, written to a temporary name and renamed, with their SHA-256
/// checked when read.
class ArtifactStore : public experiment::StageCache
{
public:
    explicit ArtifactStore(std::filesystem::path folder);

    std::optional<std::string> find(const std::string& key) override;
    void store(const std::string& key, std::string_view bytes) override;
    void remove(const std::string& key) override;
    std::filesystem::path spoolFolder() override;

private:
    std::filesystem::path m_folder;
};

} // namespace undertone::store
