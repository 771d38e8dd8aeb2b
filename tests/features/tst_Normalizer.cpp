#include "core/base/Error.h"
#include "core/base/SeedTree.h"
#include "core/features/Normalizer.h"

#include <QtTest>

#include <cmath>

using namespace undertone;
using features::FeatureMatrix;
using features::Normalization;

namespace {

FeatureMatrix randomMatrix(std::size_t rows)
{
    base::RandomStream random = base::SeedTree(3).stream("matrix");
    FeatureMatrix matrix{{"a", "b", "constant"}, rows, {}};
    for (std::size_t i = 0; i < rows; ++i) {
        const double speaker = i % 3 == 0 ? 1e4 : -20;
        matrix.values.push_back(static_cast<float>(speaker + random.normal()));
        matrix.values.push_back(static_cast<float>(random.uniform()));
        matrix.values.push_back(7);
    }
    return matrix;
}

/// (x - mean) / (deviation + 1e-5) over the listed rows, by the definition.
double normalized(const FeatureMatrix& matrix, std::size_t row, std::size_t column,
                  const std::vector<std::size_t>& rows)
{
    long double mean = 0, square = 0;
    for (const std::size_t i : rows)
        mean += static_cast<long double>(matrix.row(i)[column]) / static_cast<long double>(rows.size());
    for (const std::size_t i : rows)
        square += std::pow(matrix.row(i)[column] - mean, 2) / static_cast<long double>(rows.size());
    return static_cast<double>((matrix.row(row)[column] - mean) / (std::sqrt(square) + 1e-5L));
}

void compare(const FeatureMatrix& result, const FeatureMatrix& original, std::size_t row,
             const std::vector<std::size_t>& rows)
{
    for (std::size_t c = 0; c < original.columns(); ++c)
        QVERIFY(std::abs(result.row(row)[c] - normalized(original, row, c, rows)) < 1e-3);
}

} // namespace

class TestNormalizer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void speakersAreNormalizedByTheirOwnRows()
    {
        const FeatureMatrix original = randomMatrix(30);
        FeatureMatrix matrix = original;
        std::vector<std::size_t> speakerOfRow;
        std::vector<std::vector<std::size_t>> rowsOf(3);
        for (std::size_t i = 0; i < 30; ++i) {
            speakerOfRow.push_back(i % 3);
            rowsOf[i % 3].push_back(i);
        }
        features::normalize(matrix, Normalization::Speaker, speakerOfRow, {});
        for (std::size_t i = 0; i < 30; ++i)
            compare(matrix, original, i, rowsOf[i % 3]);
    }

    void globalStatisticsComeFromTheFitRowsAlone()
    {
        const FeatureMatrix original = randomMatrix(30);
        FeatureMatrix matrix = original;
        FeatureMatrix other = original;
        const std::vector<std::size_t> fit{1, 2, 4, 5};
        other.row(7)[0] = 1e6F; // a row that may not be looked at
        features::normalize(matrix, Normalization::Global, std::vector<std::size_t>(30), fit);
        features::normalize(other, Normalization::Global, std::vector<std::size_t>(30), fit);
        for (std::size_t i = 0; i < 30; ++i)
            compare(matrix, original, i, fit);
        for (std::size_t i = 8; i < 30; ++i)
            QCOMPARE(other.row(i)[0], matrix.row(i)[0]);
    }

    void noneLeavesTheValues()
    {
        const FeatureMatrix original = randomMatrix(5);
        FeatureMatrix matrix = original;
        features::normalize(matrix, Normalization::None, std::vector<std::size_t>(5), {0, 1});
        QCOMPARE(matrix.values, original.values);
    }

    void oneRowBecomesZero()
    {
        FeatureMatrix matrix = randomMatrix(1);
        features::normalize(matrix, Normalization::Speaker, {0}, {});
        QCOMPARE(matrix.values, std::vector<float>(3));
    }

    void namesRoundTrip()
    {
        for (const auto kind : {Normalization::Speaker, Normalization::Global, Normalization::None})
            QCOMPARE(features::normalizationFromName(features::normalizationName(kind)), kind);
        try {
            features::normalizationFromName("speakers");
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::InvalidSpecification);
            QVERIFY(error.remedy().find("global") != std::string::npos);
        }
    }
};

QTEST_GUILESS_MAIN(TestNormalizer)
#include "tst_Normalizer.moc"
