#include "widgets/plots/FigureDrawing.h"

#include "core/figure/LogAxisSpec.h"
#include "widgets/plots/BandPlottable.h"
#include "widgets/plots/EvenTicker.h"
#include "widgets/plots/HeatmapPlottable.h"
#include "widgets/plots/LogTicker.h"
#include "widgets/plots/MarkPlottable.h"
#include "widgets/plots/QCustomPlotHeader.h"
#include "widgets/plots/SeriesPlottable.h"
#include "widgets/plots/TextWrap.h"

#include <QFontMetrics>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace undertone::widgets {

using figure::AxisScale;
using figure::SeriesAxis;

namespace {

constexpr double axisMargin = 0.035; ///< of the range, beyond each end

QMargins marginsOf(const PlotTheme& theme, double left, double top, double right, double bottom)
{
    return {qRound(theme.length(left)), qRound(theme.length(top)), qRound(theme.length(right)),
            qRound(theme.length(bottom))};
}

/// The name of every category whose number `step` divides.
QSharedPointer<QCPAxisTicker> categoryTicker(const figure::Axis& spec, std::size_t step)
{
    auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (std::size_t i = 0; i < spec.categories.size(); i += step)
        ticker->addTick(static_cast<double>(i), QString::fromStdString(spec.categories[i]));
    return ticker;
}

QSharedPointer<QCPAxisTicker> tickerOf(const figure::Axis& spec)
{
    if (spec.scale == AxisScale::Log)
        return QSharedPointer<LogTicker>::create();
    if (spec.scale != AxisScale::Category)
        return QSharedPointer<EvenTicker>::create();
    return categoryTicker(spec, 1);
}

void name(QCPAxis& axis, const std::optional<figure::NamedPlace>& place)
{
    if (place)
        axis.ticker().staticCast<LogTicker>()->setNamedPlace(
            place->place, QString::fromStdString(place->name), {place->low, place->high});
}

QCPRange widened(const QCPRange& range, AxisScale scale)
{
    if (scale == AxisScale::Log)
        return {range.lower / 1.15, range.upper * 1.15};
    const double margin = range.size() > 0 ? range.size() * axisMargin : 0.5;
    return {range.lower - margin, range.upper + margin};
}

Readout readoutOf(const SeriesPlottable& series, const figure::Point& point)
{
    return {series.coordsToPixels(point.x, point.y), QString::fromStdString(point.detail), point.reference};
}

Readout readoutOf(const HeatmapPlottable& heatmap, const figure::HeatmapCell& cell)
{
    return {heatmap.cellRect(cell).center(), QString::fromStdString(cell.detail), cell.reference};
}

} // namespace

FigureDrawing::FigureDrawing(QCustomPlot& plot) : m_plot(plot)
{
    plot.setAutoAddPlottableToLegend(false);
    plot.setLocale(QLocale::c());
    plot.axisRect()->setMinimumMargins({0, 0, 0, 0});
    auto* row = new QCPLayoutGrid;
    plot.plotLayout()->addElement(1, 0, row);
    m_legend = new QCPLegend;
    row->addElement(0, 0, new QCPLayoutElement);
    row->addElement(0, 1, m_legend);
    row->addElement(0, 2, new QCPLayoutElement);
    row->setColumnStretchFactor(1, 0.001);
    row->setColumnSpacing(0);
    m_legendRow = row;
    m_notes = new QCPTextElement(&plot);
    plot.plotLayout()->addElement(2, 0, m_notes);
    plot.plotLayout()->setRowStretchFactor(1, 0.001);
    plot.plotLayout()->setRowStretchFactor(2, 0.001);
}

void FigureDrawing::clear()
{
    m_legend->clearItems();
    m_plot.clearPlottables();
    m_series.clear();
    m_heatmap = nullptr;
    m_marks = nullptr;
}

void FigureDrawing::draw(const figure::FigureSpec& spec, const PlotTheme& theme, const QStringList& hidden)
{
    const auto placed = figure::placed(spec);
    m_spec = placed.figure;
    m_theme = theme;
    clear();
    m_plot.setBackground(QBrush(theme.background));
    m_plot.plotLayout()->setMargins(marginsOf(theme, 3, 5, 3, 3));
    m_plot.plotLayout()->setRowSpacing(qRound(theme.length(4)));
    // Labels at the ends of a log axis reach over it; what does not fit is not drawn.
    const int overhang =
        spec.x.scale == AxisScale::Log ? qRound(theme.length(placed.unbounded && !spec.right ? 20 : 10)) : 0;
    m_plot.axisRect()->setMinimumMargins({0, 0, overhang, 0});
    setUpAxis(*m_plot.xAxis, spec.x, !spec.heatmap && spec.x.scale != AxisScale::Category);
    setUpAxis(*m_plot.yAxis, spec.left, !spec.heatmap);
    name(*m_plot.xAxis, placed.unbounded);
    name(*m_plot.yAxis, placed.zero);
    setUpAxis(*m_plot.yAxis2, spec.right.value_or(figure::Axis{}), false);
    m_plot.xAxis->setRangeReversed(spec.x.reversed);
    m_plot.yAxis->setRangeReversed(spec.heatmap.has_value());
    m_plot.yAxis2->setVisible(spec.right.has_value());
    m_plot.yAxis2->setTickLabels(spec.right.has_value());
    addSeries(hidden);
    addHeatmap();
    addMarks();
    fillLegend(hidden);
    m_notes->setFont(theme.font(0.85));
    m_notes->setTextColor(theme.muted);
    fit();
}

void FigureDrawing::setUpAxis(QCPAxis& axis, const figure::Axis& spec, bool grid)
{
    const QPen line(m_theme.axis, m_theme.length(0.6));
    axis.setTicker(tickerOf(spec));
    axis.setScaleType(spec.scale == AxisScale::Log ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    axis.setNumberFormat("gbc");
    axis.setNumberPrecision(4);
    axis.setBasePen(line);
    axis.setTickPen(line);
    axis.setSubTickPen(QPen(m_theme.axis, m_theme.length(0.4)));
    axis.setSubTicks(spec.scale == AxisScale::Log);
    axis.setTickLength(0, qRound(m_theme.length(2.5)));
    axis.setSubTickLength(0, qRound(m_theme.length(1.5)));
    axis.setTickLabelFont(m_theme.font(0.9));
    axis.setLabelFont(m_theme.font());
    axis.setTickLabelColor(m_theme.text);
    axis.setLabelColor(m_theme.text);
    axis.setLabel(QString::fromStdString(spec.label));
    axis.setTickLabelPadding(qRound(m_theme.length(2.5)));
    axis.setLabelPadding(qRound(m_theme.length(3)));
    axis.setPadding(qRound(m_theme.length(2)));
    axis.grid()->setVisible(grid);
    axis.grid()->setPen(QPen(m_theme.grid, m_theme.length(0.5)));
    axis.grid()->setZeroLinePen(Qt::NoPen);
    axis.grid()->setSubGridVisible(false);
}

void FigureDrawing::addSeries(const QStringList& hidden)
{
    const auto axisOf = [this](const figure::Series& series) {
        return series.axis == SeriesAxis::Left ? m_plot.yAxis : m_plot.yAxis2;
    };
    // Bands that lie on each other must not hide what is below.
    const double opacity =
        std::min(0.16, (m_theme.dark ? 0.6 : 0.4) / static_cast<double>(m_spec.series.size()));
    for (const auto& series : m_spec.series) {
        if (series.role != figure::SeriesRole::Measured)
            continue;
        auto* band = new BandPlottable(m_plot.xAxis, axisOf(series), series, m_theme, opacity);
        band->setVisible(!hidden.contains(band->name()));
    }
    for (const auto& series : m_spec.series) {
        auto* axis = axisOf(series);
        m_series.push_back(new SeriesPlottable(m_plot.xAxis, axis, series, m_theme));
        m_series.back()->setVisible(!hidden.contains(m_series.back()->entry()));
        if (series.role == figure::SeriesRole::Published)
            m_series.back()->setLayer(QStringLiteral("grid")); // below what was measured
    }
}

void FigureDrawing::addHeatmap()
{
    if (m_spec.heatmap)
        m_heatmap = new HeatmapPlottable(m_plot.xAxis, m_plot.yAxis, *m_spec.heatmap, m_theme);
}

void FigureDrawing::addMarks()
{
    if (!m_spec.marks.empty())
        m_marks = new MarkPlottable(m_plot.xAxis, m_plot.yAxis, m_spec.marks, m_theme);
}

void FigureDrawing::fillLegend(const QStringList& hidden)
{
    m_legend->setBorderPen(Qt::NoPen);
    m_legend->setBrush(Qt::NoBrush);
    m_legend->setFont(m_theme.font(0.9));
    m_legend->setTextColor(m_theme.text);
    m_legend->setIconSize(qRound(m_theme.length(19)), qRound(m_theme.length(7)));
    m_legend->setIconTextPadding(qRound(m_theme.length(3)));
    m_legend->setMargins(QMargins());
    m_legend->setColumnSpacing(qRound(m_theme.length(9)));
    m_legend->setRowSpacing(qRound(m_theme.length(1)));
    QStringList entries;
    for (auto* series : m_series) {
        if (entries.contains(series->entry()))
            continue;
        entries << series->entry();
        series->addToLegend(m_legend);
        auto* item = m_legend->itemWithPlottable(series);
        item->setMargins(QMargins());
        item->setTextColor(hidden.contains(series->entry()) ? m_theme.grid : m_theme.text);
    }
}

QString FigureDrawing::notes() const
{
    QStringList lines;
    if (m_spec.heatmap && m_spec.heatmap->isSigned)
        lines << QStringLiteral("%1; hatched: the 95 % interval crosses chance (%2).")
                     .arg(QString::fromStdString(m_spec.heatmap->valueLabel))
                     .arg(m_spec.heatmap->centre, 0, 'g', 3);
    for (const auto& texts : {m_spec.notes, m_spec.warnings})
        for (const auto& text : texts)
            lines << QString::fromStdString(text);
    return lines.join('\n');
}

/// A label longer than its axis is set a little smaller, or in lines of nearly the same length.
void FigureDrawing::fitLabel(QCPAxis& axis, const figure::Axis& spec, double length) const
{
    constexpr double smallest = 0.85;
    const QString text = QString::fromStdString(spec.label);
    QFont font = m_theme.font();
    const double natural = QFontMetricsF(font).horizontalAdvance(text);
    if (natural > length)
        font.setPixelSize(qRound(font.pixelSize() * std::max(smallest, length / natural)));
    const double set = QFontMetricsF(font).horizontalAdvance(text);
    const double even = 1.2 * set / std::max(1.0, std::ceil(set / std::max(1.0, length)));
    axis.setLabelFont(font);
    axis.setLabel(set > length ? wrapped(text, font, static_cast<int>(std::min(length, even))) : text);
}

/// Names of categories that have no room beside each other stand at an angle.
void FigureDrawing::turnLabels(double length)
{
    m_turnedHeight = 0;
    m_plot.xAxis->setTickLabelRotation(0);
    if (m_spec.x.scale != AxisScale::Category || m_spec.x.categories.empty())
        return;
    const QFontMetricsF metrics(m_plot.xAxis->tickLabelFont());
    double widest = 0;
    for (const auto& name : m_spec.x.categories)
        widest = std::max(widest, metrics.horizontalAdvance(QString::fromStdString(name)));
    const double room = length / static_cast<double>(m_spec.x.categories.size());
    if (widest <= 0.95 * room)
        return;
    const bool isSteep = room < 1.5 * metrics.height();
    m_plot.xAxis->setTickLabelRotation(isSteep ? -90 : -45);
    m_turnedHeight = qRound(isSteep ? widest : 0.71 * widest);
}

/// Of more names than there is room for, every second or third or ... is written.
void FigureDrawing::thinLabels(QCPAxis& axis, const figure::Axis& spec, double length) const
{
    if (spec.scale != AxisScale::Category || spec.categories.empty())
        return;
    const double room = length / static_cast<double>(spec.categories.size());
    const double line = QFontMetricsF(axis.tickLabelFont()).height();
    const bool isAcross = &axis == m_plot.xAxis && axis.tickLabelRotation() == 0;
    const double step = isAcross || room <= 0 ? 1 : std::max(1.0, std::ceil(0.9 * line / room));
    axis.setTicker(categoryTicker(spec, static_cast<std::size_t>(step)));
}

int FigureDrawing::leastPlotHeight() const
{
    const auto rows = m_spec.left.scale == AxisScale::Category ? m_spec.left.categories.size() : 0;
    const double line = QFontMetricsF(m_plot.yAxis->tickLabelFont()).height();
    const double needed = static_cast<double>(rows) * line + m_theme.length(45);
    return qRound(std::clamp(needed, m_theme.length(120), m_theme.length(360)));
}

void FigureDrawing::layOut(int width, int height)
{
    m_plot.setViewport(QRect(0, 0, width, height));
    for (const auto phase :
         {QCPLayoutElement::upPreparation, QCPLayoutElement::upMargins, QCPLayoutElement::upLayout})
        m_plot.plotLayout()->update(phase);
}

void FigureDrawing::arrangeLegend(int width)
{
    // Other programs set the type of a file a little wider than this one.
    constexpr double spare = 0.96;
    const QFontMetrics metrics(m_legend->font());
    const int beside = m_legend->iconSize().width() + m_legend->iconTextPadding();
    const int most = static_cast<int>(spare * width) - beside - qRound(m_theme.length(6));
    int widest = 1;
    for (auto* series : m_series) {
        series->setName(wrapped(series->entry(), m_legend->font(), most));
        widest = std::max(widest, metrics.size(0, series->name()).width());
    }
    widest += beside + m_legend->columnSpacing();
    m_legend->setWrap(std::clamp(width / widest, 1, 4));
    m_legend->setFillOrder(QCPLegend::foColumnsFirst, true);
    m_legend->setVisible(!m_series.empty());
    m_legendRow->setMinimumSize(0, m_series.empty() ? 0 : m_legend->minimumOuterSizeHint().height());
}

void FigureDrawing::arrange(int width)
{
    arrangeLegend(width);
    m_notes->setText(wrapped(notes(), m_notes->font(), width - qRound(m_theme.length(10))));
    m_notes->setVisible(!m_notes->text().isEmpty());
    for (auto [axis, spec] : {std::pair(m_plot.xAxis, &m_spec.x), std::pair(m_plot.yAxis, &m_spec.left)})
        thinLabels(*axis, *spec, std::numeric_limits<double>::max());
    layOut(width, leastPlotHeight() + extraHeight());
    turnLabels(m_plot.axisRect()->width());
    thinLabels(*m_plot.xAxis, m_spec.x, m_plot.axisRect()->width());
    fitLabel(*m_plot.xAxis, m_spec.x, m_plot.axisRect()->width());
}

void FigureDrawing::fitInto(int width, int height)
{
    layOut(width, height);
    const double length = m_plot.axisRect()->height();
    thinLabels(*m_plot.yAxis, m_spec.left, length);
    fitLabel(*m_plot.yAxis, m_spec.left, length);
    if (m_spec.right)
        fitLabel(*m_plot.yAxis2, *m_spec.right, length);
}

int FigureDrawing::extraHeight() const
{
    const int legend = m_series.empty() ? 0 : m_legend->minimumOuterSizeHint().height();
    const int lines = m_notes->text().isEmpty() ? 0 : static_cast<int>(m_notes->text().count('\n')) + 1;
    const auto labels = static_cast<int>(m_plot.xAxis->label().count('\n'));
    return legend + lines * QFontMetrics(m_notes->font()).lineSpacing() +
           labels * QFontMetrics(m_plot.xAxis->labelFont()).lineSpacing() + m_turnedHeight;
}

void FigureDrawing::fitAxis(QCPAxis& axis, const figure::Axis& spec, bool isKey)
{
    const auto categories = static_cast<double>(spec.categories.size());
    if (spec.scale == AxisScale::Category)
        return axis.setRange(-0.5, std::max(1.0, categories) - 0.5);
    bool any = false;
    QCPRange range;
    for (auto* series : m_series) {
        if (!isKey && series->valueAxis() != &axis)
            continue;
        bool found = false;
        const auto own = isKey ? series->getKeyRange(found) : series->getValueRange(found);
        if (!found)
            continue;
        if (!any)
            range = own;
        range.expand(own);
        any = true;
    }
    if (!any)
        range = QCPRange(0, 1);
    const auto fitted =
        widened({spec.low.value_or(range.lower), spec.high.value_or(range.upper)}, spec.scale);
    axis.setRange(spec.low && *spec.low == 0 && !spec.high ? QCPRange(0, fitted.upper) : fitted);
}

void FigureDrawing::fit()
{
    fitAxis(*m_plot.xAxis, m_spec.x, true);
    fitAxis(*m_plot.yAxis, m_spec.left, false);
    fitAxis(*m_plot.yAxis2, m_spec.right.value_or(figure::Axis{}), false);
}

std::optional<Readout> FigureDrawing::readoutAt(const QPointF& place, double tolerance) const
{
    if (m_heatmap) {
        const auto* cell = m_heatmap->cellAt(place);
        if (!cell)
            return std::nullopt;
        return readoutOf(*m_heatmap, *cell);
    }
    std::optional<Readout> best;
    if (m_marks)
        if (const auto* mark = m_marks->markAt(place))
            return Readout{m_marks->placeOf(*mark), QString::fromStdString(mark->detail), mark->reference};
    for (const auto* series : m_series) {
        const bool drawn = series->visible() && !series->series().spansWidth();
        const auto [point, distance] = series->nearest(place);
        if (!drawn || !point || distance > tolerance)
            continue;
        tolerance = distance;
        best = readoutOf(*series, *point);
    }
    return best;
}

std::vector<std::vector<Readout>> FigureDrawing::readouts() const
{
    std::vector<std::vector<Readout>> lines;
    if (m_heatmap)
        for (const auto& cell : m_heatmap->heatmap().cells) {
            lines.resize(std::max(lines.size(), cell.row + 1));
            lines[cell.row].push_back(readoutOf(*m_heatmap, cell));
        }
    for (const auto* series : m_series) {
        if (!series->visible() || series->series().spansWidth() || series->series().points.empty())
            continue;
        auto& line = lines.emplace_back();
        for (const auto& point : series->series().points)
            line.push_back(readoutOf(*series, point));
    }
    for (auto& line : lines)
        std::stable_sort(line.begin(), line.end(),
                         [](const Readout& a, const Readout& b) { return a.place.x() < b.place.x(); });
    std::erase_if(lines, [](const auto& line) { return line.empty(); });
    return lines;
}

void FigureDrawing::choose(const std::string& reference)
{
    for (auto* series : m_series)
        series->setChosen(reference);
    if (m_heatmap)
        m_heatmap->setChosen(reference);
}

QStringList FigureDrawing::entries() const
{
    QStringList names;
    for (const auto* series : m_series)
        if (!names.contains(series->entry()))
            names << series->entry();
    return names;
}

} // namespace undertone::widgets
