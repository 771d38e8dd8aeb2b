#include "core/base/LiveProcess.h"

#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>

namespace undertone::base {

bool isOfAnotherLiveProcess(std::string_view name)
{
    pid_t process = 0;
    std::from_chars(name.data(), name.data() + name.size(), process);
    return process > 0 && process != ::getpid() && (::kill(process, 0) == 0 || errno == EPERM);
}

} // namespace undertone::base
