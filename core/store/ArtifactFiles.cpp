#include "core/store/ArtifactFiles.h"

#include "core/base/AtomicFile.h"

#include <chrono>
#include <functional>
#include <string>

namespace undertone::store {

namespace {

namespace fs = std::filesystem;

constexpr auto spoolAge = std::chrono::hours(7 * 24);

bool isEntry(const std::string& name)
{
    return name.ends_with(artifactSuffix);
}

template <class Visit>
void visitFolder(const fs::path& folder, const Visit& visit)
{
    std::error_code vanished;
    for (fs::directory_iterator it(folder, vanished), end; it != end; it.increment(vanished))
        visit(*it);
}

/// Regular files in the folders of two characters.
void visitFiles(const fs::path& folder, const std::function<void(const fs::directory_entry&)>& visit)
{
    visitFolder(folder, [&](const fs::directory_entry& inner) {
        if (inner.path().filename().string().size() != 2)
            return;
        visitFolder(inner.path(), [&](const fs::directory_entry& file) {
            std::error_code vanished;
            if (fs::is_regular_file(file.symlink_status(vanished)))
                visit(file);
        });
    });
}

void removeWhenOlder(const fs::directory_entry& file, fs::file_time_type::duration age)
{
    std::error_code vanished;
    const auto time = fs::last_write_time(file.path(), vanished);
    if (!vanished && time < fs::file_time_type::clock::now() - age)
        fs::remove(file.path(), vanished);
}

} // namespace

std::vector<ArtifactFile> artifactFiles(const fs::path& folder)
{
    std::vector<ArtifactFile> files;
    visitFiles(folder, [&](const fs::directory_entry& file) {
        if (!isEntry(file.path().filename().string()))
            return;
        std::error_code noTime;
        std::error_code noSize;
        const auto used = fs::last_write_time(file.path(), noTime);
        const auto bytes = fs::file_size(file.path(), noSize);
        if (!noTime && !noSize)
            files.push_back({file.path(), used, bytes});
    });
    return files;
}

fs::path artifactTemporaries(const fs::path& folder)
{
    return folder / "temporary";
}

void sweepArtifacts(const fs::path& folder)
{
    base::sweepTemporaries(artifactTemporaries(folder));
    visitFolder(folder / "spool", [](const fs::directory_entry& file) {
        std::error_code vanished;
        if (fs::is_regular_file(file.symlink_status(vanished)))
            removeWhenOlder(file, spoolAge);
    });
}

} // namespace undertone::store
