#include "widgets/panels/StudiesPanel.h"

#include "widgets/help/HelpWindow.h"
#include "widgets/models/HistoryModel.h"
#include "widgets/panels/HistoryDelegate.h"

#include <QAction>
#include <QComboBox>
#include <QDataStream>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedLayout>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace undertone::widgets {

namespace {

constexpr int typingPauseMs = 200;
enum Page { NoStudyPage, TablePage, NothingFitsPage };

const int widths[HistoryModel::ColumnCount] = {26, 144, 72, 110, 64, 110, 110, 80, 84, 76, 100, 160};

bool isShownAtFirst(int column)
{
    return column == HistoryModel::StarColumn || column == HistoryModel::NameColumn ||
           column == HistoryModel::StateColumn || column == HistoryModel::AttackUarColumn;
}

QLineEdit* lineOf(const QString& placeholder, const QString& name, const QString& tip)
{
    auto* line = new QLineEdit;
    line->setPlaceholderText(placeholder);
    line->setAccessibleName(name);
    line->setToolTip(tip);
    line->setClearButtonEnabled(true);
    return line;
}

} // namespace

StudiesPanel::StudiesPanel(QWidget* parent)
    : QWidget(parent), m_model(new HistoryModel(this)), m_view(new QTreeView), m_finder(new QWidget)
{
    setProperty(helpPageProperty, QStringLiteral("history"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_finder);
    auto* pages = new QWidget;
    m_layers = new QStackedLayout(pages);
    m_layers->addWidget(emptyState());
    m_layers->addWidget(m_view);
    m_layers->addWidget(nothingFits());
    column->addWidget(pages, 1);
    setUpView();
    setUpHeader();
    setUpFinder();
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingPauseMs);
    connect(&m_typing, &QTimer::timeout, this, &StudiesPanel::takeTyped);
    connect(m_model, &HistoryModel::sortWanted, this, &StudiesPanel::sortBy);
    connect(m_model, &HistoryModel::renameWanted, this, &StudiesPanel::renameWanted);
    showPage(true);
}

void StudiesPanel::setUpFinder()
{
    auto* column = new QVBoxLayout(m_finder);
    column->setContentsMargins(6, 6, 6, 4);
    column->setSpacing(4);
    m_search = lineOf(tr("Search names, notes and tags"), tr("Search"),
                      tr("Words of names, notes and tags, each from its beginning (Ctrl+F)"));
    m_filter = lineOf(tr("Filter: attack_uar < 0.6 and starred"), tr("Filter"),
                      tr("An expression over results and specifications; F1 lists the words there are"));
    m_refusal = new QLabel;
    m_refusal->setWordWrap(true);
    m_refusal->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_refusal->setAccessibleName(tr("What is wrong with the filter"));
    m_refusal->hide();
    m_grouping = new QComboBox;
    m_grouping->addItems(
        {tr("No groups"), tr("By state"), tr("By corpus"), tr("By mechanism"), tr("By tag")});
    m_grouping->setAccessibleName(tr("Groups"));
    m_grouping->setToolTip(tr("How the studies are grouped"));
    m_grouping->setCurrentIndex(static_cast<int>(m_model->grouping()));
    m_count = new QLabel;
    m_count->setForegroundRole(QPalette::PlaceholderText);
    auto* line = new QHBoxLayout;
    line->addWidget(m_grouping);
    line->addStretch();
    line->addWidget(m_count);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_search), static_cast<QWidget*>(m_filter), static_cast<QWidget*>(m_refusal)})
        column->addWidget(widget);
    column->addLayout(line);
    for (auto* edit : {m_search, m_filter}) {
        connect(edit, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
        connect(edit, &QLineEdit::returnPressed, this, &StudiesPanel::takeTyped);
    }
    connect(m_grouping, &QComboBox::currentIndexChanged, this, [this](int index) {
        const auto ids = selectedIds();
        const QSignalBlocker quiet(m_view->selectionModel());
        m_model->setGrouping(static_cast<HistoryGrouping>(index));
        arrangeRows();
        restoreSelection(ids, m_model->indexOf(m_selected));
    });
}

void StudiesPanel::setUpView()
{
    m_view->setModel(m_model);
    auto* delegate = new HistoryDelegate(m_view);
    m_view->setItemDelegate(delegate);
    connect(delegate, &HistoryDelegate::closeEditor, this, &StudiesPanel::catchUp, Qt::QueuedConnection);
    m_view->setRootIsDecorated(false);
    m_view->setItemsExpandable(false);
    m_view->setIndentation(0);
    m_view->setUniformRowHeights(true);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setAccessibleName(tr("Studies"));
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &StudiesPanel::announce);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &StudiesPanel::catchUp,
            Qt::QueuedConnection); // this closes an editor too
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &StudiesPanel::selectionChanged);
    connect(m_view, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        if (const auto* study = m_model->study(index); study && index.column() == HistoryModel::StarColumn)
            Q_EMIT starWanted(QString::fromStdString(study->id), !study->starred);
    });
}

void StudiesPanel::setUpHeader()
{
    auto* header = m_view->header();
    header->setMinimumSectionSize(24);
    header->setStretchLastSection(false);
    header->setSectionsMovable(true);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setAccessibleName(tr("Columns"));
    for (int column = 0; column < HistoryModel::ColumnCount; ++column) {
        header->resizeSection(column, widths[column]);
        m_view->setColumnHidden(column, !isShownAtFirst(column));
    }
    header->setSortIndicator(HistoryModel::CreatedColumn, Qt::DescendingOrder);
    m_view->setSortingEnabled(true);
    connect(header, &QHeaderView::customContextMenuRequested, this, &StudiesPanel::chooseColumns);
}

void StudiesPanel::chooseColumns(const QPoint& at)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 0; column < HistoryModel::ColumnCount; ++column) {
        auto* action =
            menu->addAction(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!m_view->isColumnHidden(column));
        action->setEnabled(column != HistoryModel::NameColumn);
        connect(action, &QAction::toggled, this,
                [this, column](bool shown) { m_view->setColumnHidden(column, !shown); });
    }
    menu->popup(m_view->header()->mapToGlobal(at));
}

QWidget* StudiesPanel::emptyState()
{
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    auto* words = new QLabel(tr("No study yet.\nStart one from a preset or a specification file."));
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignCenter);
    words->setForegroundRole(QPalette::PlaceholderText);
    auto* button = new QPushButton(tr("New study\u2026"));
    button->setToolTip(tr("Start a study (Ctrl+N)"));
    connect(button, &QPushButton::clicked, this, &StudiesPanel::newStudyWanted);
    column->addStretch();
    column->addWidget(words);
    column->addWidget(button, 0, Qt::AlignCenter);
    column->addStretch();
    return page;
}

QWidget* StudiesPanel::nothingFits()
{
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    m_nothing = new QLabel;
    m_nothing->setWordWrap(true);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    m_clear = new QPushButton(tr("Show all"));
    m_clear->setToolTip(tr("Empty the search and the filter"));
    connect(m_clear, &QPushButton::clicked, this, [this] {
        m_search->clear();
        m_filter->clear();
        takeTyped();
    });
    column->addStretch();
    column->addWidget(m_nothing);
    column->addWidget(m_clear, 0, Qt::AlignCenter);
    column->addStretch();
    return page;
}

bool StudiesPanel::isSearching() const
{
    return !m_query.filter.empty() || !m_query.search.empty();
}

bool StudiesPanel::showsEverything() const
{
    return !isSearching() && m_query.bin == store::Bin::Outside;
}

void StudiesPanel::showPage(bool empty)
{
    const bool isNew = empty && showsEverything();
    m_finder->setVisible(!isNew);
    m_nothing->setText(isSearching() ? tr("No study fits.") : tr("The bin is empty."));
    m_clear->setVisible(isSearching());
    m_layers->setCurrentIndex(!empty ? TablePage : isNew ? NoStudyPage : NothingFitsPage);
}

void StudiesPanel::takeTyped()
{
    m_typing.stop();
    m_query.search = m_search->text().toStdString();
    m_query.filter = m_filter->text().toStdString();
    askAgain();
}

void StudiesPanel::sortBy(store::HistoryColumn column, Qt::SortOrder order)
{
    m_query.sort = column;
    m_query.order = order == Qt::AscendingOrder ? store::SortOrder::Ascending : store::SortOrder::Descending;
    askAgain();
}

void StudiesPanel::setBin(store::Bin bin)
{
    m_query.bin = bin;
    askAgain();
}

void StudiesPanel::askAgain()
{
    Q_EMIT queryChanged(m_query);
}

void StudiesPanel::showRefusal(const Failure& failure)
{
    m_refusal->setText(QStringLiteral("%1: %2 %3").arg(failure.where, failure.happened, failure.remedy));
    m_refusal->show();
    m_finder->show();
}

void StudiesPanel::hideRefusal()
{
    m_refusal->hide();
}

void StudiesPanel::arrangeRows()
{
    if (m_model->grouping() == HistoryGrouping::None)
        return;
    m_view->expandAll();
    for (int group = 0; group < m_model->rowCount(); ++group)
        m_view->setFirstColumnSpanned(group, {}, true);
}

void StudiesPanel::restoreSelection(const QStringList& ids, const QModelIndex& current)
{
    auto& selection = *m_view->selectionModel();
    if (current.isValid())
        selection.setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    for (const auto& id : ids)
        if (const auto index = m_model->indexOf(id); index.isValid())
            selection.select(index, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    if (current.isValid() && !selection.hasSelection())
        selection.select(current, QItemSelectionModel::Select | QItemSelectionModel::Rows);
}

void StudiesPanel::setStudies(const std::vector<experiment::ExperimentSummary>& studies)
{
    if (isEditing()) { // the view would write over what is typed, or close its editor
        m_heldBack = studies;
        return;
    }
    m_heldBack.reset();
    const auto ids = selectedIds();
    {
        const QSignalBlocker quiet(m_view->selectionModel());
        m_model->setStudies(studies);
        arrangeRows();
        restoreSelection(ids, m_model->indexOf(m_selected));
    }
    showPage(studies.empty());
    m_count->setText(studies.size() == 1 ? tr("1 study") : tr("%1 studies").arg(studies.size()));
    if (studies.empty()) {
        if (showsEverything()) { // else what was shown only does not fit
            m_selected.clear();
            Q_EMIT studySelected({});
        }
    } else if (m_model->indexOf(m_wanted).isValid()) {
        select(std::exchange(m_wanted, {}));
    } else if (!m_model->indexOf(m_selected).isValid()) {
        select(QString::fromStdString(studies.front().id));
    }
    m_view->viewport()->update();
    Q_EMIT selectionChanged();
}

void StudiesPanel::catchUp()
{
    if (const auto studies = m_heldBack)
        setStudies(*studies);
}

bool StudiesPanel::isEditing() const
{
    return m_view->indexWidget(m_view->currentIndex().siblingAtColumn(HistoryModel::NameColumn));
}

void StudiesPanel::select(const QString& id)
{
    const auto index = m_model->indexOf(id);
    if (index.isValid())
        m_view->setCurrentIndex(index);
    else
        m_wanted = id;
}

QString StudiesPanel::selected() const
{
    return m_selected;
}

std::vector<experiment::ExperimentSummary> StudiesPanel::selection() const
{
    std::vector<experiment::ExperimentSummary> studies;
    for (const auto& index : m_view->selectionModel()->selectedRows(HistoryModel::NameColumn)) {
        const auto* study = m_model->study(index);
        const bool isKnown = std::any_of(studies.begin(), studies.end(),
                                         [&](const auto& one) { return study && one.id == study->id; });
        if (study && !isKnown) // it may stand in several groups
            studies.push_back(*study);
    }
    return studies;
}

QStringList StudiesPanel::selectedIds() const
{
    QStringList ids;
    for (const auto& study : selection())
        ids << QString::fromStdString(study.id);
    return ids;
}

void StudiesPanel::addStudyActions(const QList<QAction*>& actions)
{
    m_view->addActions(actions);
}

void StudiesPanel::focusSearch()
{
    m_finder->show();
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void StudiesPanel::editName()
{
    const auto index = m_view->currentIndex().siblingAtColumn(HistoryModel::NameColumn);
    if (m_model->study(index))
        m_view->edit(index);
}

QByteArray StudiesPanel::columns() const
{
    QByteArray state;
    QDataStream(&state, QIODevice::WriteOnly) << m_grouping->currentIndex() << m_view->header()->saveState();
    return state;
}

void StudiesPanel::setColumns(const QByteArray& state)
{
    int grouping = 0;
    QByteArray header;
    QDataStream stream(state);
    stream >> grouping >> header;
    if (stream.status() != QDataStream::Ok || !m_view->header()->restoreState(header))
        return;
    m_grouping->setCurrentIndex(std::clamp(grouping, 0, m_grouping->count() - 1));
    const auto column = m_view->header()->sortIndicatorSection();
    if (const auto key = HistoryModel::sortedBy(column))
        sortBy(*key, m_view->header()->sortIndicatorOrder());
}

void StudiesPanel::announce()
{
    const QString id = m_view->currentIndex().data(HistoryModel::IdRole).toString();
    if (id.isEmpty() || id == m_selected)
        return;
    m_selected = id;
    Q_EMIT studySelected(id);
}

} // namespace undertone::widgets
