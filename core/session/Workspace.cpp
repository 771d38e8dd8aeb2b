#include "core/session/Workspace.h"

#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/base/PlainName.h"
#include "core/corpus/Manifest.h"
#include "core/session/Session.h"

#include <algorithm>
#include <cstdlib>

namespace undertone::session {

namespace {

std::filesystem::path made(const std::filesystem::path& folder)
{
    base::createFolder(folder);
    return std::filesystem::absolute(folder);
}

} // namespace

Workspace::Workspace(std::filesystem::path path)
    : folder(made(path)), store(folder / "undertone.db"), artifacts(folder / "artifacts"),
      features(folder / "features")
{
}

std::filesystem::path Workspace::madeCorpus(const std::string& name) const
{
    return folder / "corpora" / name;
}

void Workspace::removeMadeCorpus(const std::string& name) const
{
    const auto made = madeCorpus(name);
    std::error_code ignored;
    if (!std::filesystem::exists(made / corpus::syntheticMarker, ignored))
        return;
    const auto names = store.corpusNames();
    const bool isUsed = std::any_of(names.begin(), names.end(), [&](const auto& other) {
        return std::filesystem::equivalent(store.corpus(other).folder, made, ignored);
    });
    if (!isUsed)
        std::filesystem::remove_all(made, ignored);
}

void checkCorpusName(const std::string& name)
{
    if (!base::isPlainName(name))
        throw Error(ErrorCode::InvalidRequest, "This cannot be a corpus' name: \"" + name + "\".", name,
                    "Use letters, digits, '-', '_' and '.'.");
}

std::filesystem::path defaultWorkspace()
{
    const auto nonEmpty = [](const char* variable) -> const char* {
        const char* value = std::getenv(variable);
        return value && *value ? value : nullptr;
    };
    if (const char* data = nonEmpty("XDG_DATA_HOME"))
        return std::filesystem::path(data) / "undertone";
    if (const char* home = nonEmpty("HOME"))
        return std::filesystem::path(home) / ".local" / "share" / "undertone";
    return std::filesystem::current_path() / "undertone";
}

} // namespace undertone::session
