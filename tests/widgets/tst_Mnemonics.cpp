#include "app/Language.h"
#include "app/MainWindow.h"
#include "tests/support/TemporaryFolder.h"
#include "widgets/bridge/WindowSettings.h"
#include "widgets/dialogs/CompareDialog.h"
#include "widgets/dialogs/ExportDialog.h"
#include "widgets/dialogs/ImportCorpusDialog.h"
#include "widgets/dialogs/NewStudyDialog.h"
#include "widgets/dialogs/PreferencesDialog.h"
#include "widgets/dialogs/StudyForm.h"
#include "widgets/panels/PlotsPanel.h"

#include <QAbstractButton>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QTabBar>
#include <QTabWidget>
#include <QtTest>

using namespace undertone;
using namespace undertone::widgets;

namespace {

/// What is reached by Alt and a letter at the same time.
class Letters
{
public:
    explicit Letters(const QString& place) : m_place(place) {}

    void add(const QString& text)
    {
        if (const auto keys = QKeySequence::mnemonic(text); !keys.isEmpty())
            m_texts[keys.toString()] << text;
    }
    void add(const QList<QAction*>& actions)
    {
        for (const auto* action : actions)
            add(action->text());
    }
    /// All but what is on other pages of the tabs: hidden controls too, which may come to sight.
    void add(const QWidget& window, const QTabWidget* tabs = nullptr, int page = 0)
    {
        const auto isHere = [&](const QWidget* widget) {
            for (int i = 0; tabs && i < tabs->count(); ++i)
                if (i != page && tabs->widget(i)->isAncestorOf(widget))
                    return false;
            return widget->window() == &window;
        };
        for (const auto* button : window.findChildren<QAbstractButton*>())
            if (isHere(button))
                add(button->text());
        for (const auto* label : window.findChildren<QLabel*>())
            if (label->buddy() && isHere(label))
                add(label->text());
        for (const auto* bar : window.findChildren<QTabBar*>())
            for (int i = 0; isHere(bar) && i < bar->count(); ++i)
                add(bar->tabText(i));
    }
    QStringList doubled() const
    {
        QStringList found;
        for (auto it = m_texts.begin(); it != m_texts.end(); ++it)
            if (it->size() > 1)
                found
                    << QStringLiteral("%1: %2 for %3").arg(m_place, it.key(), it->join(QStringLiteral(", ")));
        return found;
    }

private:
    QString m_place;
    QMap<QString, QStringList> m_texts;
};

QStringList doubledInMenus(const app::MainWindow& window)
{
    QStringList found;
    for (const auto* menu : window.findChildren<QMenu*>()) {
        Letters letters("Menu " + menu->title());
        letters.add(menu->actions());
        found << letters.doubled();
    }
    for (const auto* widget : window.findChildren<QWidget*>()) {
        Letters letters("Context menu of " + widget->accessibleName());
        if (widget->contextMenuPolicy() == Qt::ActionsContextMenu)
            letters.add(widget->actions());
        found << letters.doubled();
    }
    return found;
}

QStringList doubledInWindow(const app::MainWindow& window)
{
    QStringList found;
    const auto* tabs = window.findChild<PlotsPanel*>()->findChild<QTabWidget*>();
    for (int page = 0; page < tabs->count(); ++page) {
        Letters letters("Window, " + tabs->tabText(page));
        letters.add(window.menuBar()->actions());
        letters.add(window, tabs, page);
        found << letters.doubled();
    }
    return found;
}

QStringList doubledInNewStudy()
{
    SessionBridge bridge;
    const NewStudyDialog dialog(bridge, session::RunOptions{2, "cpu"});
    const auto* form = dialog.findChild<StudyForm*>();
    QStringList found;
    for (int page = 0; page < form->count(); ++page) {
        Letters letters("New study, " + form->tabText(page));
        letters.add(dialog, form, page);
        found << letters.doubled();
    }
    for (const auto* label : form->findChildren<QLabel*>())
        if (label->buddy() && QKeySequence::mnemonic(label->text()).isEmpty())
            found << "New study: no letter for " + label->text();
    return found;
}

QStringList doubledInDialogs()
{
    SessionBridge bridge;
    const ImportCorpusDialog import(bridge, {});
    const ExportDialog exporting({}, {}, 0, {}, {});
    const CompareDialog compare(bridge, {});
    const PreferencesDialog preferences({}, {}, nullptr);
    QStringList found;
    for (const QDialog* dialog :
         std::initializer_list<const QDialog*>{&import, &exporting, &compare, &preferences}) {
        Letters letters(dialog->windowTitle());
        letters.add(*dialog);
        found << letters.doubled();
    }
    return found;
}

} // namespace

class TestMnemonics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_CONFIG_HOME", QByteArray::fromStdString(m_settings.path().string())); }

    void noLetterStandsForTwo_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("English") << QStringLiteral("en");
        QTest::newRow("German") << QStringLiteral("de"); // the last: it stays
    }

    void noLetterStandsForTwo()
    {
        QFETCH(QString, language);
        app::installLanguage(language);
        const app::MainWindow window;
        const auto found =
            doubledInMenus(window) + doubledInWindow(window) + doubledInNewStudy() + doubledInDialogs();
        QVERIFY2(found.isEmpty(), qPrintable(found.join('\n')));
    }

    void aDoubledLetterIsFound()
    {
        Letters letters("here");
        for (const char* text : {"&One", "&Other", "&Two", "none"})
            letters.add(QString(text));
        QCOMPARE(letters.doubled(), QStringList("here: Alt+O for &One, &Other"));
    }

private:
    tests::TemporaryFolder m_settings;
};

QTEST_MAIN(TestMnemonics)
#include "tst_Mnemonics.moc"
