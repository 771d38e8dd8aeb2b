#include "core/base/Error.h"
#include "core/features/ArffTable.h"
#include "core/features/FeatureCsv.h"
#include "core/features/NpyArray.h"
#include "core/features/StoredTable.h"

#include <QtTest>

#include <cstring>
#include <limits>

using namespace undertone;
using features::FeatureTable;
using Strings = std::vector<std::string>;
using Floats = std::vector<float>;

namespace {

std::string npyFile(const std::string& header, const std::string& data, char version = 1)
{
    std::string bytes = std::string("\x93NUMPY") + version + '\0';
    bytes += static_cast<char>(header.size());
    bytes += std::string(version == 1 ? 1 : 3, '\0');
    return bytes + header + data;
}

template <typename Value>
std::string bytesOf(const std::vector<Value>& values)
{
    std::string bytes(values.size() * sizeof(Value), '\0');
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

const std::string floatHeader = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";

/// Checks that `read` throws InvalidFeatures with file, remedy and a text that holds `expected`.
template <typename Read>
void compareRefusal(Read read, const QString& expected)
{
    try {
        read();
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::InvalidFeatures);
        QCOMPARE(error.where(), std::string("table"));
        QVERIFY(!error.remedy().empty());
        QVERIFY2(QString::fromStdString(error.happened()).contains(expected), error.what());
    }
}

} // namespace

class TestFeatureTables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void csvWithANamedKey()
    {
        const auto table = features::parseFeatureCsv("f1,path,f2\n1, a b.wav ,2.5\n-3e-2,1001,+4\n", "table");
        QCOMPARE(table.keys, (Strings{"a b.wav", "1001"}));
        QCOMPARE(table.matrix.names, (Strings{"f1", "f2"}));
        QCOMPARE(table.matrix.values, (Floats{1, 2.5F, -3e-2F, 4}));
    }

    void csvWithTheOnlyTextColumnAsKey()
    {
        const auto table = features::parseFeatureCsv("0,clip,1\n7,a.wav,8\n", "table");
        QCOMPARE(table.keys, (Strings{"a.wav"}));
        QCOMPARE(table.matrix.names, (Strings{"0", "1"}));
    }

    void csvOfOpenSmile()
    {
        const auto table = features::parseFeatureCsv(
            "name;frameTime;F0;loud\n'a.wav';0.0;1.25;3\n'b.wav';0.0;2;4\n", "table");
        QCOMPARE(table.keys, (Strings{"a.wav", "b.wav"}));
        QCOMPARE(table.matrix.names, (Strings{"F0", "loud"}));
        const auto times =
            features::parseFeatureCsv("file\tstart\tend\tF0\nx/y.wav\t0 days\t0 days 00:00:02\t7\n", "table");
        QCOMPARE(times.matrix.names, (Strings{"F0"}));
    }

    void csvIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* text, const char* expected) {
            QTest::newRow(name) << QByteArray(text) << QString(expected);
        };
        row("text among numbers", "path,f1,f2\na,1,2\nb,3,x\n", "Row 3, column 'f2': 'x' is not a number");
        row("empty field", "path,f1\na,\n", "Row 2, column 'f1'");
        row("nan", "path,f1\na,nan\n", "Row 2, column 'f1': 'nan' is not a finite");
        row("infinite", "path,f1\na,-inf\n", "Row 2, column 'f1': '-inf' is not a finite");
        row("too large for a float", "path,f1\na,1e39\n", "not a finite");
        row("too large for a double", "path,f1\na,1e999\n", "not a finite");
        row("hexadecimal", "path,f1\na,0x10\n", "not a number");
        row("key twice", "path,f1\na,1\nb,2\na,3\n", "'a' has two rows: 1 and 3");
        row("empty key", "path,f1\n,1\n", "Row 1 of the data names no file");
        row("column twice", "path,f1,f1\na,1,2\n", "Two columns are named 'f1'");
        row("column without a name", "path,,f1\na,1,2\n", "column 1 has no name");
        row("no text column", "a,b\n1,2\n", "No column names the file");
        row("no header", "a.wav,0.5,1.25\nb.wav,1.5,2\n", "Row 1 holds numbers");
        row("no numbers", "path\na\n", "no column of numbers");
        row("no rows", "path,f1\n", "no rows");
        row("short row", "path,f1\na\n", "Row 2 has 1 fields");
        row("open quote", "path,f1\na,\"1\n", "Row 2");
        row("empty file", "", "no header");
    }

    void csvIsRefused()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        compareRefusal([&] { features::parseFeatureCsv(text.toStdString(), "table"); }, expected);
    }

    void csvReadsBackTheSameFloats()
    {
        features::FeatureMatrix matrix;
        matrix.names = {"a,b", "c\"d"};
        matrix.rows = 2;
        matrix.values = {0.1F, std::numeric_limits<float>::denorm_min(), std::numeric_limits<float>::max(),
                         -0.0F};
        const Strings keys{"x,y.wav", "z.wav"};
        const auto table = features::parseFeatureCsv(features::featureCsv(keys, matrix), "table");
        QCOMPARE(table.keys, keys);
        QCOMPARE(table.matrix.names, matrix.names);
        QCOMPARE(bytesOf(table.matrix.values), bytesOf(matrix.values));
    }

    void arffOfOpenSmile()
    {
        const auto table =
            features::parseArff("\xEF\xBB\xBF% features\n@relation x\n\n@attribute comment string\n"
                                "@attribute name string\n@attribute frameTime numeric\n"
                                "@ATTRIBUTE 'a b' REAL\n@attribute emotion {neu, 'a b'}\n"
                                "@attribute f integer\n@attribute class numeric\n@data\r\n"
                                "hm,'it\\'s.wav',0,1.5,'a b',-2,?\r\n% end\n,\"b.wav\",0, 3 ,neu,4,?",
                                "table");
        QCOMPARE(table.keys, (Strings{"it's.wav", "b.wav"}));
        QCOMPARE(table.matrix.names, (Strings{"a b", "f"}));
        QCOMPARE(table.matrix.values, (Floats{1.5F, -2, 3, 4}));
    }

    void arffIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const QByteArray& text, const char* expected) {
            QTest::newRow(name) << text << QString(expected);
        };
        const QByteArray header = "@relation x\n@attribute name string\n@attribute f numeric\n@data\n";
        row("missing value", header + "a,1\nb,?\n", "Line 6: attribute 'f' has no value");
        row("sparse", header + "{0 a, 1 2}\n", "Line 5: the row is sparse");
        row("not finite", header + "a,nan\n", "Row 5, column 'f'");
        row("not a number", header + "a,hi\n", "Row 5, column 'f'");
        row("short row", header + "a\n", "Line 5: the row has 1 values");
        row("long row", header + "a,1,2\n", "Line 5: the row has 3 values");
        row("open quote", header + "'a,1\n", "Line 5: a quotation mark");
        row("text behind a quote", header + "'a'b,1\n", "Line 5: a quotation mark");
        row("key twice", header + "a,1\na,2\n", "'a' has two rows");
        row("no rows", header, "no rows");
        row("no data", "@relation x\n@attribute name string\n", "ends before @data");
        row("no attributes", "@relation x\n@data\n1\n", "before any attribute");
        row("no string attribute", "@attribute f numeric\n@data\n1\n", "no attribute of type string");
        row("relational", "@attribute bag relational\n", "Line 1: attribute 'bag' has the type");
        row("no name", "@attribute\n", "Line 1: the attribute has no name");
        row("not an ARFF file", "path,f1\na,1\n", "Line 1: the header holds something");
        row("empty", "", "ends before @data");
    }

    void arffIsRefused()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        compareRefusal([&] { features::parseArff(text.toStdString(), "table"); }, expected);
    }

    void npyOfEveryVersionAndType()
    {
        const Floats values{1, 2, 3, 4, 5, -6.5F};
        for (const char version : {1, 2, 3}) {
            const auto array = features::parseNpy(npyFile(floatHeader, bytesOf(values), version), "table");
            QCOMPARE(array.rows, std::size_t{2});
            QCOMPARE(array.columns, std::size_t{3});
            QCOMPARE(array.values, values);
        }
        const std::string header = "{\"shape\":(1,2,),\"descr\":\"<f8\",\"fortran_order\":False}\n";
        const auto array =
            features::parseNpy(npyFile(header, bytesOf(std::vector<double>{0.1, -7})), "table");
        QCOMPARE(array.values, (Floats{0.1F, -7}));
    }

    void npyWrittenHereReadsBack()
    {
        const Floats values{1, 2, 3, 4, 5, 6};
        const std::string bytes = features::npyBytes(3, 2, values);
        QCOMPARE((bytes.size() - values.size() * sizeof(float)) % 64, std::size_t{0});
        const auto array = features::parseNpy(bytes, "table");
        QCOMPARE(array.rows, std::size_t{3});
        QCOMPARE(array.values, values);
    }

    void npyIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const std::string& bytes, const char* expected) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(expected);
        };
        const std::string data = bytesOf(Floats(6, 1));
        const auto changed = [&](const char* from, const char* to) {
            std::string header = floatHeader;
            header.replace(header.find(from), std::strlen(from), to);
            return npyFile(header, data);
        };
        row("another file", "path,f1\na,1\n", "not a NumPy");
        row("empty", "", "not a NumPy");
        row("version 9", npyFile(floatHeader, data, 9), "version 9");
        row("ends in the header", npyFile(floatHeader, data).substr(0, 40), "ends within its header");
        row("ends in the length", npyFile(floatHeader, data, 2).substr(0, 10), "ends within its header");
        row("truncated", npyFile(floatHeader, data.substr(0, 21)), "does not fit the 21 bytes");
        row("one value short", npyFile(floatHeader, data.substr(0, 20)), "does not fit the 20 bytes");
        row("trailing bytes", npyFile(floatHeader, data + data), "does not fit the 48 bytes");
        row("huge shape", changed("(2, 3)", "(4611686018427387904, 8)"), "does not fit");
        row("product that wraps to 6", changed("(2, 3)", "(2305843009213693953, 6148914691236517206)"),
            "does not fit");
        row("shape too large for a number", changed("(2, 3)", "(99999999999999999999, 1)"), "cannot be read");
        row("negative shape", changed("(2, 3)", "(-2, -3)"), "cannot be read");
        row("one dimension", changed("(2, 3)", "(6,)"), "1 dimensions");
        row("three dimensions", changed("(2, 3)", "(1, 2, 3)"), "3 dimensions");
        row("no rows", changed("(2, 3)", "(0, 3)"), "is empty");
        row("Fortran order", changed("False", "True"), "Fortran order");
        row("integers", changed("<f4", "<i4"), "type '<i4'");
        row("big endian", changed("<f4", ">f4"), "type '>f4'");
        row("objects", changed("<f4", "|O"), "type '|O'");
        row("unknown key", changed("'shape'", "'shade'"), "cannot be read");
        row("no shape", npyFile("{'descr': '<f4', 'fortran_order': False}", data), "cannot be read");
        row("text behind the header", npyFile(floatHeader + "x", data), "cannot be read");
        row("not finite",
            npyFile(floatHeader, bytesOf(Floats{1, 2, 3, 4, std::numeric_limits<float>::quiet_NaN(), 6})),
            "Row 2, column 2");
        row("too large for a float",
            npyFile("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }",
                    bytesOf(std::vector<double>{1e300})),
            "Row 1, column 1");
    }

    void npyIsRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, expected);
        compareRefusal([&] { features::parseNpy(bytes.toStdString(), "table"); }, expected);
    }

    void storedTableReadsBackAndRefusesDamage()
    {
        FeatureTable table;
        table.keys = {"a.wav", "b/c.wav"};
        table.matrix = {{"f1", "f2", "f3"}, 2, {1, 2, 3, 4, 5, 6}};
        const std::string bytes = features::storedTableBytes(table);
        const auto again = features::parseStoredTable(bytes, "table");
        QCOMPARE(again.keys, table.keys);
        QCOMPARE(again.matrix.names, table.matrix.names);
        QCOMPARE(again.matrix.values, table.matrix.values);
        for (std::size_t length = 0; length < bytes.size(); ++length)
            compareRefusal([&] { features::parseStoredTable(bytes.substr(0, length), "table"); }, "damaged");
        compareRefusal([&] { features::parseStoredTable(bytes + '\0', "table"); }, "damaged");
    }
};

QTEST_GUILESS_MAIN(TestFeatureTables)
#include "tst_FeatureTables.moc"
