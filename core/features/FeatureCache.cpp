#include "core/features/FeatureCache.h"

#include "core/base/AtomicFile.h"
#include "core/base/ContentHash.h"
#include "core/base/File.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <span>

namespace undertone::features {

namespace {

constexpr std::size_t hashDigits = 64;
constexpr auto temporaries = "temporary";

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

} // namespace

FeatureCache::FeatureCache(std::filesystem::path folder) : m_folder(std::move(folder))
{
    base::sweepTemporaries(m_folder / temporaries);
}

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
    base::createFolder(m_folder / temporaries);
    base::AtomicFile out(file, m_folder / temporaries);
    out.write(entryBytes(values));
    out.commit(base::Flush::Later); // flushing takes longer than extracting the features again
}

} // namespace undertone::features
