#include "core/experiment/SpecKeys.h"

#include "core/experiment/KeyLister.h"

#include <algorithm>
#include <tuple>

namespace undertone::experiment {

namespace {

constexpr std::size_t longestKey = 64; ///< what is longer is compared by its beginning

std::pair<std::string, std::string> sectionAndKey(const std::string& path)
{
    const auto dot = path.rfind('.');
    if (dot == std::string::npos)
        return {"", path};
    return {path.substr(0, dot), path.substr(dot + 1)};
}

} // namespace

const std::vector<std::string>& knownKeys()
{
    static const auto keys = [] {
        std::vector<std::string> found;
        KeyLister lister(found);
        ExperimentSpec spec;
        describe(lister, spec);
        return found;
    }();
    return keys;
}

std::vector<std::string> keysOfSection(const std::string& section)
{
    std::vector<std::string> keys;
    for (const auto& path : knownKeys())
        if (const auto [owner, key] = sectionAndKey(path); owner == section)
            keys.push_back(key);
    return keys;
}

std::string nearestKey(const std::string& section, const std::string& text)
{
    const std::string key = text.substr(0, longestKey);
    std::tuple<std::size_t, std::string> best{std::string::npos, ""};
    for (const auto& path : knownKeys()) {
        const auto [owner, known] = sectionAndKey(path);
        const bool here = owner == section;
        best = std::min(best, {2 * editDistance(key, known) + (here ? 0 : 3), here ? known : path});
    }
    return std::get<1>(best);
}

std::size_t editDistance(const std::string& a, const std::string& b)
{
    std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i)
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                cost[i][j] = i + j;
                continue;
            }
            const std::size_t replaced = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    return cost[a.size()][b.size()];
}

} // namespace undertone::experiment
