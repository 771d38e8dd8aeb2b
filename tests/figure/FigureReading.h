#pragma once

#include "core/figure/FigureSpec.h"

#include <stdexcept>
#include <string>

namespace undertone::tests {

/// @throws std::runtime_error without such a series.
inline const figure::Series& seriesNamed(const figure::FigureSpec& figure, const std::string& name)
{
    for (const auto& series : figure.series)
        if (series.name == name)
            return series;
    throw std::runtime_error("no series " + name);
}

inline bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

} // namespace undertone::tests
