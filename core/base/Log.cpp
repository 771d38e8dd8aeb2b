#include "core/base/Log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <mutex>

namespace undertone::base {

namespace {

std::mutex listenerMutex;
std::function<void(LogLevel, const std::string&)> logListener;

spdlog::logger& logger()
{
    static const auto instance = [] {
        auto created = spdlog::stderr_color_mt("undertone");
        created->set_pattern("%^%l%$: %v");
        return created;
    }();
    return *instance;
}

spdlog::level::level_enum spdlogLevel(LogLevel level)
{
    switch (level) {
    case LogLevel::Info:
        return spdlog::level::info;
    case LogLevel::Warning:
        return spdlog::level::warn;
    case LogLevel::Error:
        return spdlog::level::err;
    }
    return spdlog::level::err;
}

} // namespace

void log(LogLevel level, const std::string& text)
{
    logger().log(spdlogLevel(level), text);
    const std::scoped_lock lock(listenerMutex);
    if (logListener)
        logListener(level, text);
}

void setLogListener(std::function<void(LogLevel, const std::string&)> listener)
{
    const std::scoped_lock lock(listenerMutex);
    logListener = std::move(listener);
}

} // namespace undertone::base
