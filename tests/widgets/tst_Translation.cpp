#include "app/Language.h"
#include "app/MainWindow.h"
#include "tests/support/TemporaryFolder.h"

#include <QAction>
#include <QApplication>
#include <QFile>
#include <QMenuBar>
#include <QProcess>
#include <QRegularExpression>
#include <QtTest>

using namespace undertone;

namespace {

QStringList menuTitles(const app::MainWindow& window)
{
    QStringList titles;
    for (const auto* action : window.menuBar()->actions())
        titles << QString(action->text()).remove('&');
    return titles;
}

} // namespace

class TestTranslation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theWindowSpeaksGerman()
    {
        QVERIFY(menuTitles(app::MainWindow()).contains("Study"));
        app::installLanguage("de");
        QCOMPARE(QLocale().language(), QLocale::German);
        const QStringList titles = menuTitles(app::MainWindow());
        QVERIFY2(titles.contains("Studie") && titles.contains("Ansicht"), qPrintable(titles.join(' ')));
        QCOMPARE(QCoreApplication::translate("undertone::widgets", "Something is missing"),
                 QString("Etwas fehlt"));
        QCOMPARE(QCoreApplication::translate("PaperWidths", "IEEE, one column"),
                 QString("IEEE, eine Spalte"));
    }

    /// What the sources say now is in the translation, finished, with the same %1, and nothing else is.
    void everyStringIsTranslated()
    {
        const QString tool = "/usr/lib/qt6/bin/lupdate";
        if (!QFile::exists(tool))
            QSKIP("lupdate (qt6-l10n-tools) is not here");
        const tests::TemporaryFolder folder;
        const QString root = UNDERTONE_SOURCES;
        const QString copy = QString::fromStdString((folder.path() / "undertone_de.ts").string());
        QVERIFY(QFile::copy(root + "/resources/translations/undertone_de.ts", copy));
        QProcess script;
        script.start(root + "/installer/translations.sh", {copy});
        QVERIFY(script.waitForFinished(60000) && script.exitCode() == 0);
        const QString said = QString::fromUtf8(script.readAll());
        QVERIFY2(said.contains("(0 new") && !said.contains("obsolete"), qPrintable(said.right(200)));
        QFile file(copy);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        QVERIFY(!text.contains("type=\"unfinished\""));
        const QRegularExpression pair("<source>([^<]*)</source>\\s*<translation>([^<]*)</translation>");
        int pairs = 0;
        for (auto it = pair.globalMatch(text); it.hasNext(); ++pairs) {
            const auto match = it.next();
            for (const char* place : {"%1", "%2", "%3", "%4", "%5", "%n"})
                QVERIFY2(match.captured(1).contains(place) == match.captured(2).contains(place),
                         qPrintable(match.captured(1)));
        }
        QVERIFY(pairs > 400);
    }
};

QTEST_MAIN(TestTranslation)
#include "tst_Translation.moc"
