#include "app/MainWindow.h"
#include "widgets/bridge/WindowSettings.h"
#include "widgets/dialogs/PreferencesDialog.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace undertone;
using namespace undertone::widgets;

namespace {

double luminance(const QColor& colour)
{
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

/// WCAG 2.1.
double contrast(const QColor& a, const QColor& b)
{
    const double one = luminance(a), other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

} // namespace

class TestPreferences : public QObject
{
    Q_OBJECT

    QTemporaryDir m_settings;

private Q_SLOTS:
    void init()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        WindowSettings().setPreferences({});
    }

    void bothThemesAreReadable()
    {
        for (const auto theme : {Theme::Light, Theme::Dark}) {
            const auto palette = paletteOf(theme);
            const auto check = [&](QPalette::ColorRole text, QPalette::ColorRole ground, double least) {
                const double there = contrast(palette.color(text), palette.color(ground));
                QVERIFY2(there >= least,
                         qPrintable(QString("%1 on %2: %3").arg(text).arg(ground).arg(there)));
            };
            check(QPalette::WindowText, QPalette::Window, 7);
            check(QPalette::Text, QPalette::Base, 7);
            check(QPalette::Text, QPalette::AlternateBase, 7);
            check(QPalette::ButtonText, QPalette::Button, 7);
            check(QPalette::ToolTipText, QPalette::ToolTipBase, 7);
            check(QPalette::HighlightedText, QPalette::Highlight, 4);
            check(QPalette::Link, QPalette::Base, 4.5);
            check(QPalette::PlaceholderText, QPalette::Base, 4);
        }
    }

    void whatIsChosenShowsAtOnceAndStays()
    {
        app::MainWindow window;
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_Comma, Qt::ControlModifier);
        auto* dialog = window.findChild<PreferencesDialog*>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        auto* theme = dialog->findChildren<QComboBox*>().front();
        theme->setFocus();
        QTest::keyClick(theme, Qt::Key_End);
        QCOMPARE(QApplication::palette().color(QPalette::Window),
                 paletteOf(Theme::Dark).color(QPalette::Window));
        auto* workers = dialog->findChild<QSpinBox*>();
        workers->setFocus();
        QTest::keyClick(workers, Qt::Key_Up);
        QTest::keyClick(dialog, Qt::Key_Return);
        const auto kept = WindowSettings().preferences();
        QVERIFY(kept.theme == Theme::Dark);
        QCOMPARE(kept.workers, 1U);
        QCOMPARE(kept.device, QString("auto"));
    }

    void cancelTakesBackWhatWasApplied()
    {
        app::MainWindow window;
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        const QColor before = QApplication::palette().color(QPalette::Window);
        QTest::keyClick(&window, Qt::Key_Comma, Qt::ControlModifier);
        auto* dialog = window.findChild<PreferencesDialog*>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        auto* theme = dialog->findChildren<QComboBox*>().front();
        theme->setFocus();
        QTest::keyClick(theme, Qt::Key_End);
        QVERIFY(QApplication::palette().color(QPalette::Window) != before);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QCOMPARE(QApplication::palette().color(QPalette::Window), before);
        QVERIFY(WindowSettings().preferences().theme == Theme::System);
    }

    void nonsenseInTheSettingsFileIsTheDefault()
    {
        {
            QSettings file(QSettings::IniFormat, QSettings::UserScope, "undertone", "undertone");
            file.setValue("preferences/theme", "purple");
            file.setValue("preferences/workers", -3);
        }
        const auto preferences = WindowSettings().preferences();
        QVERIFY(preferences.theme == Theme::System);
        QCOMPARE(preferences.workers, 0U);
    }
};

QTEST_MAIN(TestPreferences)
#include "tst_Preferences.moc"
