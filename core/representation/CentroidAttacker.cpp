#include "core/representation/VectorProblem.h"

#include <limits>

namespace undertone::representation {

namespace {

class CentroidAttacker : public VectorAttacker
{
public:
    explicit CentroidAttacker(at::Tensor means) : m_means(std::move(means)) {}

    at::Tensor scores(const at::Tensor& vectors) const override
    {
        const auto distances = (vectors.unsqueeze(1) - m_means.unsqueeze(0)).square().sum(2);
        std::vector<at::Tensor> columns;
        for (std::int64_t c = 0; c < distances.size(1); ++c) {
            auto others = distances.clone();
            others.select(1, c).fill_(std::numeric_limits<double>::infinity());
            columns.push_back(others.amin(1) - distances.select(1, c));
        }
        return at::stack(columns, 1);
    }

private:
    at::Tensor m_means; ///< classes x d
};

} // namespace

std::unique_ptr<VectorAttacker> fitCentroids(const VectorProblem& problem)
{
    auto means =
        at::zeros({static_cast<std::int64_t>(problem.classes), problem.vectors.size(1)}, at::kDouble);
    auto sums = at::zeros({means.size(0), 1}, at::kDouble);
    const auto index = at::tensor(std::vector<std::int64_t>(problem.labels.begin(), problem.labels.end()));
    means.index_add_(0, index, problem.vectors * problem.weights.unsqueeze(1));
    sums.index_add_(0, index, problem.weights.unsqueeze(1));
    return std::make_unique<CentroidAttacker>(means / sums);
}

} // namespace undertone::representation
