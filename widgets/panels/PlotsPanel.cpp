#include "widgets/panels/PlotsPanel.h"

#include "widgets/help/HelpWindow.h"
#include "widgets/help/TabKeys.h"
#include "widgets/panels/CorporaPanel.h"
#include "widgets/panels/EmbeddingPanel.h"
#include "widgets/panels/PrivacyCalculatorPanel.h"
#include "widgets/panels/TradeoffBar.h"
#include "widgets/plots/FigureView.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace undertone::widgets {

namespace {

constexpr int captionLines = 4; ///< in sight at once

} // namespace

PlotsPanel::PlotsPanel(QWidget* parent)
    : QWidget(parent), m_tabs(new QTabWidget), m_bar(new TradeoffBar), m_embedding(new EmbeddingPanel),
      m_clients(new FigureView), m_calculator(new PrivacyCalculatorPanel), m_caption(new QLabel)
{
    setProperty(helpPageProperty, QStringLiteral("results"));
    const std::vector<std::pair<const char*, QString>> tabs = {{"tradeoff", tr("Trade-off")},
                                                               {"leaks", tr("Leaked updates")},
                                                               {"layers", tr("Layers")},
                                                               {"features", tr("Features")},
                                                               {"training", tr("Training")},
                                                               {"audit", tr("Audit")},
                                                               {"representation", tr("Representation")},
                                                               {"frontier", tr("Frontier")}};
    for (const auto& [name, title] : tabs) {
        auto* view = new FigureView;
        view->setObjectName(QLatin1String(name));
        m_views.push_back(view);
        connect(view, &FigureView::pointChosen, this, &PlotsPanel::choose);
        connect(view, &FigureView::pointChosen, this, &PlotsPanel::pointChosen);
        m_tabs->addTab(makePage(*view), title);
    }
    m_clients->setObjectName(QStringLiteral("clients"));
    m_clients->hideNotes();
    m_clients->hide();
    m_tabs->addTab(m_calculator, tr("Privacy calculator"));
    m_tabs->setDocumentMode(true);
    m_tabs->setTabVisible(m_tabs->indexOf(&view(QStringLiteral("audit"))), false);
    m_caption->setWordWrap(true);
    m_caption->setMargin(8);
    m_caption->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_caption->setForegroundRole(QPalette::PlaceholderText);
    m_caption->setToolTip(tr("Caption for a paper: select and copy"));
    m_caption->setAccessibleName(tr("Caption"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_tabs, 1);
    auto* caption = new QScrollArea;
    caption->setWidget(m_caption);
    caption->setWidgetResizable(true);
    caption->setFrameShape(QFrame::NoFrame);
    caption->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    caption->setMaximumHeight(captionLines * m_caption->fontMetrics().lineSpacing() +
                              2 * m_caption->margin());
    caption->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    column->addWidget(caption);
    for (auto change : {&PlotsPanel::showCaption, &PlotsPanel::currentChanged}) {
        connect(m_tabs, &QTabWidget::currentChanged, this, change);
        connect(m_calculator, &PrivacyCalculatorPanel::curveChanged, this, change);
    }
}

void PlotsPanel::addCorpora(CorporaPanel& corpora)
{
    m_corpora = &corpora;
    m_tabs->addTab(m_corpora, tr("Corpora"));
    giveKeysToTabs(*m_tabs, Qt::AltModifier);
    for (auto change : {&PlotsPanel::showCaption, &PlotsPanel::currentChanged})
        connect(m_corpora, &CorporaPanel::currentChanged, this, change);
}

bool PlotsPanel::showsStudy() const
{
    return static_cast<std::size_t>(m_tabs->currentIndex()) < m_views.size();
}

FigureView& PlotsPanel::current() const
{
    if (m_corpora && m_tabs->currentWidget() == m_corpora)
        return m_corpora->current();
    return showsStudy() ? *m_views[static_cast<std::size_t>(m_tabs->currentIndex())] : m_calculator->curve();
}

FigureView& PlotsPanel::view(const QString& figure) const
{
    for (auto* view : m_views)
        if (view->objectName() == figure)
            return *view;
    if (figure == m_embedding->view().objectName())
        return m_embedding->view();
    return figure == m_clients->objectName() ? *m_clients : *m_views.front();
}

QWidget* PlotsPanel::makePage(FigureView& view)
{
    if (view.objectName() == QLatin1String("tradeoff"))
        return makeTradeoffPage(view);
    if (view.objectName() == QLatin1String("representation"))
        return makeRepresentationPage(view);
    if (view.objectName() == QLatin1String("frontier"))
        return makeFrontierPage(view);
    return view.objectName() == QLatin1String("layers") ? makeLayersPage(view) : &view;
}

/// The heatmap, and below it the clients behind the cell that is chosen.
QWidget* PlotsPanel::makeLayersPage(FigureView& view)
{
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(&view);
    splitter->addWidget(m_clients);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    return splitter;
}

/// The figure, and below it the map of a trial's embeddings.
QWidget* PlotsPanel::makeRepresentationPage(FigureView& view)
{
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(&view);
    splitter->addWidget(m_embedding);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    splitter->setProperty(helpPageProperty, QStringLiteral("representations"));
    return splitter;
}

/// The figure below the choice of other studies, which is that of the trade-off.
QWidget* PlotsPanel::makeFrontierPage(FigureView& view)
{
    auto* page = new QWidget;
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->addStretch(1);
    row->addWidget(m_bar->makeBesideButton(tr("Studies beside in the frontier"),
                                           tr("Put the settings of other studies on the same axes")));
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(&view, 1);
    page->setProperty(helpPageProperty, QStringLiteral("representations"));
    return page;
}

void PlotsPanel::showFigure(const figure::FigureSpec& figure)
{
    view(QString::fromStdString(figure.id)).setFigure(figure);
    showCaption();
    Q_EMIT currentChanged();
}

void PlotsPanel::showClients(const figure::FigureSpec& clients)
{
    m_clients->setFigure(clients);
    m_clients->show();
}

void PlotsPanel::hideClients()
{
    m_clients->setMessage({});
    m_clients->hide();
}

QWidget* PlotsPanel::makeTradeoffPage(FigureView& view)
{
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(&view, 1);
    connect(m_bar, &TradeoffBar::axisChosen, this, &PlotsPanel::showTradeoff);
    return page;
}

void PlotsPanel::showTradeoff()
{
    const auto index = static_cast<std::size_t>(m_bar->axisIndex());
    if (index >= m_tradeoffs.size())
        return;
    view(QStringLiteral("tradeoff")).setFigure(m_tradeoffs[index].second);
    showCaption();
    Q_EMIT currentChanged();
}

void PlotsPanel::offer(const Tradeoffs& tradeoffs)
{
    m_tradeoffs = tradeoffs;
    std::vector<figure::BudgetAxis> axes;
    for (const auto& [axis, figure] : tradeoffs)
        axes.push_back(axis);
    m_bar->offerAxes(axes);
}

void PlotsPanel::showTradeoffs(const Tradeoffs& tradeoffs)
{
    offer(tradeoffs);
    showTradeoff();
}

void PlotsPanel::showFigures(const std::vector<figure::FigureSpec>& figures, const Tradeoffs& tradeoffs)
{
    offer(tradeoffs);
    for (const auto& one : figures)
        if (one.id != "tradeoff" || tradeoffs.empty())
            view(QString::fromStdString(one.id)).setFigure(one);
    auto& audit = view(QStringLiteral("audit"));
    m_tabs->setTabVisible(m_tabs->indexOf(&audit), audit.hasFigure());
    explainMissing();
    showTradeoff();
    showCaption();
    Q_EMIT currentChanged();
}

/// A study that has its other results has none of a kind because it was not asked for them.
void PlotsPanel::explainMissing()
{
    const auto explain = [this](const QString& name, const QString& words) {
        if (view(QStringLiteral("layers")).hasFigure() && !view(name).hasFigure())
            view(name).setMessage(words);
    };
    explain(QStringLiteral("features"),
            tr("Which families of features leak is computed by studies with \"families\": true in their "
               "attack."));
    explain(QStringLiteral("representation"),
            tr("What attackers read off stored representations is computed by studies with a section "
               "\"representation\"."));
}

std::vector<figure::FigureSpec> PlotsPanel::figures() const
{
    std::vector<figure::FigureSpec> shown;
    for (const auto* view : m_views)
        if (view->hasFigure())
            shown.push_back(view->figure());
    if (m_embedding->view().hasFigure())
        shown.push_back(m_embedding->view().figure());
    if (m_clients->hasFigure())
        shown.push_back(m_clients->figure());
    return shown;
}

void PlotsPanel::showMessage(const QString& message)
{
    m_tradeoffs.clear();
    m_bar->offerAxes({});
    for (auto* view : m_views)
        view->setMessage(message);
    hideClients();
    m_embedding->offer({});
    showCaption();
    Q_EMIT currentChanged();
}

void PlotsPanel::choose(const QString& reference)
{
    for (auto* view : m_views)
        view->choose(reference);
}

void PlotsPanel::showCaption()
{
    const bool any = current().hasFigure();
    m_caption->setVisible(any);
    m_caption->parentWidget()->parentWidget()->setVisible(any);
    m_caption->setText(any ? QString::fromStdString(current().figure().caption) : QString());
}

} // namespace undertone::widgets
