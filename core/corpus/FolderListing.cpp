#include "core/corpus/FolderListing.h"

#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/corpus/Text.h"

#include <algorithm>
#include <array>
#include <deque>
#include <set>

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

/// Lists every folder once, however many links lead to it: those that lie below the root by their own names,
/// then those that links alone lead to.
class Walk
{
public:
    explicit Walk(const std::filesystem::path& root) : m_root(root) { m_folders.push_back(root); }

    void run()
    {
        while (!m_folders.empty() || !m_links.empty()) {
            auto& waiting = m_folders.empty() ? m_links : m_folders;
            const auto folder = std::move(waiting.front());
            waiting.pop_front();
            std::error_code ignored;
            if (m_visited.insert(std::filesystem::canonical(folder, ignored)).second)
                list(folder);
        }
        std::sort(files.begin(), files.end());
    }

    std::vector<std::string> files;
    std::vector<std::string> unreadable;

private:
    void list(const std::filesystem::path& folder)
    {
        std::error_code error;
        std::vector<std::filesystem::path> entries;
        for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end;
             it.increment(error))
            if (!it->path().filename().string().starts_with('.'))
                entries.push_back(it->path());
        if (error && folder == m_root)
            throw Error(ErrorCode::StorageFailed, "The folder cannot be listed: " + error.message() + ".",
                        m_root.string(), "Check that you may read it.");
        if (error)
            unreadable.push_back(nameOf(folder));
        std::sort(entries.begin(), entries.end());
        for (const auto& entry : entries)
            take(entry);
    }

    void take(const std::filesystem::path& entry)
    {
        std::error_code ignored;
        if (std::filesystem::is_directory(entry, ignored))
            (std::filesystem::is_symlink(entry, ignored) ? m_links : m_folders).push_back(entry);
        else if (std::filesystem::is_regular_file(entry, ignored))
            files.push_back(nameOf(entry));
    }

    std::string nameOf(const std::filesystem::path& path) const
    {
        return path.lexically_relative(m_root).generic_string();
    }

    const std::filesystem::path& m_root;
    std::deque<std::filesystem::path> m_folders;
    std::deque<std::filesystem::path> m_links;
    std::set<std::filesystem::path> m_visited;
};

} // namespace

FolderListing::FolderListing(std::filesystem::path root) : m_root(std::move(root))
{
    std::error_code ignored;
    if (!std::filesystem::is_directory(m_root, ignored))
        throw Error(ErrorCode::NotFound, "The corpus folder does not exist.", m_root.string(),
                    "Choose the folder that holds the corpus.");
    Walk walk(m_root);
    walk.run();
    m_files = std::move(walk.files);
    m_unreadable = std::move(walk.unreadable);
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
