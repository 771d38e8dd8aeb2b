#pragma once

#include "app/MainWindow.h"

#include <QString>

#include <filesystem>
#include <functional>
#include <memory>

class QAbstractButton;
class QDialog;
class QListWidget;
class QTableWidget;

namespace undertone::widgets {
class JobsBar;
class PlotsPanel;
} // namespace undertone::widgets

namespace undertone::tests {

/// @throws std::runtime_error with these words when it does not come true in a minute.
void expect(const std::function<bool()>& condition, const QString& what);

/// Somebody at the real window: mouse, keyboard, and what can be seen. @throws std::runtime_error that says
/// what did not appear.
class NewUser
{
public:
    explicit NewUser(const std::filesystem::path& workspace) : m_workspace(workspace) {}

    /// Opens the window on the workspace; the one before has been closed.
    void start();
    app::MainWindow& window() { return *m_window; }
    widgets::PlotsPanel& plots();
    widgets::JobsBar& jobs();
    /// Ctrl and a key, when the action that they belong to can be used.
    void press(const char* action, Qt::Key key);
    /// The dialog that this opens.
    QDialog& open(const char* action, Qt::Key key);
    void showTab(const QString& title);
    /// As the list of studies has it.
    QString state(const QString& study);
    void selectStudy(const QString& study, Qt::KeyboardModifiers modifiers = {});
    void waitUntilFinished(const QString& study);

    static void click(QAbstractButton& button);
    static QAbstractButton& button(const QWidget& parent, const QString& text);
    /// What a label with this text belongs to.
    static QWidget& field(const QWidget& parent, const QString& label);
    /// Shows the page of a dialog that the field is on, and types in place of what is there.
    static void type(const QWidget& parent, const QString& label, const QString& text);
    static void chooseByKeys(QWidget& box, const QString& beginning);
    static void tickOnly(QListWidget& list, const QString& item);
    static void typeInCell(QTableWidget& table, const QString& row, const QString& text);
    /// Answers a file dialog with a name typed in; the file is in the folder where the dialog is.
    static void nameFile(QDialog& parent, const QString& file);

private:
    static void showPageOf(QWidget& field);

    std::filesystem::path m_workspace;
    std::unique_ptr<app::MainWindow> m_window;
};

} // namespace undertone::tests
