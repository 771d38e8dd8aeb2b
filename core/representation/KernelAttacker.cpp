#include "core/learning/KernelMachine.h"
#include "core/representation/VectorProblem.h"

#include <map>

namespace undertone::representation {

namespace {

/// (x y / d + 1)^2.
at::Tensor secondMomentKernel(const at::Tensor& a, const at::Tensor& b)
{
    return (at::mm(a, b.t()) / static_cast<double>(a.size(1)) + 1).square_();
}

/// At most kernelRows rows, equally many of every speaker who has them.
std::vector<std::int64_t> evenRows(const VectorProblem& problem, const base::SeedTree& seed)
{
    std::map<std::size_t, std::vector<std::int64_t>> bySpeaker;
    for (std::size_t i = 0; i < problem.speakers.size(); ++i)
        bySpeaker[problem.speakers[i]].push_back(static_cast<std::int64_t>(i));
    const auto share = std::max<std::size_t>(1, kernelRows / bySpeaker.size());
    std::vector<std::int64_t> rows;
    for (const auto& [speaker, own] : bySpeaker) {
        if (own.size() <= share || problem.speakers.size() <= kernelRows) {
            rows.insert(rows.end(), own.begin(), own.end());
            continue;
        }
        for (const auto i : seed.child("speaker", speaker).stream("rows").choose(own.size(), share))
            rows.push_back(own[i]);
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

class KernelAttacker : public VectorAttacker
{
public:
    struct Scorer
    {
        learning::KernelMachine machine;
        learning::Threshold threshold;
    };

    KernelAttacker(at::Tensor rows, double scale, std::vector<Scorer> scorers)
        : m_rows(std::move(rows)), m_scale(scale), m_scorers(std::move(scorers))
    {
    }

    at::Tensor scores(const at::Tensor& vectors) const override
    {
        const auto kernel = secondMomentKernel(vectors, m_rows) / m_scale;
        std::vector<at::Tensor> columns;
        for (const auto& [machine, threshold] : m_scorers)
            columns.push_back((at::mv(kernel, machine.alpha) + machine.intercept - threshold.value) /
                              threshold.deviation);
        if (columns.size() == 1)
            columns.insert(columns.begin(), -columns.front());
        return at::stack(columns, 1);
    }

private:
    at::Tensor m_rows;
    double m_scale;
    std::vector<Scorer> m_scorers; ///< one of two classes, k of k > 2
};

} // namespace

std::unique_ptr<VectorAttacker> fitKernel(const VectorProblem& problem, const base::SeedTree& seed,
                                          const base::Progress& progress)
{
    const auto part = subset(problem, evenRows(problem, seed));
    auto kernel = secondMomentKernel(part.vectors, part.vectors);
    const double scale = learning::kernelScale(kernel);
    kernel.div_(scale);
    const learning::FitCheckpoint none;
    learning::StepLog log(progress, none);
    std::vector<KernelAttacker::Scorer> scorers;
    for (const auto& binary : learning::binaryProblems(part.speakers, part.labels, part.classes)) {
        KernelAttacker::Scorer scorer{learning::fitKernelMachine(kernel, binary, log), {}};
        if (const auto heldOut = learning::outOfFoldScores(kernel, binary, log); !heldOut.empty())
            scorer.threshold = learning::speakerThreshold(heldOut, binary);
        scorers.push_back(std::move(scorer));
    }
    return std::make_unique<KernelAttacker>(part.vectors, scale, std::move(scorers));
}

} // namespace undertone::representation
