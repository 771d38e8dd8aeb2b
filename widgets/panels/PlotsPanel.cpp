#include "widgets/panels/PlotsPanel.h"

#include "widgets/panels/PrivacyCalculatorPanel.h"
#include "widgets/plots/FigureView.h"

#include <QLabel>
#include <QTabWidget>
#include <QVBoxLayout>

namespace undertone::widgets {

PlotsPanel::PlotsPanel(QWidget* parent)
    : QWidget(parent), m_tabs(new QTabWidget), m_calculator(new PrivacyCalculatorPanel), m_caption(new QLabel)
{
    const std::vector<std::pair<const char*, QString>> tabs = {{"tradeoff", tr("&Trade-off")},
                                                               {"leaks", tr("&Leaked updates")},
                                                               {"layers", tr("La&yers")},
                                                               {"training", tr("T&raining")}};
    for (const auto& [name, title] : tabs) {
        auto* view = new FigureView;
        view->setObjectName(QLatin1String(name));
        m_views.push_back(view);
        m_tabs->addTab(view, title);
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

void PlotsPanel::showFigures(const std::vector<figure::FigureSpec>& figures)
{
    for (const auto& one : figures)
        view(QString::fromStdString(one.id)).setFigure(one);
    showCaption();
    Q_EMIT currentChanged();
}

void PlotsPanel::showMessage(const QString& message)
{
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
