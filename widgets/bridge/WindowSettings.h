#pragma once

#include "widgets/plots/FigureExporter.h"
#include "widgets/theme/Theme.h"

#include <QByteArray>
#include <QString>

namespace undertone::widgets {

/// What the user chooses once and for all.
struct Preferences
{
    static constexpr int mostWorkers = 1024;

    Theme theme = Theme::System;
    QString device = QStringLiteral("auto"); ///< auto, cpu, cuda
    unsigned workers = 0;                    ///< 0 = one per core
    QString language;                        ///< en, de; empty: the desktop's. From the next start on
};

/// What the workbench remembers between starts, every key in one place.
class WindowSettings
{
public:
    QByteArray geometry() const;
    void setGeometry(const QByteArray& geometry);
    /// Docks and their sizes; empty when written by another layout version.
    QByteArray layout() const;
    void setLayout(const QByteArray& layout);
    QByteArray studyColumns() const; ///< of the table of studies
    void setStudyColumns(const QByteArray& columns);
    QString lastWorkspace() const;
    void setLastWorkspace(const QString& folder);
    ExportOptions exportOptions() const;
    void setExportOptions(const ExportOptions& options);
    Preferences preferences() const;
    void setPreferences(const Preferences& preferences);
    QString lastFolder() const;
    void setLastFolder(const QString& folder);
};

} // namespace undertone::widgets
