#include "widgets/panels/InspectorPanel.h"

#include "core/figure/ReferenceSpec.h"
#include "widgets/help/HelpWindow.h"
#include "widgets/help/TabKeys.h"
#include "widgets/models/HistoryModel.h"
#include "widgets/models/PrivacyWords.h"
#include "widgets/models/ProvenanceWords.h"
#include "widgets/models/TableSpecModel.h"

#include <QFontDatabase>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QTabWidget>
#include <QTableView>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace undertone::widgets {

namespace {

/// Columns in which all rows say the same are hidden: the specification says it too.
void hideAlikeColumns(QTableView& view)
{
    const auto& model = *view.model();
    for (int column = 0; column < model.columnCount(); ++column) {
        const auto first = model.index(0, column).data();
        bool alike = model.rowCount() > 1;
        for (int row = 1; alike && row < model.rowCount(); ++row)
            alike = model.index(row, column).data() == first;
        view.setColumnHidden(column, alike);
    }
}

} // namespace

InspectorPanel::InspectorPanel(QWidget* parent)
    : QWidget(parent), m_summary(new QLabel), m_results(new TableSpecModel(this)), m_table(new QTableView),
      m_specification(new QPlainTextEdit), m_privacy(new QTextBrowser), m_provenance(new QTextBrowser)
{
    setProperty(helpPageProperty, QStringLiteral("results"));
    m_summary->setWordWrap(true);
    m_summary->setMargin(8);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_table->setModel(m_results);
    m_table->setAlternatingRowColors(true);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 8);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(tr("Result rows"));
    m_table->setToolTip(tr("What was found; a row that is chosen is pointed out in the figures"));
    m_specification->setReadOnly(true);
    m_specification->setFrameShape(QFrame::NoFrame);
    m_specification->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_specification->setAccessibleName(tr("Specification"));
    m_specification->setToolTip(tr("Every setting of the study, defaults too"));
    m_specification->setProperty(helpPageProperty, QStringLiteral("specification"));
    m_privacy->setFrameShape(QFrame::NoFrame);
    m_privacy->setProperty(helpPageProperty, QStringLiteral("privacy"));
    m_privacy->setAccessibleName(tr("Privacy ledger"));
    m_privacy->setToolTip(tr("What each trial released, and what it is worth to the study's observer"));
    m_provenance->setFrameShape(QFrame::NoFrame);
    m_provenance->setAccessibleName(tr("Provenance"));
    m_provenance->setToolTip(tr("When the study was made, and from which corpora, folds and seeds"));
    connect(m_table, &QTableView::clicked, this, &InspectorPanel::announce);
    connect(m_table, &QTableView::activated, this, &InspectorPanel::announce);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this](const QItemSelection& selected) {
                if (!selected.isEmpty())
                    announce(selected.indexes().front());
            });
    auto* tabs = new QTabWidget;
    tabs->setDocumentMode(true);
    tabs->addTab(m_table, tr("Results"));
    tabs->addTab(m_specification, tr("Specification"));
    tabs->addTab(m_privacy, tr("Privacy"));
    tabs->addTab(m_provenance, tr("Provenance"));
    giveKeysToTabs(*tabs, Qt::ControlModifier);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_summary);
    column->addWidget(tabs, 1);
    clear();
}

void InspectorPanel::showSnapshot(const StudySnapshot& snapshot)
{
    const auto& summary = snapshot.record.summary;
    QString words = QStringLiteral("<b>%1</b><br>%2, ")
                        .arg(QString::fromStdString(summary.name).toHtmlEscaped(), stateWords(summary.state));
    words += tr("%1 of %2 trials").arg(summary.trialsDone).arg(summary.trials);
    words += QStringLiteral("<br><span style=\"font-family:monospace\">%1</span>")
                 .arg(QString::fromStdString(summary.id));
    for (const auto& warning : snapshot.table.warnings)
        words += QStringLiteral("<br><i>%1</i>").arg(QString::fromStdString(warning).toHtmlEscaped());
    if (snapshot.failure)
        words +=
            QStringLiteral("<br>%1 %2")
                .arg(snapshot.failure->happened.toHtmlEscaped(), snapshot.failure->remedy.toHtmlEscaped());
    m_summary->setText(words);
    const QString chosen = m_table->currentIndex().data(TableSpecModel::ReferenceRole).toString();
    const bool sameRows = m_results->rowCount() == static_cast<int>(snapshot.table.rows.size());
    m_results->setTable(snapshot.table);
    m_table->horizontalHeader()->setVisible(m_results->rowCount() > 0);
    hideAlikeColumns(*m_table);
    if (!sameRows) {
        m_table->resizeColumnsToContents();
        choose(chosen); // the model let go of it
    }
    showLedgers(snapshot.ledgers);
    const QString provenance = provenanceWords(snapshot.record);
    if (m_shownProvenance != provenance)
        m_provenance->setHtml(provenance);
    m_shownProvenance = provenance;
    const QString specification = QString::fromStdString(snapshot.record.specification);
    if (m_specification->toPlainText() != specification)
        m_specification->setPlainText(specification);
}

void InspectorPanel::showLedgers(const std::vector<experiment::TrialLedger>& ledgers)
{
    QString text;
    for (const auto& ledger : ledgers)
        text += QStringLiteral("<p>%1</p>").arg(ledgerWords(ledger));
    if (text.isEmpty())
        text = tr("The ledger of a study whose defence adds noise is here when it has ended.");
    if (m_shownLedgers != text)
        m_privacy->setHtml(text);
    m_shownLedgers = text;
}

void InspectorPanel::announce(const QModelIndex& index)
{
    Q_EMIT rowChosen(index.data(TableSpecModel::ReferenceRole).toString());
}

void InspectorPanel::choose(const QString& reference)
{
    const QSignalBlocker quiet(this); // it was chosen elsewhere, which knows
    const auto referenceAt = [this](int row) {
        return m_results->index(row, 0).data(TableSpecModel::ReferenceRole).toString();
    };
    if (reference.isEmpty())
        return m_table->clearSelection();
    int found = -1;
    for (int row = m_results->rowCount() - 1; row >= 0; --row) {
        const QString own = referenceAt(row);
        if (own == reference) {
            found = row;
            break;
        }
        if (figure::isSamePoint(own.toStdString(), reference.toStdString()))
            found = row;
    }
    if (found < 0)
        return m_table->clearSelection();
    m_table->selectRow(found);
    m_table->scrollTo(m_results->index(found, 0));
}

void InspectorPanel::clear()
{
    showLedgers({});
    m_summary->setText(tr("No study is selected."));
    m_results->setTable({});
    m_specification->clear();
    m_provenance->clear();
    m_shownProvenance.clear();
}

} // namespace undertone::widgets
