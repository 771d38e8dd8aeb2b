#include "app/MainWindow.h"
#include "core/base/Resources.h"
#include "tests/support/TemporaryFolder.h"
#include "widgets/dialogs/PreferencesDialog.h"
#include "widgets/help/HelpBrowser.h"
#include "widgets/help/HelpPages.h"
#include "widgets/help/HelpWindow.h"
#include "widgets/theme/Theme.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QImage>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QTextBlock>
#include <QTextBrowser>
#include <QtTest>

#include <algorithm>

using namespace undertone;
using namespace undertone::widgets;

namespace {

HelpWindow* helpWindow()
{
    for (auto* widget : QApplication::topLevelWidgets())
        if (auto* help = qobject_cast<HelpWindow*>(widget))
            return help;
    return nullptr;
}

QString heading(const HelpWindow& help)
{
    return help.findChild<QTextBrowser*>()->document()->begin().text();
}

} // namespace

class TestHelp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_CONFIG_HOME", QByteArray::fromStdString(m_settings.path().string())); }

    void everyPictureThatAPageNamesIsThere()
    {
        const QString folder = QString::fromStdString((base::resourceFolder() / "help").string());
        const QRegularExpression picture(R"(!\[[^\]]+\]\(([^)]+)\))");
        int pictures = 0;
        const HelpPages pages(folder);
        for (const auto& page : pages.all())
            for (auto it = picture.globalMatch(page.text); it.hasNext(); ++pictures) {
                const QString file = QDir(folder).filePath(it.next().captured(1));
                QVERIFY2(!QImage(file).isNull(), qPrintable(page.name + ": " + file));
            }
        QVERIFY(pictures > 10);
    }

    void pagesComeInTheOrderOfTheContents()
    {
        const tests::TemporaryFolder folder;
        folder.write("a.md", "# Alpha\n");
        folder.write("b.md", "no heading\n");
        folder.write("c.md", "text\n\n# Gamma *here*\n");
        folder.write("index.md", "# Contents\n\n- [c](c.md), [a](a.md#part)\n");
        const HelpPages pages(QString::fromStdString(folder.path().string()));
        QStringList names, titles;
        for (const auto& page : pages.all()) {
            names << page.name;
            titles << page.title;
        }
        QCOMPARE(names, (QStringList{"index", "c", "a", "b"}));
        QCOMPARE(titles, (QStringList{"Contents", "Gamma *here*", "Alpha", "b"}));
        QVERIFY(HelpPages(QStringLiteral("/no/such/folder")).all().empty());
    }

    void searchFindsPagesWithEveryWord()
    {
        const tests::TemporaryFolder folder;
        folder.write("a.md", "# A\n\nThe **noise** of a [client](b.md)\nis here\n");
        folder.write("b.md", "# B\n\nNoise alone\n");
        const HelpPages pages(QString::fromStdString(folder.path().string()));
        const auto both = pages.search(" CLIENT  noise ");
        QCOMPARE(both.size(), std::size_t{1});
        QCOMPARE(both[0].page, QString("a"));
        QCOMPARE(both[0].excerpt, QString("The noise of a client"));
        QCOMPARE(pages.search("noise").size(), std::size_t{2});
        QVERIFY(pages.search("  ").empty() && pages.search("signal").empty());
    }

    void everyLinkOfTheHelpLeadsSomewhere()
    {
        const auto folder = base::resourceFolder() / "help";
        const HelpPages pages(QString::fromStdString(folder.string()));
        QVERIFY(pages.all().size() > 8);
        QCOMPARE(pages.all().front().name, QString("index"));
        const QRegularExpression link(QStringLiteral("\\]\\(([^)#:]+)(#[^)]*)?\\)"));
        for (const auto& page : pages.all()) {
            QVERIFY2(page.title != page.name, qPrintable(page.name));
            QVERIFY2(pages.find("index")->text.contains(page.name + ".md") || page.name == "index",
                     qPrintable(page.name));
            for (auto it = link.globalMatch(page.text); it.hasNext();) {
                const QString target = it.next().captured(1);
                QVERIFY2(std::filesystem::exists(folder / target.toStdString()),
                         qPrintable(page.name + " -> " + target));
            }
        }
    }

    void picturesSuitTheThemeAndThePage()
    {
        const tests::TemporaryFolder folder;
        const auto save = [&](const char* name, QSize size, Qt::GlobalColor colour) {
            QImage image(size, QImage::Format_RGB32);
            image.fill(colour);
            QVERIFY(image.save(QString::fromStdString((folder.path() / name).string())));
        };
        save("small.png", {100, 50}, Qt::red);
        save("wide.png", {1000, 500}, Qt::red);
        save("wide@2x.png", {2000, 1000}, Qt::green);
        save("wide-dark.png", {1000, 500}, Qt::blue);
        HelpBrowser browser(QString::fromStdString(folder.path().string()));
        const auto shown = [&](const char* name) {
            return browser.loadResource(QTextDocument::ImageResource, QUrl(name)).value<QImage>();
        };
        QCOMPARE(shown("small.png").size(), QSize(100, 50));
        QCOMPARE(shown("wide.png").size(), QSize(640, 320));
        QCOMPARE(shown("wide.png").pixelColor(9, 9), QColor(Qt::green));
        browser.setPalette(paletteOf(Theme::Dark));
        QCOMPARE(shown("wide.png").pixelColor(9, 9), QColor(Qt::blue));
        QCOMPARE(shown("small.png").pixelColor(9, 9), QColor(Qt::red));
        QVERIFY(shown("none.png").isNull());
    }

    void theKeyOpensThePageOfWhatHasTheFocus()
    {
        app::MainWindow window;
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_F1);
        QTRY_VERIFY(helpWindow() && helpWindow()->isVisible());
        auto& help = *helpWindow();
        help.showPageOf(nullptr);
        QCOMPARE(heading(help), QString("Contents"));
        for (auto* action : window.findChildren<QAction*>())
            if (action->objectName() == QLatin1String("keyboard"))
                action->trigger();
        QCOMPARE(heading(help), QString("Keyboard"));
        const QString shortcuts = help.findChild<QTextBrowser*>()->toPlainText();
        for (const char* words : {"Ctrl+N", "New study", "Alt+1", "Trade-off", "Ctrl+2", "Specification",
                                  "In a figure", "Hide an entry of the legend", "In a clip", "In New study"})
            QVERIFY2(shortcuts.contains(words), words);
    }

    void everyPanelHasItsPage()
    {
        const app::MainWindow window;
        HelpWindow help(QString::fromStdString((base::resourceFolder() / "help").string()));
        const auto headingOf = [&](const QWidget* widget) {
            help.showPageOf(widget);
            return heading(help);
        };
        const auto inside = [&](const char* accessibleName) {
            const auto widgets = window.findChildren<QWidget*>();
            const auto found = std::find_if(widgets.begin(), widgets.end(), [&](const auto* widget) {
                return widget->accessibleName() == QLatin1String(accessibleName);
            });
            return found == widgets.end() ? nullptr : *found;
        };
        const std::vector<std::pair<const char*, const char*>> pages = {
            {"Studies", "History"},
            {"Queue", "History"},
            {"Result rows", "Reading the results"},
            {"Specification", "Specification reference"},
            {"Privacy ledger", "What the epsilons mean"},
            {"Epsilon by observer and accountant", "What the epsilons mean"},
            {"Clips", "Corpora"},
            {"Waveform and spectrogram", "Corpora"},
            {"Attack bound", "Reading the results"},
            {"Trial of the map", "Representations"}};
        for (const auto& [control, page] : pages) {
            QVERIFY2(inside(control), control);
            QCOMPARE(headingOf(inside(control)), QString(page));
        }
        help.showPageOf(inside("Queue"));
        QCOMPARE(help.findChild<QTextBrowser*>()->textCursor().block().text(), QString("The queue"));
        const PreferencesDialog preferences({}, {}, nullptr);
        QCOMPARE(headingOf(preferences.findChild<QWidget*>()), QString("Preferences"));
    }

    void theHelpClosesWithItsWindow()
    {
        app::MainWindow window;
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_F1);
        QTRY_VERIFY(helpWindow() && helpWindow()->isVisible());
        QVERIFY(!helpWindow()->testAttribute(Qt::WA_QuitOnClose));
        QVERIFY(window.close());
        QVERIFY(!helpWindow()->isVisible());
    }

    void typingSearchesAndTheListOpensPages()
    {
        HelpWindow help(QString::fromStdString((base::resourceFolder() / "help").string()));
        help.showPage("corpora");
        QVERIFY(QTest::qWaitForWindowActive(&help));
        QCOMPARE(heading(help), QString("Corpora"));
        auto* list = help.findChild<QListWidget*>();
        const int all = list->count();
        QTest::keyClicks(help.findChild<QLineEdit*>(), "clopper pearson");
        QVERIFY(list->count() > 0 && list->count() < all);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Down);
        QVERIFY(!help.findChild<QTextBrowser*>()->textCursor().selectedText().isEmpty());
        QTest::keyClicks(help.findChild<QLineEdit*>(), " nowhere-at-all");
        QCOMPARE(list->count(), 1);
        QCOMPARE(list->item(0)->flags(), Qt::ItemFlags(Qt::NoItemFlags));
        QTest::keyClick(&help, Qt::Key_Escape);
        QVERIFY(!help.isVisible());
    }

private:
    tests::TemporaryFolder m_settings;
};

QTEST_MAIN(TestHelp)
#include "tst_Help.moc"
