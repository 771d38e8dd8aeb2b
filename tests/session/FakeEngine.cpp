#include "tests/session/FakeEngine.h"

#include "core/base/Error.h"
#include "core/store/RunStore.h"

namespace undertone::tests {

namespace {

class FakeEngine : public experiment::Engine
{
public:
    explicit FakeEngine(EngineBody body) : m_body(std::move(body)) {}

    experiment::EngineInfo info() const override { return {"0", "none", true, false}; }
    experiment::StudyCost cost(const experiment::RunRequest& request) const override
    {
        const auto trials = experiment::expandTrials(request.spec).size();
        return {trials, 10.0 * static_cast<double>(trials), 2e9};
    }
    void run(const experiment::RunRequest& request, experiment::ResultSink& sink,
             experiment::StageCache& stages, features::FeatureCache&, base::Progress& progress) override
    {
        m_body(request, sink, stages, progress);
    }
    features::FeatureTable encode(const corpus::Corpus&, const std::filesystem::path& encoder,
                                  representation::EncoderInput, features::FeatureCache&,
                                  base::Progress&) override
    {
        throw Error(ErrorCode::EngineUnavailable, "This engine has no LibTorch.", encoder.string(), "");
    }
    std::string exportEncoder(const experiment::TrialSpec& trial, const std::vector<corpus::Corpus>&,
                              experiment::StageCache&, features::FeatureCache&, base::Progress&) override
    {
        throw Error(ErrorCode::EngineUnavailable, "This engine has no LibTorch.", trial.id, "");
    }

private:
    EngineBody m_body;
};

} // namespace

session::EngineFactory engineThat(EngineBody body)
{
    return [body] { return std::make_shared<FakeEngine>(body); };
}

void runEveryTrial(const experiment::RunRequest& request, experiment::ResultSink& sink,
                   experiment::StageCache& stages, base::Progress& progress)
{
    const auto trials = experiment::expandTrials(request.spec);
    progress.addTotal(static_cast<double>(trials.size()));
    std::vector<experiment::ResultRow> rows;
    for (const auto& trial : trials) {
        sink.trialStarted(trial);
        federation::RoundRecord record;
        record.validation = learning::ConfusionMatrix(2);
        sink.roundFinished(trial.id, record);
        if (stages.find(trial.id))
            progress.skip(1, "known");
        else
            progress.advance(1, "trial");
        stages.store(trial.id, "stage");
        sink.trialFinished(trial.id);
        experiment::ResultRow row;
        row.sweep = trial.point;
        row.attack = "second-moment";
        row.layer = "first";
        rows.push_back(row);
        sink.rowsAggregated(rows);
    }
}

experiment::ExperimentSpec twoTrials(const std::string& privateCorpus)
{
    const auto json = R"({"format": 1, "name": "Study", "private": {"corpora": ["one"]},
        "shadow": {"corpora": ["two"]}, "emotions": ["neu", "hap"],
        "evaluation": {"folds": 1, "seeds": [8]}, "sweep": {"model.dropout": [0.1, 0.5]}})";
    return experiment::parseSpec(
        experiment::setSpecValue(json, "private.corpora.0", '"' + privateCorpus + '"'), "test");
}

corpus::Corpus corpusOf(const std::string& name, int women, int men)
{
    corpus::Corpus corpus;
    corpus.name = name;
    for (int speaker = 0; speaker < women + men; ++speaker)
        for (const char* emotion : {"neu", "hap", "sad", "ang"}) {
            corpus::Utterance utterance;
            utterance.speaker = name + std::to_string(speaker);
            utterance.emotion = emotion;
            utterance.path = utterance.speaker + emotion + ".wav";
            utterance.attributes = {{"gender", speaker < women ? "F" : "M"}, {"age", "young"}};
            utterance.text = "words";
            utterance.seconds = 2;
            utterance.audioHash = utterance.path;
            corpus.utterances.push_back(utterance);
        }
    return corpus;
}

void saveEmptyCorpora(const std::filesystem::path& workspace, const std::vector<std::string>& names,
                      const std::string& synthetic)
{
    store::RunStore store(workspace / "undertone.db");
    for (const auto& name : names) {
        corpus::Corpus corpus;
        corpus.name = name;
        corpus.synthetic = name == synthetic;
        store.saveCorpus(corpus, {});
    }
}

} // namespace undertone::tests
