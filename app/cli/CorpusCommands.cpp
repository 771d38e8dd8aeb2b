#include "app/cli/Program.h"
#include "core/base/AlignedTable.h"

#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace undertone::cli {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t shownFindings = 20;

struct ImportArguments
{
    std::filesystem::path folder;
    std::string layout = "auto";
    std::string name;
};

struct DemoArguments
{
    std::string name = "demo";
    std::size_t speakers = 40;
    std::uint64_t seed = 1;
};

std::string countsText(const ordered_json& counts)
{
    std::vector<std::string> parts;
    for (const auto& [value, count] : counts.items())
        parts.push_back(fmt::format("{} {}", value, count.get<std::size_t>()));
    return fmt::format("{}", fmt::join(parts, ", "));
}

std::string findingsText(const ordered_json& findings)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(findings.size(), shownFindings); ++i)
        text += fmt::format("  {}: {}: {}\n", findings[i].at("kind").get<std::string>(),
                            findings[i].at("subject").get<std::string>(),
                            findings[i].at("detail").get<std::string>());
    if (findings.size() > shownFindings)
        text += fmt::format("  and {} more (--json shows all)\n", findings.size() - shownFindings);
    return text;
}

std::string corpusText(const ordered_json& corpus)
{
    const auto& report = corpus.at("report");
    std::string text = fmt::format(
        "{}{}: {} utterances, {:.2f} hours, {} speakers, layout {}\n  {}\n",
        corpus.at("name").get<std::string>(), corpus.at("synthetic").get<bool>() ? " (synthetic speech)" : "",
        report.at("utterances").get<std::size_t>(), report.at("hours").get<double>(),
        report.at("emotions_by_speaker").size(), corpus.at("layout").get<std::string>(),
        corpus.at("folder").get<std::string>());
    text += "  emotions: " + countsText(report.at("emotions")) + "\n";
    for (const auto& [attribute, values] : report.at("speakers_by_attribute").items())
        text += fmt::format("  speakers by {}: {}\n", attribute, countsText(values));
    return text + findingsText(report.at("findings"));
}

ordered_json corpusDocument(Program& program, const std::string& name)
{
    const auto corpus = program.session().corpus(name);
    return {{"name", corpus.name},
            {"folder", corpus.folder.string()},
            {"layout", corpus.layout},
            {"synthetic", corpus.synthetic},
            {"transcripts_only", corpus.transcriptsOnly},
            {"content_hash", corpus.contentHash()},
            {"report", ordered_json::parse(program.session().corpusReportText(name))}};
}

void show(Program& program, const std::string& name)
{
    const auto document = corpusDocument(program, name);
    program.print(document, corpusText(document));
}

void list(Program& program)
{
    auto documents = ordered_json::array();
    std::vector<std::vector<std::string>> rows;
    for (const auto& name : program.session().corpusNames()) {
        const auto corpus = program.session().corpus(name);
        const auto report = program.session().corpusReport(name);
        documents.push_back({{"name", name},
                             {"layout", corpus.layout},
                             {"synthetic", corpus.synthetic},
                             {"utterances", report.utterances},
                             {"hours", report.hours},
                             {"speakers", report.emotionsBySpeaker.size()}});
        rows.push_back({name, corpus.layout + (corpus.synthetic ? " (synthetic)" : ""),
                        fmt::format("{}", report.utterances), fmt::format("{:.2f}", report.hours),
                        fmt::format("{}", report.emotionsBySpeaker.size())});
    }
    program.print(ordered_json{{"corpora", documents}},
                  rows.empty()
                      ? std::string("No corpus yet: import one, or make one with undertone-cli corpus demo.")
                      : base::alignedTable({"name", "layout", "utterances", "hours", "speakers"}, rows));
}

void remove(Program& program, const std::string& name)
{
    program.session().removeCorpus(name);
    program.print(ordered_json{{"removed", name}}, "removed " + name);
}

void addImport(CLI::App& group, Program& program)
{
    const auto arguments = std::make_shared<ImportArguments>();
    auto* command =
        group.add_subcommand("import", "Read a corpus in its owner's layout and audit every file");
    command->add_option("PATH", arguments->folder, "Its folder")->required();
    command->add_option("--layout", arguments->layout,
                        "auto, manifest, iemocap, crema-d, msp-improv, ravdess, emodb, urdu, nemo or meld");
    command->add_option("--name", arguments->name, "What the workspace calls it")->required();
    command->callback([&program, arguments] {
        program.setAction([&program, arguments] {
            program.finish(
                program.session().importCorpus(arguments->folder, arguments->layout, arguments->name));
            show(program, arguments->name);
        });
    });
}

void addDemo(CLI::App& group, Program& program)
{
    const auto arguments = std::make_shared<DemoArguments>();
    auto* command = group.add_subcommand("demo", "Make a corpus of synthetic speech");
    command->add_option("--name", arguments->name, "What the workspace calls it")->capture_default_str();
    command->add_option("--speakers", arguments->speakers, "How many, half of them women")
        ->capture_default_str()
        ->check(CLI::Range(std::size_t{2}, std::size_t{100'000}));
    command->add_option("--seed", arguments->seed, "Another seed gives other speakers")
        ->capture_default_str();
    command->callback([&program, arguments] {
        program.setAction([&program, arguments] {
            program.finish(
                program.session().makeDemoCorpus(arguments->name, arguments->speakers, arguments->seed));
            show(program, arguments->name);
        });
    });
}

void addNamed(CLI::App& group, Program& program, const char* word, const char* text,
              void (*action)(Program&, const std::string&))
{
    const auto name = std::make_shared<std::string>();
    auto* command = group.add_subcommand(word, text);
    command->add_option("NAME", *name, "Its name")->required();
    command->callback([&program, name, action] {
        program.setAction([&program, name, action] { action(program, *name); });
    });
}

} // namespace

void addCorpusCommands(CLI::App& app, Program& program)
{
    auto* group = app.add_subcommand("corpus", "Import, make, list, show and remove corpora");
    group->require_subcommand(1);
    addImport(*group, program);
    addDemo(*group, program);
    group->add_subcommand("list", "The corpora of the workspace")->callback([&program] {
        program.setAction([&program] { list(program); });
    });
    addNamed(*group, program, "show", "One corpus with its audit", show);
    addNamed(*group, program, "remove", "Forget a corpus; its files stay, but for speech made here", remove);
}

} // namespace undertone::cli
