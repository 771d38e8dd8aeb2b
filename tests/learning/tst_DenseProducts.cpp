#include "core/learning/DenseProducts.h"

#include "core/base/SeedTree.h"

#include <QtTest>

#include <cmath>

using namespace undertone;
using namespace undertone::learning;

namespace {

constexpr float Untouched = 12345;

std::vector<float> randomValues(std::size_t count, const char* name)
{
    auto stream = base::SeedTree(3).stream(name);
    std::vector<float> values(count);
    for (auto& value : values)
        value = static_cast<float>(stream.normal());
    return values;
}

/// actual[i] = sum over k of left(i, k) right(k, j), in double, row by row; what follows is untouched.
template <typename Left, typename Right>
bool equals(const std::vector<float>& actual, std::size_t rows, std::size_t columns, std::size_t terms,
            const Left& left, const Right& right)
{
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < columns; ++j) {
            double sum = 0;
            double size = 0;
            for (std::size_t k = 0; k < terms; ++k) {
                const double product = double{left(i, k)} * double{right(k, j)};
                sum += product;
                size += std::abs(product);
            }
            if (!(std::abs(actual[i * columns + j] - sum) <= 1e-6 * size))
                return false;
        }
    return std::all_of(actual.begin() + static_cast<std::ptrdiff_t>(rows * columns), actual.end(),
                       [](float value) { return value == Untouched; });
}

} // namespace

class tst_DenseProducts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matchSumsInDouble_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("inputs");
        QTest::addColumn<int>("outputs");
        for (const int rows : {1, 2, 3, 4, 5, 6, 9, 20, 23})
            for (const int inputs : {1, 15, 16, 17, 63, 64, 65, 88, 988})
                for (const int outputs : {1, 2, 3, 4, 5, 7, 64, 70})
                    QTest::addRow("%d x %d x %d", rows, inputs, outputs) << rows << inputs << outputs;
    }

    void matchSumsInDouble()
    {
        QFETCH(int, rows);
        QFETCH(int, inputs);
        QFETCH(int, outputs);
        const auto n = static_cast<std::size_t>(rows);
        const auto in = static_cast<std::size_t>(inputs);
        const auto out = static_cast<std::size_t>(outputs);
        const auto a = randomValues(n * in, "a");
        const auto w = randomValues(out * in, "w");
        const auto delta = randomValues(n * out, "delta");
        const auto atA = [&](std::size_t i, std::size_t j) { return a[i * in + j]; };
        const auto atW = [&](std::size_t i, std::size_t j) { return w[i * in + j]; };
        const auto atDelta = [&](std::size_t i, std::size_t j) { return delta[i * out + j]; };
        const auto transposed = [](const auto& matrix) {
            return [&matrix](std::size_t i, std::size_t j) { return matrix(j, i); };
        };
        for (const auto kernel : {ProductKernel::Blas, fastestProductKernel()}) {
            const DenseProducts products{in, out, kernel};
            std::vector<float> z(n * out + 20, Untouched);
            products.forward(a.data(), w.data(), z.data(), n);
            QVERIFY(equals(z, n, out, in, atA, transposed(atW)));
            std::vector<float> dw(out * in + 20, Untouched);
            products.weightGradient(delta.data(), a.data(), dw.data(), n);
            QVERIFY(equals(dw, out, in, n, transposed(atDelta), atA));
            std::vector<float> da(n * in + 20, Untouched);
            products.inputGradient(delta.data(), w.data(), da.data(), n);
            QVERIFY(equals(da, n, in, out, atDelta, atW));
        }
    }
};

QTEST_GUILESS_MAIN(tst_DenseProducts)
#include "tst_DenseProducts.moc"
