#include "core/experiment/EncoderFiles.h"

#include "core/audio/AudioFile.h"
#include "core/base/Error.h"
#include "core/base/Parallel.h"
#include "core/experiment/EncoderStage.h"
#include "core/experiment/InputRules.h"
#include "core/experiment/StageKey.h"
#include "core/experiment/StageRecords.h"
#include "core/experiment/TrialPlan.h"
#include "core/features/FeatureExtraction.h"
#include "core/learning/Torch.h"
#include "core/representation/ScriptedEncoder.h"
#include "core/representation/Tokenizer.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <unordered_map>

namespace undertone::experiment {

namespace {

using representation::EncoderInput;
using representation::Input;
using representation::ScriptedEncoder;

constexpr auto frameSet = "logmel";
constexpr double smallestDeviation = 1e-5;

/// A row's place in a vocabulary, as in training.
class WordIndices
{
public:
    explicit WordIndices(const std::vector<std::string>& vocabulary)
    {
        for (std::size_t i = 1; i < vocabulary.size(); ++i)
            m_indices.emplace(vocabulary[i], static_cast<std::int64_t>(i));
    }

    at::Tensor operator()(const std::string& text)
    {
        std::vector<std::int64_t> indices;
        for (const auto& word : m_tokenizer.words(text)) {
            const auto found = m_indices.find(word);
            indices.push_back(found == m_indices.end() ? 0 : found->second);
        }
        if (indices.empty())
            indices.push_back(0); // a text without words
        return at::tensor(indices, at::kLong);
    }

private:
    representation::Tokenizer m_tokenizer;
    std::unordered_map<std::string, std::int64_t> m_indices;
};

/// What an encoder's forward() takes of each utterance of a corpus.
class EncoderInputs
{
public:
    EncoderInputs(const corpus::Corpus& corpus, const ScriptedEncoder& encoder, EncoderInput foreign,
                  features::FeatureCache& cache, base::Progress& progress)
        : m_corpus(corpus), m_foreign(foreign), m_cache(cache)
    {
        if (const auto& own = encoder.description()) {
            m_inputs = own->inputs;
            m_fitted = {own->emotions.begin(), own->emotions.end()};
            m_words.emplace(own->vocabulary);
        }
        std::vector<std::string> emotions;
        for (const auto& utterance : corpus.utterances)
            emotions.push_back(utterance.emotion);
        requireInputs(corpus, emotions, m_inputs.empty() ? std::vector{Input::Acoustic} : m_inputs);
        if (readsFrames())
            features::extractFrames(corpus, frameSet, cache, progress, base::hardwareWorkers());
        if (reads(m_inputs, Input::Features))
            readFeatures(*encoder.description(), progress);
        const auto& own = encoder.description();
        if (readsFrames() && own && own->framesNormalization == features::Normalization::Speaker)
            m_frameScales = scalesOfSpeakers([this](std::size_t i) { return rawFrames(i); }, progress);
        if (reads(m_inputs, Input::Features) &&
            own->featuresNormalization == features::Normalization::Speaker)
            m_featureScales =
                scalesOfSpeakers([this](std::size_t i) { return featureRow(i).unsqueeze(0); }, progress);
    }

    std::vector<at::Tensor> of(std::size_t utterance)
    {
        if (m_inputs.empty())
            return {m_foreign == EncoderInput::LogMel ? frames(utterance) : samples(utterance)};
        std::vector<at::Tensor> inputs;
        for (const auto input : m_inputs)
            inputs.push_back(input == Input::Text ? (*m_words)(m_corpus.utterances[utterance].text)
                             : input == Input::Acoustic
                                 ? frames(utterance)
                                 : scaled(featureRow(utterance), m_featureScales, utterance));
        return inputs;
    }

private:
    struct Scale
    {
        at::Tensor mean;
        at::Tensor deviation;
    };

    bool readsFrames() const
    {
        return m_inputs.empty() ? m_foreign == EncoderInput::LogMel : reads(m_inputs, Input::Acoustic);
    }

    at::Tensor samples(std::size_t utterance) const
    {
        const auto signal = audio::readAudio(m_corpus.folder / m_corpus.utterances[utterance].path);
        return at::tensor(signal.samples, at::kFloat);
    }

    at::Tensor rawFrames(std::size_t utterance)
    {
        const auto values = features::utteranceFrames(m_corpus, utterance, frameSet, m_cache);
        return at::tensor(values, at::kFloat).view({-1, bands});
    }

    at::Tensor frames(std::size_t utterance)
    {
        return scaled(rawFrames(utterance), m_frameScales, utterance);
    }

    void readFeatures(const representation::EncoderDescription& own, base::Progress& progress)
    {
        m_features =
            features::extractFeatures(m_corpus, own.featureSet, m_cache, progress, base::hardwareWorkers());
        if (m_features.columns() != own.features)
            throw Error(
                ErrorCode::InvalidRequest,
                fmt::format(
                    "The encoder reads {} features of each utterance, and the set \"{}\" of {} has {}.",
                    own.features, own.featureSet, m_corpus.name, m_features.columns()),
                m_corpus.name, "Import a table with the columns of the study's corpora under that name.");
    }

    at::Tensor featureRow(std::size_t utterance) const
    {
        const auto row = m_features.row(utterance);
        return at::tensor(std::vector<float>(row.begin(), row.end()), at::kFloat);
    }

    using Scales = std::map<std::string, Scale>; ///< by speaker

    at::Tensor scaled(const at::Tensor& raw, const Scales& scales, std::size_t utterance) const
    {
        const auto scale = scales.find(m_corpus.utterances[utterance].speaker);
        return scale == scales.end() ? raw
                                     : ((raw - scale->second.mean) / scale->second.deviation).to(at::kFloat);
    }

    /// Of the utterances with the emotions of the study, as there; of all of a speaker who has none of these.
    template <typename RowsOf>
    Scales scalesOfSpeakers(const RowsOf& rowsOf, const base::Progress& progress) const
    {
        std::map<std::string, std::vector<std::size_t>> fitted, all;
        for (std::size_t i = 0; i < m_corpus.utterances.size(); ++i) {
            const auto& utterance = m_corpus.utterances[i];
            all[utterance.speaker].push_back(i);
            if (m_fitted.contains(utterance.emotion))
                fitted[utterance.speaker].push_back(i);
        }
        Scales scales;
        for (const auto& [speaker, own] : all) {
            std::vector<at::Tensor> rows;
            for (const auto i : fitted.contains(speaker) ? fitted.at(speaker) : own) {
                progress.checkCancelled();
                rows.push_back(rowsOf(i));
            }
            const auto joined = at::cat(rows).to(at::kDouble);
            scales[speaker] = {joined.mean(0), joined.std(0, false) + smallestDeviation};
        }
        return scales;
    }

    static constexpr std::int64_t bands = 40; ///< of "logmel"

    const corpus::Corpus& m_corpus;
    EncoderInput m_foreign;
    features::FeatureCache& m_cache;
    std::vector<Input> m_inputs;    ///< of one of ours
    std::set<std::string> m_fitted; ///< emotions
    std::optional<WordIndices> m_words;
    features::FeatureMatrix m_features;
    Scales m_frameScales;
    Scales m_featureScales;
};

/// An encoder, the rows that its inputs were fitted on, and its weights.
struct TrainedEncoder
{
    PlannedEncoder encoder;
    std::vector<std::int64_t> fitRows;
    at::Tensor weights;
};

/// What is stored under the key that the plan has on one of the devices.
template <class Record, class Plan>
std::optional<Record> storedRecord(const Plan& plan, StageCache& stages)
{
    for (const char* device : {"cpu", "cuda"})
        if (const auto bytes = stages.find(plan.key(machineIdentity(device))))
            if (auto record = Record::deserialize(*bytes))
                return record;
    return std::nullopt;
}

std::optional<TrainedEncoder> encoderOf(const TrialSpec& trial, const std::vector<corpus::Corpus>& corpora,
                                        StageCache& stages, InputLibrary& library)
{
    std::vector<std::string> ignored; // said when the study ran
    const auto plan = representationPlan(trial, library.inputs(trial.spec), corpora, ignored);
    const auto record = storedRecord<EncoderRecord>(plan, stages);
    if (!record)
        return std::nullopt;
    return TrainedEncoder{static_cast<const PlannedEncoder&>(plan), plan.split.training,
                          record->state.bestWeights};
}

std::optional<TrainedEncoder> globalModel(const TrialSpec& trial, const std::vector<corpus::Corpus>& corpora,
                                          StageCache& stages, InputLibrary& library)
{
    const auto plan = TrialPlan(trial, corpora, library).privateFederation();
    const auto record = storedRecord<FederationRecord>(plan, stages);
    if (!record)
        return std::nullopt;
    return TrainedEncoder{*plan.encoder, plan.trainingRows(), record->state.selectedWeights};
}

/// @throws what encode() throws, with the utterance's path.
at::Tensor encoded(ScriptedEncoder& encoder, EncoderInputs& inputs, const corpus::Corpus& corpus,
                   std::size_t utterance)
{
    const auto arguments = inputs.of(utterance);
    try {
        return encoder.encode(arguments).contiguous();
    } catch (const Error& error) {
        throw Error(
            error.code(), error.happened(),
            fmt::format("{}, at {} of {}", error.where(), corpus.utterances[utterance].path, corpus.name),
            error.remedy());
    }
}

} // namespace

features::FeatureTable encodeCorpus(const corpus::Corpus& corpus, const std::filesystem::path& encoder,
                                    EncoderInput input, features::FeatureCache& cache,
                                    base::Progress& progress)
{
    learning::useOneTorchThread();
    ScriptedEncoder scripted(encoder, input);
    EncoderInputs inputs(corpus, scripted, input, cache, progress);
    progress.addTotal(static_cast<double>(corpus.utterances.size()));
    features::FeatureTable table;
    for (std::size_t i = 0; i < corpus.utterances.size(); ++i) {
        const auto vector = encoded(scripted, inputs, corpus, i);
        const auto* values = vector.data_ptr<float>();
        table.matrix.values.insert(table.matrix.values.end(), values, values + vector.numel());
        table.keys.push_back(corpus.utterances[i].path);
        progress.advance(1, fmt::format("utterance {} of {}", i + 1, corpus.utterances.size()));
    }
    table.matrix.rows = table.keys.size();
    const auto columns = table.matrix.values.size() / std::max<std::size_t>(1, table.matrix.rows);
    for (std::size_t c = 1; c <= columns; ++c)
        table.matrix.names.push_back(fmt::format("f{}", c));
    return table;
}

std::string exportTrialEncoder(const TrialSpec& trial, const std::vector<corpus::Corpus>& corpora,
                               StageCache& stages, features::FeatureCache& features, base::Progress& progress)
{
    InputLibrary library(corpora, features, progress, base::hardwareWorkers());
    const auto trained = trial.spec.kind == StudyKind::Federation
                             ? globalModel(trial, corpora, stages, library)
                             : encoderOf(trial, corpora, stages, library);
    if (!trained)
        throw Error(ErrorCode::NotFound,
                    "The trial's encoder is not in the workspace any more, or never was.", trial.id,
                    "Run the study again: what is there already is not computed twice.");
    const auto& [encoder, fitRows, weights] = *trained;
    const auto table = encoder.table(fitRows);
    const auto [frames, columns] = encoder.inputs->normalizers(fitRows);
    representation::EncoderState state;
    state.bestWeights = weights;
    const bool readsFeatures = reads(encoder.spec.inputs, Input::Features);
    return representation::exportEncoder(
        {table, encoder.spec, fitRows, {}, base::SeedTree(trial.seed), "cpu"}, state,
        {frames, columns, readsFeatures ? trial.spec.features.set : "", trial.spec.emotions});
}

} // namespace undertone::experiment
