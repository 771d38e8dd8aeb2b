#pragma once

#include "core/figure/FigureSpec.h"
#include "core/figure/TableSpec.h"
#include "widgets/plots/FigureExporter.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

namespace undertone::widgets {

/// What to write, and where.
struct ExportRequest
{
    std::vector<figure::FigureSpec> figures;
    std::vector<figure::TableSpec> tables;
    QString format;        ///< of figures pdf, svg, png, tex or csv; of tables tex, md or csv
    ExportOptions options; ///< its format counts for pdf, svg and png alone
    bool captions = false; ///< the captions beside, as text
    bool toFolder = false; ///< the target is a folder, every file named by what it shows
    QString target;
};

struct ExportedFile
{
    QString path;
    QByteArray bytes;
};

QStringList figureFormats();
QStringList tableFormats();
bool isDrawn(const QString& format);

/// Paths of what it would write over, but for a single target, which has been asked about.
QStringList filesInTheWay(const ExportRequest& request);

/// The files' contents: figures and tables that the format is for. On the GUI thread. @throws Error.
std::vector<ExportedFile> filesOf(const ExportRequest& request);

} // namespace undertone::widgets
