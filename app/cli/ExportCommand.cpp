#include "app/cli/Program.h"
#include "core/base/File.h"
#include "core/session/ExportText.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <utility>
#include <vector>

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
    bool encoder = false;
    std::optional<std::size_t> fold;
    std::optional<std::uint64_t> seed;
    std::vector<std::string> point;
};

/// "path=value": the value as JSON text; what is not JSON is text.
std::pair<std::string, std::string> sweptValue(const std::string& text)
{
    const auto at = text.find('=');
    if (at == std::string::npos)
        throw Error(ErrorCode::InvalidRequest, "\"" + text + "\" names no swept value.", "--at",
                    "Write path=value, such as representation.adversary.0.lambda=0.5.");
    const auto value = nlohmann::ordered_json::parse(text.substr(at + 1), nullptr, false);
    return {text.substr(0, at),
            (value.is_discarded() ? nlohmann::ordered_json(text.substr(at + 1)) : value).dump()};
}

void exportEncoder(Program& program, const Arguments& arguments)
{
    if (arguments.out.empty() || !arguments.figure.empty() || !arguments.table.empty())
        throw Error(ErrorCode::InvalidRequest, "An encoder is exported alone, to a file.", "export",
                    "Give --encoder and --out FILE.pt.");
    session::TrialChoice choice{arguments.fold, arguments.seed, {}};
    for (const auto& text : arguments.point)
        choice.point.push_back(sweptValue(text));
    program.finish(program.session().exportEncoder(arguments.id, choice, arguments.out));
    program.print(nlohmann::ordered_json{{"out", arguments.out.string()}}, arguments.out.string());
}

/// Of a figure or a table.
template <typename Spec>
std::string textOf(const Spec& spec, const Arguments& arguments)
{
    session::requireContent(spec, arguments.id);
    return session::textOf(spec, arguments.format);
}

void exportText(Program& program, const Arguments& arguments)
{
    if (arguments.encoder)
        return exportEncoder(program, arguments);
    if (arguments.figure.empty() == arguments.table.empty())
        throw Error(ErrorCode::InvalidRequest, "An export is of one figure or one table.", "export",
                    "Give --figure NAME or --table NAME.");
    const auto text = arguments.table.empty()
                          ? textOf(program.session().figure(arguments.id, arguments.figure, arguments.axis,
                                                            {{}, arguments.beside}),
                                   arguments)
                          : textOf(program.session().table(arguments.id, arguments.table), arguments);
    if (arguments.out.empty()) {
        program.print(nlohmann::ordered_json{{"format", arguments.format}, {"text", text}}, text);
        return;
    }
    base::writeFileAtomically(arguments.out, text);
    program.print(nlohmann::ordered_json{{"format", arguments.format}, {"out", arguments.out.string()}},
                  arguments.out.string());
}

} // namespace

void addExportCommand(CLI::App& app, Program& program)
{
    const auto arguments = std::make_shared<Arguments>();
    auto* command = app.add_subcommand("export", "Write a figure, a table or an encoder of a study");
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
    command->add_flag(
        "--encoder", arguments->encoder,
        "The trained encoder of a trial as TorchScript; of the first trial unless these say more");
    command->add_option("--fold", arguments->fold, "Of an encoder: the fold, from 0");
    command->add_option("--seed", arguments->seed, "Of an encoder: the seed");
    command->add_option("--at", arguments->point,
                        "Of an encoder: a swept value, path=value; may be repeated");
    command->callback([&program, arguments] {
        program.setAction([&program, arguments] { exportText(program, *arguments); });
    });
}

} // namespace undertone::cli
