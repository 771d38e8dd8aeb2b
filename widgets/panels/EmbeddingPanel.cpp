#include "widgets/panels/EmbeddingPanel.h"

#include "core/figure/ReferenceSpec.h"
#include "widgets/plots/ClipPlayer.h"
#include "widgets/plots/FigureView.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace undertone::widgets {

namespace {

/// Fills a box anew, keeping what is chosen where it is still there.
void fill(QComboBox& box, const QStringList& entries)
{
    const QSignalBlocker quiet(&box);
    const auto chosen = box.currentText();
    box.clear();
    box.addItems(entries);
    box.setCurrentIndex(std::max(0, box.findText(chosen)));
}

} // namespace

EmbeddingPanel::EmbeddingPanel(QWidget* parent)
    : QWidget(parent), m_trial(new QComboBox), m_colouring(new QComboBox), m_hint(new QLabel),
      m_view(new FigureView), m_player(makeClipPlayer(this))
{
    m_view->setObjectName(QStringLiteral("embedding"));
    m_view->hideNotes();
    m_trial->setToolTip(tr("The encoder whose embeddings are shown: a setting, a fold and a seed"));
    m_trial->setAccessibleName(tr("Trial of the map"));
    m_colouring->setToolTip(tr("What the dots' colours stand for"));
    m_colouring->setAccessibleName(tr("Colours of the map"));
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    auto* trial = new QLabel(tr("&Map of the embeddings of"));
    trial->setBuddy(m_trial);
    auto* colouring = new QLabel(tr("coloured &by"));
    colouring->setBuddy(m_colouring);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(8);
    for (auto* widget : std::initializer_list<QWidget*>{trial, m_trial, colouring, m_colouring, m_hint})
        row->addWidget(widget);
    row->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_view, 1);
    connect(m_trial, &QComboBox::activated, this, [this] {
        offerColourings();
        want();
    });
    connect(m_colouring, &QComboBox::activated, this, &EmbeddingPanel::want);
    connect(m_view, &FigureView::pointChosen, this, &EmbeddingPanel::askForClip);
    explain(m_player ? tr("A click on a dot plays its clip.") : QString());
    hide();
}

void EmbeddingPanel::offer(const std::vector<session::EmbeddingView>& views)
{
    m_views = views;
    setVisible(!views.empty());
    QStringList titles;
    for (const auto& view : views)
        titles << QString::fromStdString(view.title);
    fill(*m_trial, titles);
    offerColourings();
    if (views.empty())
        m_view->setMessage({});
    else
        want();
}

void EmbeddingPanel::offerColourings()
{
    const auto trial = static_cast<std::size_t>(m_trial->currentIndex());
    QStringList colourings;
    if (trial < m_views.size())
        for (const auto& colouring : m_views[trial].colourings)
            colourings << QString::fromStdString(colouring);
    fill(*m_colouring, colourings);
}

void EmbeddingPanel::want()
{
    Q_EMIT mapWanted(static_cast<std::size_t>(m_trial->currentIndex()), m_colouring->currentText());
}

void EmbeddingPanel::askForClip(const QString& reference)
{
    if (const auto clip = figure::clipOfReference(reference.toStdString()); clip && m_player)
        Q_EMIT clipWanted(QString::fromStdString(clip->corpus), QString::fromStdString(clip->path));
}

void EmbeddingPanel::play(const QString& file)
{
    m_player->play(file);
}

void EmbeddingPanel::explain(const QString& reason)
{
    m_hint->setText(reason);
}

} // namespace undertone::widgets
