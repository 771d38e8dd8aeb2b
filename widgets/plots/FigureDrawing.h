#pragma once

#include "core/figure/FigureSpec.h"
#include "widgets/plots/PlotTheme.h"

#include <QPointF>
#include <QStringList>

#include <optional>
#include <string>
#include <vector>

class QCPAxis;
class QCPLayoutGrid;
class QCPLegend;
class QCPTextElement;
class QCustomPlot;

namespace undertone::widgets {

class HeatmapPlottable;
class MarkPlottable;
class SeriesPlottable;

/// What lies under the pointer.
struct Readout
{
    QPointF place; ///< of the point or the cell's centre, in the plot's coordinates
    QString text;
    std::string reference; ///< what a click on it chooses
};

/// Draws a FigureSpec into a plot: the only code that does, for the screen and for files.
class FigureDrawing
{
public:
    explicit FigureDrawing(QCustomPlot& plot);

    /// Draws anew, everything fitted. Series named in `hidden` are left off and greyed in the legend.
    void draw(const figure::FigureSpec& spec, const PlotTheme& theme, const QStringList& hidden = {});
    /// Arranges legend, notes and names below the plot for a width. Needed after draw() and whenever the
    /// width changes.
    void arrange(int width);
    /// Fits what stands beside the plot into a size with legend and notes, after arrange().
    void fitInto(int width, int height);
    /// The least height of the plot without legend and notes at which nothing is cramped.
    int leastPlotHeight() const;
    /// Height of legend, notes and further lines below the plot as arranged.
    int extraHeight() const;
    /// Shows everything.
    void fit();

    std::optional<Readout> readoutAt(const QPointF& place, double tolerance) const;
    /// Everything that can be read: the points of each line that is shown, or the cells of each row.
    std::vector<std::vector<Readout>> readouts() const;
    /// Points out what belongs to a reference.
    void choose(const std::string& reference);
    /// The legend's entries in order; lines that share one appear once.
    QStringList entries() const;
    const std::vector<SeriesPlottable*>& series() const { return m_series; }
    const HeatmapPlottable* heatmap() const { return m_heatmap; }

private:
    void clear();
    void addSeries(const QStringList& hidden);
    void addHeatmap();
    void addMarks();
    void setUpAxis(QCPAxis& axis, const figure::Axis& spec, bool grid);
    void fitAxis(QCPAxis& axis, const figure::Axis& spec, bool isKey);
    void fillLegend(const QStringList& hidden);
    void arrangeLegend(int width);
    void layOut(int width, int height);
    void fitLabel(QCPAxis& axis, const figure::Axis& spec, double length) const;
    void turnLabels(double length);
    void thinLabels(QCPAxis& axis, const figure::Axis& spec, double length) const;
    QString notes() const;

    QCustomPlot& m_plot;
    QCPLayoutGrid* m_legendRow = nullptr;
    QCPLegend* m_legend = nullptr;
    QCPTextElement* m_notes = nullptr;
    figure::FigureSpec m_spec; ///< every point has a place
    PlotTheme m_theme;
    std::vector<SeriesPlottable*> m_series;
    HeatmapPlottable* m_heatmap = nullptr;
    MarkPlottable* m_marks = nullptr;
    int m_turnedHeight = 0; ///< of names on the x axis that stand at an angle
};

} // namespace undertone::widgets
