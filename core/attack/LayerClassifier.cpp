#include "core/attack/LayerClassifier.h"

#include <algorithm>
#include <set>

namespace undertone::attack {

namespace {

void writeThreshold(learning::ArchiveWriter& writer, const learning::Threshold& threshold)
{
    writer.real(threshold.value).real(threshold.deviation).real(threshold.auc);
}

learning::Threshold readThreshold(learning::ArchiveReader& reader)
{
    learning::Threshold threshold;
    threshold.value = reader.real();
    threshold.deviation = reader.real();
    threshold.auc = reader.real();
    return threshold;
}

bool hasBothClasses(const learning::BinaryProblem& problem)
{
    return std::set<bool>(problem.positive.begin(), problem.positive.end()).size() == 2;
}

ClassScorer fitScorer(Statistic statistic, const at::Tensor& rows, const at::Tensor& kernel, double scale,
                      const learning::BinaryProblem& problem, learning::StepLog& log)
{
    const auto machine = learning::fitKernelMachine(kernel, problem, log);
    return {collapse(statistic, rows, machine.alpha / scale, log), machine.intercept, {}};
}

std::vector<double> standardised(std::vector<double> scores, const learning::Threshold& threshold)
{
    for (double& score : scores)
        score = (score - threshold.value) / threshold.deviation;
    return scores;
}

std::vector<double> fusionWeights(const std::vector<LayerFit>& layers, std::size_t problem)
{
    std::vector<double> weights;
    double sum = 0;
    for (const auto& layer : layers) {
        weights.push_back(std::max(0.0, layer.classifier.scorers[problem].threshold.auc - 0.5));
        sum += weights.back();
    }
    for (double& weight : weights)
        weight = sum > 0 ? weight / sum : 1 / static_cast<double>(weights.size());
    return weights;
}

} // namespace

at::Tensor LayerClassifier::scores(Statistic statistic, const at::Tensor& rows) const
{
    std::vector<at::Tensor> columns;
    for (const auto& scorer : scorers)
        columns.push_back(scorer.form.defined() ? (applyForm(statistic, scorer.form, rows) +
                                                   scorer.intercept - scorer.threshold.value) /
                                                      scorer.threshold.deviation
                                                : at::full({rows.size(0)}, unknownScore, at::kDouble));
    return at::stack(columns, 1);
}

void LayerClassifier::write(learning::ArchiveWriter& writer) const
{
    writer.integer(scorers.size());
    for (const auto& scorer : scorers) {
        writer.tensor(scorer.form).real(scorer.intercept);
        writeThreshold(writer, scorer.threshold);
    }
}

LayerClassifier LayerClassifier::read(learning::ArchiveReader& reader)
{
    LayerClassifier classifier;
    for (auto left = reader.integer(); left > 0; --left) {
        ClassScorer scorer;
        scorer.form = reader.tensor();
        scorer.intercept = reader.real();
        scorer.threshold = readThreshold(reader);
        classifier.scorers.push_back(std::move(scorer));
    }
    return classifier;
}

LayerFit fitLayer(Statistic statistic, const at::Tensor& rows,
                  const std::vector<learning::BinaryProblem>& problems, learning::StepLog& log)
{
    auto kernel = kernelMatrix(statistic, rows, log);
    const double scale = learning::kernelScale(kernel);
    kernel.div_(scale);
    LayerFit fit;
    for (const auto& problem : problems) {
        ClassScorer scorer;
        std::vector<double> heldOut;
        if (hasBothClasses(problem)) {
            scorer = fitScorer(statistic, rows, kernel, scale, problem, log);
            heldOut = learning::outOfFoldScores(kernel, problem, log);
        }
        if (!heldOut.empty())
            scorer.threshold = learning::speakerThreshold(heldOut, problem);
        fit.outOfFold.push_back(standardised(std::move(heldOut), scorer.threshold));
        fit.classifier.scorers.push_back(std::move(scorer));
    }
    return fit;
}

at::Tensor LayerFusion::scores(const std::vector<at::Tensor>& layers) const
{
    std::vector<at::Tensor> columns;
    for (std::size_t p = 0; p < problems.size(); ++p) {
        at::Tensor sum;
        for (std::size_t l = 0; l < layers.size(); ++l) {
            const auto part = layers[l].select(1, static_cast<std::int64_t>(p)) * problems[p].weights.at(l);
            sum = sum.defined() ? sum + part : part;
        }
        columns.push_back((sum - problems[p].threshold.value) / problems[p].threshold.deviation);
    }
    return at::stack(columns, 1);
}

void LayerFusion::write(learning::ArchiveWriter& writer) const
{
    writer.integer(problems.size());
    for (const auto& problem : problems) {
        writer.integer(problem.weights.size());
        for (const double weight : problem.weights)
            writer.real(weight);
        writeThreshold(writer, problem.threshold);
    }
}

LayerFusion LayerFusion::read(learning::ArchiveReader& reader)
{
    LayerFusion fusion;
    for (auto left = reader.integer(); left > 0; --left) {
        Problem problem;
        for (auto weights = reader.integer(); weights > 0; --weights)
            problem.weights.push_back(reader.real());
        problem.threshold = readThreshold(reader);
        fusion.problems.push_back(std::move(problem));
    }
    return fusion;
}

LayerFusion fuseLayers(const std::vector<LayerFit>& layers,
                       const std::vector<learning::BinaryProblem>& problems)
{
    LayerFusion fusion;
    for (std::size_t p = 0; p < problems.size(); ++p) {
        LayerFusion::Problem fused{fusionWeights(layers, p), {}};
        std::vector<double> sum(layers.front().outOfFold[p].size());
        for (std::size_t l = 0; l < layers.size(); ++l)
            for (std::size_t i = 0; i < sum.size(); ++i)
                sum[i] += fused.weights[l] * layers[l].outOfFold[p][i];
        if (!sum.empty())
            fused.threshold = learning::speakerThreshold(sum, problems[p]);
        fusion.problems.push_back(std::move(fused));
    }
    return fusion;
}

std::vector<double> classScores(const at::Tensor& problems)
{
    const auto plain = problems.contiguous();
    const double* values = plain.data_ptr<double>();
    if (plain.numel() == 1)
        return {-values[0], values[0]};
    return {values, values + plain.numel()};
}

} // namespace undertone::attack
