#include "app/cli/Program.h"

#include <nlohmann/json.hpp>

namespace undertone::cli {

namespace {

using nlohmann::ordered_json;

struct Arguments
{
    std::string corpus;
    std::string set;
    std::filesystem::path file;
    std::string input = "waveform";
};

bool isEncoder(const std::filesystem::path& file)
{
    return file.extension() == ".pt" || file.extension() == ".pth" || file.extension() == ".ts";
}

representation::EncoderInput inputOf(const Arguments& arguments)
{
    return arguments.input == "logmel" ? representation::EncoderInput::LogMel
                                       : representation::EncoderInput::Waveform;
}

void addInput(CLI::App& command, Arguments& arguments)
{
    command
        .add_option(
            "--input", arguments.input,
            "What an encoder reads that was not exported by this program: waveform (16 kHz) or logmel")
        ->check(CLI::IsMember({"waveform", "logmel"}))
        ->capture_default_str();
}

void extract(Program& program, const Arguments& arguments)
{
    program.finish(program.session().extractFeatures(arguments.corpus, arguments.set, arguments.file));
    const std::string place = arguments.file.empty() ? "the workspace's cache" : arguments.file.string();
    program.print(ordered_json{{"corpus", arguments.corpus},
                               {"set", arguments.set},
                               {"out", arguments.file.empty() ? ordered_json() : ordered_json(place)}},
                  arguments.set + " of " + arguments.corpus + " are in " + place);
}

void import(Program& program, const Arguments& arguments)
{
    auto& session = program.session();
    program.finish(isEncoder(arguments.file)
                       ? session.importFeatures(arguments.corpus, arguments.set,
                                                session::EncoderFile{arguments.file, inputOf(arguments)})
                       : session.importFeatures(arguments.corpus, arguments.set, arguments.file));
    program.print(ordered_json{{"corpus", arguments.corpus}, {"set", arguments.set}},
                  arguments.corpus + " has the feature set " + arguments.set);
}

void represent(Program& program, const Arguments& arguments, const std::filesystem::path& encoder)
{
    program.finish(
        program.session().represent(arguments.corpus, {encoder, inputOf(arguments)}, arguments.file));
    program.print(ordered_json{{"corpus", arguments.corpus}, {"out", arguments.file.string()}},
                  "vectors of " + arguments.corpus + " are in " + arguments.file.string());
}

void addRepresentCommand(CLI::App& app, Program& program)
{
    const auto arguments = std::make_shared<Arguments>();
    const auto encoder = std::make_shared<std::filesystem::path>();
    auto* command = app.add_subcommand("represent", "Apply an exported or foreign encoder to a corpus");
    command->add_option("CORPUS", arguments->corpus, "The corpus' name")->required();
    command->add_option("--encoder", *encoder, "A TorchScript file")->required();
    command->add_option("--out", arguments->file, "FILE.csv, or FILE.npy with FILE.index.csv")->required();
    addInput(*command, *arguments);
    command->callback([&program, arguments, encoder] {
        program.setAction([&program, arguments, encoder] { represent(program, *arguments, *encoder); });
    });
}

void addCommand(CLI::App& group, Program& program, const char* word, const char* text,
                void (*action)(Program&, const Arguments&),
                const std::function<void(CLI::App&, Arguments&)>& add)
{
    const auto arguments = std::make_shared<Arguments>();
    auto* command = group.add_subcommand(word, text);
    command->add_option("CORPUS", arguments->corpus, "The corpus' name")->required();
    command->add_option("--set", arguments->set, "The feature set's name")->required();
    add(*command, *arguments);
    command->callback([&program, arguments, action] {
        program.setAction([&program, arguments, action] { action(program, *arguments); });
    });
}

} // namespace

void addFeatureCommands(CLI::App& app, Program& program)
{
    auto* group = app.add_subcommand("features", "Extract features from a corpus, or import them");
    group->require_subcommand(1);
    addCommand(*group, program, "extract", "Compute a native set: functionals, egemaps, or logmel (frames)",
               extract, [](CLI::App& command, Arguments& arguments) {
                   command.add_option("--out", arguments.file,
                                      "FILE.csv, or FILE.npy with FILE.index.csv, to write them to");
               });
    addCommand(*group, program, "import", "Take a set from a CSV, ARFF or NumPy file, or from an encoder",
               import, [](CLI::App& command, Arguments& arguments) {
                   command.add_option("FILE", arguments.file, "The file; a TorchScript encoder ends in .pt")
                       ->required();
                   addInput(command, arguments);
               });
    addRepresentCommand(app, program);
}

} // namespace undertone::cli
