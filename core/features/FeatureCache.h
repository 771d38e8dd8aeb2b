#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace undertone::features {

/// Extracted features by the content hash of the audio and the set's name and version, in the workspace's
/// `features` folder: what is deleted there is extracted again, or has to be imported again. Thread-safe; a
/// damaged entry counts as absent. Entries appear whole or not at all; opening removes what killed programs
/// left of those they were writing.
class FeatureCache
{
public:
    explicit FeatureCache(std::filesystem::path folder);

    std::optional<std::vector<float>> find(const std::string& audioHash, const std::string& set,
                                           int version) const;
    void store(const std::string& audioHash, const std::string& set, int version,
               const std::vector<float>& values);

    /// Imported sets: a table for each corpus, its content and set name, rows by utterance path.
    const std::filesystem::path& folder() const { return m_folder; }

private:
    std::filesystem::path m_folder;
};

} // namespace undertone::features
