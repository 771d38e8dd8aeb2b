#include "core/session/Session.h"

#include <dlfcn.h>

namespace undertone::session {

namespace {

constexpr const char* libraryName = "libundertone-engine.so";

std::filesystem::path folderOfThisLibrary()
{
    Dl_info info{};
    ::dladdr(reinterpret_cast<const void*>(&defaultWorkspace), &info);
    return std::filesystem::path(info.dli_fname ? info.dli_fname : "").parent_path();
}

/// Global, so that whoever asks which BLAS the process has finds it. Never unloaded: LibTorch's threads live.
void* openEngine(const std::filesystem::path& file, std::string& reason)
{
    void* library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_GLOBAL);
    if (!library)
        reason = ::dlerror();
    return library;
}

void* openEngine()
{
    std::string reason;
    const auto beside = folderOfThisLibrary() / libraryName;
    std::error_code ignored;
    if (std::filesystem::exists(beside, ignored)) {
        if (void* library = openEngine(beside, reason))
            return library;
    } else if (void* library = openEngine(libraryName, reason)) {
        return library;
    }
    throw Error(ErrorCode::EngineUnavailable, "The engine could not be loaded: " + reason + ".",
                beside.string(),
                "Install LibTorch (Debian: libtorch1.13) and Undertone again; everything but running studies "
                "works without it.");
}

} // namespace

std::shared_ptr<experiment::Engine> loadEngine()
{
    using Factory = experiment::Engine* (*)();
    const auto create = reinterpret_cast<Factory>(::dlsym(openEngine(), "undertoneCreateEngine"));
    if (!create)
        throw Error(ErrorCode::EngineUnavailable, "The engine's library is of another version.", libraryName,
                    "Install Undertone again.");
    return std::shared_ptr<experiment::Engine>(create());
}

} // namespace undertone::session
