#pragma once

#include <functional>
#include <string>

namespace undertone::base {

enum class LogLevel { Info, Warning, Error };

/// Writes a line to the program's log: standard error and every listener.
void log(LogLevel level, const std::string& text);

/// A second place for log lines (the window's log pane). Empty removes it. Called on the thread that logs.
void setLogListener(std::function<void(LogLevel, const std::string&)> listener);

} // namespace undertone::base
