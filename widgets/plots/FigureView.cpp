#include "widgets/plots/FigureView.h"

#include "widgets/plots/FigureDrawing.h"
#include "widgets/plots/QCustomPlotHeader.h"
#include "widgets/plots/SeriesPlottable.h"

#include <QKeyEvent>
#include <QLabel>
#include <QStackedLayout>

#include <algorithm>

namespace undertone::widgets {

namespace {

constexpr double readoutTolerance = 24; ///< pixels
constexpr double ringRadius = 6;
constexpr double keyZoom = 0.8;
constexpr int shortestDrag = 4;

bool isEmpty(const figure::FigureSpec& figure)
{
    return figure.series.empty() && !figure.heatmap;
}

} // namespace

FigureView::FigureView(QWidget* parent)
    : QWidget(parent), m_plot(new QCustomPlot), m_message(new QLabel), m_readout(new QLabel(m_plot)),
      m_layers(new QStackedLayout(this)), m_drawing(std::make_unique<FigureDrawing>(*m_plot))
{
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setMargin(32);
    m_message->setForegroundRole(QPalette::PlaceholderText);
    m_readout->setFrameShape(QFrame::StyledPanel);
    m_readout->setAutoFillBackground(true);
    m_readout->setBackgroundRole(QPalette::ToolTipBase);
    m_readout->setForegroundRole(QPalette::ToolTipText);
    m_readout->setMargin(6);
    m_readout->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_readout->hide();
    m_layers->addWidget(m_message);
    m_layers->addWidget(m_plot);
    m_plot->setMinimumSize(260, 200);
    m_plot->installEventFilter(this);
    m_plot->setFocusProxy(this);
    setFocusPolicy(Qt::StrongFocus);
    connectPlot();
}

FigureView::~FigureView() = default;

void FigureView::connectPlot()
{
    m_plot->addLayer(QStringLiteral("readout"), m_plot->layer(QStringLiteral("overlay")),
                     QCustomPlot::limBelow);
    m_ring = new QCPItemEllipse(m_plot);
    m_ring->setLayer(QStringLiteral("readout"));
    m_ring->setSelectable(false);
    m_ring->setVisible(false);
    for (auto* position : {m_ring->topLeft, m_ring->bottomRight})
        position->setType(QCPItemPosition::ptAbsolute);
    m_plot->setInteractions(QCP::iRangeZoom);
    m_plot->setSelectionRectMode(QCP::srmZoom);
    m_plot->axisRect()->setRangeDragAxes({m_plot->xAxis, m_plot->yAxis, m_plot->yAxis2});
    m_plot->axisRect()->setRangeZoomAxes({m_plot->xAxis, m_plot->yAxis, m_plot->yAxis2});
    connect(m_plot, &QCustomPlot::mouseDoubleClick, this, &FigureView::fit);
    connect(m_plot, &QCustomPlot::mouseWheel, this, [this] { m_zoomed = true; });
    connect(m_plot, &QCustomPlot::mousePress, this, [this](QMouseEvent* event) {
        const bool moves = event->modifiers().testFlag(Qt::ShiftModifier);
        // The zoom rectangle swallows clicks, so it is for the plot's area alone: the legend needs them.
        const bool zooms = !moves && m_plot->axisRect()->rect().contains(event->position().toPoint());
        m_plot->setInteraction(QCP::iRangeDrag, moves);
        m_plot->setSelectionRectMode(zooms ? QCP::srmZoom : QCP::srmNone);
        m_zoomed = m_zoomed || moves;
    });
    connect(m_plot->selectionRect(), &QCPSelectionRect::accepted, this, [this](const QRect& rect) {
        m_zoomed = m_zoomed || std::max(rect.width(), rect.height()) > shortestDrag;
    });
    connect(m_plot, &QCustomPlot::mouseMove, this,
            [this](QMouseEvent* event) { showReadout(event->position().toPoint()); });
    connect(m_plot, &QCustomPlot::legendClick, this, [this](QCPLegend*, QCPAbstractLegendItem* item) {
        auto* entry = qobject_cast<QCPPlottableLegendItem*>(item);
        if (!entry)
            return;
        // Queued: toggling makes the legend anew, and the plot still handles this click.
        QMetaObject::invokeMethod(
            this, [this, name = entry->plottable()->name()] { toggleSeries(name); }, Qt::QueuedConnection);
    });
}

void FigureView::setFigure(const figure::FigureSpec& figure)
{
    const bool sameKind = m_hasFigure && m_figure.id == figure.id && m_figure.x.label == figure.x.label;
    m_figure = figure;
    m_hasFigure = !isEmpty(figure);
    if (!m_hasFigure)
        return setMessage(tr("No results yet: they appear here as the study runs. Training fills first."));
    m_layers->setCurrentWidget(m_plot);
    m_plot->setAccessibleName(QString::fromStdString(figure.title));
    m_plot->setAccessibleDescription(QString::fromStdString(figure.caption));
    redraw(sameKind && m_zoomed);
}

void FigureView::setMessage(const QString& message)
{
    m_hasFigure = false;
    m_zoomed = false;
    m_message->setText(message);
    m_layers->setCurrentWidget(m_message);
}

void FigureView::redraw(bool keepRanges)
{
    const QCPRange ranges[] = {m_plot->xAxis->range(), m_plot->yAxis->range(), m_plot->yAxis2->range()};
    hideReadout();
    const auto theme = PlotTheme::screen(palette(), logicalDpiX());
    m_drawing->draw(m_figure, theme, m_hidden);
    m_ring->setPen(QPen(theme.text, 1.5));
    m_zoomed = keepRanges;
    if (keepRanges) {
        m_plot->xAxis->setRange(ranges[0]);
        m_plot->yAxis->setRange(ranges[1]);
        m_plot->yAxis2->setRange(ranges[2]);
    }
    arrange();
}

void FigureView::arrange()
{
    if (!m_hasFigure)
        return;
    m_drawing->arrange(m_plot->width(), m_plot->height() - m_drawing->extraHeight());
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void FigureView::fit()
{
    m_zoomed = false;
    m_drawing->fit();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void FigureView::zoom(double factor)
{
    m_zoomed = true;
    for (auto* axis : {m_plot->xAxis, m_plot->yAxis, m_plot->yAxis2})
        axis->scaleRange(factor);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void FigureView::toggleSeries(const QString& name)
{
    if (!m_hidden.removeOne(name))
        m_hidden << name;
    redraw(m_zoomed);
}

void FigureView::showReadout(const QPoint& place)
{
    const auto readout = m_hasFigure ? m_drawing->readoutAt(place, readoutTolerance) : std::nullopt;
    if (!readout)
        return hideReadout();
    m_ring->topLeft->setPixelPosition(readout->place - QPointF(ringRadius, ringRadius));
    m_ring->bottomRight->setPixelPosition(readout->place + QPointF(ringRadius, ringRadius));
    m_ring->setVisible(!m_drawing->heatmap());
    m_readout->setText(readout->text);
    m_readout->adjustSize();
    QPoint corner = place + QPoint(16, 16);
    if (corner.x() + m_readout->width() > m_plot->width())
        corner.setX(place.x() - m_readout->width() - 12);
    if (corner.y() + m_readout->height() > m_plot->height())
        corner.setY(place.y() - m_readout->height() - 12);
    m_readout->move(std::max(0, corner.x()), std::max(0, corner.y()));
    m_readout->show();
    m_plot->layer(QStringLiteral("readout"))->replot();
}

void FigureView::hideReadout()
{
    if (!m_readout->isVisible() && !m_ring->visible())
        return;
    m_readout->hide();
    m_ring->setVisible(false);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void FigureView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_hasFigure)
        redraw(m_zoomed);
}

void FigureView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(keyZoom);
    case Qt::Key_Minus:
        return zoom(1 / keyZoom);
    case Qt::Key_Home:
    case Qt::Key_0:
        return fit();
    default:
        QWidget::keyPressEvent(event);
    }
}

void FigureView::leaveEvent(QEvent* event)
{
    hideReadout();
    QWidget::leaveEvent(event);
}

bool FigureView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_plot && event->type() == QEvent::Resize)
        arrange();
    return QWidget::eventFilter(watched, event);
}

} // namespace undertone::widgets
