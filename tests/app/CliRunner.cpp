#include "tests/app/CliRunner.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

namespace undertone::tests {

std::unique_ptr<QProcess> Cli::start(const QStringList& arguments,
                                     const std::function<void()>& restrict) const
{
    auto process = std::make_unique<QProcess>();
    QStringList all = arguments;
    all << "--workspace" << QString::fromStdString(m_workspace.string());
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("UNDERTONE_RESOURCES", UNDERTONE_TEST_RESOURCES);
    process->setProcessEnvironment(environment);
    if (restrict)
        process->setChildProcessModifier(restrict);
    process->start(UNDERTONE_CLI, all);
    process->waitForStarted(-1);
    return process;
}

CliResult Cli::finish(QProcess& process)
{
    process.waitForFinished(-1);
    CliResult result;
    if (process.exitStatus() == QProcess::NormalExit)
        result.status = process.exitCode();
    result.out = QString::fromUtf8(process.readAllStandardOutput());
    result.err = QString::fromUtf8(process.readAllStandardError());
    return result;
}

CliResult Cli::run(const QStringList& arguments, const std::function<void()>& restrict) const
{
    return finish(*start(arguments, restrict));
}

void withoutRootOverride()
{
    ::prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0);
    ::prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH, 0, 0, 0);
}

std::function<void()> fullDisk(std::size_t bytes)
{
    return [bytes] {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, bytes};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    };
}

std::function<void()> fullOutput(int descriptor)
{
    return [descriptor] { ::dup2(::open("/dev/full", O_WRONLY), descriptor); };
}

} // namespace undertone::tests
