#include "app/cli/PrivacyReport.h"
#include "app/cli/Program.h"
#include "core/base/AlignedTable.h"
#include "core/experiment/PrivacyResult.h"
#include "core/session/PrivacyAnalysis.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>

namespace undertone::cli {

namespace {

using experiment::EpsilonReading;
using experiment::RoundPrivacy;
using experiment::TrialLedger;
using nlohmann::ordered_json;

/// What each accountant says of one release like an event; nothing where it does not cover it. Most rounds of
/// a study release alike, so the last answer is kept.
class EventReadings
{
public:
    using Readings = std::map<std::string, std::optional<double>>;

    const Readings& of(privacy::PrivacyEvent event, double delta)
    {
        event.count = 1;
        if (m_event && *m_event == event && m_delta == delta)
            return m_readings;
        m_event = event;
        m_delta = delta;
        for (const std::string name : privacy::accountantNames()) {
            const auto accountant = privacy::makeAccountant(name);
            m_readings[name].reset();
            if (accountant->refusal(event).empty())
                m_readings[name] = accountant->epsilon({&event, 1}, delta).epsilon;
        }
        return m_readings;
    }

private:
    std::optional<privacy::PrivacyEvent> m_event;
    double m_delta = 0;
    Readings m_readings;
};

ordered_json leakedDocument(const EpsilonReading& reading)
{
    auto document = ordered_json::object();
    for (const auto& [n, epsilon] : reading.leaked)
        document[n == attack::allUpdates ? "all" : std::to_string(n)] = numberDocument(epsilon);
    return document;
}

void addReading(ordered_json& document, const EpsilonReading& reading)
{
    document["epsilon_one_update"] = numberDocument(reading.oneUpdate);
    document["epsilon_leaked"] = leakedDocument(reading);
    document["epsilon_all_rounds"] = numberDocument(reading.allRounds);
}

ordered_json clientsDocument(const RoundPrivacy& round)
{
    auto documents = ordered_json::array();
    for (const auto& client : round.clients) {
        ordered_json document = {{"client", client.client}, {"noise_multiplier", client.noiseMultiplier}};
        addReading(document, client.reading);
        documents.push_back(document);
    }
    return documents;
}

ordered_json roundDocument(const RoundPrivacy& round, EventReadings& readings)
{
    const auto& event = round.event;
    const auto& spent = round.spent;
    ordered_json document = {{"round", round.round},
                             {"mechanism", event.mechanism},
                             {"noise_multiplier", event.noiseMultiplier},
                             {"clip", round.clip},
                             {"sampling", privacy::samplingName(event.sampling)},
                             {"sample_rate", event.sampleRate},
                             {"relation", privacy::relationName(event.relation)},
                             {"unit", event.unit},
                             {"observer", event.observer}};
    auto& release = document["epsilon_of_one_release"];
    for (const auto& [name, epsilon] : readings.of(event, spent.delta))
        release[name] = numberDocument(epsilon);
    document["epsilon_nominal"] = numberDocument(spent.nominal);
    addReading(document, spent.worst);
    document["epsilon_speaker"] = numberDocument(spent.speakerRounds);
    document["guarantee"] = nameOf(experiment::guaranteeNames(), spent.guarantee);
    document["delta"] = spent.delta;
    document["sigma"] = spent.sigma;
    document["clients"] = clientsDocument(round);
    return document;
}

ordered_json trialDocument(const TrialLedger& ledger, EventReadings& readings)
{
    auto sweep = ordered_json::object();
    for (const auto& [path, value] : ledger.point)
        sweep[path] = ordered_json::parse(value);
    auto rounds = ordered_json::array();
    for (const auto& round : ledger.rounds)
        rounds.push_back(roundDocument(round, readings));
    return {{"sweep", sweep}, {"fold", ledger.fold}, {"seed", ledger.seed}, {"rounds", rounds}};
}

std::string trialTitle(const TrialLedger& ledger)
{
    std::string title;
    for (const auto& [path, value] : ledger.point)
        title += fmt::format("{} = {}, ", path, value);
    return title + fmt::format("fold {}, seed {}", ledger.fold, ledger.seed);
}

/// What holds for all rounds of a trial.
std::string trialText(const TrialLedger& ledger)
{
    const auto& event = ledger.rounds.back().event;
    const auto& spent = ledger.rounds.back().spent;
    return fieldsText(
        {{"mechanism", event.mechanism},
         {"observer", event.observer},
         {"relation", fmt::format("{}: {}", privacy::relationName(event.relation),
                                  privacy::relationWords(event.relation, event.unit))},
         {"unit", event.unit},
         {"sampling", privacy::isSubsampled(event)
                          ? fmt::format("{}, secret, at a rate of {}", privacy::samplingName(event.sampling),
                                        privacy::numberText(event.sampleRate))
                          : "none: the observer knows who took part"},
         {"delta", privacy::numberText(spent.delta) + ", of the accounted epsilons"},
         {"guarantee", nameOf(experiment::guaranteeNames(), spent.guarantee)}});
}

std::string roundsText(const TrialLedger& ledger, EventReadings& readings)
{
    std::vector<std::string> header = {"round", "clients", "noise multiplier", "clip"};
    for (const auto* name : privacy::accountantNames())
        header.push_back(std::string("one release, ") + name);
    for (const auto* name : {"nominal", "one update", "all rounds"})
        header.emplace_back(name);
    std::vector<std::vector<std::string>> rows;
    for (const auto& round : ledger.rounds) {
        auto& row = rows.emplace_back();
        row = {std::to_string(round.round), std::to_string(round.clients.size()),
               privacy::numberText(round.event.noiseMultiplier), privacy::numberText(round.clip)};
        const auto& release = readings.of(round.event, round.spent.delta);
        for (const auto* name : privacy::accountantNames())
            row.push_back(release.at(name) ? fmt::format("{:.4g}", *release.at(name)) : "-");
        for (const double epsilon :
             {round.spent.nominal, round.spent.worst.oneUpdate, round.spent.worst.allRounds})
            row.push_back(fmt::format("{:.4g}", epsilon));
    }
    return base::alignedTable(header, rows);
}

void printLedger(Program& program, const std::string& id)
{
    const auto record = program.session().experiment(id);
    const auto& experiment = record.summary.id;
    const auto ledgers = program.session().privacyLedgers(experiment);
    EventReadings readings;
    auto trials = ordered_json::array();
    std::string text;
    for (const auto& ledger : ledgers) {
        trials.push_back(trialDocument(ledger, readings));
        text += (text.empty() ? "" : "\n") + trialTitle(ledger) + "\n" + trialText(ledger) +
                roundsText(ledger, readings);
    }
    text += ledgers.empty()
                ? "No trial of this study has released anything with noise: nothing was spent, and nothing "
                  "is promised.\n"
                : "\nOne release: of the event alone, by each accountant. One update, all rounds: after "
                  "the round, for the worst client.\n";
    const bool anyWithout = std::any_of(record.rows.begin(), record.rows.end(),
                                        [](const auto& row) { return row.privacy.sigma.value_or(0) == 0; });
    if (anyWithout && !ledgers.empty())
        text += "Settings without noise have no ledger: nothing bounds what they give away.\n";
    program.print(ordered_json{{"experiment", experiment}, {"trials", trials}}, text);
}

} // namespace

void addLedgerCommand(CLI::App& group, Program& program)
{
    const auto id = std::make_shared<std::string>();
    auto* command =
        group.add_subcommand("ledger", "What a study released, round by round, and what it spent");
    command->add_option("ID", *id, "The study")->required();
    command->callback([&program, id] { program.setAction([&program, id] { printLedger(program, *id); }); });
}

} // namespace undertone::cli
