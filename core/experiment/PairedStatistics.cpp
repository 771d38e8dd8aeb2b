#include "core/experiment/PairedStatistics.h"

#include "core/base/SeedTree.h"
#include "core/experiment/Bootstrap.h"
#include "core/learning/ClassificationMetrics.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace undertone::experiment {

namespace {

using Values = std::vector<double>;

double meanOf(const Values& values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum / static_cast<double>(values.size());
}

/// Pearson's, 0 where a side does not vary.
double correlation(const Values& a, const Values& b)
{
    const double meanA = meanOf(a);
    const double meanB = meanOf(b);
    double both = 0;
    double first = 0;
    double second = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        both += (a[i] - meanA) * (b[i] - meanB);
        first += (a[i] - meanA) * (a[i] - meanA);
        second += (b[i] - meanB) * (b[i] - meanB);
    }
    return first > 0 && second > 0 ? std::clamp(both / std::sqrt(first * second), -1.0, 1.0) : 0;
}

Interval classDifference(const Values& a, const Values& b)
{
    const auto n = static_cast<double>(a.size());
    return moverDifference(wilsonInterval(meanOf(a), n, confidenceLevel),
                           wilsonInterval(meanOf(b), n, confidenceLevel), correlation(a, b));
}

struct SeedPair
{
    SpeakerConfusions a;
    SpeakerConfusions b;
};

/// Of the seeds that both have, the speakers that both have.
std::vector<SeedPair> commonSeeds(const std::vector<SeedSpeakers>& a, const std::vector<SeedSpeakers>& b)
{
    std::vector<SeedPair> pairs;
    for (const auto& first : a)
        for (const auto& second : b) {
            if (first.seed != second.seed)
                continue;
            SeedPair pair{confusionsBySpeaker(first.speakers), confusionsBySpeaker(second.speakers)};
            std::erase_if(pair.a, [&](const auto& entry) { return !pair.b.contains(entry.first); });
            std::erase_if(pair.b, [&](const auto& entry) { return !pair.a.contains(entry.first); });
            if (!pair.a.empty())
                pairs.push_back(std::move(pair));
        }
    return pairs;
}

double uarOf(const SpeakerConfusions& speakers, const std::vector<std::string>& drawn)
{
    learning::ConfusionMatrix total(speakers.begin()->second.classes());
    for (const auto& name : drawn)
        if (const auto found = speakers.find(name); found != speakers.end())
            total.add(found->second);
    return total.total() == 0 ? std::nan("") : total.unweightedAverageRecall();
}

/// Mean over the seeds; a seed without any of the drawn speakers does not count.
double differenceOf(const std::vector<const SeedPair*>& seeds, const std::vector<std::string>& drawn)
{
    double sum = 0;
    double counted = 0;
    for (const auto* seed : seeds) {
        const double difference = uarOf(seed->b, drawn) - uarOf(seed->a, drawn);
        if (std::isnan(difference))
            continue;
        sum += difference;
        counted += 1;
    }
    return counted > 0 ? sum / counted : 0;
}

} // namespace

Interval moverDifference(const Interval& a, const Interval& b, double r)
{
    const double difference = b.value - a.value;
    const auto half = [r](double x, double y) {
        return std::sqrt(std::max(0.0, x * x + y * y - 2 * r * x * y));
    };
    return {difference, difference - half(b.value - b.low, a.high - a.value),
            difference + half(b.high - b.value, a.value - a.low)};
}

PairedDifference pairedAttackDifference(const std::vector<SpeakerRecall>& a,
                                        const std::vector<SpeakerRecall>& b, std::size_t classes)
{
    std::map<std::string, const SpeakerRecall*> first;
    for (const auto& speaker : a)
        first[speaker.speaker] = &speaker;
    std::map<std::size_t, std::pair<Values, Values>> byClass;
    for (const auto& speaker : b)
        if (const auto found = first.find(speaker.speaker);
            found != first.end() && found->second->label == speaker.label && speaker.label < classes) {
            byClass[speaker.label].first.push_back(found->second->recall);
            byClass[speaker.label].second.push_back(speaker.recall);
        }
    std::set<std::size_t> present;
    for (const auto& speaker : a)
        present.insert(speaker.label);
    PairedDifference result;
    std::vector<Interval> parts;
    for (const auto label : present) {
        const auto found = byClass.find(label);
        if (found == byClass.end() || found->second.first.size() < 2)
            return {};
        parts.push_back(classDifference(found->second.first, found->second.second));
        result.speakers += found->second.first.size();
    }
    if (!parts.empty())
        result.difference = moverMean(parts);
    return result;
}

PairedDifference pairedUtilityDifference(const std::vector<SeedSpeakers>& a,
                                         const std::vector<SeedSpeakers>& b, std::uint64_t seed,
                                         std::size_t resamples)
{
    const auto pairs = commonSeeds(a, b);
    std::vector<const SeedPair*> seeds;
    std::set<std::string> names;
    for (const auto& pair : pairs) {
        seeds.push_back(&pair);
        for (const auto& [name, confusion] : pair.a)
            names.insert(name);
    }
    if (names.size() < 2)
        return {};
    const std::vector<std::string> speakers(names.begin(), names.end());
    Values draws;
    auto stream = base::SeedTree(seed).stream("paired utility bootstrap");
    for (std::size_t i = 0; i < resamples; ++i) {
        const auto drawnSeeds = resampled(seeds, stream);
        draws.push_back(differenceOf(drawnSeeds, resampled(speakers, stream)));
    }
    return {percentileInterval(differenceOf(seeds, speakers), std::move(draws)), speakers.size()};
}

} // namespace undertone::experiment
