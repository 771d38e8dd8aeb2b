#include "core/features/FeatureCache.h"

#include "core/base/ContentHash.h"
#include "core/base/Error.h"
#include "core/base/File.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <span>

namespace undertone::features {

namespace {

constexpr std::size_t hashDigits = 64;

std::filesystem::path entryFile(const std::filesystem::path& folder, const std::string& audioHash,
                                const std::string& set, int version)
{
    return folder / (set + "-" + std::to_string(version)) / audioHash.substr(0, 2) / audioHash;
}

/// An entry is the SHA-256 of its values in hex, then the values.
std::string entryBytes(const std::vector<float>& values)
{
    const auto bytes = std::as_bytes(std::span(values));
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return base::sha256(text).append(text);
}

/// A name of its own for each thread of each program that writes this entry.
std::filesystem::path temporaryName(const std::filesystem::path& file)
{
    static std::atomic<unsigned> counter{0};
    return file.string() + "." + std::to_string(::getpid()) + "." + std::to_string(counter++);
}

/// Written beside its place and renamed, but not flushed to the disk as base::writeFileAtomically does: that
/// takes longer than extracting the features again, and an entry that a crash has damaged is noticed.
void writeEntry(const std::filesystem::path& file, const std::string& bytes)
{
    const std::filesystem::path temporary = temporaryName(file);
    std::ofstream stream(temporary, std::ios::binary);
    stream << bytes;
    stream.close();
    std::error_code failure;
    if (stream)
        std::filesystem::rename(temporary, file, failure);
    if (stream && !failure)
        return;
    std::filesystem::remove(temporary, failure);
    throw Error(ErrorCode::StorageFailed, "The feature cache cannot be written.", file.string(),
                "Check that you may write there and that the disk is not full.");
}

} // namespace

FeatureCache::FeatureCache(std::filesystem::path folder) : m_folder(std::move(folder)) {}

std::optional<std::vector<float>> FeatureCache::find(const std::string& audioHash, const std::string& set,
                                                     int version) const
{
    std::ifstream stream(entryFile(m_folder, audioHash, set, version), std::ios::binary);
    const std::string entry{std::istreambuf_iterator<char>(stream), {}};
    if (entry.size() < hashDigits || (entry.size() - hashDigits) % sizeof(float) != 0)
        return std::nullopt;
    const auto values = std::string_view(entry).substr(hashDigits);
    if (base::sha256(values) != std::string_view(entry).substr(0, hashDigits))
        return std::nullopt;
    std::vector<float> result(values.size() / sizeof(float));
    std::ranges::copy(values, reinterpret_cast<char*>(result.data()));
    return result;
}

void FeatureCache::store(const std::string& audioHash, const std::string& set, int version,
                         const std::vector<float>& values)
{
    const auto file = entryFile(m_folder, audioHash, set, version);
    base::createFolder(file.parent_path());
    writeEntry(file, entryBytes(values));
}

} // namespace undertone::features
