#include "tests/experiment/TranscriptStudy.h"

#include "core/base/SeedTree.h"

#include <fmt/format.h>

#include <array>

namespace undertone::tests {

namespace {

constexpr std::size_t utterancesOfOne = 16;
const std::array<std::string, 2> emotionsOfTalk = {"neu", "ang"};

std::string pick(base::RandomStream& random, const std::string& own, const std::string& other)
{
    return random.uniform() < 0.9 ? own : other;
}

std::string genderOf(std::size_t speaker)
{
    return std::string(1, speaker % 2 == 0 ? 'F' : 'M');
}

} // namespace

TranscriptStudy::TranscriptStudy(std::size_t speakers) : features(m_folder.path() / "features")
{
    corpus::Corpus talk;
    talk.name = "talk";
    talk.folder = m_folder.path();
    talk.layout = "manifest";
    talk.transcriptsOnly = true;
    auto random = base::SeedTree(11).stream("words");
    for (std::size_t s = 0; s < speakers; ++s)
        for (std::size_t u = 0; u < utterancesOfOne; ++u) {
            corpus::Utterance utterance;
            utterance.speaker = fmt::format("talk-{:02}", s);
            utterance.path = fmt::format("talk-{:02}-{:02}", s, u);
            utterance.recording = "dialogue";
            utterance.emotion = emotionsOfTalk[u % 2];
            utterance.attributes["gender"] = genderOf(s);
            utterance.text = fmt::format(
                "Well w{} {} , w{} {} w{} !", random.below(20),
                u % 2 == 0 ? pick(random, "calmly", "furious") : pick(random, "furious", "calmly"),
                random.below(20), s % 2 == 0 ? pick(random, "madam", "sir") : pick(random, "sir", "madam"),
                random.below(20));
            talk.utterances.push_back(std::move(utterance));
        }
    corpora.push_back(std::move(talk));
}

experiment::ExperimentSpec
TranscriptStudy::spec(const std::vector<std::pair<std::string, std::string>>& edits) const
{
    std::string json = R"({"format": 1, "kind": "representation", "private": {"corpora": ["talk"]},
        "emotions": ["neu", "ang"],
        "attack": {"leaked_updates": [1, "all"], "repeats": 3},
        "representation": {"inputs": ["text"], "epochs": 12, "patience": 12, "batch_size": 16, "learning_rate": 0.01,
            "encoder": {"gru_layers": 1, "gru_units": 8, "dense_units": 8, "word_dimensions": 8, "dropout": 0},
            "adversary": [{"attribute": "gender", "lambda": 0}], "attackers": ["linear", "kernel", "centroid"]},
        "evaluation": {"folds": 3, "seeds": [5]}})";
    for (const auto& [path, value] : edits)
        json = experiment::setSpecValue(json, path, value);
    return experiment::parseSpec(json, "talk");
}

void TranscriptStudy::run(const experiment::ExperimentSpec& spec, MemorySink& sink,
                          experiment::StageCache& cache, unsigned workers, std::stop_token stop,
                          double checkpointSeconds) const
{
    experiment::TrainingEngine engine(checkpointSeconds);
    base::Progress progress({}, std::move(stop));
    auto cacheOfFeatures = features;
    engine.run({spec, corpora, workers, "cpu"}, sink, cache, cacheOfFeatures, progress);
}

void TranscriptStudy::permuteGenders(std::uint64_t seed)
{
    auto& utterances = corpora.front().utterances;
    const auto speakers = utterances.size() / utterancesOfOne;
    const auto order = base::SeedTree(seed).stream("genders").permutation(speakers);
    for (std::size_t i = 0; i < utterances.size(); ++i)
        utterances[i].attributes["gender"] = genderOf(order[i / utterancesOfOne]);
}

} // namespace undertone::tests
