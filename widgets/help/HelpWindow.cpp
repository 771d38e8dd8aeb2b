#include "widgets/help/HelpWindow.h"

#include "widgets/help/HelpBrowser.h"

#include <QAction>
#include <QDesktopServices>
#include <QDir>
#include <QLineEdit>
#include <QListWidget>
#include <QShortcut>
#include <QSplitter>
#include <QTextBlock>
#include <QTextTable>
#include <QVBoxLayout>

namespace undertone::widgets {

namespace {

constexpr int nameRole = Qt::UserRole;
const QString contents = QStringLiteral("index");
const QString keyboard = QStringLiteral("keyboard");

QString plain(const QAction& action)
{
    return action.text().remove('&').remove(QChar(0x2026));
}

using Rows = std::vector<std::pair<QString, QString>>;

QString tableOf(const QString& title, const Rows& rows)
{
    QString text = QStringLiteral("\n## %1\n\n| %2 | %3 |\n|---|---|\n")
                       .arg(title, HelpWindow::tr("Keys"), HelpWindow::tr("Action"));
    for (const auto& [keys, action] : rows)
        text += QStringLiteral("| %1 | %2 |\n").arg(keys, action);
    return text;
}

/// Keys that are no action's.
QString otherKeys()
{
    return tableOf(HelpWindow::tr("Everywhere"),
                   {{QStringLiteral("F1"), HelpWindow::tr("The help on what has the focus")},
                    {HelpWindow::tr("Tab, Shift+Tab"), HelpWindow::tr("The next control, the one before")},
                    {HelpWindow::tr("Alt and a letter"),
                     HelpWindow::tr("The menu or field with that letter underlined")}}) +
           tableOf(
               HelpWindow::tr("In a figure"),
               {{HelpWindow::tr("Arrow keys"),
                 HelpWindow::tr("Read the points of a line, or the cells; up and down change the line")},
                {HelpWindow::tr("Return"),
                 HelpWindow::tr("Choose what is read, in every figure and the table")},
                {HelpWindow::tr("Escape"), HelpWindow::tr("Choose nothing")},
                {HelpWindow::tr("1 to 9"), HelpWindow::tr("Hide an entry of the legend, or show it again")},
                {HelpWindow::tr("+ and -"), HelpWindow::tr("Zoom")},
                {HelpWindow::tr("Shift and arrow keys"), HelpWindow::tr("Move")},
                {HelpWindow::tr("Home, or 0"), HelpWindow::tr("Show everything")}}) +
           tableOf(HelpWindow::tr("In a clip"),
                   {{HelpWindow::tr("+ and -"), HelpWindow::tr("Zoom")},
                    {HelpWindow::tr("Left, right"), HelpWindow::tr("Move")},
                    {HelpWindow::tr("Home"), HelpWindow::tr("Show everything")}}) +
           tableOf(HelpWindow::tr("In New study"),
                   {{HelpWindow::tr("Alt+1 to Alt+8"),
                     HelpWindow::tr("The page of that place; its tab says which")}});
}

/// Room around headings and in the cells of tables.
void layOut(QTextDocument& document)
{
    document.setDocumentMargin(16);
    QTextCursor cursor(&document);
    for (auto block = document.begin(); block.isValid(); block = block.next()) {
        auto format = block.blockFormat();
        if (format.headingLevel() > 1) {
            format.setTopMargin(18);
            cursor.setPosition(block.position());
            cursor.setBlockFormat(format);
        }
    }
    for (auto* frame : document.rootFrame()->childFrames())
        if (auto* table = qobject_cast<QTextTable*>(frame)) {
            auto format = table->format();
            format.setBorderCollapse(true);
            format.setBorder(0.5);
            format.setCellPadding(4);
            format.setTopMargin(6);
            format.setBottomMargin(10);
            table->setFormat(format);
        }
}

} // namespace

HelpWindow::HelpWindow(const QString& folder)
    : m_pages(folder), m_search(new QLineEdit), m_list(new QListWidget), m_browser(new HelpBrowser(folder))
{
    setWindowTitle(tr("Undertone help"));
    m_search->setPlaceholderText(tr("Search the help"));
    m_search->setClearButtonEnabled(true);
    m_search->setAccessibleName(tr("Words to search the help for"));
    m_search->setToolTip(tr("Lists the pages that have all of these words (Ctrl+F)"));
    m_list->setAccessibleName(tr("Pages of the help"));
    m_list->setWordWrap(true);
    m_list->setSpacing(2);
    auto* side = new QWidget;
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    auto* splitter = new QSplitter;
    splitter->addWidget(side);
    splitter->addWidget(m_browser);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({250, 700});
    auto* whole = new QVBoxLayout(this);
    whole->addWidget(splitter);
    resize(960, 720);
    connect(m_search, &QLineEdit::textChanged, this, &HelpWindow::fillList);
    connect(m_list, &QListWidget::currentRowChanged, this, &HelpWindow::openListed);
    connect(m_browser, &QTextBrowser::anchorClicked, this, &HelpWindow::follow);
    connect(new QShortcut(QKeySequence::Find, this), &QShortcut::activated, m_search,
            qOverload<>(&QWidget::setFocus));
    connect(new QShortcut(QKeySequence(Qt::Key_Escape), this), &QShortcut::activated, this, &QWidget::close);
    fillList();
}

void HelpWindow::showPage(const QString& link)
{
    const QString name = link.section('#', 0, 0);
    m_search->clear();
    const auto& pages = m_pages.all();
    for (std::size_t row = 0; row < pages.size(); ++row)
        if (pages[row].name == (m_pages.find(name) ? name : contents))
            m_list->setCurrentRow(static_cast<int>(row));
    show();
    showSection(link.section('#', 1));
    raise();
    activateWindow();
}

void HelpWindow::showSection(const QString& section)
{
    m_browser->moveCursor(QTextCursor::Start);
    for (auto block = m_browser->document()->begin(); !section.isEmpty() && block.isValid();
         block = block.next())
        if (block.blockFormat().headingLevel() > 0 && block.text().toLower().replace(' ', '-') == section) {
            m_browser->moveCursor(QTextCursor::End); // scrolling up from there puts the heading at the top
            m_browser->setTextCursor(QTextCursor(block));
            return;
        }
}

void HelpWindow::showPageOf(const QWidget* widget)
{
    while (widget && !widget->property(helpPageProperty).isValid())
        widget = widget->parentWidget();
    showPage(widget ? widget->property(helpPageProperty).toString() : contents);
}

void HelpWindow::setShortcuts(const QList<QAction*>& actions)
{
    QString text =
        QStringLiteral("# %1\n\n| %2 | %3 |\n|---|---|\n").arg(tr("Keyboard"), tr("Keys"), tr("Action"));
    for (const auto* action : actions)
        if (!action->shortcut().isEmpty())
            text += QStringLiteral("| %1 | %2 |\n")
                        .arg(action->shortcut().toString(QKeySequence::NativeText), plain(*action));
    m_pages.set({keyboard, tr("Keyboard"), text + otherKeys()});
    fillList();
}

void HelpWindow::fillList()
{
    const bool searches = !m_search->text().simplified().isEmpty();
    m_list->clear();
    const auto add = [this](const HelpPage& page, const QString& excerpt) {
        auto* item = new QListWidgetItem(page.title, m_list);
        item->setData(nameRole, page.name);
        item->setToolTip(excerpt);
        if (!excerpt.isEmpty())
            item->setText(page.title + '\n' + excerpt);
    };
    for (const auto& hit : m_pages.search(m_search->text()))
        add(*m_pages.find(hit.page), hit.excerpt);
    if (!searches)
        for (const auto& page : m_pages.all())
            add(page, {});
    if (m_list->count() == 0)
        (new QListWidgetItem(tr("No page has all of these words."), m_list))->setFlags(Qt::NoItemFlags);
}

void HelpWindow::openListed()
{
    const auto* item = m_list->currentItem();
    const auto* page = item ? m_pages.find(item->data(nameRole).toString()) : nullptr;
    if (!page)
        return;
    display(*page);
    const auto words = m_search->text().simplified().split(' ', Qt::SkipEmptyParts);
    if (!words.isEmpty())
        m_browser->find(words.front());
}

void HelpWindow::display(const HelpPage& page)
{
    m_browser->setMarkdown(page.text);
    layOut(*m_browser->document());
    m_browser->moveCursor(QTextCursor::Start);
}

/// Pages link to each other as files do, so that they can be read in a browser of the sources as well.
void HelpWindow::follow(const QUrl& link)
{
    if (link.isRelative() && link.path().endsWith(QLatin1String(".md")))
        showPage(link.path().chopped(3) + '#' + link.fragment());
    else if (!link.isRelative())
        QDesktopServices::openUrl(link);
}

} // namespace undertone::widgets
