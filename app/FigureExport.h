#pragma once

#include "core/session/Session.h"
#include "widgets/plots/FigureExporter.h"

#include <QString>

#include <filesystem>

namespace undertone::app {

/// `undertone --export ID --figure F | --table T | --all ...`
struct FigureExport
{
    QString experiment;
    QString figure; ///< all that have something to show, and all tables, when neither is named
    QString table;
    QString axis; ///< of the trade-off; empty: what the study sweeps
    session::TradeoffView view;
    QString format; ///< ExportFiles.h
    widgets::ExportOptions options;
    std::filesystem::path out; ///< a file; a folder when all are exported
};

/// Writes figures and tables of a stored study, all of them with their captions; needs no screen and no event
/// loop. @throws Error.
void exportFigures(const std::filesystem::path& workspace, const FigureExport& request);

} // namespace undertone::app
