#pragma once

#include "core/attack/QuadraticForm.h"
#include "core/learning/KernelMachine.h"
#include "core/learning/TensorArchive.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <vector>

namespace undertone::attack {

/// One class against the rest on one layer, collapsed: raw score = applyForm(form, A) + intercept.
struct ClassScorer
{
    at::Tensor form; ///< undefined when the shadows have no example of the class, or none of another
    double intercept = 0;
    learning::Threshold threshold;
};

/// Everything learned on one layer and part. Two classes make one problem, of which class 1 is the positive
/// one; k > 2 classes make k, one against the rest each.
struct LayerClassifier
{
    std::vector<ClassScorer> scorers;

    /// (raw - threshold) / deviation of each example and problem: n x problems, float64. A class that cannot
    /// be told gets `unknownScore`.
    at::Tensor scores(Statistic statistic, const at::Tensor& rows) const;
    void write(learning::ArchiveWriter& writer) const;
    static LayerClassifier read(learning::ArchiveReader& reader);
};

/// Far below every threshold, in deviations: the score of a class that no shadow has.
inline constexpr double unknownScore = -100;

/// A fitted layer with what its fusion with others needs: out-of-fold scores less threshold, divided by their
/// deviation (problems x examples; a problem is empty where too few speakers allowed none).
struct LayerFit
{
    LayerClassifier classifier;
    std::vector<std::vector<double>> outOfFold;
};

LayerFit fitLayer(Statistic statistic, const at::Tensor& rows,
                  const std::vector<learning::BinaryProblem>& problems, learning::StepLog& log);

/// How the layers' scores are added: each weighs max(0, out-of-fold AUC - 0.5), all alike when no layer has
/// more than chance; the threshold comes from the sum's own out-of-fold scores.
struct LayerFusion
{
    struct Problem
    {
        std::vector<double> weights; ///< per layer
        learning::Threshold threshold;
    };
    std::vector<Problem> problems;

    /// Layers' scores (each n x problems) to fused ones.
    at::Tensor scores(const std::vector<at::Tensor>& layers) const;
    void write(learning::ArchiveWriter& writer) const;
    static LayerFusion read(learning::ArchiveReader& reader);
};

LayerFusion fuseLayers(const std::vector<LayerFit>& layers,
                       const std::vector<learning::BinaryProblem>& problems);

/// One example's scores per class, threshold at 0: {-s, s} for two classes.
std::vector<double> classScores(const at::Tensor& problems);

} // namespace undertone::attack
