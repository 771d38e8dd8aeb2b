#include "app/Language.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace undertone::app {

void installLanguage(const QString& language)
{
    const QLocale locale = language.isEmpty() ? QLocale() : QLocale(language);
    if (!language.isEmpty() && QLocale().language() != locale.language())
        QLocale::setDefault(locale); // dates and numbers go with the words
    auto* own = new QTranslator(qApp);
    if (!own->load(locale, QStringLiteral("undertone"), QStringLiteral("_"),
                   QStringLiteral(":/translations")))
        return;
    QApplication::installTranslator(own);
    // The buttons of Qt's own dialogs.
    auto* ofQt = new QTranslator(qApp);
    if (ofQt->load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                   QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QApplication::installTranslator(ofQt);
}

} // namespace undertone::app
