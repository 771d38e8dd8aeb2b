#include "core/attack/QuadraticForm.h"

#include <algorithm>

namespace undertone::attack {

namespace {

constexpr std::int64_t blockRows = 1024;

/// Sums of squares over the (rows x rows) cells of `products`, into the block of `kernel` at (top, left) and
/// its mirror image.
void addSquares(const at::Tensor& products, std::int64_t rows, at::Tensor& kernel, std::int64_t top,
                std::int64_t left)
{
    const auto size = kernel.size(0);
    const auto across = products.size(1) / rows;
    const float* product = products.data_ptr<float>();
    auto* values = kernel.data_ptr<double>();
    for (std::int64_t r = 0; r < products.size(0); ++r) {
        double* target = values + (top + r / rows) * size + left;
        for (std::int64_t j = 0; j < across; ++j) {
            double sum = 0;
            for (std::int64_t k = 0; k < rows; ++k, ++product)
                sum += static_cast<double>(*product) * static_cast<double>(*product);
            target[j] += sum;
        }
    }
}

at::Tensor secondMomentKernel(const at::Tensor& rows, const base::Progress& progress)
{
    const auto count = rows.size(0);
    const auto perExample = rows.size(1);
    const auto flat = rows.reshape({count * perExample, rows.size(2)}).contiguous();
    const auto step = std::max<std::int64_t>(1, blockRows / perExample);
    auto kernel = at::zeros({count, count}, at::kDouble);
    for (std::int64_t top = 0; top < count; top += step)
        for (std::int64_t left = 0; left <= top; left += step) {
            progress.checkCancelled();
            const auto high = std::min(step, count - top) * perExample;
            const auto wide = std::min(step, count - left) * perExample;
            const auto products =
                at::mm(flat.narrow(0, top * perExample, high), flat.narrow(0, left * perExample, wide).t());
            addSquares(products.contiguous(), perExample, kernel, top, left);
        }
    return kernel.tril() + kernel.tril(-1).t();
}

} // namespace

at::Tensor kernelMatrix(Statistic statistic, const at::Tensor& rows, const base::Progress& progress)
{
    if (statistic == Statistic::SecondMoment)
        return secondMomentKernel(rows, progress);
    const auto flat = rows.reshape({rows.size(0), -1});
    return at::mm(flat, flat.t()).to(at::kDouble);
}

at::Tensor collapse(Statistic statistic, const at::Tensor& rows, const at::Tensor& coefficients,
                    const base::Progress& progress)
{
    const auto perExample = rows.size(1);
    const auto step = std::max<std::int64_t>(1, blockRows / perExample);
    auto form = at::zeros({statistic == Statistic::SecondMoment ? rows.size(2) : perExample, rows.size(2)},
                          at::kDouble);
    for (std::int64_t begin = 0; begin < rows.size(0); begin += step) {
        progress.checkCancelled();
        const auto count = std::min(step, rows.size(0) - begin);
        const auto block = rows.narrow(0, begin, count).to(at::kDouble);
        const auto weighted = block * coefficients.narrow(0, begin, count).reshape({-1, 1, 1});
        if (statistic == Statistic::SecondMoment)
            form.addmm_(block.reshape({-1, rows.size(2)}).t(), weighted.reshape({-1, rows.size(2)}));
        else
            form.add_(weighted.sum(0));
    }
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
