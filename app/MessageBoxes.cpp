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
    box->setInformativeText(tr("A study that is stopped keeps what it has and can be resumed."));
    auto* stop = box->addButton(tr("&Stop and close"), QMessageBox::AcceptRole);
    box->addButton(tr("&Keep running"), QMessageBox::RejectRole);
    return {box, stop};
}

} // namespace undertone::app
