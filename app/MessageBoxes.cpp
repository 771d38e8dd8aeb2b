#include "app/MessageBoxes.h"

#include "core/base/Resources.h"

#include <QCoreApplication>
#include <QIcon>
#include <QMessageBox>
#include <QPushButton>

namespace undertone::app {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("undertone::app", text);
}

} // namespace

QMessageBox* makeAboutBox(QWidget* parent)
{
    auto* box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIconPixmap(QIcon(QStringLiteral(":/icons/undertone.svg")).pixmap(72, 72));
    box->setWindowTitle(tr("About Undertone"));
    box->setText(tr("<b>Undertone %1</b>").arg(QString::fromStdString(base::programVersion())));
    box->setInformativeText(
        tr("Measures how much a federated speech-emotion-recognition system gives away about "
           "the people who train it, and what each defence costs.\n\nGPL-3.0-or-later."));
    return box;
}

ClosingBox makeClosingBox(QWidget* parent)
{
    auto* box = new QMessageBox(QMessageBox::Question, tr("Close Undertone"), tr("Work is still going on."),
                                QMessageBox::NoButton, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr(
        "Kept running, the window lies minimised and closes when everything is done. Paused, the studies "
        "go on when the workspace is opened again. Stopped, they leave the queue; they keep what they have "
        "and can be resumed. An import that is not done begins anew."));
    ClosingBox choice{box, box->addButton(tr("&Keep running until done"), QMessageBox::AcceptRole),
                      box->addButton(tr("&Pause, and go on next time"), QMessageBox::AcceptRole),
                      box->addButton(tr("&Stop"), QMessageBox::DestructiveRole)};
    box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(choice.pause);
    return choice;
}

} // namespace undertone::app
