#pragma once

#include "widgets/plots/FigureExporter.h"

#include <QString>

#include <filesystem>

namespace undertone::app {

/// `undertone --export ID --figure F | --all ...`
struct FigureExport
{
    QString experiment;
    QString figure; ///< empty: all that have something to show
    QString axis;   ///< of the trade-off; empty: what the study sweeps
    widgets::ExportOptions options;
    std::filesystem::path out; ///< a file; a folder when all are exported
};

/// Writes the figures of a stored study; needs no screen and no event loop. @throws Error.
void exportFigures(const std::filesystem::path& workspace, const FigureExport& request);

} // namespace undertone::app
