#include "core/figure/FigureStyleSpec.h"
#include "core/figure/FigureText.h"
#include "core/figure/Latex.h"
#include "core/figure/LogAxisSpec.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>

namespace undertone::figure {

namespace {

constexpr double aspect = 0.7;              ///< height of the axes / width
constexpr double millimetresOfLetter = 1.9; ///< with the space beside the name

struct Range
{
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void add(double value)
    {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    bool empty() const { return low > high; }
};

std::string colour(Rgb rgb)
{
    return fmt::format("{{rgb,255:red,{};green,{};blue,{}}}", rgb.red, rgb.green, rgb.blue);
}

std::string markName(Marker marker)
{
    constexpr std::array names = {"*", "square*", "triangle*", "diamond*", "triangle*", "x", "+"};
    return names[static_cast<std::size_t>(marker)];
}

std::string strokeName(Stroke stroke)
{
    constexpr std::array names = {"solid", "dashed", "densely dotted", "dash dot"};
    return names[static_cast<std::size_t>(stroke)];
}

std::string markOptions(int style)
{
    const Marker marker = seriesMarker(style);
    return fmt::format(", mark size=1.6pt, mark={}, mark options={{solid{}{}}}", markName(marker),
                       marker == Marker::DownTriangle ? ", rotate=180" : "",
                       hasHollowMarker(style) ? ", fill=white" : "");
}

std::string ticks(const Axis& axis, const std::string& letter, const PrintedSize& size)
{
    if (axis.scale != AxisScale::Category)
        return {};
    std::vector<std::string> places, names;
    for (std::size_t i = 0; i < axis.categories.size(); ++i) {
        places.push_back(std::to_string(i));
        names.push_back(fmt::format("{{{}}}", latexText(axis.categories[i])));
    }
    std::size_t longest = 0;
    for (const auto& name : axis.categories)
        longest = std::max(longest, name.size());
    const bool areTurned =
        letter == "x" &&
        static_cast<double>(longest * names.size()) * millimetresOfLetter * size.points / 8 > size.widthMm;
    return fmt::format("  {0}tick={{{1}}}, {0}ticklabels={{{2}}},\n{3}", letter, fmt::join(places, ","),
                       fmt::join(names, ","),
                       areTurned ? "  x tick label style={rotate=45, anchor=north east, inner sep=1pt},\n"
                                 : "");
}

std::string limits(const std::string& letter, double low, double high)
{
    return fmt::format("  {0}min={1:g}, {0}max={2:g},\n", letter, low, high);
}

Range abscissae(const FigureSpec& figure)
{
    Range range;
    for (const auto& series : figure.series)
        if (!series.spansWidth() || series.isUpright)
            for (const auto& point : series.points) {
                range.add(point.xLow.value_or(point.x));
                range.add(point.xHigh.value_or(point.x));
            }
    return range;
}

/// Numbers as far as they go, then what has no place among them.
std::string namedTicks(const std::string& letter, const NamedPlace& named)
{
    std::vector<std::string> places, names;
    for (const double tick : logTicks(named.low, named.high)) {
        places.push_back(fmt::format("{:g}", tick));
        names.push_back(fmt::format("{{{:g}}}", tick));
    }
    places.push_back(fmt::format("{:g}", named.place));
    names.push_back(fmt::format("{{{}}}", latexText(named.name)));
    return fmt::format("  {0}tick={{{1}}}, {0}ticklabels={{{2}}}, minor {0}tick={{}},\n", letter,
                       fmt::join(places, ","), fmt::join(names, ","));
}

/// What the x axis shows; nothing when there are no points.
Range drawnAbscissae(const PlacedFigure& placed)
{
    const Axis& axis = placed.figure.x;
    Range range = abscissae(placed.figure);
    if (axis.scale == AxisScale::Category)
        return {-0.5, std::max(1.0, static_cast<double>(axis.categories.size())) - 0.5};
    if (range.empty())
        return range;
    if (axis.scale == AxisScale::Log)
        return {range.low / 1.15, range.high * 1.15};
    const double margin = range.high > range.low ? (range.high - range.low) * 0.04 : 0.5;
    return {range.low - margin, range.high + margin};
}

std::string xOptions(const PlacedFigure& placed, const PrintedSize& size)
{
    const Axis& axis = placed.figure.x;
    std::string options = fmt::format("  xlabel={{{}}},\n", latexText(axis.label)) + ticks(axis, "x", size);
    const Range range = drawnAbscissae(placed);
    if (range.empty())
        return options;
    options += (axis.scale == AxisScale::Log ? "  xmode=log,\n" : "") + limits("x", range.low, range.high);
    if (axis.reversed)
        options += "  x dir=reverse,\n";
    return options + (placed.unbounded ? namedTicks("x", *placed.unbounded) : "");
}

std::string yOptions(const PlacedFigure& placed, const Axis& axis, SeriesAxis side)
{
    std::string options = fmt::format("  ylabel={{{}}},\n", latexText(axis.label));
    if (axis.low && axis.high)
        return options + limits("y", *axis.low, *axis.high) +
               "  ytick distance=0.2, enlarge y limits={abs=0.03},\n";
    Range range;
    for (const auto& series : placed.figure.series)
        if (series.axis == side && !series.isUpright)
            for (const auto& point : series.points) {
                range.add(point.low.value_or(point.y));
                range.add(point.high.value_or(point.y));
            }
    if (range.empty())
        return options;
    if (axis.scale == AxisScale::Log)
        return options + "  ymode=log,\n" + limits("y", range.low / 1.15, range.high * 1.15) +
               (placed.zero && side == SeriesAxis::Left ? namedTicks("y", *placed.zero) : "");
    return options + limits("y", axis.low.value_or(range.low), axis.high.value_or(range.high * 1.05));
}

std::string coordinates(const Series& series)
{
    std::string text;
    for (const auto& point : series.points) {
        text += fmt::format(" ({:g},{:.6g})", point.x, point.y);
        if (series.markers && point.low && point.high)
            text += fmt::format(" +- ({:.6g},{:.6g}) -= ({:.6g},{:.6g})",
                                point.xHigh.value_or(point.x) - point.x, *point.high - point.y,
                                point.x - point.xLow.value_or(point.x), point.y - *point.low);
    }
    return text;
}

std::string band(const Series& series)
{
    std::string text;
    for (const auto& point : series.points)
        text += fmt::format(" ({:g},{:.6g})", point.x, point.high.value_or(point.y));
    for (auto point = series.points.rbegin(); point != series.points.rend(); ++point)
        text += fmt::format(" ({:g},{:.6g})", point->x, point->low.value_or(point->y));
    return fmt::format(
        "\\addplot[fill={}, fill opacity=0.15, draw=none, forget plot] coordinates {{{}}} -- cycle;\n",
        colour(seriesColour(series.style)), text);
}

std::string style(const Series& series)
{
    if (series.role == SeriesRole::Chance)
        return series.axis == SeriesAxis::Left && !series.isUpright ? "gray, dashed, thin"
                                                                    : "gray, densely dotted, thin";
    if (series.role == SeriesRole::Frontier)
        return "black, const plot, densely dotted, mark=o, mark size=3pt, mark options=solid";
    if (series.role == SeriesRole::Reference)
        return "darkgray, dash dot, thin";
    if (series.role == SeriesRole::Bound)
        return series.axis == SeriesAxis::Left ? "black, dash dot dot, thin"
                                               : "black, loosely dotted, semithick";
    if (series.pattern == LinePattern::Bars)
        return "ybar, bar width=0.5em, draw=none, fill=" + colour(seriesColour(series.style));
    std::string text = series.role == SeriesRole::Published ? "color=gray!70"
                                                            : "color=" + colour(seriesColour(series.style));
    text += series.pattern == LinePattern::Dotted ? ", densely dotted, semithick"
            : series.pattern == LinePattern::None ? ", only marks"
                                                  : ", semithick, " + strokeName(seriesStroke(series.style));
    return text + (series.markers ? markOptions(series.style) : ", mark=none");
}

/// From the lowest to the highest place of an axis, whose limits are set.
std::string uprightPlot(const Series& series)
{
    return fmt::format(
        "\\draw[{0}] ({{axis cs:{1:g},0}} |- {{rel axis cs:0,0}}) -- ({{axis cs:{1:g},0}} |- {{rel axis "
        "cs:0,1}});\n",
        style(series), series.points.front().x);
}

std::string plot(const Series& series, const Range& abscissae)
{
    if (series.isUpright)
        return uprightPlot(series);
    if (series.spansWidth())
        return fmt::format(
            "\\addplot[forget plot, mark=none, {0}] coordinates {{({1:g},{3:g}) ({2:g},{3:g})}};\n",
            style(series), abscissae.low, abscissae.high, series.points.front().y);
    const bool hasBand = !series.markers && series.pattern != LinePattern::Bars && series.points.size() > 1 &&
                         series.points.front().low;
    const std::string bars =
        !series.markers || series.role == SeriesRole::Frontier ? ""
        : series.points.front().xLow
            ? ", error bars/.cd, x dir=both, x explicit, y dir=both, y explicit, error bar style={thin}"
            : ", error bars/.cd, y dir=both, y explicit, error bar style={semithick}";
    return (hasBand ? band(series) : std::string()) +
           fmt::format("\\addplot[forget plot, {}{}] coordinates {{{}}};\n", style(series), bars,
                       coordinates(series));
}

std::string legend(const FigureSpec& figure)
{
    std::string text;
    std::set<std::string> entries;
    for (const auto& series : figure.series)
        if (entries.insert(series.entry()).second)
            text += fmt::format("\\addlegendimage{{{}}}\\addlegendentry{{{}}}\n", style(series),
                                latexText(series.entry()));
    return text;
}

std::string axis(const PlacedFigure& placed, SeriesAxis side, const PrintedSize& size)
{
    const FigureSpec& figure = placed.figure;
    const bool left = side == SeriesAxis::Left;
    const Axis& own = left ? figure.left : *figure.right;
    std::string options = xOptions(placed, size) + yOptions(placed, own, side);
    if (figure.right)
        options += left ? "  axis y line*=left,\n" : "  axis y line*=right, axis x line=none,\n";
    std::string text =
        fmt::format("\\begin{{axis}}[\n  width={}mm, height={}mm, scale only axis=false, legend "
                    "columns=2,\n  legend style={{at={{(0.5,-0.24)}}, anchor=north, draw=none, "
                    "font=\\smalltype}}, legend cell align=left,\n{}]\n",
                    size.widthMm, size.widthMm * aspect, options);
    const Range abscissae = drawnAbscissae(placed);
    for (const bool published : {true, false}) // what was measured lies on top
        for (const auto& series : figure.series)
            if (series.axis == side && !series.points.empty() &&
                (series.role == SeriesRole::Published) == published)
                text += plot(series, abscissae);
    if (left)
        for (const auto& mark : figure.marks)
            text += fmt::format(
                "\\node[draw, {}, regular polygon, regular polygon sides=3, shape border rotate=180, "
                "inner sep=1pt] at (axis cs:{:g},{:g}) {{}};\n",
                mark.isSure ? "fill=black" : "fill=white", mark.x, own.high.value_or(1));
    const bool last = !left || !figure.right;
    return text + (last ? legend(figure) : "") + "\\end{axis}\n";
}

std::string heatmapCell(const HeatmapCell& cell, const Heatmap& heatmap)
{
    const Rgb fill = divergingColour(cell.value, heatmap.centre, heatmap.reach);
    const double x = static_cast<double>(cell.column);
    const double y = static_cast<double>(cell.row);
    const auto rectangle =
        fmt::format("(axis cs:{:g},{:g}) rectangle (axis cs:{:g},{:g})", x - 0.5, y - 0.5, x + 0.5, y + 0.5);
    std::string text = fmt::format("\\fill[color={}] {};\n", colour(fill), rectangle);
    if (cell.crossesChance)
        text += fmt::format("\\fill[pattern=north east lines, pattern color=gray] {};\n", rectangle);
    return text + fmt::format("\\node[text={}, font=\\smalltype{}] at (axis cs:{:g},{:g}) {{{}}};\n",
                              needsWhiteText(fill) ? "white" : "black",
                              cell.crossesChance
                                  ? ", fill=white, fill opacity=0.7, text opacity=1, inner sep=1pt"
                                  : "",
                              x, y, latexText(cell.text));
}

std::string heatmapAxis(const FigureSpec& figure, const PrintedSize& size)
{
    std::string text = fmt::format(
        "\\begin{{axis}}[\n  width={}mm, height={}mm, y dir=reverse, axis on top, tick align=outside, tick "
        "pos=left,\n"
        "  xlabel={{{}}}, ylabel={{{}}},\n{}{}{}{}]\n",
        size.widthMm, size.widthMm * aspect, latexText(figure.x.label), latexText(figure.left.label),
        ticks(figure.x, "x", size), ticks(figure.left, "y", size),
        limits("x", -0.5, static_cast<double>(figure.x.categories.size()) - 0.5),
        limits("y", -0.5, static_cast<double>(figure.left.categories.size()) - 0.5));
    for (const auto& cell : figure.heatmap->cells)
        text += heatmapCell(cell, *figure.heatmap);
    return text + "\\end{axis}\n";
}

std::string noteNode(const FigureSpec& figure, const PrintedSize& size)
{
    std::vector<std::string> lines;
    if (figure.heatmap && figure.heatmap->isSigned)
        lines.push_back(fmt::format("{}; hatched: the 95 \\% interval crosses chance ({:.3g}).",
                                    latexText(figure.heatmap->valueLabel), figure.heatmap->centre));
    for (const auto& note : figure.notes)
        lines.push_back(latexText(note));
    for (const auto& warning : figure.warnings)
        lines.push_back(latexText(warning));
    if (lines.empty())
        return {};
    return fmt::format(
        "\\node[anchor=north, font=\\smalltype, align=left, text width={}mm] at (current bounding "
        "box.south) {{{}}};\n",
        size.widthMm, fmt::join(lines, "\\\\"));
}

std::string commented(const std::string& text)
{
    std::string line = text;
    std::replace(line.begin(), line.end(), '\n', ' ');
    return fmt::format("% {}\n", line);
}

} // namespace

std::string figureAsTex(const FigureSpec& figure, const PrintedSize& size)
{
    std::string body;
    if (figure.heatmap)
        body = heatmapAxis(figure, size);
    else {
        const auto drawn = placed(figure);
        body =
            axis(drawn, SeriesAxis::Left, size) + (figure.right ? axis(drawn, SeriesAxis::Right, size) : "");
    }
    return commented(figure.caption) +
           fmt::format(
               "\\RequirePackage{{fix-cm}}\n\\documentclass[border=2pt]{{standalone}}\n\\usepackage{{"
               "pgfplots}}\n"
               "\\pgfplotsset{{compat=1.16}}\n\\usetikzlibrary{{patterns,shapes.geometric}}\n"
               "\\newcommand{{\\smalltype}}{{\\fontsize{{{:g}}}{{{:g}}}\\selectfont}}\n\\begin{{document}}\n"
               "\\fontsize{{{:g}}}{{{:g}}}\\selectfont\n\\begin{{tikzpicture}}\n",
               0.85 * size.points, size.points, size.points, 1.2 * size.points) +
           body + noteNode(figure, size) + "\\end{tikzpicture}\n\\end{document}\n";
}

} // namespace undertone::figure
