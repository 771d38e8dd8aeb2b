#pragma once

#include "app/MainWindow.h"

#include <QDialog>
#include <QString>

#include <functional>

class QAbstractButton;

namespace undertone::pictures {

/// Takes the pictures of the help from the real window, on a workspace with the studies that
/// installer/pictures.sh makes. @throws std::runtime_error that says what did not appear.
class Photographer
{
public:
    /// Writes below `folder`, with a name that ends in `ending` (such as "-dark@2x") before ".png".
    Photographer(const QString& workspace, const QString& folder, const QString& ending);

    void takeAll();

private:
    using Condition = std::function<bool()>;
    static void waitFor(const Condition& condition, const QString& what);

    QAbstractButton* button(const QWidget& parent, const QString& text) const;
    QDialog* openDialog(const char* action);
    void choose(const QString& study, Qt::KeyboardModifiers modifiers = {});
    void save(QWidget& widget, const QString& name);

    void takeWindow();
    void takeTabs();
    void takeLayers();
    void takeCorpora();
    void takeNewStudy();
    void takeImport();
    void takeDialogs();
    void takeHelp();

    app::MainWindow m_window;
    QString m_workspace;
    QString m_folder;
    QString m_ending;
};

} // namespace undertone::pictures
