#include "core/base/AlignedTable.h"
#include "core/base/LiveProcess.h"
#include "core/base/PlainName.h"

#include <QtTest>

#include <unistd.h>

using namespace undertone::base;

class TestBaseText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// A letter of two bytes is one column wide, and no line ends with spaces.
    void columnsAreAligned()
    {
        const std::vector<std::vector<std::string>> rows = {{"M\u00fcller", "1"}, {"Li", "", "x"}};
        QCOMPARE(alignedTable({"name", "n", ""}, rows),
                 std::string("name    n\nM\u00fcller  1\nLi         x\n"));
        QCOMPARE(alignedTable({"name", "n"}, {{"a", "12"}}, HeaderRule::Dashes),
                 std::string("name  n\n----  --\na     12\n"));
    }

    void namesOfFilesArePlain()
    {
        for (const char* name : {"a", "RAVDESS-2", "x.y_z", "0", "-"})
            QVERIFY2(isPlainName(name), name);
        for (const char* name : {"", ".", "..", ".hidden", "a/b", "a b", "M\u00fcller", "a\n", "a:b", "~"})
            QVERIFY2(!isPlainName(name), name);
        QVERIFY(!isPlainName(std::string_view("a\0b", 3)));
    }

    void ownersOfTemporaryFilesAreTold()
    {
        QVERIFY(isOfAnotherLiveProcess(std::to_string(::getppid()) + "-0.part"));
        QVERIFY(!isOfAnotherLiveProcess(std::to_string(::getpid()) + "-0.part"));
        for (const char* name : {"999999999-journal", "99999999999999999999", "0", "-1", "", "part"})
            QVERIFY2(!isOfAnotherLiveProcess(name), name);
    }
};

QTEST_GUILESS_MAIN(TestBaseText)
#include "tst_BaseText.moc"
