#include "tests/experiment/StudyFixture.h"

#include "core/base/SeedTree.h"
#include "core/features/FeatureImport.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <sstream>

namespace undertone::tests {

using namespace undertone::experiment;

namespace {

constexpr std::size_t columns = 12;
constexpr std::size_t utterancesOfASpeaker = 20;
const std::vector<std::string> emotions = {"neu", "hap", "sad", "ang"};

bool isFinished(const std::string& key)
{
    return key.find(".checkpoint") == std::string::npos;
}

std::string exact(double value)
{
    return fmt::format("{:a} ", value);
}

/// Features of an utterance: the emotion moves a mean, the gender says what goes together.
std::string featureLine(const corpus::Utterance& utterance, std::size_t emotion, Contrast contrast,
                        base::RandomStream& random)
{
    std::vector<double> x;
    for (std::size_t i = 0; i < columns; ++i)
        x.push_back(random.normal() + (i == 4 + emotion ? 2 : 0));
    const bool isF = utterance.attribute("gender") == "F";
    for (const std::size_t pair : {0U, 2U, 8U, 10U}) {
        if (contrast == Contrast::Opposite && pair > 0)
            break;
        const double common = 2 * random.normal();
        x[pair] += common;
        x[pair + 1] += isF ? common : contrast == Contrast::Opposite ? -common : 2 * random.normal();
    }
    std::string line = utterance.path;
    for (const double value : x)
        line += fmt::format(",{}", value);
    return line + "\n";
}

corpus::Corpus makeCorpus(const std::string& name, std::size_t speakersOfEach, Contrast contrast,
                          std::string& table)
{
    corpus::Corpus corpus;
    corpus.name = name;
    corpus.layout = "manifest";
    table = "file";
    for (std::size_t i = 0; i < columns; ++i)
        table += fmt::format(",x{}", i);
    table += "\n";
    base::RandomStream random = base::SeedTree(7).child(name).stream("features");
    for (std::size_t s = 0; s < 2 * speakersOfEach; ++s)
        for (std::size_t u = 0; u < utterancesOfASpeaker; ++u) {
            corpus::Utterance utterance;
            utterance.speaker = fmt::format("{}-{}", name, s);
            utterance.path = fmt::format("{}-{}-{}.wav", name, s, u);
            utterance.emotion = emotions[u % emotions.size()];
            utterance.attributes["gender"] = s % 2 == 0 ? "F" : "M";
            utterance.attributes["side"] = s / 2 % 2 == 0 ? "left" : "right";
            utterance.seconds = 1;
            utterance.audioHash = utterance.path;
            table += featureLine(utterance, u % emotions.size(), contrast, random);
            corpus.utterances.push_back(std::move(utterance));
        }
    return corpus;
}

} // namespace

std::optional<std::string> MemoryCache::find(const std::string& key)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_entries.find(key);
    return found == m_entries.end() ? std::nullopt : std::optional(found->second);
}

void MemoryCache::store(const std::string& key, std::string_view bytes)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_entries[key] = bytes;
        if (isFinished(key))
            ++m_stores[key];
    }
    if (onStore)
        onStore(key);
}

void MemoryCache::remove(const std::string& key)
{
    const std::scoped_lock lock(m_mutex);
    m_entries.erase(key);
}

std::map<std::string, std::string> MemoryCache::entries() const
{
    const std::scoped_lock lock(m_mutex);
    return m_entries;
}

void MemoryCache::setEntries(std::map<std::string, std::string> entries)
{
    const std::scoped_lock lock(m_mutex);
    m_entries = std::move(entries);
}

std::map<std::string, int> MemoryCache::computed() const
{
    const std::scoped_lock lock(m_mutex);
    return m_stores;
}

void MemorySink::trialStarted(const TrialSpec& trial)
{
    const std::scoped_lock lock(mutex);
    started.insert(trial.id);
}

void MemorySink::roundFinished(const std::string& trialId, const federation::RoundRecord& record)
{
    {
        const std::scoped_lock lock(mutex);
        rounds[trialId][record.round] = record;
    }
    if (onRound)
        onRound();
}

void MemorySink::privacySpent(const std::string& trialId, const RoundPrivacy& round)
{
    const std::scoped_lock lock(mutex);
    ledgers[trialId][round.round] = round;
}

void MemorySink::auditFound(const std::string& trialId, const MembershipAudit& audit)
{
    const std::scoped_lock lock(mutex);
    audits[trialId] = audit;
}

void MemorySink::utilityFound(const std::string& trialId, const UtilityResult& utility)
{
    const std::scoped_lock lock(mutex);
    utilities[trialId] = utility;
}

void MemorySink::embeddingFound(const std::string& trialId, const EmbeddingMap& map)
{
    const std::scoped_lock lock(mutex);
    maps[trialId] = map;
}

void MemorySink::cellFound(const std::string& trialId, const attack::LeakageCell& cell,
                           const std::vector<std::string>&)
{
    const std::scoped_lock lock(mutex);
    auto place = fmt::format("{} {} {}", cell.layer, static_cast<int>(cell.part), cell.leakedUpdates);
    if (!cell.attribute.empty())
        place += fmt::format(" {} {}", cell.attribute, cell.attack);
    cells[trialId][place] = cell;
}

void MemorySink::trialFinished(const std::string& trialId)
{
    const std::scoped_lock lock(mutex);
    finished.insert(trialId);
}

void MemorySink::warningFound(const std::string& text)
{
    const std::scoped_lock lock(mutex);
    warnings.insert(text);
}

void MemorySink::rowsAggregated(const std::vector<ResultRow>& found)
{
    const std::scoped_lock lock(mutex);
    rows = found;
}

std::string MemorySink::text() const
{
    const std::scoped_lock lock(mutex);
    std::string text;
    for (const auto& [trial, records] : rounds)
        for (const auto& [round, record] : records)
            text += fmt::format("round {} {} ", trial, round) + exact(record.trainingLoss) +
                    exact(record.validationUar) + exact(record.validationLoss) + "\n";
    for (const auto& [trial, entries] : ledgers)
        for (const auto& [round, found] : entries)
            text += fmt::format("ledger {} {} {} ", trial, round, found.clients.size()) + exact(found.clip) +
                    exact(found.event.noiseMultiplier) + exact(found.spent.worst.allRounds) +
                    exact(found.spent.nominal) + "\n";
    for (const auto& [trial, audit] : audits)
        text += fmt::format("audit {} {} {} {} {} ", trial, audit.rounds, audit.guesses.correct,
                            audit.decisions.truePositives, audit.decisions.falsePositives) +
                exact(audit.oneRun) + exact(audit.accounted.value_or(-1)) +
                exact(audit.nominal.value_or(-1)) + "\n";
    for (const auto& [trial, utility] : utilities)
        for (const auto& speaker : utility.speakers)
            text += fmt::format("utility {} {} {} ", trial, utility.selectedRound, speaker.speaker) +
                    exact(speaker.confusion.unweightedAverageRecall()) + "\n";
    for (const auto& [trial, found] : cells)
        for (const auto& [place, cell] : found)
            for (const auto& client : cell.clients)
                text += fmt::format("cell {} {} {} {} ", trial, place, client.speaker, client.client) +
                        exact(client.scores.front().front()) + fmt::format("{}\n", client.decisions.front());
    for (const auto& [trial, map] : maps)
        for (const auto& utterance : map.utterances)
            text += fmt::format("map {} {} ", trial, utterance.path) + exact(utterance.x) +
                    exact(utterance.y) + "\n";
    for (const auto& row : rows)
        text += fmt::format("row {} {} {} {} ", row.layer, row.part, row.leakedUpdates, row.clients) +
                exact(row.attackUar.value) + exact(row.attackUar.low) + exact(row.attackUar.high) +
                exact(row.attackAuc.value) + exact(row.attackAuc.low) + exact(row.attackAccuracy.value) +
                exact(row.attackP.value_or(-1)) + exact(row.serUar.value) + exact(row.serUar.low) +
                exact(row.serUar.high) + exact(row.serAccuracy.value) + exact(row.serAccuracy.high) +
                exact(row.privacy.epsilonAllRounds.value_or(-1)) + "\n";
    return text;
}

ToyStudy::ToyStudy(std::size_t speakersOfEach, Contrast contrast) : features(m_folder.path() / "features")
{
    for (const char* name : {"private", "shadow"}) {
        m_tables.emplace_back();
        corpora.push_back(makeCorpus(name, speakersOfEach, contrast, m_tables.back()));
    }
    importFeatures();
}

ExperimentSpec ToyStudy::spec(const std::vector<std::pair<std::string, std::string>>& edits) const
{
    std::string json = R"({"format": 1, "private": {"corpora": ["private"]},
        "shadow": {"corpora": ["shadow"], "federations": 2}, "features": {"set": "toy"},
        "model": {"hidden": [16, 8]},
        "federation": {"rounds": 10, "client_fraction": 0.4, "batch_size": 4, "learning_rate": 0.01},
        "attack": {"layers": ["first", "last", "fusion"], "leaked_updates": [1, "all"], "repeats": 3},
        "evaluation": {"folds": 1, "seeds": [3]}})";
    for (const auto& [path, value] : edits)
        json = setSpecValue(json, path, value);
    return parseSpec(json, "toy");
}

void ToyStudy::run(const ExperimentSpec& spec, MemorySink& sink, StageCache& cache, unsigned workers,
                   std::stop_token stop, double checkpointSeconds) const
{
    auto ownCache = features;
    base::Progress progress({}, std::move(stop));
    TrainingEngine(checkpointSeconds).run({spec, corpora, workers, "cpu"}, sink, cache, ownCache, progress);
}

void ToyStudy::permuteGenders(std::uint64_t seed)
{
    for (auto& corpus : corpora) {
        std::map<std::string, std::string> genders;
        for (const auto& utterance : corpus.utterances)
            genders[utterance.speaker] = utterance.attribute("gender");
        std::vector<std::string> values;
        for (const auto& [speaker, gender] : genders)
            values.push_back(gender);
        const auto order =
            base::SeedTree(seed).child(corpus.name).stream("labels").permutation(values.size());
        std::size_t next = 0;
        for (auto& [speaker, gender] : genders)
            gender = values[order[next++]];
        for (auto& utterance : corpus.utterances)
            utterance.attributes["gender"] = genders[utterance.speaker];
    }
    importFeatures();
}

void ToyStudy::distort(const std::string& prefix)
{
    for (auto& table : m_tables) {
        std::istringstream lines(table);
        table.clear();
        for (std::string line; std::getline(lines, line); table += line + "\n") {
            if (!line.starts_with(prefix))
                continue;
            std::istringstream fields(line);
            std::getline(fields, line, ',');
            for (std::string field; std::getline(fields, field, ',');)
                line += fmt::format(",{}", 3 * std::stod(field) + 5);
        }
    }
    importFeatures();
}

void ToyStudy::nameColumns(const std::vector<std::string>& names)
{
    for (auto& table : m_tables)
        table.replace(0, table.find('\n'), fmt::format("file,{}", fmt::join(names, ",")));
    importFeatures();
}

void ToyStudy::importFeatures()
{
    for (std::size_t i = 0; i < corpora.size(); ++i) {
        const auto file = m_folder.write(corpora[i].name + ".csv", m_tables[i]);
        features::importFeatures(corpora[i], "toy", file, features);
    }
}

} // namespace undertone::tests
