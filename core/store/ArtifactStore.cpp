#include "core/store/ArtifactStore.h"

#include "core/base/ContentHash.h"
#include "core/base/Error.h"
#include "core/base/File.h"

#include <algorithm>

namespace undertone::store {

namespace {

constexpr std::string_view magic = "undertone-artifact 1 ";
constexpr std::size_t hashDigits = 64;
constexpr std::size_t headerSize = magic.size() + hashDigits + 1;

bool isKeyCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

std::string headerOf(std::string_view bytes)
{
    std::string header(magic);
    header += base::ContentHash().add(bytes).finish();
    return header + '\n';
}

} // namespace

ArtifactStore::ArtifactStore(std::filesystem::path folder) : m_folder(std::move(folder)) {}

std::filesystem::path ArtifactStore::fileOf(const std::string& key) const
{
    if (key.size() < 3 || key.front() == '.' || !std::all_of(key.begin(), key.end(), isKeyCharacter))
        throw Error(ErrorCode::Internal, "This cannot be the key of an artifact: \"" + key + "\".",
                    m_folder.string(), "This is a defect of the program; please report it.");
    return m_folder / key.substr(0, 2) / key;
}

std::optional<std::string> ArtifactStore::find(const std::string& key)
{
    const auto file = fileOf(key);
    std::string text;
    try {
        text = base::readFile(file);
    } catch (const Error&) {
        return std::nullopt;
    }
    if (text.size() < headerSize)
        return std::nullopt;
    const auto bytes = std::string_view(text).substr(headerSize);
    if (!std::string_view(text).starts_with(headerOf(bytes)))
        return std::nullopt;
    text.erase(0, headerSize);
    return text;
}

void ArtifactStore::store(const std::string& key, std::string_view bytes)
{
    const auto file = fileOf(key);
    base::createFolder(file.parent_path());
    std::string text = headerOf(bytes);
    text += bytes;
    base::writeFileAtomically(file, text);
}

void ArtifactStore::remove(const std::string& key)
{
    std::error_code ignored;
    std::filesystem::remove(fileOf(key), ignored);
}

std::filesystem::path ArtifactStore::spoolFolder()
{
    const auto folder = m_folder / "spool";
    base::createFolder(folder);
    return folder;
}

} // namespace undertone::store
