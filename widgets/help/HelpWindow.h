#pragma once

#include "widgets/help/HelpPages.h"

#include <QWidget>

class QAction;
class QLineEdit;
class QListWidget;

namespace undertone::widgets {

class HelpBrowser;

/// A widget of this property, or inside one, has a help page: its name, or "name#section" with the section's
/// heading in small letters, its blanks as "-".
inline constexpr auto helpPageProperty = "helpPage";

/// The help, in a window of its own so that it can be read beside a dialog: pages, search, and the keyboard.
class HelpWindow : public QWidget
{
    Q_OBJECT

public:
    explicit HelpWindow(const QString& folder);

    /// Opens the window on a page, or on a section of it; the contents when there is no such page.
    void showPage(const QString& link);
    /// The page of the widget, or of the nearest one around it that has one.
    void showPageOf(const QWidget* widget);
    /// Makes the page "keyboard": every action that has a shortcut, and what else keys do.
    void setShortcuts(const QList<QAction*>& actions);

private:
    void fillList();
    void openListed();
    void follow(const QUrl& link);
    void display(const HelpPage& page);
    void showSection(const QString& section);

    HelpPages m_pages;
    QLineEdit* m_search;
    QListWidget* m_list;
    HelpBrowser* m_browser;
};

} // namespace undertone::widgets
