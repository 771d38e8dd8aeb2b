#pragma once

#include <QObject>
#include <QPointer>

class QMainWindow;
class QMenu;

namespace undertone::widgets {
class HelpWindow;
} // namespace undertone::widgets

namespace undertone::app {

/// Opens the help: from its menu, and with F1 on the page of what has the focus, in dialogs too.
class WindowHelp : public QObject
{
    Q_OBJECT

public:
    explicit WindowHelp(QMainWindow* window);
    ~WindowHelp() override;

    void addTo(QMenu* menu);
    /// With the window it belongs to.
    void close();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    widgets::HelpWindow& help();

    QMainWindow* m_window;
    QPointer<widgets::HelpWindow> m_help;
};

} // namespace undertone::app
