#include "widgets/dialogs/StudyOutlook.h"

#include "widgets/models/StudyWords.h"

#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace undertone::widgets {

namespace {

constexpr int linesOfWarnings = 4; ///< that are seen without scrolling

QLabel* wordsNamed(const QString& name)
{
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setAccessibleName(name);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard |
                                   Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    return label;
}

} // namespace

StudyOutlook::StudyOutlook(QWidget* parent)
    : QWidget(parent), m_status(wordsNamed(tr("Validity"))),
      m_cost(wordsNamed(tr("What the study will take"))),
      m_defence(wordsNamed(tr("What the defence comes to"))), m_warnings(wordsNamed(tr("Warnings"))),
      m_scroll(new QScrollArea)
{
    m_cost->setTextFormat(Qt::PlainText);
    m_warnings->setAlignment(Qt::AlignTop);
    m_scroll->setWidget(m_warnings);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFixedHeight(linesOfWarnings * fontMetrics().lineSpacing() + 4);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    for (auto* label : {m_status, m_cost, m_defence})
        column->addWidget(label);
    column->addWidget(m_scroll);
    connect(m_status, &QLabel::linkActivated, this, &StudyOutlook::linkActivated);
    clear();
}

void StudyOutlook::showStatus(const QString& words)
{
    m_status->setText(words);
}

void StudyOutlook::showPreview(const session::StudyPreview& preview)
{
    const QString speakers = speakerWords(preview.attribute, preview.speakers);
    m_cost->setText(speakers.isEmpty() ? costWords(preview)
                                       : costWords(preview) + QStringLiteral(" \u00b7 ") + speakers);
    m_ofSpeakers = preview.warnings;
    showWarnings();
}

void StudyOutlook::showDefence(const session::DefencePreview& preview)
{
    m_defence->setText(defenceWords(preview));
    m_ofDefence = preview.warnings;
    showWarnings();
}

void StudyOutlook::showNoDefence(const QString& reason)
{
    m_defence->setText(reason);
    m_ofDefence.clear();
    showWarnings();
}

void StudyOutlook::clear()
{
    m_ofSpeakers.clear();
    m_cost->clear();
    showNoDefence({});
}

void StudyOutlook::showWarnings()
{
    QStringList lines;
    for (const auto* warnings : {&m_ofDefence, &m_ofSpeakers})
        for (const auto& warning : *warnings)
            lines << QStringLiteral("\u26a0 ") + QString::fromStdString(warning).toHtmlEscaped();
    m_warnings->setText(lines.join(QStringLiteral("<br>")));
    m_scroll->setVisible(!lines.isEmpty());
}

} // namespace undertone::widgets
