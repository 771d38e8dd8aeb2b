#include "core/learning/TensorArchive.h"

#include <QtTest>

#include <limits>

using namespace undertone::learning;

namespace {

struct Values
{
    std::uint64_t integer = 0;
    double real = 0;
    std::string text;
    std::vector<at::Tensor> tensors;
};

Values read(ArchiveReader& reader, std::size_t tensors)
{
    Values values;
    values.integer = reader.integer();
    values.real = reader.real();
    values.text = reader.text();
    for (std::size_t i = 0; i < tensors; ++i)
        values.tensors.push_back(reader.tensor());
    return values;
}

std::optional<Values> readAll(std::string_view bytes)
{
    return readArchive<std::optional<Values>>("FORMAT1", bytes,
                                              [](ArchiveReader& reader) { return read(reader, 4); });
}

std::string sample()
{
    ArchiveWriter writer("FORMAT1");
    writer.integer(std::numeric_limits<std::uint64_t>::max()).real(-0.1).text(std::string("a\0b", 3));
    writer.tensor(at::arange(6, at::kFloat).view({2, 3}).t()).tensor(at::ones({1, 0, 2}, at::kDouble));
    writer.tensor({}).tensor(at::full({}, 2.5, at::kDouble));
    return writer.finish();
}

std::string tensorHeader(std::initializer_list<std::uint64_t> numbers)
{
    ArchiveWriter writer("FORMAT1");
    for (const auto number : numbers)
        writer.integer(number);
    return writer.finish();
}

} // namespace

class TestTensorArchive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesComeBackBitForBit()
    {
        const auto values = readAll(sample());
        QVERIFY(values.has_value());
        QCOMPARE(values->integer, std::numeric_limits<std::uint64_t>::max());
        QCOMPARE(values->real, -0.1);
        QCOMPARE(values->text, std::string("a\0b", 3));
        QVERIFY(at::equal(values->tensors[0], at::arange(6, at::kFloat).view({2, 3}).t()));
        QCOMPARE(values->tensors[1].sizes(), at::IntArrayRef({1, 0, 2}));
        QVERIFY(values->tensors[1].scalar_type() == at::kDouble);
        QVERIFY(!values->tensors[2].defined());
        QCOMPARE(values->tensors[3].item<double>(), 2.5);
    }

    void whatIsNotWholeIsNothing()
    {
        const auto bytes = sample();
        for (std::size_t cut = 0; cut < bytes.size(); ++cut)
            QVERIFY(!readAll(std::string_view(bytes).substr(0, cut)));
        QVERIFY(!readAll(bytes + "x"));
        QVERIFY(!readAll("FORMAT2" + bytes.substr(7)));
    }

    void aTensorThatCannotBeIsNothing()
    {
        const std::uint64_t huge = std::numeric_limits<std::uint64_t>::max();
        const auto tensor = [](std::initializer_list<std::uint64_t> numbers) {
            return readArchive<std::optional<at::Tensor>>(
                "FORMAT1", tensorHeader(numbers), [](ArchiveReader& reader) { return reader.tensor(); });
        };
        QVERIFY(tensor({1, 1, 0}).has_value());
        QVERIFY(!tensor({3, 1, 0}));                         // no such kind
        QVERIFY(!tensor({1, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0})); // too many dimensions
        QVERIFY(!tensor({1, 1, huge}));
        QVERIFY(!tensor({1, 2, 0, huge}));
        QVERIFY(!tensor({1, 2, 1ULL << 33U, 1ULL << 33U})); // the product overflows
        QVERIFY(!tensor({1, 1, 3, 0}));                     // 12 bytes announced, 8 there
    }
};

QTEST_GUILESS_MAIN(TestTensorArchive)
#include "tst_TensorArchive.moc"
