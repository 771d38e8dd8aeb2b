#pragma once

#include "core/session/Session.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace undertone::cli {

enum class ExitStatus { Done = 0, Failed = 1, WrongRequest = 2, Cancelled = 3 };

/// One call of undertone-cli: what every command shares.
class Program
{
public:
    int run(int argc, char** argv);

    /// The workspace, opened when a command first needs it. @throws Error.
    session::Session& session();
    bool json() const { return m_json; }
    void setAction(std::function<void()> action) { m_action = std::move(action); }

    /// Shows the job's progress until it ends; SIGINT cancels it, a second one kills the program.
    /// @throws Error when it failed, Cancelled when it was cancelled.
    session::JobEvent finish(session::JobId job);

    /// The one document on standard output: `document` with --json, else `text`.
    void print(const nlohmann::ordered_json& document, const std::string& text) const;
    void print(const std::string& text) const;
    void setStatus(ExitStatus status) { m_status = status; }

private:
    void addCommands(CLI::App& app);
    void perform();
    void printError(const Error& error) const;

    std::filesystem::path m_workspace;
    bool m_json = false;
    std::function<void()> m_action;
    std::unique_ptr<session::Session> m_session;
    ExitStatus m_status = ExitStatus::Done;
};

// Each adds its commands; a command's options live as long as its action.
void addCorpusCommands(CLI::App& app, Program& program);
void addFeatureCommands(CLI::App& app, Program& program);
void addPresetCommands(CLI::App& app, Program& program);
void addStudyCommands(CLI::App& app, Program& program);
void addDemoCommand(CLI::App& app, Program& program);
void addHistoryCommands(CLI::App& app, Program& program);
void addExportCommand(CLI::App& app, Program& program);
void addPrivacyCommands(CLI::App& app, Program& program);
// Of the group `privacy`.
void addCalibrateCommand(CLI::App& group, Program& program);
void addAuditCommand(CLI::App& group, Program& program);
void addLedgerCommand(CLI::App& group, Program& program);

} // namespace undertone::cli
