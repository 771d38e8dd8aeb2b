#pragma once

#include "core/base/AtomicFile.h"
#include "core/experiment/StageCache.h"

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <stop_token>

namespace undertone::store {

/// `artifacts/` of a workspace: one file KEY.artifact for each key, in a folder named by the key's first two
/// characters. A file is a line "undertone-artifact 2 CHECKSUM", then the bytes; it is written to a temporary
/// name and renamed. Its checksum is checked whenever it is read: a damaged file is removed, which the log
/// says, and counts as absent.
///
/// The folder is a cache within a budget. A store() that takes it over the budget removes the entries that
/// were used longest ago, by any process, until it is a fifth under; the entry just written always stays.
/// find() and store() count as use: a file's modification time is when it was last used. What is removed is
/// computed anew when it is wanted, and the results of studies are in the database, so nothing is lost but
/// time. The sum is counted when the store is opened and at every removal: files that other processes have
/// written since are noticed then, and those that they remove meanwhile are passed over. The table `artifact`
/// of the database says what studies made and used, whether or not it is still here.
///
/// Checkpoints are entries like any other. The next one of the same run replaces the last, so that those of a
/// running study are fresh, and a run removes its own when its result is stored. Those of a study that is
/// never resumed grow old and go; a study resumed after that begins the interrupted stage anew, with the same
/// result.
///
/// Opening sweeps what killed processes left: temporary files, but not those of a living process, and spooled
/// raw updates untouched for a week (another process may still read them, and a resumed study goes on with
/// them). The budget does not count the spool.
class ArtifactStore : public experiment::StageCache
{
public:
    static constexpr std::uintmax_t defaultBudget = 8ULL << 30U; ///< bytes

    /// Makes nothing: the folder is made by the first store().
    explicit ArtifactStore(std::filesystem::path folder, std::uintmax_t budget = defaultBudget);

    std::optional<std::string> find(const std::string& key) override;
    void store(const std::string& key, std::string_view bytes) override;
    void storeUnflushed(const std::string& key, std::string_view bytes) override;
    /// Looks at `stop` every few megabytes. @throws Error StorageFailed, Cancelled.
    void store(const std::string& key, std::string_view bytes, base::Flush flush,
               const std::stop_token& stop);
    void remove(const std::string& key) override;
    std::filesystem::path spoolFolder() override;

    /// Where a key's file lies, or would. A key has letters, digits, '-', '_' and '.' only, three or more,
    /// and does not begin with '.'. @throws Error Internal for another one.
    std::filesystem::path fileOf(const std::string& key) const;

private:
    void change(std::uintmax_t added, std::uintmax_t removed);
    void makeRoom(const std::filesystem::path& kept);

    std::filesystem::path m_folder;
    std::uintmax_t m_budget;
    std::mutex m_mutex;         ///< guards m_bytes and removals
    std::uintmax_t m_bytes = 0; ///< of the entries, as far as this process knows
};

} // namespace undertone::store
