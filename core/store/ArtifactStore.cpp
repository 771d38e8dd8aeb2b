#include "core/store/ArtifactStore.h"

#include "core/base/Checksum.h"
#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/base/Log.h"
#include "core/base/PlainName.h"
#include "core/store/ArtifactFiles.h"

#include <algorithm>
#include <tuple>

namespace undertone::store {

namespace {

constexpr std::string_view magic = "undertone-artifact 2 ";
constexpr std::size_t checksumDigits = 32;
constexpr std::size_t headerSize = magic.size() + checksumDigits + 1;
constexpr std::size_t pieceSize = 8U << 20U; ///< bytes between two looks at the stop token

/// Shows the bytes piece by piece, as long as nobody wants to stop.
template <class Use>
void inPieces(std::string_view bytes, const std::stop_token& stop, const Use& use)
{
    for (std::size_t at = 0; at < bytes.size(); at += pieceSize) {
        if (bytes.size() > pieceSize && stop.stop_requested())
            throw Cancelled();
        use(bytes.substr(at, pieceSize));
    }
}

std::string headerOf(std::string_view bytes, const std::stop_token& stop)
{
    base::Checksum checksum;
    inPieces(bytes, stop, [&](std::string_view piece) { checksum.add(piece); });
    return std::string(magic) + checksum.finish() + '\n';
}

void dropDamaged(const std::filesystem::path& file)
{
    std::error_code readOnly;
    std::filesystem::remove(file, readOnly);
    base::log(base::LogLevel::Warning, "A stored result was damaged and is computed anew: " + file.string() +
                                           ". Check the disk of the workspace.");
}

std::uintmax_t bytesOf(const std::filesystem::path& file)
{
    std::error_code absent;
    const auto bytes = std::filesystem::file_size(file, absent);
    return absent ? 0 : bytes;
}

std::uintmax_t bytesOf(const std::vector<ArtifactFile>& files)
{
    std::uintmax_t sum = 0;
    for (const auto& file : files)
        sum += file.bytes;
    return sum;
}

} // namespace

ArtifactStore::ArtifactStore(std::filesystem::path folder, std::uintmax_t budget)
    : m_folder(std::move(folder)), m_budget(budget)
{
    sweepArtifacts(m_folder);
    m_bytes = bytesOf(artifactFiles(m_folder));
}

std::filesystem::path ArtifactStore::fileOf(const std::string& key) const
{
    if (key.size() < 3 || !base::isPlainName(key))
        throw Error(ErrorCode::Internal, "This cannot be the key of an artifact: \"" + key + "\".",
                    m_folder.string(), "This is a defect of the program; please report it.");
    return m_folder / key.substr(0, 2) / (key + artifactSuffix);
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
    const auto bytes = std::string_view(text).substr(std::min(headerSize, text.size()));
    if (text.size() < headerSize || !std::string_view(text).starts_with(headerOf(bytes, {}))) {
        dropDamaged(file);
        return std::nullopt;
    }
    std::error_code readOnly;
    std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now(), readOnly);
    text.erase(0, headerSize);
    return text;
}

void ArtifactStore::store(const std::string& key, std::string_view bytes)
{
    store(key, bytes, base::Flush::Now, {});
}

void ArtifactStore::storeUnflushed(const std::string& key, std::string_view bytes)
{
    store(key, bytes, base::Flush::Later, {});
}

void ArtifactStore::store(const std::string& key, std::string_view bytes, base::Flush flush,
                          const std::stop_token& stop)
{
    const auto file = fileOf(key);
    const auto temporaries = artifactTemporaries(m_folder);
    base::createFolder(file.parent_path());
    base::createFolder(temporaries);
    const auto before = bytesOf(file);
    base::AtomicFile out(file, temporaries);
    out.write(headerOf(bytes, stop));
    inPieces(bytes, stop, [&](std::string_view piece) { out.write(piece); });
    out.commit(flush);
    const std::scoped_lock lock(m_mutex);
    change(headerSize + bytes.size(), before);
    if (m_bytes > m_budget)
        makeRoom(file);
}

void ArtifactStore::remove(const std::string& key)
{
    const auto file = fileOf(key);
    const std::scoped_lock lock(m_mutex);
    const auto before = bytesOf(file);
    std::error_code failed;
    if (std::filesystem::remove(file, failed))
        change(0, before);
}

/// Two threads that replace one entry, or another process, may leave the sum a little off until the next
/// count.
void ArtifactStore::change(std::uintmax_t added, std::uintmax_t removed)
{
    m_bytes += added;
    m_bytes -= std::min(m_bytes, removed);
}

void ArtifactStore::makeRoom(const std::filesystem::path& kept)
{
    auto files = artifactFiles(m_folder);
    m_bytes = bytesOf(files);
    if (m_bytes <= m_budget)
        return;
    std::sort(files.begin(), files.end(), [](const ArtifactFile& a, const ArtifactFile& b) {
        return std::tie(a.used, a.file) < std::tie(b.used, b.file);
    });
    const auto goal = m_budget - m_budget / 5;
    for (const auto& [file, used, bytes] : files) {
        if (m_bytes <= goal)
            return;
        std::error_code failed;
        if (file != kept)
            std::filesystem::remove(file, failed);
        if (file != kept && !failed)
            change(0, bytes);
    }
}

std::filesystem::path ArtifactStore::spoolFolder()
{
    const auto folder = m_folder / "spool";
    base::createFolder(folder);
    return folder;
}

} // namespace undertone::store
