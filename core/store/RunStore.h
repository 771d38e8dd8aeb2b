#pragma once

#include "core/base/Error.h"
#include "core/corpus/Corpus.h"
#include "core/corpus/ImportReport.h"
#include "core/experiment/ExperimentResult.h"
#include "core/experiment/StudyComparison.h"
#include "core/store/ExperimentSink.h"
#include "core/store/HistorySpec.h"
#include "core/store/QueueSpec.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace undertone::store {

/// The workspace's `undertone.db` (SQLite, WAL, versioned by user_version). Thread-safe; several processes
/// may read while one writes a given job. Every call may throw Error StorageFailed (full or read-only disk)
/// and DamagedStore; a call that throws has changed nothing. An experiment's id may be given as an
/// unambiguous prefix, @throws Error NotFound.
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
    std::string corpusReportText(const std::string& name) const; ///< the same as JSON
    void removeCorpus(const std::string& name);

    // Experiments
    /// A new experiment in the state Queued, claimed by this process; returns its id (12 hex digits).
    std::string createExperiment(const experiment::ExperimentSpec& spec);
    /// Removes an experiment for good: one that turned out not to be runnable.
    void discardExperiment(const std::string& id);
    std::string resolve(const std::string& id) const;       ///< the whole id
    std::string specification(const std::string& id) const; ///< canonical JSON
    experiment::ExperimentState state(const std::string& id) const;
    void setState(const std::string& id, experiment::ExperimentState state, const Error* error = nullptr);
    std::optional<Error> failure(const std::string& id) const; ///< why it is Failed
    /// How many trials it has, and whether any of its speech is synthetic.
    void setExtent(const std::string& id, std::size_t trials, bool synthetic);
    /// `written` is called on the sink's thread after each batch.
    std::unique_ptr<ExperimentSink> sink(const std::string& id, std::function<void()> written = {});
    /// Newest first, without the bin, unless the query says otherwise. @throws Error InvalidRequest for a
    /// filter that cannot be understood.
    std::vector<experiment::ExperimentSummary> experiments(const HistoryQuery& query = {}) const;
    /// Something else after every change of the database, by whatever program.
    Revision revision() const;
    experiment::ExperimentRecord experiment(const std::string& id) const;
    /// Finished trials with every client's scores.
    std::vector<experiment::TrialResult> trialResults(const std::string& id) const;
    /// What comparing the study needs.
    experiment::StudyEvidence evidence(const std::string& id) const;
    /// What each trial released, round by round; of trials whose defence adds noise.
    std::vector<experiment::TrialLedger> privacyLedgers(const std::string& id) const;

    void setStarred(const std::string& id, bool starred);
    void rename(const std::string& id, const std::string& name); ///< @throws Error InvalidSpecification
    void addTag(const std::string& id, const std::string& tag);  ///< @throws Error InvalidRequest: no text
    void removeTag(const std::string& id, const std::string& tag);
    std::vector<std::string> tags() const;                        ///< all that are in use
    void setNote(const std::string& id, const std::string& note); ///< empty removes it
    void setDeleted(const std::string& id, bool deleted);         ///< to the bin and back
    /// Removes studies for good, all or none. @throws Error Conflict: one is not in the bin, or runs.
    void removeBinned(const std::vector<std::string>& ids);

    /// Writes studies with their results, without artifacts and audio, into one zip file (StudyBundle.h).
    void exportBundle(const std::vector<std::string>& ids, const std::filesystem::path& file) const;
    /// Takes over the studies of a bundle that are not here, all or none. @throws Error InvalidRequest,
    /// NewerStore, NotFound.
    BundleContents importBundle(const std::filesystem::path& file);

    // The queue
    /// Studies that run, wait or are paused: what runs first, then by their places. A study that is made, or
    /// set to Queued, Running or Paused, stands last when it had no place.
    std::vector<QueueEntry> queue() const;
    void move(const std::string& id, QueueMove move); ///< nothing happens when it does not wait
    /// Notes what a study took, beside what it took before.
    void addWork(const std::string& id, const WorkSpeed& work);
    /// Of the newest studies here with this kind of attack, or of any kind where there is none.
    WorkSpeed speed(const std::string& attackKind) const;

    /// Marks studies that were running in a process that is no more as Interrupted; returns their ids. What
    /// was waiting keeps its place.
    std::vector<std::string> markInterrupted();
    /// One process writes a given job; within it claims are counted. @throws Error Conflict when another
    /// living process holds it.
    void claim(const std::string& id);
    void release(const std::string& id);

private:
    struct Implementation;
    std::unique_ptr<Implementation> m_impl;
};

} // namespace undertone::store
