#include "core/experiment/Statistics.h"

#include "core/base/SeedTree.h"
#include "core/experiment/Bootstrap.h"
#include "core/learning/ClassificationMetrics.h"

#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace undertone::experiment {

namespace {

using Cells = std::vector<const attack::LeakageCell*>;

/// What rounding may take from two equal sums.
constexpr double roundingSlack = 1e-9;

/// A speaker's class and one value per class, the mean over its clients, folds and seeds.
struct SpeakerValues
{
    std::size_t label = 0;
    std::vector<double> values;
    double clients = 0;
};
using BySpeaker = std::map<std::string, SpeakerValues>;

BySpeaker meansBySpeaker(const Cells& cells,
                         const std::function<std::vector<double>(const attack::ClientScore&)>& valuesOf)
{
    BySpeaker speakers;
    for (const auto* cell : cells)
        for (const auto& client : cell->clients) {
            const auto values = valuesOf(client);
            auto& speaker = speakers[client.speaker];
            speaker.label = client.label;
            speaker.values.resize(values.size());
            speaker.clients += 1;
            for (std::size_t c = 0; c < values.size(); ++c)
                speaker.values[c] += values[c];
        }
    for (auto& [name, speaker] : speakers)
        for (double& value : speaker.values)
            value /= speaker.clients;
    return speakers;
}

BySpeaker decisionShares(const Cells& cells)
{
    return meansBySpeaker(cells, [](const attack::ClientScore& client) {
        double all = 0;
        for (const auto count : client.decisions)
            all += static_cast<double>(count);
        std::vector<double> shares;
        for (const auto count : client.decisions)
            shares.push_back(all > 0 ? static_cast<double>(count) / all : 0);
        return shares;
    });
}

/// UAR of the speakers under some labelling: mean over the classes that occur of the mean share of decisions
/// for the class.
double uarUnder(const BySpeaker& speakers, const std::map<std::string, std::size_t>& labels,
                std::size_t classes)
{
    std::vector<double> sum(classes);
    std::vector<double> count(classes);
    for (const auto& [name, speaker] : speakers) {
        const auto label = labels.at(name);
        sum[label] += speaker.values.at(label);
        count[label] += 1;
    }
    double total = 0;
    double present = 0;
    for (std::size_t c = 0; c < classes; ++c)
        if (count[c] > 0) {
            total += sum[c] / count[c];
            present += 1;
        }
    return present > 0 ? total / present : 0;
}

std::vector<SpeakerConfusions> poolFolds(const std::vector<std::vector<SpeakerUtility>>& bySeed)
{
    std::vector<SpeakerConfusions> pooled;
    for (const auto& seed : bySeed)
        if (auto speakers = confusionsBySpeaker(seed); !speakers.empty())
            pooled.push_back(std::move(speakers));
    return pooled;
}

struct UtilityPoint
{
    double uar = 0;
    double accuracy = 0;
};

/// Means over the seeds of the UAR and accuracy of the named speakers' utterances; a speaker counts as often
/// as named.
UtilityPoint utilityOf(const std::vector<const SpeakerConfusions*>& seeds,
                       const std::vector<std::string>& speakers)
{
    UtilityPoint sum;
    double counted = 0;
    for (const auto* seed : seeds) {
        learning::ConfusionMatrix total(seed->begin()->second.classes());
        for (const auto& speaker : speakers)
            if (const auto found = seed->find(speaker); found != seed->end())
                total.add(found->second);
        if (total.total() == 0)
            continue;
        sum.uar += total.unweightedAverageRecall();
        sum.accuracy += total.accuracy();
        counted += 1;
    }
    return counted > 0 ? UtilityPoint{sum.uar / counted, sum.accuracy / counted} : UtilityPoint{};
}

/// AUC of class c against the rest in one trial and repeat; none when one side has no clients.
std::optional<double> aucOfRepeat(const attack::LeakageCell& cell, std::size_t repeat, std::size_t c)
{
    std::vector<double> scores;
    std::vector<bool> positive;
    for (const auto& client : cell.clients) {
        scores.push_back(client.scores.at(repeat).at(c));
        positive.push_back(client.label == c);
    }
    const auto members = std::count(positive.begin(), positive.end(), true);
    if (members == 0 || members == static_cast<std::ptrdiff_t>(positive.size()))
        return std::nullopt;
    return learning::areaUnderRoc(scores, positive);
}

std::optional<double> meanAuc(const Cells& cells, std::size_t c)
{
    double sum = 0;
    double counted = 0;
    for (const auto* cell : cells) {
        const auto repeats = cell->clients.empty() ? 0 : cell->clients.front().scores.size();
        for (std::size_t repeat = 0; repeat < repeats; ++repeat)
            if (const auto auc = aucOfRepeat(*cell, repeat, c)) {
                sum += *auc;
                counted += 1;
            }
    }
    return counted > 0 ? std::optional(sum / counted) : std::nullopt;
}

} // namespace

SpeakerConfusions confusionsBySpeaker(const std::vector<SpeakerUtility>& results)
{
    SpeakerConfusions speakers;
    for (const auto& result : results) {
        const auto [place, isNew] = speakers.emplace(result.speaker, result.confusion);
        if (!isNew)
            place->second.add(result.confusion);
    }
    return speakers;
}

Interval wilsonInterval(double proportion, double n, double confidence)
{
    const double z = boost::math::quantile(boost::math::normal(), (1 + confidence) / 2);
    const double shrink = 1 / (1 + z * z / n);
    const double centre = shrink * (proportion + z * z / (2 * n));
    const double half = shrink * z * std::sqrt(proportion * (1 - proportion) / n + z * z / (4 * n * n));
    return {proportion, std::clamp(centre - half, 0.0, proportion),
            std::clamp(centre + half, proportion, 1.0)};
}

Interval moverMean(const std::vector<Interval>& parts)
{
    Interval mean;
    double below = 0;
    double above = 0;
    for (const auto& part : parts) {
        mean.value += part.value;
        below += (part.value - part.low) * (part.value - part.low);
        above += (part.high - part.value) * (part.high - part.value);
    }
    const auto count = static_cast<double>(parts.size());
    mean.value /= count;
    mean.low = mean.value - std::sqrt(below) / count;
    mean.high = mean.value + std::sqrt(above) / count;
    return mean;
}

std::vector<SpeakerRecall> speakerRecalls(const Cells& cells)
{
    std::vector<SpeakerRecall> recalls;
    for (const auto& [name, speaker] : decisionShares(cells))
        recalls.push_back({name, speaker.label, speaker.values.at(speaker.label)});
    return recalls;
}

Interval attackUar(const std::vector<SpeakerRecall>& recalls, std::size_t classes)
{
    std::vector<double> sum(classes);
    std::vector<double> count(classes);
    for (const auto& speaker : recalls) {
        sum[speaker.label] += speaker.recall;
        count[speaker.label] += 1;
    }
    std::vector<Interval> parts;
    for (std::size_t c = 0; c < classes; ++c)
        if (count[c] > 0)
            parts.push_back(wilsonInterval(sum[c] / count[c], count[c], confidenceLevel));
    return parts.empty() ? Interval{} : moverMean(parts);
}

Interval attackAccuracy(const std::vector<SpeakerRecall>& recalls)
{
    if (recalls.empty())
        return {};
    double sum = 0;
    for (const auto& speaker : recalls)
        sum += speaker.recall;
    const auto n = static_cast<double>(recalls.size());
    return wilsonInterval(sum / n, n, confidenceLevel);
}

Interval aucInterval(double auc, double positives, double negatives, double confidence)
{
    const double z = boost::math::quantile(boost::math::normal(), (1 + confidence) / 2);
    const double units = (positives + negatives) / 2 - 1;
    const auto distance = [&](double theta) {
        const double spread = 1 + units * ((1 - theta) / (2 - theta) + theta / (1 + theta));
        return std::abs(theta - auc) - z * std::sqrt(theta * (1 - theta) * spread / (positives * negatives));
    };
    // The distance is negative at the estimate (0 where the variance is) and positive at the far end.
    const auto bound = [&](double inside, double outside) {
        for (int i = 0; i < 60; ++i) {
            const double middle = (inside + outside) / 2;
            (distance(middle) <= 0 ? inside : outside) = middle;
        }
        return inside;
    };
    return {auc, bound(auc, 0), bound(auc, 1)};
}

Interval attackAuc(const Cells& cells, std::size_t classes)
{
    const auto speakers = speakerRecalls(cells);
    Interval sum;
    double counted = 0;
    for (std::size_t c = classes == 2 ? 1 : 0; c < classes; ++c) {
        const auto auc = meanAuc(cells, c);
        const auto members = static_cast<double>(
            std::count_if(speakers.begin(), speakers.end(), [&](const auto& one) { return one.label == c; }));
        if (!auc)
            continue;
        const auto interval =
            aucInterval(*auc, members, static_cast<double>(speakers.size()) - members, confidenceLevel);
        sum.value += interval.value;
        sum.low += interval.low;
        sum.high += interval.high;
        counted += 1;
    }
    if (counted == 0)
        return {0.5, 0, 1};
    return {sum.value / counted, sum.low / counted, sum.high / counted};
}

UtilityEstimate estimateUtility(const std::vector<std::vector<SpeakerUtility>>& bySeed, std::uint64_t seed,
                                std::size_t resamples)
{
    const auto pooled = poolFolds(bySeed);
    std::vector<const SpeakerConfusions*> seeds;
    std::set<std::string> names;
    for (const auto& one : pooled) {
        seeds.push_back(&one);
        for (const auto& [name, confusion] : one)
            names.insert(name);
    }
    if (seeds.empty())
        return {};
    const std::vector<std::string> speakers(names.begin(), names.end());
    std::vector<double> uars;
    std::vector<double> accuracies;
    auto stream = base::SeedTree(seed).stream("utility bootstrap");
    for (std::size_t i = 0; i < resamples; ++i) {
        const auto drawnSeeds = resampled(seeds, stream);
        const auto drawn = utilityOf(drawnSeeds, resampled(speakers, stream));
        uars.push_back(drawn.uar);
        accuracies.push_back(drawn.accuracy);
    }
    const auto all = utilityOf(seeds, speakers);
    return {percentileInterval(all.uar, std::move(uars)),
            percentileInterval(all.accuracy, std::move(accuracies))};
}

std::vector<double> adjustedPValues(const std::vector<Cells>& cells, std::size_t classes, std::uint64_t seed,
                                    std::size_t permutations)
{
    std::vector<BySpeaker> decisions;
    std::map<std::string, std::size_t> labels;
    for (const auto& cell : cells) {
        decisions.push_back(decisionShares(cell));
        for (const auto& [name, speaker] : decisions.back())
            labels[name] = speaker.label;
    }
    std::vector<double> observed;
    for (const auto& cell : decisions)
        observed.push_back(uarUnder(cell, labels, classes));
    std::vector<std::size_t> original;
    for (const auto& [name, label] : labels)
        original.push_back(label);
    std::vector<std::size_t> reached(cells.size());
    auto stream = base::SeedTree(seed).stream("label permutation");
    for (std::size_t i = 0; i < permutations; ++i) {
        const auto order = stream.permutation(original.size());
        std::size_t next = 0;
        for (auto& [name, label] : labels)
            label = original[order[next++]];
        double largest = 0;
        for (const auto& cell : decisions)
            largest = std::max(largest, uarUnder(cell, labels, classes));
        for (std::size_t c = 0; c < cells.size(); ++c)
            reached[c] += largest >= observed[c] - roundingSlack ? 1 : 0;
    }
    std::vector<double> pValues;
    for (const auto count : reached)
        pValues.push_back((1 + static_cast<double>(count)) / (1 + static_cast<double>(permutations)));
    return pValues;
}

} // namespace undertone::experiment
