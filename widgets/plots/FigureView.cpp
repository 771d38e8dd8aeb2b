#include "widgets/plots/FigureView.h"

#include "widgets/plots/FigureDrawing.h"
#include "widgets/plots/QCustomPlotHeader.h"
#include "widgets/plots/SeriesPlottable.h"

#include <QKeyEvent>
#include <QLabel>
#include <QStackedLayout>

#include <algorithm>
#include <cmath>

namespace undertone::widgets {

namespace {

constexpr double readoutTolerance = 24; ///< pixels
constexpr double ringRadius = 6;
constexpr double keyZoom = 0.8;
constexpr int shortestDrag = 4;
constexpr double keyStep = 0.1; ///< of what is seen

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
    describe(tr("Figure"), {});
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
    connect(m_plot, &QCustomPlot::afterLayout, this, &FigureView::placeReading);
    connect(m_plot, &QCustomPlot::mouseWheel, this, [this] { m_zoomed = true; });
    connect(m_plot, &QCustomPlot::mousePress, this, [this](QMouseEvent* event) {
        m_pressed = event->position().toPoint();
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
    connect(m_plot, &QCustomPlot::mouseRelease, this, [this](QMouseEvent* event) {
        const QPoint place = event->position().toPoint();
        const bool isClick =
            event->button() == Qt::LeftButton && (place - m_pressed).manhattanLength() <= shortestDrag;
        const auto readout =
            isClick && m_hasFigure ? m_drawing->readoutAt(place, readoutTolerance) : std::nullopt;
        if (readout && !readout->reference.empty())
            Q_EMIT pointChosen(QString::fromStdString(readout->reference));
    });
    connect(this, &FigureView::pointChosen, this, &FigureView::choose);
    connect(m_plot, &QCustomPlot::legendClick, this, [this](QCPLegend*, QCPAbstractLegendItem* item) {
        auto* clicked = qobject_cast<QCPPlottableLegendItem*>(item);
        auto* series = clicked ? qobject_cast<SeriesPlottable*>(clicked->plottable()) : nullptr;
        if (!series)
            return;
        // Queued: toggling makes the legend anew, and the plot still handles this click.
        QMetaObject::invokeMethod(
            this, [this, entry = series->entry()] { toggleSeries(entry); }, Qt::QueuedConnection);
    });
}

void FigureView::setFigure(const figure::FigureSpec& figure)
{
    const bool sameKind = m_hasFigure && m_figure.id == figure.id && m_figure.x.label == figure.x.label;
    m_figure = figure;
    m_hasFigure = !figure.isEmpty();
    if (!m_hasFigure)
        return setMessage(tr("No results yet: they appear here as the study runs. Training fills first."));
    m_layers->setCurrentWidget(m_plot);
    describe(QString::fromStdString(figure.title), QString::fromStdString(figure.caption));
    if (!sameKind)
        forgetReading();
    redraw(sameKind && m_zoomed);
}

/// For screen readers, which find the focus here and not on the plot.
void FigureView::describe(const QString& name, const QString& words)
{
    setAccessibleName(name);
    setAccessibleDescription(
        (words + QLatin1Char(' ') +
         tr("Arrow keys read points, Return chooses, digits toggle legend entries, plus and "
            "minus zoom, Shift and arrows move, Home fits."))
            .trimmed());
}

void FigureView::setMessage(const QString& message)
{
    m_hasFigure = false;
    m_zoomed = false;
    m_hidden.clear();
    m_chosen.clear();
    forgetReading();
    describe(tr("Figure"), message);
    m_message->setText(message);
    m_layers->setCurrentWidget(m_message);
}

void FigureView::redraw(bool keepRanges)
{
    const QCPRange ranges[] = {m_plot->xAxis->range(), m_plot->yAxis->range(), m_plot->yAxis2->range()};
    const auto before = reading();
    if (!m_showsReading)
        hideReadout();
    const auto theme = PlotTheme::screen(palette(), logicalDpiX());
    auto shown = m_figure;
    if (m_hidesNotes) {
        shown.notes.clear();
        shown.warnings.clear();
    }
    m_drawing->draw(shown, theme, m_hidden);
    m_drawing->choose(m_chosen.toStdString());
    m_ring->setPen(QPen(theme.text, 1.5));
    m_zoomed = keepRanges;
    if (keepRanges) {
        m_plot->xAxis->setRange(ranges[0]);
        m_plot->yAxis->setRange(ranges[1]);
        m_plot->yAxis2->setRange(ranges[2]);
    }
    if (before)
        readAgain(*before);
    arrange();
}

void FigureView::arrange()
{
    if (!m_hasFigure)
        return;
    m_drawing->arrange(m_plot->width());
    m_drawing->fitInto(m_plot->width(), m_plot->height());
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

void FigureView::toggleEntry(int index)
{
    const auto entries = m_drawing->entries();
    if (m_hasFigure && index < entries.size())
        toggleSeries(entries[index]);
}

void FigureView::choose(const QString& reference)
{
    if (m_chosen == reference)
        return;
    m_chosen = reference;
    m_drawing->choose(reference.toStdString());
    if (m_hasFigure)
        m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void FigureView::showReadout(const QPoint& place)
{
    const auto readout = m_hasFigure ? m_drawing->readoutAt(place, readoutTolerance) : std::nullopt;
    if (!readout)
        return hideReadout();
    m_showsReading = false;
    showText(*readout, place);
}

void FigureView::showText(const Readout& readout, const QPoint& beside)
{
    m_ring->topLeft->setPixelPosition(readout.place - QPointF(ringRadius, ringRadius));
    m_ring->bottomRight->setPixelPosition(readout.place + QPointF(ringRadius, ringRadius));
    m_ring->setVisible(true);
    m_readout->setText(readout.text);
    m_readout->adjustSize();
    QPoint corner = beside + QPoint(16, 16);
    if (corner.x() + m_readout->width() > m_plot->width())
        corner.setX(beside.x() - m_readout->width() - 12);
    if (corner.y() + m_readout->height() > m_plot->height())
        corner.setY(beside.y() - m_readout->height() - 12);
    m_readout->move(std::max(0, corner.x()), std::max(0, corner.y()));
    m_readout->show();
    m_plot->layer(QStringLiteral("readout"))->replot();
}

std::optional<Readout> FigureView::reading() const
{
    const auto all = m_line < 0 ? std::vector<std::vector<Readout>>() : m_drawing->readouts();
    const auto line = static_cast<std::size_t>(m_line);
    const auto point = static_cast<std::size_t>(m_point);
    if (line >= all.size() || point >= all[line].size())
        return std::nullopt;
    return all[line][point];
}

/// Finds in a figure that was drawn anew what the keys read: by its reference, or by its place where it has
/// none.
void FigureView::readAgain(const Readout& before)
{
    const auto isThere = [&] {
        const auto now = reading();
        return now && now->reference == before.reference;
    };
    if (isThere())
        return;
    const auto all = m_drawing->readouts();
    const auto own = static_cast<std::size_t>(m_line); // lines may share references: its own comes first
    for (std::size_t i = 0; !before.reference.empty() && i < all.size(); ++i) {
        const auto& line = all[(own + i) % all.size()];
        const auto found = std::find_if(line.begin(), line.end(), [&](const Readout& readout) {
            return readout.reference == before.reference;
        });
        if (found == line.end())
            continue;
        m_line = static_cast<int>((own + i) % all.size());
        m_point = static_cast<int>(found - line.begin());
        return;
    }
    forgetReading();
}

/// The plot may have moved under it.
void FigureView::placeReading()
{
    if (const auto now = m_showsReading ? reading() : std::nullopt)
        showText(*now, now->place.toPoint());
}

void FigureView::forgetReading()
{
    m_line = m_point = -1;
    hideReadout();
}

/// Goes on by lines and points, and reads what is there.
void FigureView::readByKeys(int lines, int points)
{
    const auto all = m_hasFigure ? m_drawing->readouts() : std::vector<std::vector<Readout>>();
    if (all.empty())
        return;
    const bool isFirst = m_line < 0;
    m_line = std::clamp(isFirst ? 0 : m_line + lines, 0, static_cast<int>(all.size()) - 1);
    const auto& line = all[static_cast<std::size_t>(m_line)];
    m_point = std::clamp(isFirst ? 0 : m_point + points, 0, static_cast<int>(line.size()) - 1);
    const auto& readout = line[static_cast<std::size_t>(m_point)];
    m_showsReading = true;
    showText(readout, readout.place.toPoint());
}

void FigureView::chooseRead()
{
    if (const auto read = reading(); read && !read->reference.empty())
        Q_EMIT pointChosen(QString::fromStdString(read->reference));
}

/// By shares of what is seen.
void FigureView::moveBy(double x, double y)
{
    m_zoomed = true;
    const auto moveAxis = [](QCPAxis& axis, double share) {
        const auto range = axis.range();
        const bool isLog = axis.scaleType() == QCPAxis::stLogarithmic;
        const double sign = axis.rangeReversed() ? -share : share;
        if (isLog)
            axis.setRange(range * std::pow(range.upper / range.lower, sign));
        else
            axis.moveRange(range.size() * sign);
    };
    moveAxis(*m_plot->xAxis, x);
    moveAxis(*m_plot->yAxis, y);
    moveAxis(*m_plot->yAxis2, y);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void FigureView::hideReadout()
{
    m_showsReading = false;
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
    const int key = event->key();
    const bool moves = event->modifiers().testFlag(Qt::ShiftModifier);
    const auto arrow = [&](int lines, int points) {
        moves ? moveBy(keyStep * points, -keyStep * lines) : readByKeys(lines, points);
    };
    if (key >= Qt::Key_1 && key <= Qt::Key_9)
        return toggleEntry(key - Qt::Key_1);
    switch (key) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(keyZoom);
    case Qt::Key_Minus:
        return zoom(1 / keyZoom);
    case Qt::Key_Home:
    case Qt::Key_0:
        return fit();
    case Qt::Key_Left:
        return arrow(0, -1);
    case Qt::Key_Right:
        return arrow(0, 1);
    case Qt::Key_Up:
        return arrow(-1, 0);
    case Qt::Key_Down:
        return arrow(1, 0);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return chooseRead();
    case Qt::Key_Escape:
        hideReadout();
        Q_EMIT pointChosen({});
        return;
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
