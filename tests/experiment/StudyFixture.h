#pragma once

#include "core/corpus/Corpus.h"
#include "core/experiment/ResultSink.h"
#include "core/experiment/StageCache.h"
#include "core/experiment/TrainingEngine.h"
#include "core/features/FeatureCache.h"
#include "tests/support/TemporaryFolder.h"

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace undertone::tests {

/// A stage cache in memory that counts what is stored in it.
class MemoryCache : public experiment::StageCache
{
public:
    std::optional<std::string> find(const std::string& key) override;
    void store(const std::string& key, std::string_view bytes) override;
    void storeUnflushed(const std::string& key, std::string_view bytes) override { store(key, bytes); }
    void remove(const std::string& key) override;
    std::filesystem::path spoolFolder() override { return m_folder.path(); }

    std::map<std::string, std::string> entries() const;
    void setEntries(std::map<std::string, std::string> entries);
    /// How often each finished result (no checkpoint) was stored.
    std::map<std::string, int> computed() const;
    /// Called after each store, without the lock.
    std::function<void(const std::string& key)> onStore;

private:
    mutable std::mutex m_mutex;
    std::map<std::string, std::string> m_entries;
    std::map<std::string, int> m_stores;
    TemporaryFolder m_folder;
};

/// A sink that keeps everything it hears, as a store would.
class MemorySink : public experiment::ResultSink
{
public:
    void trialStarted(const experiment::TrialSpec& trial) override;
    void roundFinished(const std::string& trialId, const federation::RoundRecord& record) override;
    void privacySpent(const std::string& trialId, const experiment::RoundPrivacy& round) override;
    void auditFound(const std::string& trialId, const experiment::MembershipAudit& audit) override;
    void utilityFound(const std::string& trialId, const experiment::UtilityResult& utility) override;
    void embeddingFound(const std::string& trialId, const experiment::EmbeddingMap& map) override;
    void cellFound(const std::string& trialId, const attack::LeakageCell& cell,
                   const std::vector<std::string>& attributeValues) override;
    void trialFinished(const std::string& trialId) override;
    void warningFound(const std::string& text) override;
    void rowsAggregated(const std::vector<experiment::ResultRow>& rows) override;

    /// Every number that was heard, exactly: two runs are the same when their texts are.
    std::string text() const;

    mutable std::mutex mutex;
    std::set<std::string> started;
    std::set<std::string> finished;
    std::map<std::string, std::map<std::size_t, federation::RoundRecord>> rounds;
    std::map<std::string, std::map<std::size_t, experiment::RoundPrivacy>> ledgers;
    std::map<std::string, experiment::MembershipAudit> audits;
    std::map<std::string, experiment::UtilityResult> utilities;
    std::map<std::string, experiment::EmbeddingMap> maps;
    std::map<std::string, std::map<std::string, attack::LeakageCell>> cells;
    std::set<std::string> warnings;
    std::vector<experiment::ResultRow> rows;
    std::function<void()> onRound;
};

/// How features vary together: two of them, for "F" with each other, for "M" against each other; or four
/// pairs, for "F" alone.
enum class Contrast { Opposite, OneSided };

/// Two small corpora, "private" and "shadow", whose imported feature set "toy" tells emotions by its means
/// and gender only by how features vary together.
class ToyStudy
{
public:
    explicit ToyStudy(std::size_t speakersOfEach = 6, Contrast contrast = Contrast::Opposite);

private:
    TemporaryFolder m_folder;

public:
    std::vector<corpus::Corpus> corpora;
    features::FeatureCache features;

    /// Values by path on top of a small study.
    experiment::ExperimentSpec spec(const std::vector<std::pair<std::string, std::string>>& edits = {}) const;
    void run(const experiment::ExperimentSpec& spec, MemorySink& sink, experiment::StageCache& cache,
             unsigned workers = 1, std::stop_token stop = {}, double checkpointSeconds = 0) const;
    /// Deals the gender labels anew over the speakers of each corpus, and imports the features again.
    void permuteGenders(std::uint64_t seed);
    /// Replaces the features x of all utterances whose path starts with `prefix` by 3 x + 5.
    void distort(const std::string& prefix);
    /// Names the 12 columns of the features; gender is told by the first two.
    void nameColumns(const std::vector<std::string>& names);

private:
    void importFeatures();

    std::vector<std::string> m_tables;
};

} // namespace undertone::tests
