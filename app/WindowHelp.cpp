#include "app/WindowHelp.h"

#include "core/base/Resources.h"
#include "widgets/help/HelpWindow.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QKeyEvent>
#include <QMainWindow>
#include <QMenu>

namespace undertone::app {

namespace {

/// Without those of a dialog that happens to be open.
QList<QAction*> actionsOf(const QMainWindow& window)
{
    auto actions = window.findChildren<QAction*>();
    actions.removeIf([](const QAction* action) {
        const auto* owner = qobject_cast<const QWidget*>(action->parent());
        return owner && qobject_cast<const QDialog*>(owner->window());
    });
    return actions;
}

} // namespace

WindowHelp::WindowHelp(QMainWindow* window) : QObject(window), m_window(window)
{
    QApplication::instance()->installEventFilter(this);
}

WindowHelp::~WindowHelp()
{
    delete m_help;
}

void WindowHelp::addTo(QMenu* menu)
{
    auto* contents = menu->addAction(tr("&Contents"));
    contents->setObjectName(QStringLiteral("help"));
    contents->setToolTip(tr("The help; F1 opens it on the page of what has the focus"));
    connect(contents, &QAction::triggered, this, [this] { help().showPageOf(nullptr); });
    auto* keyboard = menu->addAction(tr("&Keyboard"));
    keyboard->setObjectName(QStringLiteral("keyboard"));
    keyboard->setToolTip(tr("Every shortcut"));
    connect(keyboard, &QAction::triggered, this, [this] { help().showPage(QStringLiteral("keyboard")); });
}

void WindowHelp::close()
{
    if (m_help)
        m_help->close();
}

bool WindowHelp::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress || static_cast<QKeyEvent*>(event)->key() != Qt::Key_F1)
        return QObject::eventFilter(watched, event);
    help().showPageOf(QApplication::focusWidget());
    return true;
}

widgets::HelpWindow& WindowHelp::help()
{
    if (!m_help) {
        m_help = new widgets::HelpWindow(QString::fromStdString((base::resourceFolder() / "help").string()));
        m_help->setShortcuts(actionsOf(*m_window));
        m_help->setAttribute(Qt::WA_QuitOnClose, false);
    }
    return *m_help;
}

} // namespace undertone::app
