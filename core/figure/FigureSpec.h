#pragma once

#include <optional>
#include <string>
#include <vector>

namespace undertone::figure {

enum class AxisScale { Linear, Log, Category };

struct Axis
{
    std::string label;
    AxisScale scale = AxisScale::Linear;
    std::vector<std::string> categories; ///< Category: names at 0, 1, 2, ...
    std::optional<double> low, high;     ///< fixed range; fitted when absent
    /// Of a log x axis: the name of the place, right of all numbers, where points at infinity stand.
    std::optional<std::string> unbounded;
    bool reversed = false; ///< a log x axis that falls from left to right
};

struct Point
{
    double x = 0;
    double y = 0;
    std::optional<double> low, high;   ///< interval of y
    std::optional<double> xLow, xHigh; ///< interval of x, where x is an estimate too
    std::string detail;                ///< hover text: value, interval, number of speakers, trials
    std::string reference;             ///< what a click selects (ReferenceSpec.h)
};

/// A Chance, Reference or Bound series is a horizontal line at the y of its first point, over the whole
/// width. Reference: what a measured series is compared with, such as the `data` ceiling. Published: a line
/// of other people's results, in grey. Bound: what the reader asks for. Frontier: rings around points of
/// other series, joined by steps.
enum class SeriesRole { Measured, Chance, Reference, Published, Bound, Frontier };
enum class SeriesAxis { Left, Right };
/// None: markers alone. Bars: from 0 up to each point, as wide as the points are apart.
enum class LinePattern { Solid, Dotted, None, Bars };

struct Series
{
    std::string name;
    std::string legend; ///< an entry that several series share; empty: the name
    SeriesRole role = SeriesRole::Measured;
    SeriesAxis axis = SeriesAxis::Left;
    int style = 0; ///< index into the palette (FigureStyleSpec.h): colour and marker
    bool markers = true;
    bool isUpright = false; ///< of a line over the whole width: over the whole height at its first point's x
    LinePattern pattern = LinePattern::Solid;
    std::vector<Point> points;

    /// Chance, Reference and Bound.
    bool spansWidth() const
    {
        return role == SeriesRole::Chance || role == SeriesRole::Reference || role == SeriesRole::Bound;
    }
    const std::string& entry() const { return legend.empty() ? name : legend; }
};

/// A place on the x axis that is pointed out: a setting that meets the reader's bounds, by its intervals
/// (filled) or by its estimates alone (hollow).
struct Mark
{
    double x = 0;
    bool isSure = false;
    std::string detail;
    std::string reference;
};

/// A cell of a heatmap: rectangle (column, row), row 0 on top, hatched when its interval crosses chance.
struct HeatmapCell
{
    std::size_t column = 0;
    std::size_t row = 0;
    double value = 0;
    std::optional<double> low, high; ///< interval of the value
    std::string text;
    bool crossesChance = false;
    std::string detail;
    std::string reference;
};

struct Heatmap
{
    std::vector<HeatmapCell> cells;
    double centre = 0.5; ///< chance: the middle of the diverging colours
    double reach = 0.5;  ///< distance from the centre at which the colours end
    std::string valueLabel;
    bool isSigned =
        true; ///< values below the centre can be: else the colours begin at it, and nothing is chance
};

/// A figure as data: the screen and every exported file are drawn from it.
struct FigureSpec
{
    std::string id; ///< tradeoff | leaks | layers | clients | features | training | audit | privacy |
                    ///< representation | frontier | embedding
    std::string title;
    Axis x, left;
    std::optional<Axis> right;
    std::vector<Series> series;
    std::vector<Mark> marks;
    std::optional<Heatmap> heatmap;
    std::vector<std::string> notes; ///< how to read it, where nothing else says so: printed under the figure
    std::vector<std::string> warnings; ///< few speakers, synthetic data: printed under the figure
    std::string caption;               ///< for a paper, with the numbers

    bool isEmpty() const { return series.empty() && !heatmap; }
};

} // namespace undertone::figure
