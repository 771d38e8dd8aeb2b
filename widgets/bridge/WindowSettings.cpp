#include "widgets/bridge/WindowSettings.h"

#include <QDir>
#include <QSettings>

#include <algorithm>
#include <array>

namespace undertone::widgets {

namespace {

/// Key, type and default of every setting.
template <typename Value>
struct Setting
{
    const char* key;
    Value fallback;

    Value read() const
    {
        return store().value(QLatin1String(key), QVariant::fromValue(fallback)).template value<Value>();
    }
    void write(const Value& value) const { store().setValue(QLatin1String(key), QVariant::fromValue(value)); }

    static QSettings store()
    {
        return {QSettings::IniFormat, QSettings::UserScope, QStringLiteral("undertone"),
                QStringLiteral("undertone")};
    }
};

const Setting<QByteArray> windowGeometry{"window/geometry", {}};
const Setting<QByteArray> windowLayout{"window/layout-1", {}};       // the number changes with the docks
const Setting<QByteArray> columnsOfStudies{"studies/columns-1", {}}; // the number changes with the columns
const Setting<QString> workspace{"workspace", {}};
const Setting<QString> folder{"folder", {}};
const Setting<QString> themeName{"preferences/theme", QStringLiteral("system")};
const Setting<QString> device{"preferences/device", QStringLiteral("auto")};
const Setting<QString> languageCode{"preferences/language", {}};
const Setting<int> workers{"preferences/workers", 0};
const Setting<QString> exportFormatName{"export/format", QStringLiteral("pdf")};
const Setting<double> exportWidth{"export/width-mm", 86};
const Setting<double> exportPoints{"export/points", 8};
const Setting<QString> exportFamily{"export/font", {}};
const Setting<int> exportDots{"export/dots-per-inch", 300};

const std::array<QString, 3> themeNames{QStringLiteral("system"), QStringLiteral("light"),
                                        QStringLiteral("dark")}; // in the order of Theme

} // namespace

QByteArray WindowSettings::geometry() const
{
    return windowGeometry.read();
}

void WindowSettings::setGeometry(const QByteArray& value)
{
    windowGeometry.write(value);
}

QByteArray WindowSettings::layout() const
{
    return windowLayout.read();
}

void WindowSettings::setLayout(const QByteArray& value)
{
    windowLayout.write(value);
}

QByteArray WindowSettings::studyColumns() const
{
    return columnsOfStudies.read();
}

void WindowSettings::setStudyColumns(const QByteArray& columns)
{
    columnsOfStudies.write(columns);
}

QString WindowSettings::lastWorkspace() const
{
    return workspace.read();
}

void WindowSettings::setLastWorkspace(const QString& value)
{
    workspace.write(value);
}

ExportOptions WindowSettings::exportOptions() const
{
    ExportOptions options;
    const QString name = exportFormatName.read();
    for (const auto format : {ExportFormat::Pdf, ExportFormat::Svg, ExportFormat::Png})
        if (name == formatName(format))
            options.format = format;
    options.widthMm = exportWidth.read();
    options.points = exportPoints.read();
    options.dotsPerInch = exportDots.read();
    options.family = exportFamily.read();
    return options;
}

void WindowSettings::setExportOptions(const ExportOptions& options)
{
    exportFormatName.write(formatName(options.format));
    exportWidth.write(options.widthMm);
    exportPoints.write(options.points);
    exportFamily.write(options.family);
    exportDots.write(options.dotsPerInch);
}

Preferences WindowSettings::preferences() const
{
    const auto theme = std::ranges::find(themeNames, themeName.read());
    return {theme == themeNames.end() ? Theme::System : Theme(theme - themeNames.begin()), device.read(),
            static_cast<unsigned>(std::clamp(workers.read(), 0, Preferences::mostWorkers)),
            languageCode.read()};
}

void WindowSettings::setPreferences(const Preferences& preferences)
{
    themeName.write(themeNames.at(static_cast<std::size_t>(preferences.theme)));
    device.write(preferences.device);
    workers.write(static_cast<int>(preferences.workers));
    languageCode.write(preferences.language);
}

QString WindowSettings::lastFolder() const
{
    const QString chosen = folder.read();
    return chosen.isEmpty() ? QDir::homePath() : chosen;
}

void WindowSettings::setLastFolder(const QString& value)
{
    folder.write(value);
}

} // namespace undertone::widgets
