#include "core/store/ProcessIdentity.h"

#include <unistd.h>

#include <fstream>
#include <sstream>

namespace undertone::store {

namespace {

/// Field 22 of /proc/PID/stat; the name before it stands in parentheses and may hold anything. 0 = no
/// process.
std::int64_t startOf(std::int64_t pid)
{
    std::ifstream stream("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    std::getline(stream, text);
    const auto end = text.rfind(')');
    if (end == std::string::npos)
        return 0;
    std::istringstream fields(text.substr(end + 1));
    std::string field;
    for (int number = 3; number <= 22; ++number) {
        fields >> field;
        if (number == 3 && (field == "Z" || field == "X"))
            return 0;
    }
    return std::stoll(field);
}

std::string currentBoot()
{
    std::string id;
    std::getline(std::ifstream("/proc/sys/kernel/random/boot_id"), id);
    return id;
}

} // namespace

ProcessIdentity thisProcess()
{
    return {::getpid(), startOf(::getpid()), currentBoot()};
}

bool isAlive(const ProcessIdentity& process)
{
    return process.pid > 0 && process.boot == currentBoot() && process.started == startOf(process.pid);
}

} // namespace undertone::store
