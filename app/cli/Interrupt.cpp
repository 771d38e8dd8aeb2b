#include "app/cli/Interrupt.h"

#include "app/cli/Text.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace undertone::cli {

namespace {

/// A signal handler can only write to a pipe; 's' = signal, 'e' = end of the watch.
int pipeEnds[2] = {-1, -1};

void tell(char what)
{
    const int before = errno;
    [[maybe_unused]] const ssize_t written = ::write(pipeEnds[1], &what, 1);
    errno = before;
}

void setHandler(void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    for (const int signal : {SIGINT, SIGTERM})
        ::sigaction(signal, &action, nullptr);
}

/// Whichever signal comes next kills.
void handleSignal(int)
{
    setHandler(SIG_DFL);
    tell('s');
}

} // namespace

Interrupt::Interrupt(std::function<void()> interrupted)
{
    if (::pipe(pipeEnds) != 0)
        return;
    setHandler(handleSignal);
    m_watcher = std::jthread([interrupted = std::move(interrupted)] {
        char what = 0;
        while (::read(pipeEnds[0], &what, 1) < 0 && errno == EINTR) {
        }
        if (what != 's')
            return;
        printNote("stopping; once more to kill");
        interrupted();
    });
}

Interrupt::~Interrupt()
{
    if (!m_watcher.joinable())
        return;
    tell('e');
    m_watcher.join();
    setHandler(SIG_DFL);
    ::close(pipeEnds[0]);
    ::close(pipeEnds[1]);
}

} // namespace undertone::cli
