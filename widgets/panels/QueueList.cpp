#include "widgets/panels/QueueList.h"

#include <QAction>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>
#include <cstdlib>

namespace undertone::widgets {

using experiment::ExperimentState;
using store::QueueEntry;
using store::QueueHolder;
using store::QueueMove;

namespace {

constexpr int mostRows = 4; ///< that are shown without scrolling

QString stateOf(const QueueEntry& entry)
{
    if (entry.state == ExperimentState::Paused)
        return QueueList::tr("paused");
    return entry.holder == QueueHolder::AnotherProgram ? QueueList::tr("waits in another window")
                                                       : QueueList::tr("waiting");
}

} // namespace

QueueList::QueueList(QWidget* parent) : QWidget(parent), m_list(new QueueView)
{
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setAccessibleName(tr("Queue"));
    m_list->setToolTip(tr(
        "Studies that wait or are paused, in the order in which they will run; drag one to another place"));
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_list->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_list, 1);
    makeActions();
    connect(m_list, &QueueView::dropped, this, &QueueList::dropRow);
    connect(m_list, &QListWidget::currentRowChanged, this, &QueueList::updateActions);
    connect(m_list, &QListWidget::itemActivated, this, [this] { Q_EMIT studyChosen(current()); });
    setEntries({});
}

QAction* QueueList::makeAction(const QString& text, const QString& toolTip, const QKeySequence& keys)
{
    auto* action = new QAction(text, this);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    const QString shortcut = keys.toString(QKeySequence::NativeText);
    action->setToolTip(shortcut.isEmpty() ? toolTip : QStringLiteral("%1 (%2)").arg(toolTip, shortcut));
    m_list->addAction(action);
    return action;
}

void QueueList::addButton(QAction* action, const QString& arrow)
{
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setText(arrow);
    button->setAutoRaise(true);
    button->setAccessibleName(QString(action->text()).remove('&'));
    layout()->addWidget(button);
    layout()->setAlignment(button, Qt::AlignTop);
}

void QueueList::makeActions()
{
    m_up = makeAction(tr("Move &up"), tr("Run this study earlier"), QKeySequence(Qt::ALT | Qt::Key_Up));
    m_down = makeAction(tr("Move &down"), tr("Run this study later"), QKeySequence(Qt::ALT | Qt::Key_Down));
    m_front =
        makeAction(tr("Move to the &front"), tr("Run this study next"), QKeySequence(Qt::ALT | Qt::Key_Home));
    m_pause = makeAction(tr("&Pause"), tr("Keep this study from running until it is resumed"), {});
    m_resume = makeAction(tr("&Resume"), tr("Let this study run when its turn comes"), {});
    m_stop = makeAction(tr("&Stop"), tr("Take this study out of the queue; it can be resumed later"),
                        QKeySequence(QKeySequence::Delete));
    addButton(m_up, QStringLiteral("\u2191"));
    addButton(m_down, QStringLiteral("\u2193"));
    addButton(m_front, QStringLiteral("\u21e4"));
    connect(m_up, &QAction::triggered, this, [this] { Q_EMIT moveWanted(current(), QueueMove::Up, 1); });
    connect(m_down, &QAction::triggered, this, [this] { Q_EMIT moveWanted(current(), QueueMove::Down, 1); });
    connect(m_front, &QAction::triggered, this,
            [this] { Q_EMIT moveWanted(current(), QueueMove::ToFront, 1); });
    connect(m_pause, &QAction::triggered, this, [this] { Q_EMIT pauseWanted(current()); });
    connect(m_resume, &QAction::triggered, this, [this] { Q_EMIT resumeWanted(current()); });
    connect(m_stop, &QAction::triggered, this, [this] { Q_EMIT stopWanted(current()); });
}

void QueueList::setEntries(const std::vector<QueueEntry>& entries)
{
    const QString chosen = current();
    const auto runs = [](const QueueEntry& entry) { return entry.state == ExperimentState::Running; };
    int place = static_cast<int>(std::count_if(entries.begin(), entries.end(), runs));
    m_entries.clear();
    std::copy_if(entries.begin(), entries.end(), std::back_inserter(m_entries), std::not_fn(runs));
    const QSignalBlocker quiet(m_list);
    while (m_list->count() > static_cast<int>(m_entries.size()))
        delete m_list->takeItem(m_list->count() - 1);
    int chosenRow = -1;
    for (int row = 0; row < static_cast<int>(m_entries.size()); ++row) {
        showEntry(row, ++place, m_entries[static_cast<std::size_t>(row)]);
        if (m_list->item(row)->data(Qt::UserRole).toString() == chosen)
            chosenRow = row;
    }
    m_list->setCurrentRow(chosenRow);
    const int rows = std::min(mostRows, m_list->count());
    m_list->setFixedHeight(rows * std::max(1, m_list->sizeHintForRow(0)) + 2);
    setVisible(!m_entries.empty());
    updateActions();
}

void QueueList::showEntry(int row, int place, const QueueEntry& entry)
{
    if (row == m_list->count())
        m_list->addItem(new QListWidgetItem);
    auto* item = m_list->item(row);
    item->setData(Qt::UserRole, QString::fromStdString(entry.id));
    item->setFlags(entry.holder == QueueHolder::AnotherProgram ? item->flags() & ~Qt::ItemIsDragEnabled
                                                               : item->flags() | Qt::ItemIsDragEnabled);
    item->setText(QStringLiteral("%1 \u00b7 %2 \u00b7 %3")
                      .arg(place)
                      .arg(QString::fromStdString(entry.name), stateOf(entry)));
}

void QueueList::dropRow(const QString& id, int before)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const auto& entry) { return entry.id == id.toStdString(); });
    if (found == m_entries.end())
        return; // it runs by now
    const int from = static_cast<int>(found - m_entries.begin());
    const int steps = (before > from ? before - 1 : before) - from;
    if (steps != 0)
        Q_EMIT moveWanted(id, steps < 0 ? QueueMove::Up : QueueMove::Down, std::abs(steps));
}

QString QueueList::current() const
{
    const auto* item = m_list->currentItem();
    return item ? item->data(Qt::UserRole).toString() : QString();
}

void QueueList::updateActions()
{
    const int row = m_list->currentRow();
    const bool isOne = row >= 0 && row < static_cast<int>(m_entries.size());
    const auto entry = isOne ? m_entries[static_cast<std::size_t>(row)] : QueueEntry();
    const bool isOurs = isOne && entry.holder != QueueHolder::AnotherProgram;
    const bool isPaused = entry.state == ExperimentState::Paused;
    m_up->setEnabled(isOurs && row > 0);
    m_front->setEnabled(isOurs && row > 0);
    m_down->setEnabled(isOurs && row + 1 < m_list->count());
    m_pause->setEnabled(isOurs && !isPaused);
    m_resume->setEnabled(isOurs && (isPaused || entry.holder == QueueHolder::Nobody));
    m_stop->setEnabled(isOurs);
}

} // namespace undertone::widgets
