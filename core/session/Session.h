#pragma once

#include "core/base/Progress.h"
#include "core/corpus/Corpus.h"
#include "core/corpus/ImportReport.h"
#include "core/experiment/Engine.h"
#include "core/experiment/ExperimentResult.h"
#include "core/features/ClipReport.h"
#include "core/figure/BudgetAxisSpec.h"
#include "core/figure/FigureSpec.h"
#include "core/figure/TableSpec.h"
#include "core/figure/TradeoffSpec.h"
#include "core/session/DefencePreview.h"
#include "core/session/JobEvent.h"
#include "core/session/StudyPreview.h"
#include "core/store/HistorySpec.h"
#include "core/store/QueueSpec.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace undertone::session {

/// Makes the engine when the first job needs it; programs load the library.
using EngineFactory = std::function<std::shared_ptr<experiment::Engine>()>;
/// Loads undertone-engine from beside the program or the library path. @throws Error EngineUnavailable.
std::shared_ptr<experiment::Engine> loadEngine();

/// $XDG_DATA_HOME/undertone, or ~/.local/share/undertone.
std::filesystem::path defaultWorkspace();

struct RunOptions
{
    unsigned workers = 0; ///< 0 = one per core
    std::string device = "auto";
};

/// What a reader adds to a trade-off; other studies beside also to a frontier.
struct TradeoffView
{
    std::optional<figure::Bounds> bounds;
    std::vector<std::string> beside; ///< studies whose lines stand beside
    bool operator==(const TradeoffView&) const = default;
};

/// A trial whose embeddings can be shown as a map, and what can colour it.
struct EmbeddingView
{
    std::string title; ///< "lambda 0.5, fold 1, seed 8"
    std::vector<std::string> colourings;
};

/// What is built of one reading of a study.
struct StudyViews
{
    experiment::ExperimentRecord record;
    std::vector<figure::FigureSpec> figures; ///< all of them
    /// The trade-off over each axis that the study has numbers for, the swept one first.
    std::vector<std::pair<figure::BudgetAxis, figure::FigureSpec>> tradeoffs;
    std::vector<EmbeddingView> embeddings; ///< trials that have a map
    std::vector<figure::TableSpec> tables; ///< all that it has something for
};

/// A TorchScript encoder, and what one that is not ours reads.
struct EncoderFile
{
    std::filesystem::path file;
    representation::EncoderInput input = representation::EncoderInput::Waveform;
};

/// A trial of a study: the first in its order that has these.
struct TrialChoice
{
    std::optional<std::size_t> fold; ///< from 0
    std::optional<std::uint64_t> seed;
    experiment::SweepPoint point; ///< some of its swept values
};

/// A workspace and the jobs in it: the one door through which app/ and widgets/ enter. Reading calls may
/// block on the disk: a window makes them on a worker thread. Job calls return at once; each job ends with
/// exactly one terminal event. Any thread may call.
class Session
{
public:
    /// @throws Error NewerStore, DamagedStore, StorageFailed.
    Session(std::filesystem::path workspace, EngineFactory engineFactory);
    ~Session(); ///< cancels what runs and waits for it; it stays resumable

    const std::filesystem::path& workspace() const;

    /// Called on worker threads, one event at a time, for every job until unsubscribed; when unsubscribe()
    /// has returned, no call is under way.
    using Listener = std::function<void(const JobEvent&)>;
    int subscribe(Listener listener);
    void unsubscribe(int subscription);

    // Jobs
    JobId importCorpus(const std::filesystem::path& folder, const std::string& layout,
                       const std::string& name);
    /// The audit alone; nothing is stored. The report comes with the Succeeded event.
    JobId inspectCorpus(const std::filesystem::path& folder, const std::string& layout);
    JobId makeDemoCorpus(const std::string& name, std::size_t speakers, std::uint64_t seed);
    JobId extractFeatures(const std::string& corpus, const std::string& set,
                          const std::filesystem::path& outFile);
    JobId importFeatures(const std::string& corpus, const std::string& set,
                         const std::filesystem::path& file);
    /// The set is what an encoder makes of each utterance, averaged over time.
    JobId importFeatures(const std::string& corpus, const std::string& set, const EncoderFile& encoder);
    /// The same vectors in a file, .csv or .npy with an index.
    JobId represent(const std::string& corpus, const EncoderFile& encoder,
                    const std::filesystem::path& outFile);
    /// @throws Error NotFound, InvalidRequest (a study without encoders).
    JobId exportEncoder(const std::string& experimentId, const TrialChoice& choice,
                        const std::filesystem::path& outFile);
    /// The study is in the store, Queued, when it returns; one that turns out not to be runnable before its
    /// first round (no such corpus, too few speakers) fails and is not kept.
    JobId run(const experiment::ExperimentSpec& spec, const RunOptions& options);
    /// @throws Error NotFound, Conflict (it is done, or another process runs it).
    JobId resume(const std::string& experimentId, const RunOptions& options);
    // The queue: studies run one after the other, in an order that outlives the program.
    /// Studies that run, wait or are paused, in the workspace: those of other programs too.
    std::vector<store::QueueEntry> queue() const;
    bool isIdle() const; ///< no job of this program runs or waits
    /// A study that waits or is paused. @throws Error Conflict: it is another program's.
    void move(const std::string& experimentId, store::QueueMove move);
    /// What runs stops, resumable; what waits is not begun. It keeps its place until it is resumed or
    /// stopped. @throws Error Conflict: another program has it, or it neither runs nor waits.
    void pause(const std::string& experimentId);
    void stop(const std::string& experimentId); ///< the same, but it leaves the queue, Cancelled
    /// Before the program ends: what runs stops, and it waits with all others for takeUpQueue().
    void suspend();
    /// Goes on with the studies that wait and that no living program has.
    std::vector<JobId> takeUpQueue(const RunOptions& options);

    std::string experimentOf(JobId job) const; ///< the id of a run's study, else empty
    void cancel(JobId job);
    /// Blocks until the job has ended and every listener has heard so; returns its terminal event. Not to be
    /// called by a listener.
    JobEvent wait(JobId job);

    // Reading
    std::vector<std::string> corpusNames() const;
    corpus::Corpus corpus(const std::string& name) const;
    corpus::ImportReport corpusReport(const std::string& name) const;
    std::string corpusReportText(const std::string& name) const; ///< the same as JSON
    /// Speakers by attribute, emotions by speaker, durations.
    std::vector<figure::FigureSpec> corpusFigures(const std::string& name) const;
    /// Analyses the audio of an utterance, by its index. @throws Error NotFound, UnreadableAudio,
    /// InvalidRequest (a corpus of transcripts).
    features::ClipReport clip(const std::string& corpus, std::size_t utterance) const;
    /// Finished trials with every client's scores.
    std::vector<experiment::TrialResult> trialResults(const std::string& id) const;
    /// The audio file of a clip. @throws Error NotFound, InvalidRequest (a corpus of transcripts).
    std::filesystem::path clipFile(const std::string& corpus, const std::string& path) const;
    /// Newest first, without the bin, unless the query says otherwise. @throws Error InvalidRequest for a
    /// filter that cannot be understood (core/store/FilterParser.h).
    std::vector<experiment::ExperimentSummary> experiments(const store::HistoryQuery& query = {}) const;
    /// Something else after every change of the workspace's database, by whatever program.
    store::Revision revision() const;
    std::vector<std::string> tags() const; ///< all that are in use
    /// Of a new study like this one: its specification with a name that no study has yet.
    std::string duplicateOf(const std::string& id) const;
    experiment::ExperimentRecord experiment(const std::string& id) const;
    /// What each trial released, round by round; of trials whose defence adds noise.
    std::vector<experiment::TrialLedger> privacyLedgers(const std::string& id) const;
    /// What a study will take and what it is worth. May load the engine.
    StudyPreview preview(const experiment::ExperimentSpec& spec, const RunOptions& options) const;
    StudyMaterial studyMaterial() const;
    std::vector<std::string> importedFeatureSets(const corpus::Corpus& corpus) const;
    /// What the defence of a specification will come to, with the clients of the corpora that are here.
    DefencePreview defence(const experiment::ExperimentSpec& spec) const;
    std::optional<Error> failure(const std::string& experimentId) const; ///< why it has failed
    std::vector<std::string> figureNames() const;
    std::vector<std::string> tableNames() const;
    /// `axis`: of the trade-off (BudgetAxisSpec.h), else empty. @throws Error InvalidRequest for an axis that
    /// there is not, or that the study has no numbers for.
    figure::FigureSpec figure(const std::string& experimentId, const std::string& name,
                              const std::string& axis = {}, const TradeoffView& view = {}) const;
    /// The trade-off over every axis that the study has numbers for, the swept one first.
    std::vector<std::pair<figure::BudgetAxis, figure::FigureSpec>>
    tradeoffs(const std::string& experimentId, const TradeoffView& view = {}) const;
    /// All figures and tables at once: the study is read once.
    StudyViews views(const std::string& experimentId, const TradeoffView& view = {}) const;
    /// The clients behind the result row of a reference (figure/ReferenceSpec.h); a figure without series
    /// when the reference is to no row of an attack.
    figure::FigureSpec clientsFigure(const std::string& experimentId, const std::string& reference) const;
    /// The map of one of StudyViews::embeddings, by its place. @throws Error NotFound.
    figure::FigureSpec embeddingFigure(const std::string& experimentId, std::size_t trial,
                                       const std::string& colouring) const;
    figure::TableSpec table(const std::string& experimentId, const std::string& name) const;
    /// Text of a figure (csv | tex | json) or table (csv | tex | md | json | text).
    /// @throws Error InvalidRequest for another name or format.
    std::string figureText(const std::string& experimentId, const std::string& name,
                           const std::string& format, const std::string& axis = {},
                           const TradeoffView& view = {}) const;
    std::string tableText(const std::string& experimentId, const std::string& name,
                          const std::string& format) const;

    /// The rows of the result as a JSON array.
    std::string rowsText(const std::string& experimentId) const;

    /// The first study against each of the others, or the settings of a single one against the undefended:
    /// differences of specification and of results (ComparisonTables.h). @throws Error InvalidRequest for no
    /// study, one twice, or a single one with results of one setting.
    std::vector<figure::TableSpec> comparison(const std::vector<std::string>& experimentIds) const;
    /// Studies with their results, without artifacts and audio, as one zip file.
    void exportBundle(const std::vector<std::string>& experimentIds, const std::filesystem::path& file) const;

    // Small writes
    /// Takes over the studies of a bundle that are not here, all or none. @throws Error InvalidRequest,
    /// NewerStore, NotFound.
    store::BundleContents importBundle(const std::filesystem::path& file);
    void removeCorpus(const std::string& name); ///< with its audio when it was made here for it alone
    void setStarred(const std::string& experimentId, bool starred);
    void rename(const std::string& experimentId, const std::string& name);
    void addTag(const std::string& experimentId, const std::string& tag);
    void removeTag(const std::string& experimentId, const std::string& tag);
    void setNote(const std::string& experimentId, const std::string& note);
    void setDeleted(const std::string& experimentId, bool deleted);
    /// For good, all or none. @throws Error Conflict: one is not in the bin, or runs.
    void removeBinned(const std::vector<std::string>& experimentIds);

private:
    /// The study, then those that stand beside it.
    std::vector<experiment::ExperimentRecord> recordsOf(const std::string& experimentId,
                                                        const TradeoffView& view) const;

    struct Implementation;
    std::unique_ptr<Implementation> m_impl;
};

} // namespace undertone::session
