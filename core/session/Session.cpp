#include "core/session/Session.h"

#include "core/experiment/Sweep.h"
#include "core/features/FeatureImport.h"
#include "core/figure/ComparisonTables.h"
#include "core/figure/EmbeddingFigure.h"
#include "core/figure/FigureBuilder.h"
#include "core/session/CorpusJobs.h"
#include "core/session/EncoderJobs.h"
#include "core/session/ExportText.h"
#include "core/session/JobQueue.h"
#include "core/session/SettingComparison.h"
#include "core/session/StudyQueue.h"
#include "core/session/Workspace.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace undertone::session {

struct Session::Implementation
{
    Implementation(std::filesystem::path folder, EngineFactory engineFactory)
        : workspace(std::move(folder)), engine(std::move(engineFactory)), studies(workspace, engine)
    {
        workspace.store.markInterrupted();
    }

    store::RunStore& store() { return workspace.store; }

    Workspace workspace;
    LoadedEngine engine;
    StudyJobs studies;
    JobQueue jobs; ///< its jobs use those before it
    StudyQueue queue{workspace, studies, jobs};
};

Session::Session(std::filesystem::path workspace, EngineFactory engineFactory)
    : m_impl(std::make_unique<Implementation>(std::move(workspace), std::move(engineFactory)))
{
}

Session::~Session() = default;

const std::filesystem::path& Session::workspace() const
{
    return m_impl->workspace.folder;
}

int Session::subscribe(Listener listener)
{
    return m_impl->jobs.subscribe(std::move(listener));
}

void Session::unsubscribe(int subscription)
{
    m_impl->jobs.unsubscribe(subscription);
}

JobId Session::importCorpus(const std::filesystem::path& folder, const std::string& layout,
                            const std::string& name)
{
    return m_impl->jobs.submit(importJob(m_impl->workspace, folder, layout, name));
}

JobId Session::inspectCorpus(const std::filesystem::path& folder, const std::string& layout)
{
    return m_impl->jobs.submit(inspectionJob(folder, layout));
}

JobId Session::makeDemoCorpus(const std::string& name, std::size_t speakers, std::uint64_t seed)
{
    return m_impl->jobs.submit(demoCorpusJob(m_impl->workspace, name, speakers, seed));
}

JobId Session::extractFeatures(const std::string& corpus, const std::string& set,
                               const std::filesystem::path& outFile)
{
    return m_impl->jobs.submit(extractionJob(m_impl->workspace, corpus, set, outFile));
}

JobId Session::importFeatures(const std::string& corpus, const std::string& set,
                              const std::filesystem::path& file)
{
    return m_impl->jobs.submit(featureImportJob(m_impl->workspace, corpus, set, file));
}

JobId Session::importFeatures(const std::string& corpus, const std::string& set, const EncoderFile& encoder)
{
    return m_impl->jobs.submit(encoderImportJob(m_impl->workspace, m_impl->engine, corpus, set, encoder));
}

JobId Session::represent(const std::string& corpus, const EncoderFile& encoder,
                         const std::filesystem::path& outFile)
{
    return m_impl->jobs.submit(
        representationJob(m_impl->workspace, m_impl->engine, corpus, encoder, outFile));
}

JobId Session::exportEncoder(const std::string& experimentId, const TrialChoice& choice,
                             const std::filesystem::path& outFile)
{
    return m_impl->jobs.submit(
        encoderExportJob(m_impl->workspace, m_impl->engine, experimentId, choice, outFile));
}

JobId Session::run(const experiment::ExperimentSpec& spec, const RunOptions& options)
{
    return m_impl->queue.run(spec, options);
}

JobId Session::resume(const std::string& experimentId, const RunOptions& options)
{
    return m_impl->queue.resume(experimentId, options);
}

std::vector<store::QueueEntry> Session::queue() const
{
    return m_impl->store().queue();
}

bool Session::isIdle() const
{
    return m_impl->jobs.isIdle();
}

void Session::move(const std::string& experimentId, store::QueueMove move)
{
    m_impl->queue.move(experimentId, move);
}

void Session::pause(const std::string& experimentId)
{
    m_impl->queue.pause(experimentId);
}

void Session::stop(const std::string& experimentId)
{
    m_impl->queue.stop(experimentId);
}

void Session::suspend()
{
    m_impl->queue.suspend();
}

std::vector<JobId> Session::takeUpQueue(const RunOptions& options)
{
    return m_impl->queue.takeUp(options);
}

std::string Session::experimentOf(JobId job) const
{
    return m_impl->jobs.experimentOf(job);
}

void Session::cancel(JobId job)
{
    m_impl->jobs.cancel(job);
}

JobEvent Session::wait(JobId job)
{
    return m_impl->jobs.wait(job);
}

std::vector<std::string> Session::corpusNames() const
{
    return m_impl->store().corpusNames();
}

corpus::Corpus Session::corpus(const std::string& name) const
{
    return m_impl->store().corpus(name);
}

corpus::ImportReport Session::corpusReport(const std::string& name) const
{
    return m_impl->store().corpusReport(name);
}

std::string Session::corpusReportText(const std::string& name) const
{
    return m_impl->store().corpusReportText(name);
}

std::vector<experiment::ExperimentSummary> Session::experiments(const store::HistoryQuery& query) const
{
    return m_impl->store().experiments(query);
}

store::Revision Session::revision() const
{
    return m_impl->store().revision();
}

std::vector<std::string> Session::tags() const
{
    return m_impl->store().tags();
}

std::string Session::duplicateOf(const std::string& id) const
{
    auto spec = experiment::parseSpec(m_impl->store().specification(id), "study " + id);
    std::set<std::string> names;
    for (const auto bin : {store::Bin::Outside, store::Bin::Inside})
        for (const auto& study : experiments({.bin = bin}))
            names.insert(study.name);
    const auto name = spec.name;
    for (int i = 2; names.contains(spec.name); ++i)
        spec.name = fmt::format("{} ({})", name, i);
    return experiment::writeSpec(spec);
}

std::vector<experiment::TrialLedger> Session::privacyLedgers(const std::string& id) const
{
    return m_impl->store().privacyLedgers(id);
}

std::vector<experiment::TrialResult> Session::trialResults(const std::string& id) const
{
    return m_impl->store().trialResults(id);
}

experiment::ExperimentRecord Session::experiment(const std::string& id) const
{
    return m_impl->store().experiment(id);
}

DefencePreview Session::defence(const experiment::ExperimentSpec& spec) const
{
    const auto names = corpusNames();
    std::vector<corpus::Corpus> corpora;
    for (const auto& name : spec.privateSide.corpora)
        if (std::find(names.begin(), names.end(), name) != names.end())
            corpora.push_back(corpus(name));
    return previewDefence(spec, estimateClients(spec, corpora));
}

StudyPreview Session::preview(const experiment::ExperimentSpec& spec, const RunOptions& options) const
{
    const auto names = corpusNames();
    std::set<std::string> used;
    for (const auto& trial : experiment::expandTrials(spec))
        for (const auto* side : {&trial.spec.privateSide.corpora, &trial.spec.shadowSide.corpora})
            used.insert(side->begin(), side->end());
    std::vector<corpus::Corpus> corpora;
    for (const auto& name : used)
        if (std::find(names.begin(), names.end(), name) != names.end())
            corpora.push_back(corpus(name));
    auto preview = previewSpeakers(spec, corpora, m_impl->workspace.features);
    m_impl->studies.addCost(preview, spec, options);
    return preview;
}

std::vector<std::string> Session::importedFeatureSets(const corpus::Corpus& corpus) const
{
    return features::importedSets(corpus, m_impl->workspace.features);
}

std::optional<Error> Session::failure(const std::string& experimentId) const
{
    return m_impl->store().failure(experimentId);
}

figure::FigureSpec Session::figure(const std::string& experimentId, const std::string& name,
                                   const std::string& axis, const TradeoffView& view) const
{
    if (axis.empty() && !view.bounds && view.beside.empty())
        return figure::buildFigure(name, experiment(experimentId));
    const auto records = recordsOf(experimentId, view);
    if (name == "frontier" && axis.empty() && !view.bounds)
        return figure::buildFrontier(records);
    if (name != "tradeoff")
        throw Error(ErrorCode::InvalidRequest,
                    "A budget axis and bounds belong to the trade-off, other studies beside to it and to the "
                    "frontier.",
                    name, "Choose the figure tradeoff, or leave them out.");
    return figure::buildTradeoff(records.front(), figure::budgetAxisNamed(axis.empty() ? "swept" : axis),
                                 view.bounds, {records.begin() + 1, records.end()});
}

namespace {

std::vector<std::pair<figure::BudgetAxis, figure::FigureSpec>>
tradeoffsOf(const std::vector<experiment::ExperimentRecord>& records,
            const std::optional<figure::Bounds>& bounds)
{
    const std::vector<experiment::ExperimentRecord> beside(records.begin() + 1, records.end());
    std::vector<std::pair<figure::BudgetAxis, figure::FigureSpec>> figures;
    for (const auto axis : figure::budgetAxesOf(records.front()))
        figures.emplace_back(axis, figure::buildTradeoff(records.front(), axis, bounds, beside));
    return figures;
}

std::vector<EmbeddingView> embeddingsOf(const experiment::ExperimentRecord& record)
{
    std::vector<EmbeddingView> views;
    for (const auto& trial : record.maps)
        views.push_back({figure::trialTitle(trial), figure::colouringsOf(trial)});
    return views;
}

} // namespace

std::vector<experiment::ExperimentRecord> Session::recordsOf(const std::string& experimentId,
                                                             const TradeoffView& view) const
{
    std::vector<experiment::ExperimentRecord> records = {experiment(experimentId)};
    for (const auto& id : view.beside)
        records.push_back(experiment(id));
    return records;
}

std::vector<std::pair<figure::BudgetAxis, figure::FigureSpec>>
Session::tradeoffs(const std::string& experimentId, const TradeoffView& view) const
{
    return tradeoffsOf(recordsOf(experimentId, view), view.bounds);
}

StudyViews Session::views(const std::string& experimentId, const TradeoffView& view) const
{
    const auto records = recordsOf(experimentId, view);
    StudyViews views;
    views.record = records.front();
    for (const auto& name : figureNames())
        views.figures.push_back(name == "frontier" ? figure::buildFrontier(records)
                                                   : figure::buildFigure(name, views.record));
    views.tradeoffs = tradeoffsOf(records, view.bounds);
    views.embeddings = embeddingsOf(views.record);
    for (const auto& name : tableNames())
        if (name != "audit" || !views.record.audits.empty())
            views.tables.push_back(figure::buildTable(name, views.record));
    return views;
}

figure::TableSpec Session::table(const std::string& experimentId, const std::string& name) const
{
    return figure::buildTable(name, experiment(experimentId));
}

std::string Session::figureText(const std::string& experimentId, const std::string& name,
                                const std::string& format, const std::string& axis,
                                const TradeoffView& view) const
{
    return textOf(figure(experimentId, name, axis, view), format);
}

std::string Session::tableText(const std::string& experimentId, const std::string& name,
                               const std::string& format) const
{
    return textOf(table(experimentId, name), format);
}

std::string Session::rowsText(const std::string& experimentId) const
{
    return figure::rowsAsJson(experiment(experimentId));
}

std::vector<figure::TableSpec> Session::comparison(const std::vector<std::string>& experimentIds) const
{
    std::vector<experiment::StudyEvidence> studies;
    for (const auto& id : experimentIds)
        studies.push_back(m_impl->store().evidence(id));
    const auto comparison =
        experiment::compareStudies(studies.size() == 1 ? settingsOf(studies.front()) : studies);
    return {figure::specificationComparison(comparison), figure::resultComparison(comparison)};
}

void Session::exportBundle(const std::vector<std::string>& experimentIds,
                           const std::filesystem::path& file) const
{
    m_impl->store().exportBundle(experimentIds, file);
}

store::BundleContents Session::importBundle(const std::filesystem::path& file)
{
    return m_impl->store().importBundle(file);
}

std::vector<std::string> Session::figureNames() const
{
    return figure::figureNames();
}

std::vector<std::string> Session::tableNames() const
{
    return figure::tableNames();
}

void Session::removeCorpus(const std::string& name)
{
    m_impl->store().removeCorpus(name);
    m_impl->workspace.removeMadeCorpus(name);
}

void Session::setStarred(const std::string& experimentId, bool starred)
{
    m_impl->store().setStarred(experimentId, starred);
}

void Session::rename(const std::string& experimentId, const std::string& name)
{
    m_impl->store().rename(experimentId, name);
}

void Session::removeTag(const std::string& experimentId, const std::string& tag)
{
    m_impl->store().removeTag(experimentId, tag);
}

void Session::removeBinned(const std::vector<std::string>& experimentIds)
{
    m_impl->store().removeBinned(experimentIds);
}

void Session::addTag(const std::string& experimentId, const std::string& tag)
{
    m_impl->store().addTag(experimentId, tag);
}

void Session::setNote(const std::string& experimentId, const std::string& note)
{
    m_impl->store().setNote(experimentId, note);
}

void Session::setDeleted(const std::string& experimentId, bool deleted)
{
    m_impl->store().setDeleted(experimentId, deleted);
}

} // namespace undertone::session
