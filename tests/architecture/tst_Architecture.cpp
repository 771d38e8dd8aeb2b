#include "tests/architecture/ArchitectureRules.h"

#include <QtTest>

#include <set>

using undertone::tests::sourcesOfTheTree;
using undertone::tests::violations;

class TestArchitecture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTreeKeepsTheRules()
    {
        const auto sources = sourcesOfTheTree();
        QVERIFY(sources.size() > 50);
        std::string report;
        for (const auto& source : sources)
            for (const auto& violation : violations(source))
                report += "\n" + violation;
        QVERIFY2(report.empty(), report.c_str());
    }

    void settingsAreReadInOneFile()
    {
        std::set<std::string> users;
        for (const auto& source : sourcesOfTheTree())
            if (source.text.find("QSettings") != std::string::npos)
                users.insert(source.path.substr(0, source.path.rfind('.')));
        QVERIFY2(users.size() <= 1, "QSettings is used in more than one class");
    }

    void everyRuleCatchesItsViolation_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("allowed");
        const auto row = [](const char* path, const char* text, bool allowed) {
            QTest::newRow((std::string(path) + " " + text).c_str()) << path << text << allowed;
        };
        row("core/audio/A.cpp", "#include <QString>\n", false);
        row("core/store/A.cpp", "#include <torch/torch.h>\n", false);
        row("core/attack/A.h", "#include <ATen/ATen.h>\n", true);
        row("core/attack/AReport.h", "#include <ATen/ATen.h>\n", false);
        row("widgets/panels/A.cpp", "#include <SQLiteCpp/Database.h>\n", false);
        row("core/store/A.cpp", "#include <SQLiteCpp/Database.h>\n", true);
        row("core/audio/A.cpp", "#include \"core/corpus/Corpus.h\"\n", false);
        row("core/corpus/A.cpp", "#include \"core/audio/AudioFile.h\"\n", true);
        row("core/store/A.cpp", "#include \"core/figure/FigureSpec.h\"\n", false);
        row("core/learning/A.cpp", "#include \"core/privacy/Mechanism.h\"\n", false);
        row("widgets/plots/A.h", "#include \"core/figure/FigureSpec.h\"\n", true);
        row("widgets/plots/A.h", "#include \"core/store/RunStore.h\"\n", false);
        row("core/session/A.cpp", "#include \"widgets/plots/A.h\"\n", false);
        row("widgets/panels/A.cpp", "\nQCoreApplication::processEvents();\n", false);
        row("widgets/panels/A.cpp", "\nQEventLoop loop;\n", false);
        row("widgets/panels/A.cpp", "\nconnect(a, SIGNAL(b()), c, SLOT(d()));\n", false);
    }

    void everyRuleCatchesItsViolation()
    {
        QFETCH(QString, path);
        QFETCH(QString, text);
        QFETCH(bool, allowed);
        QCOMPARE(violations({path.toStdString(), text.toStdString()}).empty(), allowed);
    }

    void longFilesAreCaught()
    {
        QVERIFY(!violations({"core/base/A.cpp", std::string(601, '\n')}).empty());
        QVERIFY(violations({"core/base/A.cpp", std::string(600, '\n')}).empty());
    }
};

QTEST_GUILESS_MAIN(TestArchitecture)
#include "tst_Architecture.moc"
