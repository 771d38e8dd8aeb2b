#include "widgets/panels/ErrorBar.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace undertone::widgets {

namespace {

const QColor errorTint(213, 94, 0);
const QColor noticeTint(0, 158, 115);

} // namespace

ErrorBar::ErrorBar(QWidget* parent)
    : QFrame(parent), m_title(new QLabel), m_words(new QLabel), m_copy(new QPushButton(tr("Cop&y details")))
{
    setObjectName(QStringLiteral("errorBar"));
    setAccessibleName(tr("Message"));
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_copy->setToolTip(tr("Copy everything that is known about this to the clipboard"));
    auto* close = new QToolButton;
    close->setText(tr("Dismiss"));
    close->setAutoRaise(true);
    close->setToolTip(tr("Hide this message"));
    auto* text = new QVBoxLayout;
    text->setSpacing(1);
    text->addWidget(m_title);
    text->addWidget(m_words);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(14, 7, 8, 7);
    line->addLayout(text, 1);
    line->addWidget(m_copy);
    line->addWidget(close);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_details); });
    setAutoFillBackground(true);
    hide();
}

void ErrorBar::showFailure(const Failure& failure)
{
    m_details = failure.details();
    m_title->setText(failure.title);
    QString words = failure.happened.toHtmlEscaped();
    if (!failure.where.isEmpty())
        words += QStringLiteral(" <i>%1</i>").arg(failure.where.toHtmlEscaped());
    if (!failure.remedy.isEmpty())
        words += QStringLiteral("<br>") + failure.remedy.toHtmlEscaped();
    m_words->setText(words);
    m_words->show();
    m_copy->show();
    setTint(errorTint);
    show();
}

void ErrorBar::showNotice(const QString& words)
{
    if (m_tint == errorTint && !isHidden()) // it has not been read yet
        return;
    m_title->setText(words);
    m_words->clear();
    m_words->hide();
    m_copy->hide();
    setTint(noticeTint);
    show();
}

void ErrorBar::setTint(const QColor& tint)
{
    m_tint = tint;
    const QColor base = QApplication::palette().color(QPalette::Window);
    QPalette own = QApplication::palette();
    own.setColor(QPalette::Window,
                 QColor((base.red() * 6 + tint.red()) / 7, (base.green() * 6 + tint.green()) / 7,
                        (base.blue() * 6 + tint.blue()) / 7));
    setPalette(own);
}

void ErrorBar::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange && m_tint.isValid())
        setTint(m_tint);
}

} // namespace undertone::widgets
