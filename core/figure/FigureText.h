#pragma once

#include "core/figure/FigureSpec.h"
#include "core/figure/PrintedSizeSpec.h"
#include "core/figure/TableSpec.h"

#include <string>

namespace undertone::figure {

/// The numbers drawn, the figure as PGFPlots that compiles by itself, and the FigureSpec as JSON.
std::string figureAsCsv(const FigureSpec& figure);
std::string figureAsTex(const FigureSpec& figure, const PrintedSize& size = {});
std::string figureAsJson(const FigureSpec& figure);
/// The caption with the numbers, and what must be read with it.
std::string figureCaption(const FigureSpec& figure);

std::string tableAsCsv(const TableSpec& table);  ///< keys and records; an object becomes a column per member
std::string tableAsJson(const TableSpec& table); ///< keys and records: an array of objects
std::string tableAsTex(const TableSpec& table);  ///< booktabs, in a type and on a page that it fits; a
                                                 ///< longtable where there are many rows
std::string tableAsMarkdown(const TableSpec& table);
/// Aligned, for a terminal: what is the same in all rows is said once, above.
std::string tableAsText(const TableSpec& table);

} // namespace undertone::figure
