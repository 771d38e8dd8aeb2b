#include "core/attack/QuadraticForm.h"

#include <algorithm>

namespace undertone::attack {

namespace {

constexpr std::int64_t blockRows = 1024;
constexpr std::int64_t blocksOfAStep = 16;

/// Sums of squares over the (rows x rows) cells of `products`, into `kernel` from column `left` on.
void addSquares(const at::Tensor& products, std::int64_t rows, at::Tensor& kernel, std::int64_t left)
{
    const auto size = kernel.size(1);
    const auto across = products.size(1) / rows;
    const float* product = products.data_ptr<float>();
    auto* values = kernel.data_ptr<double>();
    for (std::int64_t r = 0; r < products.size(0); ++r) {
        double* target = values + r / rows * size + left;
        for (std::int64_t j = 0; j < across; ++j) {
            double sum = 0;
            for (std::int64_t k = 0; k < rows; ++k, ++product)
                sum += static_cast<double>(*product) * static_cast<double>(*product);
            target[j] += sum;
        }
    }
}

/// The examples of a kernel as the rows of one matrix: each has `high` of them.
struct FlatExamples
{
    at::Tensor values;
    std::int64_t high = 1;

    std::int64_t count() const { return values.size(0) / high; }
    at::Tensor products(std::int64_t top, std::int64_t rows, std::int64_t left, std::int64_t columns) const
    {
        const auto across = values.narrow(0, left * high, columns * high);
        return at::mm(values.narrow(0, top * high, rows * high), across.t()).contiguous();
    }
};

/// The kernel of examples [top, top + rows) with [left, left + columns), block by block.
at::Tensor kernelPart(Statistic statistic, const FlatExamples& examples, at::IntArrayRef place,
                      std::int64_t block, const learning::StepLog& log)
{
    const auto top = place[0];
    const auto left = place[2];
    auto part = at::zeros({place[1], place[3]}, at::kDouble);
    for (std::int64_t at = 0; at < place[3]; at += block) {
        log.checkCancelled();
        const auto columns = std::min(block, place[3] - at);
        const auto products = examples.products(top, place[1], left + at, columns);
        if (statistic == Statistic::SecondMoment)
            addSquares(products, examples.high, part, at);
        else
            part.narrow(1, at, columns).copy_(products);
    }
    return part;
}

/// form += sum_i coefficients_i A_i^T A_i, or coefficients_i A_i.
void addWeighted(Statistic statistic, const at::Tensor& rows, const at::Tensor& coefficients,
                 at::Tensor& form)
{
    const auto block = rows.to(at::kDouble);
    const auto weighted = block * coefficients.reshape({-1, 1, 1});
    if (statistic == Statistic::SecondMoment)
        form.addmm_(block.reshape({-1, rows.size(2)}).t(), weighted.reshape({-1, rows.size(2)}));
    else
        form.add_(weighted.sum(0));
}

} // namespace

at::Tensor kernelMatrix(Statistic statistic, const at::Tensor& rows, learning::StepLog& log)
{
    const auto high = statistic == Statistic::SecondMoment ? rows.size(1) : 1;
    const FlatExamples examples{rows.reshape({rows.size(0) * high, -1}).contiguous(), high};
    const auto count = examples.count();
    const auto block = std::max<std::int64_t>(1, blockRows / rows.size(1));
    auto kernel = at::zeros({count, count}, at::kDouble);
    for (std::int64_t top = 0; top < count; top += block)
        for (std::int64_t left = 0; left <= top; left += block * blocksOfAStep) {
            const auto below = std::min(block, count - top);
            const auto across = std::min(block * blocksOfAStep, top + below - left);
            kernel.narrow(0, top, below).narrow(1, left, across).copy_(log.step([&] {
                return kernelPart(statistic, examples, {top, below, left, across}, block, log);
            }));
        }
    return kernel.tril() + kernel.tril(-1).t();
}

at::Tensor collapse(Statistic statistic, const at::Tensor& rows, const at::Tensor& coefficients,
                    learning::StepLog& log)
{
    const auto perExample = rows.size(1);
    const auto block = std::max<std::int64_t>(1, blockRows / perExample);
    auto form = at::zeros({statistic == Statistic::SecondMoment ? rows.size(2) : perExample, rows.size(2)},
                          at::kDouble);
    for (std::int64_t begin = 0; begin < rows.size(0); begin += block * blocksOfAStep)
        form = log.step([&] {
            auto sum = form.clone();
            const auto end = std::min(begin + block * blocksOfAStep, rows.size(0));
            for (std::int64_t at = begin; at < end; at += block) {
                log.checkCancelled();
                const auto count = std::min(block, end - at);
                addWeighted(statistic, rows.narrow(0, at, count), coefficients.narrow(0, at, count), sum);
            }
            return sum;
        });
    return form.to(at::kFloat);
}

at::Tensor applyForm(Statistic statistic, const at::Tensor& form, const at::Tensor& rows)
{
    if (statistic == Statistic::Rows)
        return (rows * form).sum({1, 2}, false, at::kDouble);
    const auto flat = rows.reshape({-1, rows.size(2)});
    return (at::mm(flat, form) * flat).reshape(rows.sizes()).sum({1, 2}, false, at::kDouble);
}

} // namespace undertone::attack
