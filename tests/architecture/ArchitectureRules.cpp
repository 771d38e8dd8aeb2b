#include "tests/architecture/ArchitectureRules.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace undertone::tests {

namespace {

/// A folder may include its own headers and those of folders with a smaller number: siblings do not know each
/// other.
const std::map<std::string, int> layers = {
    {"core/base", 0},       {"core/audio", 1},    {"core/corpus", 2},
    {"core/features", 3},   {"core/learning", 4}, {"core/privacy", 4},
    {"core/federation", 5}, {"core/attack", 6},   {"core/representation", 6},
    {"core/experiment", 7}, {"core/store", 8},    {"core/figure", 8},
    {"core/session", 9},    {"widgets", 10},      {"app", 11},
};

const std::set<std::string> engineFolders = {"core/learning", "core/federation", "core/attack",
                                             "core/representation", "core/experiment"};

std::string folderOf(const std::string& path)
{
    const auto first = path.find('/');
    if (!path.starts_with("core/"))
        return path.substr(0, first);
    return path.substr(0, path.find('/', first + 1));
}

std::vector<std::string> includesOf(const std::string& text)
{
    static const std::regex pattern(R"((?:^|\n)\s*#\s*include\s*[<"]([^>"]+)[>"])");
    std::vector<std::string> found;
    for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it)
        found.push_back((*it)[1]);
    return found;
}

bool isQt(const std::string& include)
{
    return std::regex_search(include, std::regex(R"(^(Q[A-Z]|Qt|qcustomplot))"));
}

bool isTorch(const std::string& include)
{
    return std::regex_search(include, std::regex(R"(^(torch|ATen|c10)/)"));
}

bool isSql(const std::string& include)
{
    return include.starts_with("SQLiteCpp/") || include == "sqlite3.h";
}

bool isValueHeader(const std::string& include)
{
    return std::regex_search(include, std::regex(R"((Spec|Result|Report)\.h$)"));
}

std::vector<std::string> includeViolations(const Source& source, const std::string& include)
{
    std::vector<std::string> found;
    const auto folder = folderOf(source.path);
    const bool isCore = folder.starts_with("core/");
    if (isCore && isQt(include))
        found.push_back("Qt in core");
    if (isTorch(include) && !engineFolders.contains(folder))
        found.push_back("LibTorch outside the engine");
    if (isTorch(include) && isValueHeader(source.path))
        found.push_back("LibTorch in a header of plain values");
    if (isSql(include) && folder != "core/store")
        found.push_back("SQL outside core/store");
    const auto target = layers.find(folderOf(include));
    if (include.find('/') == std::string::npos || target == layers.end())
        return found;
    if (target->first != folder && target->second >= layers.at(folder))
        found.push_back("against the direction of the layers");
    const bool isFrontEnd = folder == "widgets" || folder == "app";
    const bool isDoor =
        target->first == "core/session" || target->first == "core/base" || isValueHeader(include);
    if (isFrontEnd && target->first.starts_with("core/") && !isDoor)
        found.push_back("past the session");
    return found;
}

std::vector<std::string> textViolations(const Source& source)
{
    static const std::map<std::string, std::regex> forbidden = {
        {"processEvents", std::regex(R"(\bprocessEvents\b)")},
        {"a nested event loop", std::regex(R"(\bQEventLoop\b)")},
        {"a string-based connect", std::regex(R"(\b(SIGNAL|SLOT)\()")},
    };
    std::vector<std::string> found;
    for (const auto& [name, pattern] : forbidden)
        if (std::regex_search(source.text, pattern))
            found.push_back(name);
    if (std::count(source.text.begin(), source.text.end(), '\n') > 600)
        found.push_back("more than 600 lines");
    return found;
}

} // namespace

std::vector<std::string> violations(const Source& source)
{
    std::vector<std::string> found;
    for (const auto& include : includesOf(source.text))
        for (const auto& violation : includeViolations(source, include))
            found.push_back(source.path + " includes " + include + ": " + violation);
    for (const auto& violation : textViolations(source))
        found.push_back(source.path + ": " + violation);
    return found;
}

std::vector<Source> sourcesOfTheTree()
{
    const std::filesystem::path root = UNDERTONE_SOURCE_DIR;
    std::vector<Source> sources;
    for (const char* top : {"core", "widgets", "app"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / top)) {
            const auto extension = entry.path().extension();
            if (extension != ".h" && extension != ".cpp")
                continue;
            std::ostringstream text;
            text << std::ifstream(entry.path()).rdbuf();
            sources.push_back({std::filesystem::relative(entry.path(), root).generic_string(), text.str()});
        }
    }
    return sources;
}

} // namespace undertone::tests
