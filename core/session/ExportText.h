#pragma once

#include "core/figure/FigureSpec.h"
#include "core/figure/PrintedSizeSpec.h"
#include "core/figure/TableSpec.h"

#include <string>

namespace undertone::session {

/// @throws Error InvalidRequest that names the formats there are.
std::string textOf(const figure::FigureSpec& figure, const std::string& format,
                   const figure::PrintedSize& size = {});
std::string textOf(const figure::TableSpec& table, const std::string& format);

/// @throws Error InvalidRequest when the study has no numbers for the figure or table.
void requireContent(const figure::FigureSpec& figure, const std::string& experimentId);
void requireContent(const figure::TableSpec& table, const std::string& experimentId);

} // namespace undertone::session
