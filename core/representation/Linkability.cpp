#include "core/representation/Linkability.h"

#include "core/learning/ClassificationMetrics.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace undertone::representation {

namespace {

double similarityOf(Similarity similarity, const at::Tensor& products, std::int64_t a, std::int64_t b)
{
    const auto entries = products.accessor<double, 2>();
    if (similarity == Similarity::Euclid)
        return -std::sqrt(std::max(0.0, entries[a][a] + entries[b][b] - 2 * entries[a][b]));
    const double norms = std::sqrt(entries[a][a] * entries[b][b]);
    return norms > 0 ? entries[a][b] / norms : 0;
}

/// Similarities of pairs, sorted, and whether each is of one speaker.
std::vector<std::pair<double, bool>> sorted(const std::vector<SpeakerPairs>& pairs)
{
    std::vector<std::pair<double, bool>> all;
    for (const auto& own : pairs)
        for (const double value : own.similarities)
            all.emplace_back(value, own.areSame);
    std::sort(all.begin(), all.end());
    return all;
}

} // namespace

std::vector<SpeakerPairs> similarPairs(Similarity similarity, const at::Tensor& vectors,
                                       const std::vector<std::size_t>& speakers, std::size_t pairs,
                                       const base::SeedTree& seed)
{
    const auto values = vectors.to(at::kDouble);
    const auto products = at::mm(values, values.t());
    std::map<std::size_t, std::vector<std::int64_t>> rowsOf;
    for (std::size_t i = 0; i < speakers.size(); ++i)
        rowsOf[speakers[i]].push_back(static_cast<std::int64_t>(i));
    std::vector<SpeakerPairs> result;
    for (const auto& [speaker, own] : rowsOf) {
        auto stream = seed.child("speaker", speaker).stream("pairs");
        SpeakerPairs same{speaker, true, {}};
        SpeakerPairs different{speaker, false, {}};
        const auto others = speakers.size() - own.size();
        for (std::size_t i = 0; i < pairs; ++i) {
            if (own.size() > 1) {
                const auto two = stream.choose(own.size(), 2);
                same.similarities.push_back(similarityOf(similarity, products, own[two[0]], own[two[1]]));
            }
            if (others == 0)
                continue;
            const auto one = own[stream.below(own.size())];
            auto other = static_cast<std::int64_t>(stream.below(speakers.size()));
            while (speakers[static_cast<std::size_t>(other)] == speaker)
                other = static_cast<std::int64_t>(stream.below(speakers.size()));
            different.similarities.push_back(similarityOf(similarity, products, one, other));
        }
        for (auto* kind : {&same, &different})
            if (!kind->similarities.empty())
                result.push_back(std::move(*kind));
    }
    return result;
}

double areaUnderPairs(const std::vector<SpeakerPairs>& pairs)
{
    std::vector<double> values;
    std::vector<bool> same;
    for (const auto& [value, isSame] : sorted(pairs)) {
        values.push_back(value);
        same.push_back(isSame);
    }
    return learning::areaUnderRoc(values, same);
}

double equalErrorThreshold(const std::vector<SpeakerPairs>& pairs)
{
    const auto all = sorted(pairs);
    double same = 0;
    for (const auto& [value, isSame] : all)
        same += isSame ? 1 : 0;
    const double different = static_cast<double>(all.size()) - same;
    double missed = 0;           // pairs of one speaker below the threshold
    double accepted = different; // pairs of two at it or above
    double threshold = all.empty() ? 0 : all.front().first;
    double least = std::abs(missed * different - accepted * same);
    for (std::size_t i = 0; i < all.size(); ++i) {
        (all[i].second ? missed : accepted) += all[i].second ? 1 : -1;
        if (i + 1 < all.size() && all[i + 1].first == all[i].first)
            continue;
        const double gap = std::abs(missed * different - accepted * same);
        if (gap >= least)
            continue;
        least = gap;
        threshold = i + 1 < all.size() ? (all[i].first + all[i + 1].first) / 2
                                       : std::nextafter(all[i].first, INFINITY);
    }
    return threshold;
}

} // namespace undertone::representation
