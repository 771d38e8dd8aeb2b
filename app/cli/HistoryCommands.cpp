#include "app/cli/Program.h"
#include "core/base/AlignedTable.h"
#include "core/session/ExportText.h"

#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace undertone::cli {

namespace {

using nlohmann::ordered_json;

ordered_json known(const std::optional<double>& value)
{
    if (!value)
        return {};
    return std::isinf(*value) ? ordered_json("inf") : ordered_json(*value);
}

std::string percent(const std::optional<double>& value)
{
    return value ? fmt::format("{:.1f} %", 100 * *value) : std::string();
}

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
            {"starred", summary.starred},
            {"tags", summary.tags},
            {"note", summary.note},
            {"corpora", summary.corpora},
            {"mechanisms", summary.mechanisms},
            {"attack_uar", known(summary.attackUar)},
            {"ser_uar", known(summary.serUar)},
            {"epsilon_low", known(summary.epsilonLow)},
            {"epsilon_high", known(summary.epsilonHigh)}};
}

struct Listing
{
    store::HistoryQuery query;
    std::string sort = "created";
    bool reverse = false;
    bool bin = false;
};

bool beginsWithTheLeast(store::HistoryColumn column)
{
    using enum store::HistoryColumn;
    return column == Name || column == State || column == Corpus || column == Mechanism || column == Epsilon;
}

store::HistoryQuery queryOf(const Listing& listing)
{
    auto query = listing.query;
    query.sort = store::historyColumnNamed(listing.sort);
    query.order = beginsWithTheLeast(query.sort) != listing.reverse ? store::SortOrder::Ascending
                                                                    : store::SortOrder::Descending;
    query.bin = listing.bin ? store::Bin::Inside : store::Bin::Outside;
    return query;
}

std::string emptyText(const store::HistoryQuery& query)
{
    if (!query.filter.empty() || !query.search.empty())
        return "No study fits.";
    return query.bin == store::Bin::Inside ? "The bin is empty." : "No study yet.";
}

void list(Program& program, const Listing& listing)
{
    const auto query = queryOf(listing);
    auto documents = ordered_json::array();
    std::vector<std::vector<std::string>> rows;
    for (const auto& summary : program.session().experiments(query)) {
        documents.push_back(summaryDocument(summary));
        rows.push_back({summary.starred ? "*" : "", summary.id, experiment::stateName(summary.state),
                        summary.created, fmt::format("{}/{}", summary.trialsDone, summary.trials),
                        percent(summary.attackUar), percent(summary.serUar), summary.name,
                        fmt::format("{}", fmt::join(summary.tags, ", "))});
    }
    program.print(ordered_json{{"experiments", documents}},
                  rows.empty() ? emptyText(query)
                               : base::alignedTable({"", "id", "state", "created", "trials", "attack UAR",
                                                     "SER UAR", "name", "tags"},
                                                    rows));
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
    program.print(document, recordText(program, record));
}

void printSummary(Program& program, const std::string& id)
{
    const auto summary = program.session().experiment(id).summary;
    program.print(summaryDocument(summary), summary.id);
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

/// A command that changes a study and prints what it is then.
void addChange(CLI::App& group, Program& program, const std::string& word, const std::string& text,
               const std::vector<std::string>& names, const Action& change)
{
    addCommand(group, program, word, text, names, [&program, change](const auto& words) {
        change(words);
        printSummary(program, words[0]);
    });
}

void addChanges(CLI::App& group, Program& program)
{
    const auto session = [&program]() -> session::Session& { return program.session(); };
    addChange(group, program, "rename", "Give a study another name", {"ID", "NAME"},
              [session](const auto& words) { session().rename(words[0], words[1]); });
    addChange(group, program, "star", "Star a study", {"ID"},
              [session](const auto& words) { session().setStarred(words[0], true); });
    addChange(group, program, "unstar", "Take a study's star away", {"ID"},
              [session](const auto& words) { session().setStarred(words[0], false); });
    addChange(group, program, "tag", "Tag a study", {"ID", "TAG"},
              [session](const auto& words) { session().addTag(words[0], words[1]); });
    addChange(group, program, "untag", "Take a tag away", {"ID", "TAG"},
              [session](const auto& words) { session().removeTag(words[0], words[1]); });
    addChange(group, program, "note", "Note something with a study; an empty text removes the note",
              {"ID", "TEXT"}, [session](const auto& words) { session().setNote(words[0], words[1]); });
    addChange(group, program, "delete", "Put a study into the bin", {"ID"},
              [session](const auto& words) { session().setDeleted(words[0], true); });
    addChange(group, program, "restore", "Take a study out of the bin", {"ID"},
              [session](const auto& words) { session().setDeleted(words[0], false); });
}

void emptyBin(Program& program, bool confirmed)
{
    std::vector<std::string> ids;
    for (const auto& summary : program.session().experiments({.bin = store::Bin::Inside}))
        ids.push_back(summary.id);
    if (!confirmed)
        throw Error(ErrorCode::InvalidRequest,
                    fmt::format("{} studies with all their results would be gone for good.", ids.size()),
                    "empty-bin", "Look at them with history --bin, then say --yes.");
    program.session().removeBinned(ids);
    program.print(ordered_json{{"removed", ids}}, fmt::format("{} removed", ids.size()));
}

void addListing(CLI::App& group, Program& program)
{
    const auto listing = std::make_shared<Listing>();
    group.add_option(
        "--filter", listing->query.filter,
        "Only studies that fulfil this, such as: attack_uar < 0.6 and epsilon <= 10 and starred");
    group.add_option("--search", listing->query.search,
                     "Only studies with these words in name, notes or tags");
    group
        .add_option("--sort", listing->sort,
                    "created, name, state, starred, trials, corpus, mechanism, epsilon, "
                    "attack_uar or ser_uar")
        ->capture_default_str();
    group.add_flag("--reverse", listing->reverse, "In the opposite order");
    group.add_flag("--bin,--deleted", listing->bin, "Those in the bin");
    const auto show = [&program, listing] {
        program.setAction([&program, listing] { list(program, *listing); });
    };
    group.callback([&group, show] {
        if (group.get_subcommands().empty())
            show();
    });
    group.add_subcommand("list", "All of them, or those that fit")->callback(show);
}

std::string tableOr(const figure::TableSpec& table, const char* none)
{
    return table.rows.empty() ? std::string(none) + "\n" : base::alignedTable(table.columns, table.rows);
}

void compare(Program& program, const std::vector<std::string>& ids)
{
    const auto tables = program.session().comparison(ids);
    const auto parsed = [](const figure::TableSpec& table) {
        return ordered_json::parse(session::textOf(table, "json"));
    };
    std::string text = tableOr(tables[0], "The specifications are the same.") + "\n" +
                       tableOr(tables[1], "The studies have no cell in common.");
    for (const auto& warning : tables[1].warnings)
        text += warning + "\n";
    program.print(ordered_json{{"specification", parsed(tables[0])},
                               {"results", parsed(tables[1])},
                               {"warnings", tables[1].warnings}},
                  text);
}

void importBundle(Program& program, const std::filesystem::path& file)
{
    const auto contents = program.session().importBundle(file);
    std::string text;
    for (const auto& id : contents.imported)
        text += id + "\n";
    for (const auto& id : contents.present)
        text += id + " was here already\n";
    program.print(ordered_json{{"imported", contents.imported}, {"present", contents.present}}, text);
}

/// `history export` and, as scripts know it, `bundle`.
void addExport(CLI::App& group, Program& program, const char* word)
{
    const auto ids = std::make_shared<std::vector<std::string>>();
    const auto file = std::make_shared<std::filesystem::path>();
    auto* command = group.add_subcommand(word, "Write studies with their results into one zip file");
    command->add_option("ID", *ids, "The studies")->required();
    command->add_option("--out", *file, "The zip file")->required();
    command->callback([&program, ids, file] {
        program.setAction([&program, ids, file] {
            program.session().exportBundle(*ids, *file);
            program.print(ordered_json{{"out", file->string()}}, file->string());
        });
    });
}

/// Commands that take several studies, or a file.
void addLists(CLI::App& group, Program& program)
{
    const auto ids = std::make_shared<std::vector<std::string>>();
    const auto file = std::make_shared<std::filesystem::path>();
    const auto add = [&](const char* word, const char* text, const std::function<void()>& action) {
        auto* command = group.add_subcommand(word, text);
        command->callback([&program, action] { program.setAction(action); });
        return command;
    };
    auto* comparing = add("compare",
                          "What studies differ in from the first one, or the settings of one study from the "
                          "undefended: specifications and results",
                          [&program, ids] { compare(program, *ids); });
    comparing->alias("diff")->add_option("ID", *ids, "Studies; of one alone its settings")->required();
    auto* importing = add("import", "Take over the studies of such a file that are not here",
                          [&program, file] { importBundle(program, *file); });
    importing->add_option("FILE", *file, "The zip file")->required();
}

} // namespace

void addHistoryCommands(CLI::App& app, Program& program)
{
    auto* group = app.add_subcommand("history", "The studies of the workspace");
    addListing(*group, program);
    addCommand(*group, program, "show", "One with its specification and results", {"ID"},
               [&program](const auto& words) { show(program, words[0]); });
    addLists(*group, program);
    addExport(*group, program, "export");
    addExport(app, program, "bundle");
    addChanges(*group, program);
    const auto confirmed = std::make_shared<bool>(false);
    auto* empty = group->add_subcommand("empty-bin", "Remove what is in the bin for good");
    empty->add_flag("--yes", *confirmed, "Really");
    empty->callback([&program, confirmed] {
        program.setAction([&program, confirmed] { emptyBin(program, *confirmed); });
    });
}

} // namespace undertone::cli
