#include "core/representation/Attackers.h"

#include "core/base/Error.h"
#include "core/representation/VectorProblem.h"

#include <set>

namespace undertone::representation {

namespace {

/// An attacker of the classes that occur, on vectors as they come.
class StandardisedAttacker : public VectorAttacker
{
public:
    StandardisedAttacker(std::unique_ptr<VectorAttacker> inner, Standardizer standardizer,
                         std::vector<std::size_t> present, std::size_t classes)
        : m_inner(std::move(inner)), m_standardizer(std::move(standardizer)), m_present(std::move(present)),
          m_classes(classes)
    {
    }

    at::Tensor scores(const at::Tensor& vectors) const override
    {
        const auto inner = m_inner->scores(m_standardizer(vectors));
        if (m_present.size() == m_classes)
            return inner;
        auto all =
            at::full({vectors.size(0), static_cast<std::int64_t>(m_classes)}, unknownClassScore, at::kDouble);
        for (std::size_t c = 0; c < m_present.size(); ++c)
            all.select(1, static_cast<std::int64_t>(m_present[c]))
                .copy_(inner.select(1, static_cast<std::int64_t>(c)));
        return all;
    }

private:
    std::unique_ptr<VectorAttacker> m_inner;
    Standardizer m_standardizer;
    std::vector<std::size_t> m_present;
    std::size_t m_classes;
};

std::unique_ptr<VectorAttacker> fitKind(Attacker kind, const VectorProblem& problem,
                                        const base::SeedTree& seed, const base::Progress& progress)
{
    constexpr std::size_t units = 64;
    switch (kind) {
    case Attacker::Linear:
        return fitLinear(problem, seed, progress);
    case Attacker::Shallow:
        return fitNetwork({units}, problem, seed, progress);
    case Attacker::Deep:
        return fitNetwork({units, units, units}, problem, seed, progress);
    case Attacker::Kernel:
        return fitKernel(problem, seed, progress);
    case Attacker::Centroid:
        return fitCentroids(problem);
    }
    throw Error(ErrorCode::Internal, "An attacker has no name.", "representation.attackers",
                "This is a defect of the program; please report it.");
}

} // namespace

std::unique_ptr<VectorAttacker> fitAttacker(Attacker kind, const LabelledVectors& training,
                                            std::size_t classes, const base::SeedTree& seed,
                                            const base::Progress& progress)
{
    const std::set<std::size_t> occurring(training.labels.begin(), training.labels.end());
    if (occurring.size() < 2)
        throw Error(ErrorCode::InvalidRequest,
                    "The speakers whom an attacker learns from all have one value of the attribute.",
                    "representation.adversary", "Use corpora with more speakers, or another attribute.");
    const std::vector<std::size_t> present(occurring.begin(), occurring.end());
    VectorProblem problem;
    for (const auto label : training.labels)
        problem.labels.push_back(
            static_cast<std::size_t>(std::distance(occurring.begin(), occurring.find(label))));
    problem.speakers = training.speakers;
    problem.classes = present.size();
    problem.weights = exampleWeights(problem.labels, problem.speakers, problem.classes);
    Standardizer standardizer(training.vectors, problem.weights);
    problem.vectors = standardizer(training.vectors);
    auto inner = fitKind(kind, problem, seed, progress);
    return std::make_unique<StandardisedAttacker>(std::move(inner), std::move(standardizer), present,
                                                  classes);
}

} // namespace undertone::representation
