#include "core/representation/VectorProblem.h"

#include <algorithm>
#include <map>
#include <set>

namespace undertone::representation {

namespace {

/// Of what a column's deviation may be of its size before it is rounding alone.
constexpr double smallestDeviation = 1e-7;

template <class Value>
std::vector<Value> taken(const std::vector<Value>& values, const std::vector<std::int64_t>& rows)
{
    std::vector<Value> part;
    for (const auto row : rows)
        part.push_back(values[static_cast<std::size_t>(row)]);
    return part;
}

at::Tensor labelTensor(const std::vector<std::size_t>& labels)
{
    auto tensor = at::empty({static_cast<std::int64_t>(labels.size())}, at::kLong);
    std::copy(labels.begin(), labels.end(), tensor.data_ptr<std::int64_t>());
    return tensor;
}

} // namespace

Standardizer::Standardizer(const at::Tensor& vectors, const at::Tensor& weights)
{
    const auto values = vectors.to(at::kDouble);
    const auto share = (weights / weights.sum()).unsqueeze(1);
    m_mean = (values * share).sum(0);
    const auto deviation = ((values - m_mean).square() * share).sum(0).sqrt();
    m_scale = at::where(deviation > smallestDeviation * m_mean.abs(), deviation, at::full_like(deviation, 1));
    m_scale = at::where(m_scale > 0, m_scale, at::full_like(m_scale, 1));
}

at::Tensor Standardizer::operator()(const at::Tensor& vectors) const
{
    return (vectors.to(at::kDouble) - m_mean) / m_scale;
}

at::Tensor exampleWeights(const std::vector<std::size_t>& labels, const std::vector<std::size_t>& speakers,
                          std::size_t classes)
{
    std::map<std::size_t, double> examples;
    for (const auto speaker : speakers)
        examples[speaker] += 1;
    const auto n = labels.size();
    auto weights = at::empty({static_cast<std::int64_t>(n)}, at::kDouble);
    auto* values = weights.data_ptr<double>();
    std::vector<double> classSum(classes);
    for (std::size_t i = 0; i < n; ++i)
        classSum[labels[i]] += values[i] = 1 / examples[speakers[i]];
    const auto present = std::count_if(classSum.begin(), classSum.end(), [](double sum) { return sum > 0; });
    for (std::size_t i = 0; i < n; ++i)
        values[i] *= static_cast<double>(n) / (static_cast<double>(present) * classSum[labels[i]]);
    return weights;
}

VectorProblem subset(const VectorProblem& problem, const std::vector<std::int64_t>& rows)
{
    VectorProblem part;
    part.vectors = problem.vectors.index_select(0, at::tensor(rows, at::kLong));
    part.labels = taken(problem.labels, rows);
    part.speakers = taken(problem.speakers, rows);
    part.classes = problem.classes;
    part.weights = exampleWeights(part.labels, part.speakers, part.classes);
    return part;
}

std::pair<std::vector<std::int64_t>, std::vector<std::int64_t>> holdOut(const VectorProblem& problem,
                                                                        const base::SeedTree& seed)
{
    std::map<std::size_t, std::set<std::size_t>> speakersOf; // by class
    for (std::size_t i = 0; i < problem.labels.size(); ++i)
        speakersOf[problem.labels[i]].insert(problem.speakers[i]);
    std::set<std::size_t> heldOut;
    for (const auto& [label, speakers] : speakersOf) {
        if (speakers.size() < 2)
            continue;
        const std::vector<std::size_t> all(speakers.begin(), speakers.end());
        const auto count = std::max<std::size_t>(1, all.size() / 4);
        for (const auto i : seed.child("class", label).stream("held out").choose(all.size(), count))
            heldOut.insert(all[i]);
    }
    std::pair<std::vector<std::int64_t>, std::vector<std::int64_t>> rows;
    for (std::size_t i = 0; i < problem.speakers.size(); ++i)
        (heldOut.contains(problem.speakers[i]) ? rows.second : rows.first)
            .push_back(static_cast<std::int64_t>(i));
    return rows;
}

at::Tensor logOdds(const at::Tensor& logits)
{
    std::vector<at::Tensor> columns;
    for (std::int64_t c = 0; c < logits.size(1); ++c) {
        auto others = logits.clone();
        others.select(1, c).fill_(-std::numeric_limits<double>::infinity());
        columns.push_back(logits.select(1, c) - others.logsumexp(1));
    }
    return at::stack(columns, 1);
}

double logLikelihood(const at::Tensor& logits, const VectorProblem& problem)
{
    const auto chosen =
        logits.to(at::kDouble).log_softmax(1).gather(1, labelTensor(problem.labels).unsqueeze(1)).squeeze(1);
    return (chosen * problem.weights).mean().item<double>();
}

} // namespace undertone::representation
