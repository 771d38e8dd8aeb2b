#include "core/session/CorpusJobs.h"

#include "core/base/File.h"
#include "core/base/Parallel.h"
#include "core/corpus/CorpusImporter.h"
#include "core/corpus/DemoCorpus.h"
#include "core/features/FeatureExtraction.h"
#include "core/features/FeatureImport.h"
#include "core/features/FrameExport.h"

#include <algorithm>

namespace undertone::session {

namespace {

corpus::ImportResult read(const std::filesystem::path& folder, const std::string& layout,
                          const std::string& name, JobContext& context)
{
    auto progress = context.progress();
    return corpus::importCorpus(folder, {layout, name, base::hardwareWorkers()}, progress);
}

/// Before any work: another corpus has the name.
void checkFree(const store::RunStore& store, const std::string& name)
{
    checkCorpusName(name);
    const auto names = store.corpusNames();
    if (std::find(names.begin(), names.end(), name) != names.end())
        throw Error(ErrorCode::Conflict, "There is a corpus named \"" + name + "\" already.", name,
                    "Choose another name, or remove that corpus first.");
}

void makeDemoCorpus(Workspace& workspace, const corpus::DemoCorpusOptions& options, JobContext& context)
{
    const auto& name = options.speakerPrefix;
    checkFree(workspace.store, name);
    const auto folder = workspace.madeCorpus(name);
    base::createFolder(folder.parent_path());
    // What lies there without being in the store is left from a program that was killed.
    workspace.removeMadeCorpus(name);
    auto progress = context.progress();
    corpus::makeDemoCorpus(folder, options, progress);
    auto made = read(folder, "auto", name, context);
    workspace.store.saveCorpus(made.corpus, made.report);
    context.setImportReport(std::move(made.report));
}

void extractFrames(Workspace& workspace, const corpus::Corpus& corpus, const std::string& set,
                   const std::filesystem::path& outFile, base::Progress& progress)
{
    if (outFile.empty())
        features::extractFrames(corpus, set, workspace.features, progress, base::hardwareWorkers());
    else
        features::exportFrames(corpus, set, workspace.features, progress, base::hardwareWorkers(), outFile);
}

} // namespace

JobRequest importJob(Workspace& workspace, const std::filesystem::path& folder, const std::string& layout,
                     const std::string& name)
{
    return corporaJob("Import of " + name, [&workspace, folder, layout, name](JobContext& context) {
        checkFree(workspace.store, name);
        auto found = read(folder, layout, name, context);
        workspace.store.saveCorpus(found.corpus, found.report);
        context.setImportReport(std::move(found.report));
    });
}

JobRequest inspectionJob(const std::filesystem::path& folder, const std::string& layout)
{
    return corporaJob("Inspection of " + folder.filename().string(), [folder, layout](JobContext& context) {
        context.setImportReport(read(folder, layout, folder.filename().string(), context).report);
    });
}

JobRequest demoCorpusJob(Workspace& workspace, const std::string& name, std::size_t speakers,
                         std::uint64_t seed)
{
    corpus::DemoCorpusOptions options;
    options.speakers = speakers;
    options.seed = seed;
    options.speakerPrefix = name;
    return corporaJob("Demo corpus " + name, [&workspace, options](JobContext& context) {
        makeDemoCorpus(workspace, options, context);
    });
}

JobRequest extractionJob(Workspace& workspace, const std::string& corpus, const std::string& set,
                         const std::filesystem::path& outFile)
{
    return corporaJob("Features of " + corpus, [&workspace, corpus, set, outFile](JobContext& context) {
        const auto source = workspace.store.corpus(corpus);
        auto progress = context.progress();
        if (features::givesFrames(set)) {
            extractFrames(workspace, source, set, outFile, progress);
            return;
        }
        const auto matrix =
            features::extractFeatures(source, set, workspace.features, progress, base::hardwareWorkers());
        if (outFile.empty())
            return;
        std::vector<std::string> keys;
        for (const auto& utterance : source.utterances)
            keys.push_back(utterance.path);
        features::exportFeatures(matrix, keys, outFile);
    });
}

JobRequest featureImportJob(Workspace& workspace, const std::string& corpus, const std::string& set,
                            const std::filesystem::path& file)
{
    return corporaJob("Features of " + corpus, [&workspace, corpus, set, file](JobContext&) {
        features::importFeatures(workspace.store.corpus(corpus), set, file, workspace.features);
    });
}

} // namespace undertone::session
