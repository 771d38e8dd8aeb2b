#include "app/cli/Study.h"

#include "app/cli/Text.h"

#include <nlohmann/json.hpp>

namespace undertone::cli {

namespace {

using nlohmann::ordered_json;

ordered_json resultDocument(Program& program, const std::string& id)
{
    const auto record = program.session().experiment(id);
    return ordered_json{{"experiment", id},
                        {"state", experiment::stateName(record.summary.state)},
                        {"rows", ordered_json::parse(program.session().rowsText(id))},
                        {"audits", ordered_json::parse(program.session().tableText(id, "audit", "json"))}};
}

std::string resultText(Program& program, const std::string& id)
{
    const auto record = program.session().experiment(id);
    std::string text = "study " + id + ": " + record.summary.name;
    text += record.summary.synthetic ? " (synthetic speech)\n" : "\n";
    text += program.session().tableText(id, "leakage", "text");
    if (record.audits.empty())
        return text;
    text += "\n" + program.session().tableText(id, "audit", "text");
    for (const auto& row : record.audits)
        text += auditWords(row.audit) + "\n";
    return text;
}

} // namespace

void addRunOptions(CLI::App& command, StudyOptions& options)
{
    command
        .add_option("--threads", options.run.workers, "Workers, 1 to 1024; one per core when it is not given")
        ->check(CLI::Range(1, 1024));
    command.add_option("--device", options.run.device, "auto, cpu or cuda")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}));
}

experiment::ExperimentSpec specWith(std::string document, const StudyOptions& options,
                                    const std::string& source)
{
    for (const auto& change : options.changes) {
        const auto equals = change.find('=');
        if (equals == std::string::npos || equals == 0)
            throw Error(ErrorCode::InvalidRequest, "This is not a change: \"" + change + "\".", "--set",
                        "Write it as path=value, such as federation.rounds=50.");
        document = experiment::setSpecValue(document, change.substr(0, equals), change.substr(equals + 1));
    }
    return experiment::parseSpec(document, source);
}

StudyEnd finishStudy(Program& program, session::JobId job)
{
    const auto id = program.session().experimentOf(job);
    try {
        program.finish(job);
    } catch (const Cancelled&) {
        program.print(resultDocument(program, id), "study " + id + ": cancelled");
        printNote("cancelled; go on with: undertone-cli resume " + id);
        program.setStatus(ExitStatus::Cancelled);
        return {id, experiment::ExperimentState::Cancelled};
    } catch (const Error& error) {
        if (!error.isRequestError())
            printNote("failed; go on with: undertone-cli resume " + id);
        throw;
    }
    program.print(resultDocument(program, id), resultText(program, id));
    return {id, experiment::ExperimentState::Succeeded};
}

} // namespace undertone::cli
