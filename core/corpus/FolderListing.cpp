#include "core/corpus/FolderListing.h"

#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/corpus/Text.h"

#include <algorithm>
#include <array>

namespace undertone::corpus {

namespace {

bool isAudioName(const std::string& path)
{
    static constexpr std::array<std::string_view, 14> extensions = {
        ".wav",  ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif",
        ".aiff", ".aifc", ".au",  ".snd", ".caf",  ".w64", ".rf64"};
    const auto extension = lowerCase(std::filesystem::path(path).extension().string());
    return std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
}

std::vector<std::string> listFiles(const std::filesystem::path& root)
{
    std::vector<std::string> files;
    using Iterator = std::filesystem::recursive_directory_iterator;
    for (Iterator it(root, std::filesystem::directory_options::skip_permission_denied); it != Iterator();
         ++it) {
        const bool isHidden = it->path().filename().string().starts_with('.');
        std::error_code ignored;
        if (isHidden && it->is_directory(ignored))
            it.disable_recursion_pending();
        if (!isHidden && it->is_regular_file(ignored))
            files.push_back(it->path().lexically_relative(root).generic_string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

FolderListing::FolderListing(std::filesystem::path root) : m_root(std::move(root))
{
    std::error_code ignored;
    if (!std::filesystem::is_directory(m_root, ignored))
        throw Error(ErrorCode::NotFound, "The corpus folder does not exist.", m_root.string(),
                    "Choose the folder that holds the corpus.");
    try {
        m_files = listFiles(m_root);
    } catch (const std::filesystem::filesystem_error& error) {
        throw Error(ErrorCode::StorageFailed, "The folder cannot be listed: " + error.code().message() + ".",
                    m_root.string(), "Check that you may read it.");
    }
    for (const auto& file : m_files)
        if (isAudioName(file)) {
            m_audio.push_back(file);
            m_audioByStem.try_emplace(file.substr(0, file.find_last_of('.')), file);
        }
}

std::optional<std::string> FolderListing::find(std::string_view name) const
{
    const auto depth = [](const std::string& path) { return std::count(path.begin(), path.end(), '/'); };
    std::optional<std::string> best;
    for (const auto& file : m_files) {
        const bool isNamed =
            file == name || (file.ends_with(name) && file[file.size() - name.size() - 1] == '/');
        if (isNamed && (!best || depth(file) < depth(*best)))
            best = file;
    }
    return best;
}

std::optional<std::string> FolderListing::findAudio(const std::string& pathWithoutExtension) const
{
    const auto found = m_audioByStem.find(pathWithoutExtension);
    if (found == m_audioByStem.end())
        return std::nullopt;
    return found->second;
}

std::string FolderListing::read(const std::string& file) const
{
    return base::readFile(m_root / file);
}

std::string folderPrefix(const std::string& path)
{
    return path.substr(0, path.find_last_of('/') + 1);
}

} // namespace undertone::corpus
