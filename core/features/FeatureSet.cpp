#include "core/features/FeatureSet.h"

#include "core/base/Error.h"
#include "core/features/EgemapsSet.h"
#include "core/features/FunctionalsSet.h"
#include "core/features/LogMelSet.h"

#include <algorithm>

namespace undertone::features {

namespace {

std::vector<const FeatureSet*> nativeSets()
{
    return {&functionalsSet(), &egemapsSet(), &logMelSet()};
}

} // namespace

const FeatureSet& featureSet(const std::string& name)
{
    const auto sets = nativeSets();
    const auto found = std::ranges::find(sets, name, [](const FeatureSet* set) { return set->name(); });
    if (found != sets.end())
        return **found;
    std::string names;
    for (const std::string& known : featureSetNames())
        names += (names.empty() ? "" : ", ") + known;
    throw Error(ErrorCode::InvalidRequest, "There is no feature set of this name.", name,
                "Choose one of: " + names +
                    ", or import a table under this name (again, if the corpus has changed).");
}

std::vector<std::string> featureSetNames()
{
    std::vector<std::string> names;
    for (const FeatureSet* set : nativeSets())
        names.push_back(set->name());
    return names;
}

} // namespace undertone::features
