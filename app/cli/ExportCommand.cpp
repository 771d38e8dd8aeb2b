#include "app/cli/Program.h"
#include "core/base/File.h"

#include <nlohmann/json.hpp>

namespace undertone::cli {

namespace {

struct Arguments
{
    std::string id;
    std::string figure;
    std::string axis;
    std::vector<std::string> beside;
    std::string table;
    std::string format = "csv";
    std::filesystem::path out;
};

void exportText(Program& program, const Arguments& arguments)
{
    if (arguments.figure.empty() == arguments.table.empty())
        throw Error(ErrorCode::InvalidRequest, "An export is of one figure or one table.", "export",
                    "Give --figure NAME or --table NAME.");
    const auto& session = program.session();
    const auto text = arguments.table.empty()
                          ? session.figureText(arguments.id, arguments.figure, arguments.format,
                                               arguments.axis, {{}, arguments.beside})
                          : session.tableText(arguments.id, arguments.table, arguments.format);
    if (arguments.out.empty()) {
        program.print(nlohmann::ordered_json{{"format", arguments.format}, {"text", text}}.dump(2), text);
        return;
    }
    base::writeFileAtomically(arguments.out, text);
    program.print(
        nlohmann::ordered_json{{"format", arguments.format}, {"out", arguments.out.string()}}.dump(2),
        arguments.out.string());
}

} // namespace

void addExportCommand(CLI::App& app, Program& program)
{
    const auto arguments = std::make_shared<Arguments>();
    auto* command = app.add_subcommand("export", "Write a figure or a table of a study");
    command->add_option("ID", arguments->id, "The study")->required();
    command->add_option("--figure", arguments->figure,
                        "tradeoff, leaks, layers, features, training, audit, representation or frontier");
    command->add_option("--axis", arguments->axis,
                        "Of the trade-off: swept, nominal, one-update, leaked-updates, all-rounds or sigma");
    command
        ->add_option("--beside", arguments->beside,
                     "Other studies, with commas between, in the trade-off or the frontier")
        ->delimiter(',');
    command->add_option("--table", arguments->table, "leakage, tradeoff or audit");
    command->add_option("--format", arguments->format, "csv, tex or json; a table also as md or text")
        ->capture_default_str();
    command->add_option("--out", arguments->out, "The file; standard output when it is not given");
    command->callback([&program, arguments] {
        program.setAction([&program, arguments] { exportText(program, *arguments); });
    });
}

} // namespace undertone::cli
