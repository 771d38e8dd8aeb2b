#include "widgets/dialogs/CompareDialog.h"

#include "core/session/ExportText.h"
#include "widgets/help/HelpWindow.h"
#include "widgets/models/TableSpecModel.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace undertone::widgets {

namespace {

constexpr int widestColumn = 40; ///< characters; what is longer can be read in the tool tip

void fitColumns(QTableView& view)
{
    view.resizeColumnsToContents();
    const int most = widestColumn * view.fontMetrics().averageCharWidth();
    for (int column = 0; column < view.model()->columnCount(); ++column)
        view.setColumnWidth(column, std::min(view.columnWidth(column), most));
}

} // namespace

CompareDialog::CompareDialog(SessionBridge& bridge, const std::vector<std::string>& studies, QWidget* parent)
    : QDialog(parent), m_results(new TableSpecModel(this)), m_specification(new TableSpecModel(this)),
      m_tabs(new QTabWidget), m_words(new QLabel)
{
    setProperty(helpPageProperty, QStringLiteral("history"));
    setWindowTitle(tr("Compare studies"));
    resize(960, 520);
    m_words->setWordWrap(true);
    m_words->setText(tr("Comparing\u2026"));
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    addTable(
        m_results, tr("&Results"),
        tr("Cells that the studies share, and how they differ from the first study, with 95 % intervals"));
    addTable(m_specification, tr("&Specification"), tr("Settings that the studies do not agree on"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto* copyButton = buttons->addButton(tr("&Copy table"), QDialogButtonBox::ActionRole);
    copyButton->setToolTip(tr("Copy the table in front as Markdown"));
    connect(copyButton, &QPushButton::clicked, this, &CompareDialog::copy);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_words);
    column->addWidget(m_tabs, 1);
    column->addWidget(buttons);
    bridge.fetch(
        this, [studies](const session::Session& session) { return session.comparison(studies); },
        [this](const std::vector<figure::TableSpec>& tables) { show(tables); },
        [this](const Failure& failure) {
            m_words->setText(QStringLiteral("%1 %2").arg(failure.happened, failure.remedy));
        });
}

QTableView* CompareDialog::addTable(TableSpecModel* model, const QString& title, const QString& toolTip)
{
    auto* view = new QTableView;
    view->setModel(model);
    view->setAlternatingRowColors(true);
    view->setShowGrid(false);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->verticalHeader()->hide();
    view->setTabKeyNavigation(false);
    view->horizontalHeader()->setTextElideMode(Qt::ElideMiddle);
    view->verticalHeader()->setDefaultSectionSize(view->fontMetrics().height() + 8);
    view->setAccessibleName(QString(title).remove('&'));
    view->setToolTip(toolTip);
    m_tabs->addTab(view, title);
    return view;
}

void CompareDialog::show(const std::vector<figure::TableSpec>& tables)
{
    m_tables = tables;
    m_specification->setTable(tables.front());
    m_results->setTable(tables.back());
    for (auto* view : findChildren<QTableView*>())
        fitColumns(*view);
    QStringList words;
    if (tables.back().rows.empty())
        words << tr("The studies have no cell in common.");
    else
        words << tr("Differences from the first study, with 95 % intervals.");
    if (tables.front().rows.empty())
        words << tr("The specifications are the same.");
    for (const auto& warning : tables.back().warnings)
        words << QString::fromStdString(warning);
    m_words->setText(words.join(QLatin1Char(' ')));
}

void CompareDialog::copy()
{
    if (m_tables.empty())
        return;
    const auto& table = m_tabs->currentIndex() == 0 ? m_tables.back() : m_tables.front();
    QApplication::clipboard()->setText(QString::fromStdString(session::textOf(table, "md")));
}

} // namespace undertone::widgets
