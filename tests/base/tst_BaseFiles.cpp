#include "core/base/ContentHash.h"
#include "core/base/Csv.h"
#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/base/ZipFile.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>

#include <functional>
#include <utility>

#include <sys/stat.h>

using namespace undertone;

class TestBaseFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hashMatchesTheStandard()
    {
        QCOMPARE(base::sha256("abc"),
                 std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        const tests::TemporaryFolder folder;
        QCOMPARE(base::sha256OfFile(folder.write("a", "abc")), base::sha256("abc"));
        QVERIFY(base::ContentHash().addField("ab").addField("c").finish() !=
                base::ContentHash().addField("a").addField("bc").finish());
    }

    void theUsersUmaskSaysWhoMayRead()
    {
        const tests::TemporaryFolder folder;
        using std::filesystem::perms;
        for (const auto& [mask, allowed] :
             {std::pair{mode_t(077), perms(0600)}, {mode_t(022), perms(0644)}}) {
            const auto before = ::umask(mask);
            base::writeFileAtomically(folder.path() / "a", "text");
            ::umask(before);
            QCOMPARE(int(std::filesystem::status(folder.path() / "a").permissions()), int(allowed));
        }
    }

    void atomicWriteReplacesAndLeavesNothingBehind()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "result.json";
        base::writeFileAtomically(file, "one");
        base::writeFileAtomically(file, "two");
        QCOMPARE(base::readFile(file), std::string("two"));
        QCOMPARE(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
    }

    void aLinkStaysAndItsFileIsWritten()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.write("there/file", "old");
        std::filesystem::create_symlink("there/file", folder.path() / "link");
        std::filesystem::create_symlink("there/new", folder.path() / "dangling");
        base::writeFileAtomically(folder.path() / "link", "new");
        QVERIFY(std::filesystem::is_symlink(folder.path() / "link"));
        QCOMPARE(base::readFile(file), std::string("new"));
        base::writeZip(folder.path() / "dangling", {{"entry", "bytes"}});
        QVERIFY(std::filesystem::is_symlink(folder.path() / "dangling"));
        QCOMPARE(base::readZip(folder.path() / "there" / "new", 100).at("entry"), std::string("bytes"));
    }

    void pipesAndFoldersAreNotReplaced()
    {
        const tests::TemporaryFolder folder;
        const auto pipe = folder.path() / "pipe";
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
        std::filesystem::create_directory(folder.path() / "folder");
        for (const char* name : {"pipe", "folder"})
            for (const auto& write : {std::function<void(const std::filesystem::path&)>(
                                          [](const auto& file) { base::writeFileAtomically(file, "x"); }),
                                      std::function<void(const std::filesystem::path&)>([](const auto& file) {
                                          base::writeZip(file, {{"a", "b"}});
                                      })}) {
                try {
                    write(folder.path() / name);
                    QFAIL("no error");
                } catch (const Error& error) {
                    QCOMPARE(error.code(), ErrorCode::InvalidRequest);
                    QCOMPARE(error.where(), (folder.path() / name).string());
                }
            }
        QVERIFY(std::filesystem::is_fifo(pipe));
        QCOMPARE(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 2);
    }

    void writeToAMissingFolderNamesTheFile()
    {
        try {
            base::writeFileAtomically("/nonexistent/folder/file", "x");
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::StorageFailed);
            QCOMPARE(error.where(), std::string("/nonexistent/folder/file"));
            QVERIFY(!error.remedy().empty());
        }
    }

    void aFolderIsNotAFile()
    {
        const tests::TemporaryFolder folder;
        QVERIFY_THROWS_EXCEPTION(Error, base::readFile(folder.path()));
    }

    void csvReadsQuotedFieldsAndByteOrderMark()
    {
        const auto table =
            base::parseCsv("\xEF\xBB\xBFpath,text\r\na.wav,\"hello, \"\"you\"\"\"\nb.wav,\n", "m.csv");
        QCOMPARE(table.header, (std::vector<std::string>{"path", "text"}));
        QCOMPARE(table.rows.size(), std::size_t{2});
        QCOMPARE(table.rows[0][1], std::string("hello, \"you\""));
        QCOMPARE(table.rows[1][1], std::string());
        QCOMPARE(base::csvField("a,\"b"), std::string("\"a,\"\"b\""));
    }

    void csvErrorsNameTheRow_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("short row") << "a,b\n1,2\n3\n"
                                   << "Row 3";
        QTest::newRow("long row") << "a,b\n1,2,3\n"
                                  << "Row 2";
        QTest::newRow("open quote") << "a,b\n1,\"2\n"
                                    << "Row 2";
        QTest::newRow("behind blank lines") << "a,b\r\n\r\n  \n1,2\n\n3\n"
                                            << "Row 6 has 1 fields";
        QTest::newRow("behind a field of two lines") << "\na,b\n\"1\n\n1\",2\n3\n"
                                                     << "Row 6 has 1 fields";
        QTest::newRow("a field of two lines") << "a,b\n\"1\n\n1\"\n"
                                              << "Row 2 has 1 fields";
        QTest::newRow("carriage returns") << "a,b\r1,2\r\r3\r"
                                          << "Row 4 has 1 fields";
        QTest::newRow("misplaced quote behind a blank line") << "a,b\n\n1,2\"3\n"
                                                             << "Row 3 is not";
        QTest::newRow("empty") << ""
                               << "no header";
    }

    void csvErrorsNameTheRow()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        try {
            base::parseCsv(text.toStdString(), "m.csv");
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.where(), std::string("m.csv"));
            QVERIFY2(QString::fromStdString(error.happened()).contains(expected), error.what());
        }
    }
};

QTEST_GUILESS_MAIN(TestBaseFiles)
#include "tst_BaseFiles.moc"
