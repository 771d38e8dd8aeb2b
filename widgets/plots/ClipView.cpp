#include "widgets/plots/ClipView.h"

#include "widgets/plots/PlotTheme.h"
#include "widgets/plots/QCustomPlotHeader.h"

#include <QKeyEvent>
#include <QLabel>
#include <QStackedLayout>

#include <algorithm>
#include <cmath>
#include <limits>

namespace undertone::widgets {

namespace {

constexpr double highestPitch = 600; ///< Hz
constexpr double quietest = -80;     ///< dB

} // namespace

ClipView::ClipView(QWidget* parent)
    : QWidget(parent), m_plot(new QCustomPlot), m_message(new QLabel), m_layers(new QStackedLayout(this))
{
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setMargin(24);
    m_message->setForegroundRole(QPalette::PlaceholderText);
    m_layers->addWidget(m_message);
    m_layers->addWidget(m_plot);
    m_plot->setMinimumSize(260, 180);
    m_plot->setFocusProxy(this);
    m_plot->setLocale(QLocale::c());
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Waveform and spectrogram"));
    makeRects();
    applyTheme();
    connect(m_plot, &QCustomPlot::mouseDoubleClick, this, &ClipView::fit);
}

void ClipView::makeRects()
{
    m_plot->plotLayout()->clear();
    m_waveform = new QCPAxisRect(m_plot);
    m_spectrogram = new QCPAxisRect(m_plot);
    m_plot->plotLayout()->addElement(0, 0, m_waveform);
    m_plot->plotLayout()->addElement(1, 0, m_spectrogram);
    m_plot->plotLayout()->setRowStretchFactor(1, 2);
    auto* sides = new QCPMarginGroup(m_plot);
    auto* time = m_waveform->axis(QCPAxis::atBottom);
    auto* lowerTime = m_spectrogram->axis(QCPAxis::atBottom);
    auto* hertz = m_spectrogram->axis(QCPAxis::atLeft);
    for (auto* rect : {m_waveform, m_spectrogram}) {
        rect->setMarginGroup(QCP::msLeft | QCP::msRight, sides);
        rect->setRangeDrag(Qt::Horizontal);
        rect->setRangeZoom(Qt::Horizontal);
    }
    m_plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    time->setTickLabels(false);
    lowerTime->setLabel(tr("seconds"));
    hertz->setLabel(tr("Hz"));
    auto* pitch = m_spectrogram->axis(QCPAxis::atRight);
    pitch->setVisible(true);
    pitch->setTickLabels(true);
    pitch->setLabel(tr("F0, Hz"));
    m_low = m_plot->addGraph(time, m_waveform->axis(QCPAxis::atLeft));
    m_high = m_plot->addGraph(time, m_waveform->axis(QCPAxis::atLeft));
    m_low->setChannelFillGraph(m_high);
    m_map = new QCPColorMap(lowerTime, hertz);
    m_map->setInterpolate(false);
    m_pitch = m_plot->addGraph(lowerTime, pitch);
    const auto follow = [](QCPAxis* from, QCPAxis* to) {
        connect(from, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), to,
                qOverload<const QCPRange&>(&QCPAxis::setRange));
    };
    follow(time, lowerTime);
    follow(lowerTime, time);
}

void ClipView::applyTheme()
{
    const auto theme = PlotTheme::screen(palette(), logicalDpiX());
    m_plot->setBackground(QBrush(theme.background));
    for (auto* rect : {m_waveform, m_spectrogram})
        for (auto* axis : rect->axes()) {
            const QPen pen(theme.axis, theme.length(0.6));
            axis->setBasePen(pen);
            axis->setTickPen(pen);
            axis->setSubTicks(false);
            axis->setTickLabelFont(theme.font(0.9));
            axis->setLabelFont(theme.font());
            axis->setTickLabelColor(theme.text);
            axis->setLabelColor(theme.text);
            axis->grid()->setVisible(false);
        }
    m_low->setPen(QPen(theme.series(0), 1));
    m_high->setPen(QPen(theme.series(0), 1));
    m_low->setBrush(theme.series(0));
    m_pitch->setPen(QPen(theme.series(1), theme.length(1.4)));
    QCPColorGradient shades;
    shades.clearColorStops();
    shades.setColorStopAt(0, theme.background);
    shades.setColorStopAt(1, theme.text);
    m_map->setGradient(shades);
}

void ClipView::setMessage(const QString& message)
{
    m_hasClip = false;
    m_message->setText(message);
    m_layers->setCurrentWidget(m_message);
}

void ClipView::setClip(const features::ClipReport& clip, const QString& name)
{
    m_clip = clip;
    m_hasClip = true;
    showWaveform();
    showSpectrogram();
    showPitch();
    setAccessibleDescription(tr("%1, %2 seconds").arg(name).arg(clip.seconds, 0, 'f', 2) +
                             QStringLiteral(". ") +
                             tr("Plus and minus zoom, left and right move, Home shows the whole clip."));
    m_layers->setCurrentWidget(m_plot);
    fit();
}

void ClipView::showWaveform()
{
    QVector<double> times, low, high;
    const auto count = m_clip.lowest.size();
    double reach = 0.01;
    for (std::size_t i = 0; i < count; ++i) {
        times << m_clip.seconds * (static_cast<double>(i) + 0.5) / static_cast<double>(count);
        low << m_clip.lowest[i];
        high << m_clip.highest[i];
        reach = std::max({reach, std::abs(low.back()), std::abs(high.back())});
    }
    m_low->setData(times, low, true);
    m_high->setData(times, high, true);
    m_waveform->axis(QCPAxis::atLeft)->setRange(-1.05 * reach, 1.05 * reach);
}

void ClipView::showSpectrogram()
{
    const auto frames = static_cast<int>(m_clip.frames), bins = static_cast<int>(m_clip.bins);
    auto* cells = new QCPColorMapData(
        frames, bins, {m_clip.firstCentre, m_clip.firstCentre + (frames - 1) * m_clip.hopSeconds},
        {0, m_clip.highestHertz});
    for (int frame = 0; frame < frames; ++frame)
        for (int bin = 0; bin < bins; ++bin)
            cells->setCell(frame, bin, m_clip.decibels[static_cast<std::size_t>(frame * bins + bin)]);
    m_map->setData(cells);
    m_map->setDataRange({quietest, 0});
    m_spectrogram->axis(QCPAxis::atLeft)->setRange(0, m_clip.highestHertz);
    m_spectrogram->axis(QCPAxis::atRight)->setRange(0, highestPitch);
}

void ClipView::showPitch()
{
    QVector<double> times, hertz;
    for (std::size_t i = 0; i < m_clip.f0.size(); ++i) {
        times << m_clip.firstCentre + static_cast<double>(i) * m_clip.hopSeconds;
        hertz << (m_clip.f0[i] > 0 ? static_cast<double>(m_clip.f0[i])
                                   : std::numeric_limits<double>::quiet_NaN());
    }
    m_pitch->setData(times, hertz, true);
}

void ClipView::fit()
{
    m_waveform->axis(QCPAxis::atBottom)->setRange(0, std::max(0.001, m_clip.seconds));
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void ClipView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange)
        return;
    applyTheme();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void ClipView::keyPressEvent(QKeyEvent* event)
{
    auto* time = m_waveform->axis(QCPAxis::atBottom);
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        time->scaleRange(0.8);
        break;
    case Qt::Key_Minus:
        time->scaleRange(1.25);
        break;
    case Qt::Key_Left:
    case Qt::Key_Right:
        time->moveRange(time->range().size() * (event->key() == Qt::Key_Left ? -0.1 : 0.1));
        break;
    case Qt::Key_Home:
        return fit();
    default:
        return QWidget::keyPressEvent(event);
    }
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

} // namespace undertone::widgets
