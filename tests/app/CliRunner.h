#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <filesystem>
#include <functional>
#include <memory>

namespace undertone::tests {

/// How a call of undertone-cli ended.
struct CliResult
{
    int status = -1; ///< -1: killed by a signal
    QString out;
    QString err;

    QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
};

/// Calls undertone-cli on one workspace.
class Cli
{
public:
    explicit Cli(std::filesystem::path workspace) : m_workspace(std::move(workspace)) {}

    /// `restrict` is called in the new process before the program begins.
    CliResult run(const QStringList& arguments, const std::function<void()>& restrict = {}) const;
    std::unique_ptr<QProcess> start(const QStringList& arguments,
                                    const std::function<void()>& restrict = {}) const;
    static CliResult finish(QProcess& process);
    const std::filesystem::path& workspace() const { return m_workspace; }

private:
    std::filesystem::path m_workspace;
};

/// For `restrict`: permissions bind even root.
void withoutRootOverride();
/// For `restrict`: no file may grow beyond this, as on a full disk.
std::function<void()> fullDisk(std::size_t bytes);
/// For `restrict`: this output is a device that is always full.
std::function<void()> fullOutput(int descriptor);

} // namespace undertone::tests
