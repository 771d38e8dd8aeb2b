#include "app/cli/Study.h"
#include "app/cli/Text.h"
#include "core/base/File.h"

#include <algorithm>

namespace undertone::cli {

namespace {

struct Arguments
{
    bool quick = false;
    StudyOptions options;
};

struct DemoCorpus
{
    std::string name;
    std::size_t speakers;
    std::uint64_t seed; ///< other speakers on either side
};

constexpr std::size_t speakers = 40;
constexpr std::size_t quickSpeakers = 8;

void makeCorpus(Program& program, const DemoCorpus& corpus)
{
    const auto names = program.session().corpusNames();
    if (std::find(names.begin(), names.end(), corpus.name) != names.end())
        return;
    printNote("making the synthetic corpus " + corpus.name);
    program.finish(program.session().makeDemoCorpus(corpus.name, corpus.speakers, corpus.seed));
}

/// A minute rather than a paper: few speakers, few rounds, two points.
StudyOptions quickened(StudyOptions options)
{
    options.changes = {R"(name="Quick demo: does dropout hide the speaker?")",
                       R"(private.corpora=["demo-quick-private"])",
                       R"(shadow.corpora=["demo-quick-shadow"])",
                       "shadow.federations=2",
                       "federation.rounds=20",
                       "federation.client_fraction=0.5",
                       "sweep={\"model.dropout\": [0, 0.5]}"};
    return options;
}

void writeFigures(Program& program, const std::string& id)
{
    const auto folder = program.session().workspace() / "figures" / id;
    base::createFolder(folder);
    for (const auto& name : program.session().figureNames())
        for (const char* format : {"csv", "tex", "json"})
            base::writeFileAtomically(folder / (name + "." + format),
                                      program.session().figureText(id, name, format));
    printNote("the figures are in " + folder.string());
}

void demo(Program& program, const Arguments& arguments)
{
    const std::string prefix = arguments.quick ? "demo-quick-" : "demo-";
    const auto count = arguments.quick ? quickSpeakers : speakers;
    makeCorpus(program, {prefix + "private", count, 1});
    makeCorpus(program, {prefix + "shadow", count, 2});
    const auto options = arguments.quick ? quickened(arguments.options) : arguments.options;
    const auto spec = specWith(experiment::preset("demo").json, options, "preset demo");
    const auto result = finishStudy(program, program.session().run(spec, options.run));
    if (result.state == experiment::ExperimentState::Succeeded)
        writeFigures(program, result.id);
}

} // namespace

void addDemoCommand(CLI::App& app, Program& program)
{
    const auto arguments = std::make_shared<Arguments>();
    auto* command = app.add_subcommand(
        "demo", "Make two synthetic corpora, run the demo study on them and print the result");
    command->add_flag("--quick", arguments->quick, "Fewer speakers and rounds: a minute or so");
    addRunOptions(*command, arguments->options);
    command->callback(
        [&program, arguments] { program.setAction([&program, arguments] { demo(program, *arguments); }); });
}

} // namespace undertone::cli
