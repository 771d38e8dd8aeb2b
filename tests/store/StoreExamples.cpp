#include "tests/store/StoreExamples.h"

#include <cmath>
#include <optional>

namespace undertone::tests {

corpus::Corpus exampleCorpus(const std::string& name)
{
    corpus::Corpus corpus;
    corpus.name = name;
    corpus.folder = "/data/" + name;
    corpus.layout = "manifest";
    corpus.synthetic = true;
    for (const char* speaker : {"a", "b", "c"}) {
        corpus::Utterance utterance;
        utterance.path = std::string(speaker) + "/1.wav";
        utterance.speaker = name + "-" + speaker;
        utterance.emotion = "hap";
        utterance.recording = "r1";
        utterance.text = "It's \"eleven\" o'clock, größer";
        utterance.attributes = {{"gender", "F"}, {"language", "de"}};
        utterance.seconds = 1.0 / 3.0;
        utterance.audioHash = std::string(64, 'a');
        corpus.utterances.push_back(utterance);
    }
    return corpus;
}

corpus::ImportReport exampleReport()
{
    corpus::ImportReport report;
    report.layout = "manifest";
    report.utterances = 3;
    report.hours = 1.0 / 3.0;
    report.speakersByAttribute = {{"gender", {{"F", 2}, {"M", 1}}}};
    report.emotionsBySpeaker = {{"a", {{"hap", 3}}}};
    report.emotions = {{"hap", 3}};
    report.findings = {{corpus::FindingKind::Duplicate, "a/1.wav", "the same as b/1.wav"},
                       {corpus::FindingKind::OneEmotionSpeaker, "a", "hap only"}};
    return report;
}

experiment::ExperimentSpec exampleSpec()
{
    return experiment::parseSpec(
        R"({"format": 1, "name": "Example", "private": {"corpora": ["one"]}, "shadow": {"corpora": ["two"]},
            "emotions": ["neu", "hap"], "sweep": {"model.dropout": [0.1, 0.5]}})",
        "example");
}

experiment::TrialSpec exampleTrial(const std::string& id, std::size_t fold)
{
    experiment::TrialSpec trial;
    trial.id = id;
    trial.point = {{"model.dropout", "0.1"}, {"attack.kind", "\"linear\""}};
    trial.pointIndex = 1;
    trial.fold = fold;
    trial.seed = 0xFFFFFFFFFFFFFFFEULL;
    return trial;
}

federation::RoundRecord exampleRound(std::size_t round)
{
    federation::RoundRecord record;
    record.round = round;
    record.trainingLoss = 1.0 / 3.0 + static_cast<double>(round);
    record.validationUar = 2.0 / 3.0;
    record.validationLoss = 1.0 / 7.0;
    record.validation = learning::ConfusionMatrix(2);
    record.validation.add(0, 1, 3);
    record.participants = 5;
    return record;
}

experiment::RoundPrivacy exampleRoundPrivacy(std::size_t round)
{
    experiment::RoundPrivacy found;
    found.round = round;
    found.clip = 1.0 / 3.0;
    found.event.noiseMultiplier = 1.0 / 7.0;
    found.event.sampling = privacy::Sampling::Poisson;
    found.event.sampleRate = 0.1;
    found.event.relation = privacy::Relation::ReplaceWithNull;
    found.event.unit = "client";
    found.event.observer = "recipient";
    found.event.mechanism = "dp-fedavg-central";
    const experiment::EpsilonReading reading{2.0 / 3.0, {{0, 5.5}, {1, 2.0 / 3.0}}, 5.5};
    found.clients = {{2, 1.0 / 7.0, reading}, {4, 0.25, reading}};
    found.spent = {HUGE_VAL,
                   {HUGE_VAL, {{0, HUGE_VAL}, {1, 1.5}}, HUGE_VAL},
                   round > 0 ? std::optional(7.25) : std::nullopt,
                   privacy::Guarantee::FavourableReading,
                   1e-5,
                   0.125};
    return found;
}

experiment::MembershipAudit exampleAudit()
{
    experiment::MembershipAudit audit;
    audit.mechanism = "dp-fedavg-local";
    audit.observer = privacy::Observer::Server;
    audit.leakedUpdates = 3;
    audit.rounds = 17;
    audit.guesses = {100, 50, 45};
    audit.decisions = {40, 52, 9, 48};
    audit.confidence = 0.95;
    audit.delta = 1e-5;
    audit.accounted = 7.0 / 3.0;
    audit.nominal = HUGE_VAL;
    setBounds(audit);
    return audit;
}

experiment::UtilityResult exampleUtility()
{
    experiment::UtilityResult utility;
    utility.selectedRound = 17;
    for (const char* speaker : {"x", "y", "z"}) {
        learning::ConfusionMatrix confusion(2);
        confusion.add(0, 0, 7);
        confusion.add(1, 0, 2);
        utility.speakers.push_back({speaker, confusion});
    }
    return utility;
}

attack::LeakageCell exampleCell(const std::string& layer, attack::LeakedUpdates leaked)
{
    attack::LeakageCell cell;
    cell.layer = layer;
    cell.part = attack::Part::Weights;
    cell.leakedUpdates = leaked;
    cell.clients = {{"x", 0, 0, 9, {{-1.0 / 3.0, 1.0 / 3.0}, {0.5, -0.5}}, {4, 6}},
                    {"y", 1, 1, 2, {{1e-300, -1e-300}}, {10, 0}}};
    return cell;
}

experiment::ResultRow exampleRow(const std::string& layer, attack::LeakedUpdates leaked, double uar)
{
    experiment::ResultRow row;
    row.sweep = {{"model.dropout", "0.1"}};
    row.federation = "fedavg";
    row.attribute = "gender";
    row.attack = "second-moment";
    row.adversary = "clean";
    row.layer = layer;
    row.part = "both";
    row.leakedUpdates = leaked;
    row.attackUar = {uar, uar - 0.1, uar + 0.1};
    row.attackAuc = {1.0 / 3.0, 0.25, 0.5};
    row.attackAccuracy = {0.7, 0.6, 0.8};
    row.clients = 12;
    row.speakers = 11;
    row.speakersPerClass = {6, 5};
    row.serUar = {0.5, 0.4, 0.6};
    row.serAccuracy = {0.55, 0.5, 0.6};
    return row;
}

} // namespace undertone::tests
