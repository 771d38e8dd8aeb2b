#include "app/cli/Program.h"

#include "app/cli/Interrupt.h"
#include "app/cli/ProgressDisplay.h"
#include "app/cli/Text.h"
#include "core/base/Resources.h"
#include "core/session/ErrorBoundary.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <sstream>

namespace undertone::cli {

namespace {

/// Text that is no UTF-8, such as a file's name, is shown with replacements.
std::string jsonText(const nlohmann::ordered_json& document)
{
    return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

/// Whether all of the text has been written.
bool writeOut(const std::string& text)
{
    const bool isWhole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
                         (text.ends_with('\n') || std::fputc('\n', stdout) != EOF);
    return std::fflush(stdout) == 0 && isWhole;
}

} // namespace

int Program::run(int argc, char** argv)
{
    CLI::App app("Measures what a federated speech-emotion recogniser gives away about its speakers.",
                 "undertone-cli");
    app.set_version_flag("--version", base::programVersion());
    app.add_option("--workspace", m_workspace, "Folder of the workspace; any command takes it")
        ->default_str(session::defaultWorkspace().string());
    app.add_flag("--json", m_json, "One JSON document on standard output; any command takes it");
    app.require_subcommand(1);
    app.fallthrough();
    addCommands(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& wanted) {
        std::ostringstream text;
        app.exit(wanted, text);
        m_action = [this, help = text.str()] { print(help); };
    } catch (const CLI::ParseError& wrong) {
        printError({ErrorCode::InvalidRequest, wrong.what(), "command line",
                    "See undertone-cli --help, or the command's own --help."});
        return static_cast<int>(ExitStatus::WrongRequest);
    }
    perform();
    return static_cast<int>(m_status);
}

void Program::addCommands(CLI::App& app)
{
    addDemoCommand(app, *this);
    addCorpusCommands(app, *this);
    addFeatureCommands(app, *this);
    addPresetCommands(app, *this);
    addStudyCommands(app, *this);
    addHistoryCommands(app, *this);
    addExportCommand(app, *this);
    addPrivacyCommands(app, *this);
}

void Program::perform()
{
    const auto outcome = session::guarded(m_action);
    if (outcome.error) {
        printError(*outcome.error);
        m_status = outcome.error->isRequestError() ? ExitStatus::WrongRequest : ExitStatus::Failed;
    } else if (outcome.cancelled) {
        printNote("cancelled");
        m_status = ExitStatus::Cancelled;
        if (m_json)
            writeOut(R"({"state": "cancelled"})");
    }
    m_session.reset();
}

session::Session& Program::session()
{
    if (!m_session) {
        const auto folder = m_workspace.empty() ? session::defaultWorkspace() : m_workspace;
        m_session = std::make_unique<session::Session>(folder, session::loadEngine);
    }
    return *m_session;
}

session::JobEvent Program::finish(session::JobId job)
{
    session::JobEvent last;
    {
        ProgressDisplay display(session(), job);
        const Interrupt interrupt([this, job] { session().cancel(job); });
        last = session().wait(job);
    }
    if (last.kind == session::JobEventKind::Failed)
        throw Error(*last.error);
    if (last.kind == session::JobEventKind::Cancelled)
        throw Cancelled();
    return last;
}

void Program::print(const nlohmann::ordered_json& document, const std::string& text) const
{
    print(m_json ? jsonText(document) : text);
}

void Program::print(const std::string& text) const
{
    if (!writeOut(text))
        throw Error(ErrorCode::StorageFailed, "The result cannot be written.", "standard output",
                    "Check where it is sent to, and its free space.");
}

void Program::printError(const Error& error) const
{
    printNote("error: " + error.happened());
    if (!error.where().empty())
        printNote("  where: " + error.where());
    if (!error.remedy().empty())
        printNote("  remedy: " + error.remedy());
    if (!m_json)
        return;
    const nlohmann::ordered_json document = {{"error",
                                              {{"code", codeName(error.code())},
                                               {"happened", error.happened()},
                                               {"where", error.where()},
                                               {"remedy", error.remedy()}}}};
    writeOut(jsonText(document));
}

} // namespace undertone::cli
