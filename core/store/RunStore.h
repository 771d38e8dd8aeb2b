#pragma once

#include "core/corpus/Corpus.h"
#include "core/corpus/ImportReport.h"
#include "core/experiment/ExperimentResult.h"
#include "core/experiment/ResultSink.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace undertone::store {

/// The workspace's `undertone.db` (SQLite, WAL, versioned by user_version). Thread-safe; several processes
/// may read while one writes a given job.
class RunStore
{
public:
    /// Opens or makes the database and migrates an older schema (keeping a copy of it beside).
    /// @throws Error NewerStore, DamagedStore, StorageFailed.
    explicit RunStore(const std::filesystem::path& file);
    ~RunStore();

    // Corpora
    void saveCorpus(const corpus::Corpus& corpus,
                    const corpus::ImportReport& report); ///< @throws Error Conflict: name taken
    std::vector<std::string> corpusNames() const;
    corpus::Corpus corpus(const std::string& name) const; ///< @throws Error NotFound
    corpus::ImportReport corpusReport(const std::string& name) const;
    void removeCorpus(const std::string& name);

    // Experiments
    /// A new experiment in the state Queued; returns its id (12 hex digits).
    std::string createExperiment(const experiment::ExperimentSpec& spec, bool synthetic);
    void setState(const std::string& id, experiment::ExperimentState state, const std::string& error = {});
    void setProgress(const std::string& id, double fraction);
    /// A sink that writes rounds and cells in batches, at most once a second, and everything when it is
    /// destroyed.
    std::unique_ptr<experiment::ResultSink> sink(const std::string& id);
    std::vector<experiment::ExperimentSummary> experiments() const; ///< newest first, without the bin
    /// An id or an unambiguous prefix. @throws Error NotFound.
    experiment::ExperimentRecord experiment(const std::string& id) const;

    void addTag(const std::string& id, const std::string& tag);
    void setNote(const std::string& id, const std::string& note);
    void setDeleted(const std::string& id, bool deleted); ///< to the bin and back

    /// Marks studies that were running in a process that is no more as Interrupted; returns their ids.
    std::vector<std::string> markInterrupted();
    /// One process writes a given job. @throws Error Conflict when another living process holds it.
    void claim(const std::string& id);
    void release(const std::string& id);

private:
    struct Implementation;
    std::unique_ptr<Implementation> m_impl;
};

} // namespace undertone::store
