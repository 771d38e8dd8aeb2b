#include "widgets/panels/PlotsPanel.h"

#include "widgets/help/HelpWindow.h"
#include "widgets/panels/PrivacyCalculatorPanel.h"
#include "widgets/plots/FigureView.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace undertone::widgets {

using figure::BudgetAxis;

namespace {

QString axisWords(BudgetAxis axis)
{
    switch (axis) {
    case BudgetAxis::Swept:
        return PlotsPanel::tr("as the study sweeps it");
    case BudgetAxis::Nominal:
        return PlotsPanel::tr("nominal epsilon");
    case BudgetAxis::OneUpdate:
        return PlotsPanel::tr("accounted epsilon of one update");
    case BudgetAxis::LeakedUpdates:
        return PlotsPanel::tr("accounted epsilon of the leaked updates");
    case BudgetAxis::AllRounds:
        return PlotsPanel::tr("accounted epsilon of all rounds");
    case BudgetAxis::Sigma:
        return PlotsPanel::tr("sigma of the noise");
    }
    return {};
}

} // namespace

PlotsPanel::PlotsPanel(QWidget* parent)
    : QWidget(parent), m_tabs(new QTabWidget), m_axisRow(new QWidget), m_axis(new QComboBox),
      m_calculator(new PrivacyCalculatorPanel), m_caption(new QLabel)
{
    setProperty(helpPageProperty, QStringLiteral("results"));
    const std::vector<std::pair<const char*, QString>> tabs = {{"tradeoff", tr("&Trade-off")},
                                                               {"leaks", tr("&Leaked updates")},
                                                               {"layers", tr("La&yers")},
                                                               {"training", tr("T&raining")}};
    for (const auto& [name, title] : tabs) {
        auto* view = new FigureView;
        view->setObjectName(QLatin1String(name));
        m_views.push_back(view);
        m_tabs->addTab(view->objectName() == QLatin1String("tradeoff") ? makeTradeoffPage(*view) : view,
                       title);
    }
    m_tabs->addTab(m_calculator, tr("Privacy c&alculator"));
    m_tabs->setDocumentMode(true);
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
    column->addWidget(m_caption);
    for (auto change : {&PlotsPanel::showCaption, &PlotsPanel::currentChanged}) {
        connect(m_tabs, &QTabWidget::currentChanged, this, change);
        connect(m_calculator, &PrivacyCalculatorPanel::curveChanged, this, change);
    }
}

bool PlotsPanel::showsCalculator() const
{
    return m_tabs->currentWidget() == m_calculator;
}

FigureView& PlotsPanel::current() const
{
    return showsCalculator() ? m_calculator->curve()
                             : *m_views[static_cast<std::size_t>(m_tabs->currentIndex())];
}

FigureView& PlotsPanel::view(const QString& figure) const
{
    for (auto* view : m_views)
        if (view->objectName() == figure)
            return *view;
    return *m_views.front();
}

QWidget* PlotsPanel::makeTradeoffPage(FigureView& view)
{
    m_axis->setToolTip(tr("What the horizontal axis shows; the most private end is on the left"));
    m_axis->setAccessibleName(tr("Budget axis"));
    auto* label = new QLabel(tr("&Budget"));
    label->setBuddy(m_axis);
    auto* row = new QHBoxLayout(m_axisRow);
    row->setContentsMargins(8, 6, 8, 0);
    row->addWidget(label);
    row->addWidget(m_axis);
    row->addStretch();
    m_axisRow->hide();
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_axisRow);
    column->addWidget(&view, 1);
    connect(m_axis, &QComboBox::activated, this, &PlotsPanel::showTradeoff);
    return page;
}

/// Keeps what was chosen while a study fills.
void PlotsPanel::offerAxes()
{
    QVariantList axes;
    for (const auto& [axis, figure] : m_tradeoffs)
        axes << static_cast<int>(axis);
    QVariantList offered;
    for (int i = 0; i < m_axis->count(); ++i)
        offered << m_axis->itemData(i);
    m_axisRow->setVisible(axes.size() > 1);
    if (axes == offered)
        return;
    const auto chosen = m_axis->currentData();
    m_axis->clear();
    for (const auto& axis : axes)
        m_axis->addItem(axisWords(static_cast<BudgetAxis>(axis.toInt())), axis);
    m_axis->setCurrentIndex(std::max(0, m_axis->findData(chosen)));
}

void PlotsPanel::showTradeoff()
{
    const auto index = static_cast<std::size_t>(m_axis->currentIndex());
    if (index >= m_tradeoffs.size())
        return;
    view(QStringLiteral("tradeoff")).setFigure(m_tradeoffs[index].second);
    showCaption();
    Q_EMIT currentChanged();
}

void PlotsPanel::showFigures(const std::vector<figure::FigureSpec>& figures, const Tradeoffs& tradeoffs)
{
    m_tradeoffs = tradeoffs;
    offerAxes();
    for (const auto& one : figures)
        if (one.id != "tradeoff" || tradeoffs.empty())
            view(QString::fromStdString(one.id)).setFigure(one);
    showTradeoff();
    showCaption();
    Q_EMIT currentChanged();
}

std::vector<figure::FigureSpec> PlotsPanel::figures() const
{
    std::vector<figure::FigureSpec> shown;
    for (const auto* view : m_views)
        if (view->hasFigure())
            shown.push_back(view->figure());
    return shown;
}

void PlotsPanel::showMessage(const QString& message)
{
    m_tradeoffs.clear();
    offerAxes();
    for (auto* view : m_views)
        view->setMessage(message);
    showCaption();
    Q_EMIT currentChanged();
}

void PlotsPanel::showCaption()
{
    const bool any = current().hasFigure();
    m_caption->setVisible(any);
    m_caption->setText(any ? QString::fromStdString(current().figure().caption) : QString());
}

} // namespace undertone::widgets
