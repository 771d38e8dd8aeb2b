#include "app/cli/Program.h"
#include "core/base/AlignedTable.h"

#include <nlohmann/json.hpp>

namespace undertone::cli {

namespace {

using nlohmann::ordered_json;

void list(Program& program)
{
    auto documents = ordered_json::array();
    std::vector<std::vector<std::string>> rows;
    for (const auto& preset : experiment::presets()) {
        documents.push_back(
            {{"name", preset.name}, {"title", preset.title}, {"description", preset.description}});
        rows.push_back({preset.name, preset.title});
    }
    program.print(ordered_json{{"presets", documents}}, base::alignedTable({"name", "title"}, rows));
}

} // namespace

void addPresetCommands(CLI::App& app, Program& program)
{
    auto* group = app.add_subcommand("presets", "The specifications that come with the program");
    group->callback([&program, group] {
        if (group->get_subcommands().empty())
            program.setAction([&program] { list(program); });
    });
    group->add_subcommand("list", "All of them, as without a command")->callback([&program] {
        program.setAction([&program] { list(program); });
    });
    const auto name = std::make_shared<std::string>();
    auto* command = group->add_subcommand("show", "One of them, as a specification to start from");
    command->add_option("NAME", *name, "Its name")->required();
    command->callback([&program, name] {
        program.setAction([&program, name] {
            const auto preset = experiment::preset(*name);
            program.print(ordered_json::parse(preset.json), preset.json);
        });
    });
}

} // namespace undertone::cli
