#pragma once

#include "widgets/plots/FigureExporter.h"

#include <QByteArray>
#include <QString>

namespace undertone::widgets {

/// What the workbench remembers between starts, every key in one place.
class WindowSettings
{
public:
    QByteArray geometry() const;
    void setGeometry(const QByteArray& geometry);
    /// Docks and their sizes; empty when written by another layout version.
    QByteArray layout() const;
    void setLayout(const QByteArray& layout);
    QString lastWorkspace() const;
    void setLastWorkspace(const QString& folder);
    ExportOptions exportOptions() const;
    void setExportOptions(const ExportOptions& options);
    QString lastFolder() const;
    void setLastFolder(const QString& folder);
};

} // namespace undertone::widgets
