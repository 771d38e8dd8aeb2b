#include "app/cli/Study.h"
#include "core/base/File.h"

namespace undertone::cli {

namespace {

struct RunArguments
{
    std::filesystem::path file;
    std::string preset;
    std::string past;
    StudyOptions options;
};

struct ResumeArguments
{
    std::string id;
    StudyOptions options;
};

experiment::ExperimentSpec specOf(Program& program, const RunArguments& arguments)
{
    if (!arguments.file.empty() + !arguments.preset.empty() + !arguments.past.empty() != 1)
        throw Error(ErrorCode::InvalidRequest, "A run needs a specification file, a preset or a past study.",
                    "run",
                    "Give SPEC.json, --preset NAME or --from ID; undertone-cli presets lists the presets.");
    if (!arguments.past.empty())
        return specWith(program.session().duplicateOf(arguments.past), arguments.options,
                        "study " + arguments.past);
    if (!arguments.preset.empty())
        return specWith(experiment::preset(arguments.preset).json, arguments.options,
                        "preset " + arguments.preset);
    return specWith(base::readFile(arguments.file), arguments.options, arguments.file.string());
}

bool stoppedBeforeItsEnd(experiment::ExperimentState state)
{
    using enum experiment::ExperimentState;
    return state == Interrupted || state == Cancelled || state == Failed || state == Paused;
}

std::string newestUnfinished(Program& program)
{
    for (const auto& summary : program.session().experiments())
        if (stoppedBeforeItsEnd(summary.state))
            return summary.id;
    throw Error(ErrorCode::NotFound, "No study was cancelled, interrupted or failed.",
                program.session().workspace().string(), "Give the id of the study to go on with.");
}

} // namespace

void addStudyCommands(CLI::App& app, Program& program)
{
    const auto runArguments = std::make_shared<RunArguments>();
    auto* run = app.add_subcommand("run", "Run a study and print its results");
    run->add_option("SPEC", runArguments->file, "The specification, a JSON file");
    run->add_option("--preset", runArguments->preset, "One that comes with the program");
    run->add_option("--from", runArguments->past, "A past study, to be run anew, with changes");
    run->add_option("--set", runArguments->options.changes, "Change a value: path=value, the value as JSON")
        ->allow_extra_args(false);
    addRunOptions(*run, runArguments->options);
    run->callback([&program, runArguments] {
        program.setAction([&program, runArguments] {
            const auto spec = specOf(program, *runArguments);
            finishStudy(program, program.session().run(spec, runArguments->options.run));
        });
    });

    const auto resumeArguments = std::make_shared<ResumeArguments>();
    auto* resume =
        app.add_subcommand("resume", "Go on with a study that was cancelled, interrupted or failed");
    resume->add_option("ID", resumeArguments->id,
                       "The study; the newest unfinished one when it is not given");
    addRunOptions(*resume, resumeArguments->options);
    resume->callback([&program, resumeArguments] {
        program.setAction([&program, resumeArguments] {
            const auto id = resumeArguments->id.empty() ? newestUnfinished(program) : resumeArguments->id;
            finishStudy(program, program.session().resume(id, resumeArguments->options.run));
        });
    });
}

} // namespace undertone::cli
