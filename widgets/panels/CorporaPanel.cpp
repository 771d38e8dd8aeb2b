#include "widgets/panels/CorporaPanel.h"

#include "widgets/help/HelpWindow.h"
#include "widgets/help/TabKeys.h"
#include "widgets/plots/ClipPlayer.h"
#include "widgets/plots/ClipView.h"
#include "widgets/plots/FigureView.h"

#include <QComboBox>
#include <QDir>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStandardItemModel>
#include <QTabWidget>
#include <QTextBrowser>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace undertone::widgets {

namespace {

constexpr int indexRole = Qt::UserRole + 1; ///< of the utterance in its corpus
constexpr int afterInspectorsTabs = 5;      ///< digit of the first tab: the window has both

struct CorpusPage
{
    corpus::Corpus corpus;
    corpus::ImportReport report;
    std::vector<figure::FigureSpec> figures;
};

QStandardItem* cell(const QString& text)
{
    auto* item = new QStandardItem(text);
    item->setEditable(false);
    return item;
}

QString findingWords(corpus::FindingKind kind)
{
    switch (kind) {
    case corpus::FindingKind::Unreadable:
        return CorporaPanel::tr("Unreadable, left out");
    case corpus::FindingKind::Empty:
        return CorporaPanel::tr("Empty, left out");
    case corpus::FindingKind::Clipped:
        return CorporaPanel::tr("Clipped");
    case corpus::FindingKind::Silent:
        return CorporaPanel::tr("Silent");
    case corpus::FindingKind::Duplicate:
        return CorporaPanel::tr("Duplicate");
    case corpus::FindingKind::CutRecording:
        return CorporaPanel::tr("Clips of one recording");
    case corpus::FindingKind::OneEmotionSpeaker:
        return CorporaPanel::tr("Speaker with one emotion");
    case corpus::FindingKind::UnknownLabel:
        return CorporaPanel::tr("Unknown label");
    case corpus::FindingKind::NoTranscript:
        return CorporaPanel::tr("Without a transcript");
    case corpus::FindingKind::Skipped:
        return CorporaPanel::tr("Left out by the layout's rules");
    }
    return {};
}

} // namespace

CorporaPanel::CorporaPanel(SessionBridge& bridge, QWidget* parent)
    : QWidget(parent), m_bridge(bridge), m_corpus(new QComboBox),
      m_remove(new QPushButton(tr("Remove corpus\u2026"))), m_tabs(new QTabWidget),
      m_findings(new QTextBrowser), m_filter(new QLineEdit), m_list(new QTreeView),
      m_clips(new QStandardItemModel(this)), m_found(new QSortFilterProxyModel(this)), m_clip(new ClipView),
      m_play(new QPushButton(tr("&Play"))), m_player(makeClipPlayer(this))
{
    setProperty(helpPageProperty, QStringLiteral("corpora"));
    m_corpus->setToolTip(tr("The corpus that is shown"));
    m_corpus->setAccessibleName(tr("Corpus"));
    m_remove->setToolTip(tr("Take the corpus that is shown out of this workspace"));
    auto* label = new QLabel(tr("Co&rpus"));
    label->setBuddy(m_corpus);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 6, 8, 0);
    row->addWidget(label);
    row->addWidget(m_corpus);
    row->addWidget(m_remove);
    row->addStretch();
    for (const auto& [name, title] :
         {std::pair{"speakers", tr("Speakers")}, std::pair{"emotions", tr("Emotions")},
          std::pair{"durations", tr("Durations")}}) {
        m_views.push_back(new FigureView);
        m_views.back()->setObjectName(QLatin1String(name));
        m_tabs->addTab(m_views.back(), title);
    }
    m_findings->setFrameShape(QFrame::NoFrame);
    m_findings->setAccessibleName(tr("Audit findings"));
    m_tabs->addTab(m_findings, tr("Findings"));
    m_tabs->setDocumentMode(true);
    giveKeysToTabs(*m_tabs, Qt::ControlModifier, afterInspectorsTabs);
    makeClips();
    auto* clips = new QWidget;
    auto* list = new QVBoxLayout(clips);
    list->setContentsMargins(0, 0, 0, 0);
    list->addWidget(m_filter);
    list->addWidget(m_list);
    auto* below = new QSplitter(Qt::Horizontal);
    below->addWidget(clips);
    below->addWidget(makeClipPage());
    below->setStretchFactor(1, 2);
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_tabs);
    splitter->addWidget(below);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(splitter, 1);
    connect(m_corpus, &QComboBox::activated, this, &CorporaPanel::showCorpus);
    connect(m_tabs, &QTabWidget::currentChanged, this, &CorporaPanel::currentChanged);
    connect(m_remove, &QPushButton::clicked, this, &CorporaPanel::askToRemove);
    setNames({});
}

void CorporaPanel::makeClips()
{
    m_found->setSourceModel(m_clips);
    m_found->setFilterKeyColumn(-1);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_found->setSortRole(Qt::EditRole);
    m_filter->setPlaceholderText(tr("find clips"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setToolTip(tr("Clips whose path, speaker or emotion has this text"));
    m_filter->setAccessibleName(tr("Find clips"));
    m_list->setModel(m_found);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setSortingEnabled(true);
    m_list->sortByColumn(0, Qt::AscendingOrder);
    m_list->setAccessibleName(tr("Clips"));
    m_list->setToolTip(tr("Choose a clip to see its waveform, spectrogram and F0"));
    connect(m_filter, &QLineEdit::textChanged, m_found, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &CorporaPanel::showClip);
}

QWidget* CorporaPanel::makeClipPage()
{
    m_play->setToolTip(tr("Plays the clip"));
    m_play->setEnabled(false);
    m_play->setVisible(m_player);
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_clip, 1);
    column->addWidget(m_play, 0, Qt::AlignRight);
    connect(m_play, &QPushButton::clicked, this, [this] { m_player->play(m_file); });
    return page;
}

FigureView& CorporaPanel::current() const
{
    const auto index = static_cast<std::size_t>(m_tabs->currentIndex());
    return *m_views[index < m_views.size() ? index : 0];
}

void CorporaPanel::askToRemove()
{
    const QString name = m_shown;
    auto* box = new QMessageBox(QMessageBox::Warning, tr("Remove corpus"),
                                tr("Remove the corpus %1 from this workspace?").arg(name),
                                QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("Its files stay, but for speech that was made here. Studies keep their "
                               "results, but cannot be resumed without it."));
    auto* remove = box->addButton(tr("&Remove"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(tr("&Keep it"), QMessageBox::RejectRole));
    connect(remove, &QPushButton::clicked, this, [this, name] {
        m_bridge.fetch(
            this, [name](session::Session& session) { session.removeCorpus(name.toStdString()); },
            [this] { Q_EMIT removed(); });
    });
    box->open();
}

void CorporaPanel::setNames(const std::vector<std::string>& names)
{
    const QString chosen = m_corpus->currentText();
    const QSignalBlocker quiet(m_corpus);
    m_corpus->clear();
    for (const auto& name : names)
        m_corpus->addItem(QString::fromStdString(name));
    m_corpus->setCurrentIndex(std::max(0, m_corpus->findText(chosen)));
    m_corpus->setEnabled(!names.empty());
    m_remove->setEnabled(!names.empty());
    if (!names.empty())
        return showCorpus();
    m_shown.clear();
    m_clips->clear();
    m_findings->clear();
    for (auto* view : m_views)
        view->setMessage(tr("No corpus yet: import one, or make the demo corpora (Corpora menu)."));
    m_clip->setMessage(tr("The clips of a corpus are listed here."));
}

void CorporaPanel::showCorpus()
{
    if (m_shown == m_corpus->currentText())
        return;
    m_shown = m_corpus->currentText();
    m_clip->setMessage(tr("Choose a clip to see its waveform, spectrogram and F0."));
    m_bridge.fetch(
        this,
        [name = m_shown.toStdString()](const session::Session& session) {
            return CorpusPage{session.corpus(name), session.corpusReport(name), session.corpusFigures(name)};
        },
        [this](const CorpusPage& page) {
            if (QString::fromStdString(page.corpus.name) != m_shown)
                return;
            for (std::size_t i = 0; i < m_views.size(); ++i)
                m_views[i]->setFigure(page.figures[i]);
            showFindings(page.report);
            m_folder = QString::fromStdString(page.corpus.folder.string());
            fillClips(page.corpus);
            Q_EMIT currentChanged();
        });
}

void CorporaPanel::fillClips(const corpus::Corpus& corpus)
{
    m_clips->clear();
    m_clips->setHorizontalHeaderLabels({tr("Clip"), tr("Speaker"), tr("Emotion"), tr("Seconds")});
    for (std::size_t i = 0; i < corpus.utterances.size(); ++i) {
        const auto& utterance = corpus.utterances[i];
        auto* path = cell(QString::fromStdString(utterance.path));
        path->setData(static_cast<qulonglong>(i), indexRole);
        auto* seconds = cell({});
        seconds->setData(std::round(100 * utterance.seconds) / 100, Qt::EditRole);
        m_clips->appendRow({path, cell(QString::fromStdString(utterance.speaker)),
                            cell(QString::fromStdString(utterance.emotion)), seconds});
    }
    m_list->header()->resizeSection(0, 220);
}

void CorporaPanel::showFindings(const corpus::ImportReport& report)
{
    QString text = QStringLiteral("<p>%1</p>")
                       .arg(tr("%1 clips, %2 hours, layout %3, %4 findings.")
                                .arg(report.utterances)
                                .arg(report.hours, 0, 'f', 2)
                                .arg(QString::fromStdString(report.layout).toHtmlEscaped())
                                .arg(report.findings.size()));
    for (const auto& finding : report.findings)
        text += QStringLiteral("<p><b>%1</b> %2<br>%3</p>")
                    .arg(findingWords(finding.kind), QString::fromStdString(finding.subject).toHtmlEscaped(),
                         QString::fromStdString(finding.detail).toHtmlEscaped());
    m_findings->setHtml(text);
}

void CorporaPanel::showClip(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    const auto path = index.siblingAtColumn(0);
    const auto utterance = path.data(indexRole).toULongLong();
    const int ticket = ++m_wanted;
    m_play->setEnabled(false);
    m_bridge.fetch(
        this,
        [name = m_shown.toStdString(), utterance](const session::Session& session) {
            return session.clip(name, static_cast<std::size_t>(utterance));
        },
        [this, ticket, name = path.data().toString()](const features::ClipReport& clip) {
            if (ticket != m_wanted)
                return;
            m_clip->setClip(clip, name);
            m_file = QDir(m_folder).filePath(name);
            m_play->setEnabled(true);
        },
        [this, ticket](const Failure& failure) {
            if (ticket == m_wanted)
                m_clip->setMessage(failure.happened + QLatin1Char(' ') + failure.remedy);
        });
}

} // namespace undertone::widgets
