#include "core/figure/FigureText.h"
#include "core/figure/Latex.h"
#include "core/figure/TableLayout.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>

namespace undertone::figure {

namespace {

constexpr std::size_t rowsOfAPage = 40;
constexpr double lineWidth = 345;  ///< points, of LaTeX's article with its own margins, the narrowest in use
constexpr double pageLength = 550; ///< points
constexpr double columnSpace = 6;  ///< points between columns: \tabcolsep is half of it
constexpr std::string_view interval = " [95 %]";

struct Size
{
    const char* name;
    double points;
};

constexpr Size sizes[] = {{"normalsize", 10}, {"small", 9}, {"footnotesize", 8}, {"scriptsize", 7}};

/// Columns that are kept, without the mark of an interval: the caption says it once.
struct LatexTable
{
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
    std::string caption;
};

bool endsIn(const std::string& text, std::string_view end)
{
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

LatexTable latexTable(const TableSpec& table)
{
    const auto layout = layoutOf(table);
    LatexTable result;
    bool hasIntervals = false;
    for (auto column : chosen(table.columns, layout.columns)) {
        if (endsIn(column, interval)) {
            column.erase(column.size() - interval.size());
            hasIntervals = true;
        }
        result.columns.push_back(column);
    }
    for (const auto& row : table.rows)
        result.rows.push_back(chosen(row, layout.columns));
    result.caption = table.title + ".";
    if (!layout.shared.empty())
        result.caption += " In all rows: " + layout.shared + ".";
    if (hasIntervals)
        result.caption += " In brackets: 95 % intervals.";
    for (const auto& warning : table.warnings)
        result.caption += " " + warning;
    return result;
}

/// In ems of Computer Modern, a little more than it takes.
double emsOf(const std::string& text)
{
    double ems = 0;
    for (const char c : text) {
        const bool isContinued = (c & 0xC0) == 0x80;
        const bool isNarrow = std::string_view(" .,:;[]()|'ijlt").find(c) != std::string_view::npos;
        const bool isWide = (c >= 'A' && c <= 'Z') || c == 'm' || c == 'w';
        ems += isContinued ? 0 : isNarrow ? 0.33 : isWide ? 0.8 : 0.53;
    }
    return ems;
}

double emsOf(const LatexTable& table)
{
    double sum = 0;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        double widest = emsOf(table.columns[i]);
        for (const auto& row : table.rows)
            widest = std::max(widest, emsOf(row[i]));
        sum += widest;
    }
    return sum;
}

/// The largest type in which the columns fit, and whether the page must lie on its side for it; what fits in
/// none is scaled down to the page.
struct Setting
{
    std::string size = "tiny";
    bool isSideways = true;
    bool isScaled = true;
};

Setting settingOf(const LatexTable& table)
{
    const double ems = emsOf(table);
    const double spaces = columnSpace * static_cast<double>(table.columns.size());
    for (const bool isSideways : {false, true})
        for (const auto& size : sizes)
            if (ems * size.points + spaces <= (isSideways ? pageLength : lineWidth))
                return {size.name, isSideways, false};
    return {};
}

std::string line(const std::vector<std::string>& cells)
{
    std::vector<std::string> escaped;
    for (const auto& cell : cells)
        escaped.push_back(latexText(cell));
    return fmt::format("    {} \\\\\n", fmt::join(escaped, " & "));
}

std::string rowsOf(const LatexTable& table)
{
    std::string text;
    for (const auto& row : table.rows)
        text += line(row);
    return text;
}

std::string columnsOf(const LatexTable& table)
{
    return "@{}" + std::string(table.columns.size(), 'l') + "@{}";
}

std::string shortTex(const LatexTable& table, const Setting& setting)
{
    const std::string environment = setting.isSideways ? "sidewaystable" : "table";
    return fmt::format(
        "% Needs \\usepackage{{booktabs}}{}.\n\\begin{{{}}}\n  \\centering\n  \\caption{{{}}}\n"
        "  \\{}\\setlength{{\\tabcolsep}}{{{}pt}}\n  {}\\begin{{tabular}}{{{}}}\n    \\toprule\n{}"
        "    \\midrule\n{}    \\bottomrule\n  \\end{{tabular}}{}\n\\end{{{}}}\n",
        setting.isSideways ? " and \\usepackage{rotating}" : "", environment, latexText(table.caption),
        setting.size, columnSpace / 2, setting.isScaled ? "\\resizebox{\\linewidth}{!}{" : "",
        columnsOf(table), line(table.columns), rowsOf(table), setting.isScaled ? "}" : "", environment);
}

std::string longTex(const LatexTable& table, const Setting& setting)
{
    const auto head = "    \\toprule\n" + line(table.columns) + "    \\midrule\n";
    const auto body = fmt::format(
        "{{\\{}\\setlength{{\\tabcolsep}}{{{}pt}}\n\\begin{{longtable}}{{{}}}\n  \\caption{{{}}} \\\\\n{}"
        "    \\endfirsthead\n{}    \\endhead\n    \\bottomrule\n    \\endfoot\n{}\\end{{longtable}}}}\n",
        setting.size, columnSpace / 2, columnsOf(table), latexText(table.caption), head, head, rowsOf(table));
    if (!setting.isSideways)
        return "% Needs \\usepackage{booktabs} and \\usepackage{longtable}.\n" + body;
    return "% Needs \\usepackage{booktabs}, \\usepackage{longtable} and \\usepackage{pdflscape}.\n"
           "\\begin{landscape}\n" +
           body + "\\end{landscape}\n";
}

} // namespace

std::string tableAsTex(const TableSpec& table)
{
    const auto latex = latexTable(table);
    const auto setting = settingOf(latex);
    return table.rows.size() > rowsOfAPage ? longTex(latex, setting) : shortTex(latex, setting);
}

} // namespace undertone::figure
