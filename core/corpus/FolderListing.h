#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace undertone::corpus {

/// Every file below a corpus folder, found once. Paths are relative, '/' separated and sorted; names that
/// start with a dot are left out. Links to folders are followed, each folder once.
class FolderListing
{
public:
    /// @throws Error NotFound when there is no such folder, StorageFailed when it cannot be listed.
    explicit FolderListing(std::filesystem::path root);

    const std::filesystem::path& root() const { return m_root; }
    const std::vector<std::string>& files() const { return m_files; }
    /// Folders of which not everything could be listed.
    const std::vector<std::string>& unreadableFolders() const { return m_unreadable; }
    /// Those with an extension of audio that libsndfile reads.
    const std::vector<std::string>& audioFiles() const { return m_audio; }
    /// The file that is `name` or, in the folder nearest to the root, ends with "/name".
    std::optional<std::string> find(std::string_view name) const;
    /// The audio file with this path but for the extension.
    std::optional<std::string> findAudio(const std::string& pathWithoutExtension) const;
    /// Reads one of the files.
    std::string read(const std::string& file) const;

private:
    std::filesystem::path m_root;
    std::vector<std::string> m_files;
    std::vector<std::string> m_unreadable;
    std::vector<std::string> m_audio;
    std::unordered_map<std::string, std::string> m_audioByStem;
};

/// "a/b/" for "a/b/c", "" for "c".
std::string folderPrefix(const std::string& path);

} // namespace undertone::corpus
