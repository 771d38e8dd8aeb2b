#include "widgets/panels/StudiesPanel.h"

#include "widgets/help/HelpWindow.h"
#include "widgets/models/StudyListModel.h"
#include "widgets/panels/StudyDelegate.h"

#include <QItemSelectionModel>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedLayout>
#include <QTreeView>
#include <QVBoxLayout>

#include <utility>

namespace undertone::widgets {

StudiesPanel::StudiesPanel(QWidget* parent)
    : QWidget(parent), m_model(new StudyListModel(this)), m_view(new QTreeView),
      m_layers(new QStackedLayout(this))
{
    setProperty(helpPageProperty, QStringLiteral("first-study"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new StudyDelegate(m_view));
    m_view->setHeaderHidden(true);
    m_view->setRootIsDecorated(false);
    m_view->setItemsExpandable(false);
    m_view->setIndentation(0);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setAccessibleName(tr("Studies"));
    m_view->setToolTip(tr("Studies of this workspace, newest first"));
    m_layers->addWidget(emptyState());
    m_layers->addWidget(m_view);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &StudiesPanel::announce);
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

void StudiesPanel::setStudies(const std::vector<experiment::ExperimentSummary>& studies)
{
    {
        const QSignalBlocker quiet(m_view->selectionModel());
        m_model->setStudies(studies);
        m_view->expandAll();
    }
    m_layers->setCurrentIndex(studies.empty() ? 0 : 1);
    if (studies.empty()) {
        m_selected.clear();
        Q_EMIT studySelected({});
    } else if (m_model->indexOf(m_wanted).isValid()) {
        select(std::exchange(m_wanted, {}));
    } else if (const auto index = m_model->indexOf(m_selected); index.isValid()) {
        const QSignalBlocker quiet(m_view->selectionModel());
        m_view->setCurrentIndex(index);
    } else {
        select(QString::fromStdString(studies.front().id));
    }
    m_view->viewport()->update();
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

void StudiesPanel::announce()
{
    const QString id = m_view->currentIndex().data(StudyListModel::IdRole).toString();
    if (id.isEmpty() || id == m_selected)
        return;
    m_selected = id;
    Q_EMIT studySelected(id);
}

} // namespace undertone::widgets
