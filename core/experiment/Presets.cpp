#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/base/Resources.h"
#include "core/experiment/ExperimentSpec.h"

#include <algorithm>
#include <filesystem>

namespace undertone::experiment {

std::vector<Preset> presets()
{
    std::vector<Preset> found;
    for (const auto& entry : std::filesystem::directory_iterator(base::resourceFolder() / "presets")) {
        if (entry.path().extension() != ".json")
            continue;
        const std::string json = base::readFile(entry.path());
        const auto spec = parseSpec(json, entry.path().filename().string());
        found.push_back({entry.path().stem().string(), spec.name, spec.description, json});
    }
    std::sort(found.begin(), found.end(), [](const Preset& a, const Preset& b) { return a.name < b.name; });
    return found;
}

Preset preset(const std::string& name)
{
    std::string names;
    for (auto& candidate : presets()) {
        if (candidate.name == name)
            return candidate;
        names += (names.empty() ? "" : ", ") + candidate.name;
    }
    throw Error(ErrorCode::NotFound, "There is no preset \"" + name + "\".", "", "There are: " + names + ".");
}

} // namespace undertone::experiment
