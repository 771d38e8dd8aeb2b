// undertone-pictures WORKSPACE FOLDER light|dark
// Pictures of the program for its help; installer/pictures.sh makes the workspace and calls this.
#include "tests/pictures/Photographer.h"

#include "app/Language.h"
#include "widgets/bridge/WindowSettings.h"

#include <QApplication>

#include <iostream>

int main(int argc, char** argv)
{
    const QApplication application(argc, argv);
    const auto arguments = QApplication::arguments();
    if (arguments.size() != 4) {
        std::cerr << "undertone-pictures WORKSPACE FOLDER light|dark\n";
        return 2;
    }
    const bool isDark = arguments[3] == QLatin1String("dark");
    QApplication::setCursorFlashTime(0); // a text cursor is there or not, not now and then
    undertone::widgets::Preferences preferences;
    preferences.theme = isDark ? undertone::widgets::Theme::Dark : undertone::widgets::Theme::Light;
    preferences.language = QStringLiteral("en");
    undertone::widgets::WindowSettings().setPreferences(preferences);
    undertone::app::installLanguage(preferences.language);
    const bool isFine = qApp->devicePixelRatio() > 1.5;
    try {
        undertone::pictures::Photographer(arguments[1], arguments[2],
                                          QString(isDark ? "-dark" : "") + (isFine ? "@2x" : ""))
            .takeAll();
        return 0;
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << '\n';
        return 1;
    }
}
