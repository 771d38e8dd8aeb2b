#include "app/cli/Program.h"
#include "app/cli/StudyDifference.h"
#include "app/cli/Text.h"

#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace undertone::cli {

namespace {

using nlohmann::ordered_json;

ordered_json summaryDocument(const experiment::ExperimentSummary& summary)
{
    return {{"experiment", summary.id},
            {"name", summary.name},
            {"state", experiment::stateName(summary.state)},
            {"created", summary.created},
            {"trials", summary.trials},
            {"trials_done", summary.trialsDone},
            {"fraction", summary.fraction},
            {"synthetic", summary.synthetic},
            {"tags", summary.tags},
            {"note", summary.note}};
}

void list(Program& program, bool deleted)
{
    const auto summaries = deleted ? program.session().deletedExperiments() : program.session().experiments();
    auto documents = ordered_json::array();
    std::vector<std::vector<std::string>> rows;
    for (const auto& summary : summaries) {
        documents.push_back(summaryDocument(summary));
        rows.push_back({summary.id, experiment::stateName(summary.state), summary.created,
                        fmt::format("{}/{}", summary.trialsDone, summary.trials), summary.name,
                        fmt::format("{}", fmt::join(summary.tags, ", "))});
    }
    program.print(ordered_json{{"experiments", documents}}.dump(2),
                  rows.empty() ? std::string(deleted ? "The bin is empty." : "No study yet.")
                               : alignedTable({"id", "state", "created", "trials", "name", "tags"}, rows));
}

std::string recordText(Program& program, const experiment::ExperimentRecord& record)
{
    const auto& summary = record.summary;
    std::string text =
        fmt::format("{}  {}{}\n{}, {} of {} trials, made {}\n", summary.id, summary.name,
                    summary.synthetic ? " (synthetic speech)" : "", experiment::stateName(summary.state),
                    summary.trialsDone, summary.trials, summary.created);
    if (!summary.tags.empty())
        text += fmt::format("tags: {}\n", fmt::join(summary.tags, ", "));
    if (!summary.note.empty())
        text += "note: " + summary.note + "\n";
    if (const auto failure = program.session().failure(summary.id))
        text += std::string("error: ") + failure->what() + "\n";
    return text + record.specification + "\n" + program.session().tableText(summary.id, "leakage", "text");
}

void show(Program& program, const std::string& id)
{
    const auto record = program.session().experiment(id);
    auto document = summaryDocument(record.summary);
    document["warnings"] = record.warnings;
    const auto failure = program.session().failure(id);
    document["error"] = failure ? ordered_json(failure->what()) : ordered_json();
    document["specification"] = ordered_json::parse(record.specification);
    document["rows"] = ordered_json::parse(program.session().rowsText(id));
    program.print(document.dump(2), recordText(program, record));
}

void printSummary(Program& program, const std::string& id)
{
    const auto summary = program.session().experiment(id).summary;
    program.print(summaryDocument(summary).dump(2), summary.id);
}

using Action = std::function<void(const std::vector<std::string>&)>;

/// A command that takes these words after it.
void addCommand(CLI::App& group, Program& program, const std::string& word, const std::string& text,
                const std::vector<std::string>& names, const Action& action)
{
    const auto values = std::make_shared<std::vector<std::string>>(names.size());
    auto* command = group.add_subcommand(word, text);
    for (std::size_t i = 0; i < names.size(); ++i)
        command->add_option(names[i], (*values)[i])->required();
    command->callback(
        [&program, values, action] { program.setAction([values, action] { action(*values); }); });
}

void addChanges(CLI::App& group, Program& program)
{
    addCommand(group, program, "tag", "Tag a study", {"ID", "TAG"}, [&program](const auto& words) {
        program.session().addTag(words[0], words[1]);
        printSummary(program, words[0]);
    });
    addCommand(group, program, "note", "Note something with a study; an empty text removes the note",
               {"ID", "TEXT"}, [&program](const auto& words) {
                   program.session().setNote(words[0], words[1]);
                   printSummary(program, words[0]);
               });
    addCommand(group, program, "delete", "Put a study into the bin", {"ID"}, [&program](const auto& words) {
        program.session().setDeleted(words[0], true);
        printSummary(program, words[0]);
    });
    addCommand(group, program, "restore", "Take a study out of the bin", {"ID"},
               [&program](const auto& words) {
                   program.session().setDeleted(words[0], false);
                   printSummary(program, words[0]);
               });
}

} // namespace

void addHistoryCommands(CLI::App& app, Program& program)
{
    auto* group = app.add_subcommand("history", "The studies of the workspace");
    group->callback([&program, group] {
        if (group->get_subcommands().empty())
            program.setAction([&program] { list(program, false); });
    });
    const auto deleted = std::make_shared<bool>(false);
    auto* listing = group->add_subcommand("list", "All of them, the newest first");
    listing->add_flag("--deleted", *deleted, "Those in the bin");
    listing->callback(
        [&program, deleted] { program.setAction([&program, deleted] { list(program, *deleted); }); });
    addCommand(*group, program, "show", "One with its specification and results", {"ID"},
               [&program](const auto& words) { show(program, words[0]); });
    addCommand(*group, program, "diff", "What two differ in: specifications and results", {"ID", "OTHER"},
               [&program](const auto& words) { printDifference(program, words[0], words[1]); });
    addChanges(*group, program);
}

} // namespace undertone::cli
