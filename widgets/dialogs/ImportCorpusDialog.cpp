#include "widgets/dialogs/ImportCorpusDialog.h"

#include "core/base/PlainName.h"
#include "widgets/help/HelpWindow.h"
#include "widgets/panels/WheelGuard.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <map>
#include <utility>

namespace undertone::widgets {

using corpus::FindingKind;
using corpus::ImportReport;

namespace {

constexpr std::size_t shownFindings = 200;
constexpr int progressSteps = 1000;

QString findingWords(FindingKind kind)
{
    switch (kind) {
    case FindingKind::Unreadable:
        return ImportCorpusDialog::tr("unreadable, left out");
    case FindingKind::Empty:
        return ImportCorpusDialog::tr("empty, left out");
    case FindingKind::Clipped:
        return ImportCorpusDialog::tr("clipped");
    case FindingKind::Silent:
        return ImportCorpusDialog::tr("silent");
    case FindingKind::Duplicate:
        return ImportCorpusDialog::tr("duplicate");
    case FindingKind::CutRecording:
        return ImportCorpusDialog::tr("cut recording");
    case FindingKind::OneEmotionSpeaker:
        return ImportCorpusDialog::tr("speaker with one emotion");
    case FindingKind::UnknownLabel:
        return ImportCorpusDialog::tr("unknown label");
    case FindingKind::NoTranscript:
        return ImportCorpusDialog::tr("without a transcript");
    case FindingKind::Skipped:
        return ImportCorpusDialog::tr("skipped by the layout's rules");
    }
    return {};
}

/// The name of the folder as a corpus can have it: "EMO DB" is EMO-DB.
QString plainName(const QString& folder)
{
    QString name = QDir(folder).dirName();
    for (auto& letter : name)
        if (!base::isPlainName(('x' + QString(letter)).toStdString()))
            letter = '-';
    while (name.startsWith('.') || name.startsWith('-'))
        name.remove(0, 1);
    return name.isEmpty() ? QStringLiteral("corpus") : name;
}

QString counts(const std::map<std::string, std::size_t>& values)
{
    QStringList parts;
    for (const auto& [value, count] : values)
        parts << QStringLiteral("%1&nbsp;%2").arg(QString::fromStdString(value).toHtmlEscaped()).arg(count);
    return parts.join(QStringLiteral(", "));
}

QString row(const QString& name, const QString& value)
{
    return QStringLiteral("<tr><td style=\"padding-right:16px\">%1</td><td>%2</td></tr>").arg(name, value);
}

QString findingsText(const ImportReport& report)
{
    if (report.findings.empty())
        return ImportCorpusDialog::tr("<p>Nothing suspicious was found.</p>");
    std::map<FindingKind, std::size_t> byKind;
    for (const auto& finding : report.findings)
        ++byKind[finding.kind];
    QString text = ImportCorpusDialog::tr("<p><b>Worth a look</b></p><table>");
    for (const auto& [kind, count] : byKind)
        text += row(findingWords(kind), QString::number(count));
    text += QStringLiteral("</table><p>");
    for (std::size_t i = 0; i < std::min(report.findings.size(), shownFindings); ++i) {
        const auto& finding = report.findings[i];
        text += QStringLiteral("%1: <tt>%2</tt> %3<br>")
                    .arg(findingWords(finding.kind), QString::fromStdString(finding.subject).toHtmlEscaped(),
                         QString::fromStdString(finding.detail).toHtmlEscaped());
    }
    if (report.findings.size() > shownFindings)
        text += ImportCorpusDialog::tr("and %1 more").arg(report.findings.size() - shownFindings);
    return text + QStringLiteral("</p>");
}

} // namespace

QString reportText(const ImportReport& report)
{
    QString text = QStringLiteral("<table>");
    text += row(ImportCorpusDialog::tr("Layout"), QString::fromStdString(report.layout).toHtmlEscaped());
    text += row(ImportCorpusDialog::tr("Utterances"), QString::number(report.utterances));
    text += row(ImportCorpusDialog::tr("Hours"), QString::number(report.hours, 'f', 2));
    text += row(ImportCorpusDialog::tr("Speakers"), QString::number(report.emotionsBySpeaker.size()));
    for (const auto& [attribute, values] : report.speakersByAttribute)
        text += row(
            ImportCorpusDialog::tr("Speakers by %1").arg(QString::fromStdString(attribute).toHtmlEscaped()),
            counts(values));
    text += row(ImportCorpusDialog::tr("Emotions"), counts(report.emotions));
    return text + QStringLiteral("</table>") + findingsText(report);
}

ImportCorpusDialog::ImportCorpusDialog(SessionBridge& bridge, const QString& startFolder, QWidget* parent)
    : QDialog(parent), m_bridge(bridge), m_startFolder(startFolder), m_folder(new QLineEdit),
      m_layout(new QComboBox), m_name(new QLineEdit), m_nameProblem(new QLabel), m_report(new QTextBrowser),
      m_progress(new QProgressBar)
{
    setProperty(helpPageProperty, QStringLiteral("corpora"));
    setWindowTitle(tr("Import corpus"));
    m_report->setPlaceholderText(
        tr("Check the folder to see what is in it. Nothing is stored before you import."));
    m_report->setAccessibleName(tr("Audit report"));
    m_progress->setRange(0, progressSteps);
    m_progress->setTextVisible(false);
    m_progress->hide();
    auto* column = new QVBoxLayout(this);
    column->addLayout(makeForm());
    column->addWidget(m_report, 1);
    column->addWidget(m_progress);
    column->addWidget(makeButtons());
    resize(680, 560);
    connect(m_folder, &QLineEdit::textChanged, this, &ImportCorpusDialog::forgetReport);
    connect(m_layout, &QComboBox::currentIndexChanged, this, &ImportCorpusDialog::forgetReport);
    connect(m_name, &QLineEdit::textChanged, this, &ImportCorpusDialog::checkName);
    connect(&bridge, &SessionBridge::eventsArrived, this, &ImportCorpusDialog::receive);
    forgetReport();
    bridge.fetch(
        this, [](const session::Session& session) { return session.corpusNames(); },
        [this](const std::vector<std::string>& names) {
            m_taken = {names.begin(), names.end()};
            proposeName();
        });
}

QLayout* ImportCorpusDialog::makeForm()
{
    m_folder->setPlaceholderText(tr("Folder of the corpus, as its owner distributes it"));
    m_folder->setToolTip(tr("The recordings stay where they are"));
    m_layout->addItem(tr("found by itself"), QStringLiteral("auto"));
    for (const char* layout :
         {"manifest", "iemocap", "crema-d", "msp-improv", "ravdess", "emodb", "urdu", "nemo", "meld"})
        m_layout->addItem(QLatin1String(layout), QLatin1String(layout));
    new WheelGuard(m_layout);
    m_layout->setToolTip(tr("How the files and labels are laid out"));
    m_name->setToolTip(tr("What specifications call the corpus"));
    m_nameProblem->setWordWrap(true);
    m_nameProblem->setTextFormat(Qt::PlainText);
    m_nameProblem->setAccessibleName(tr("What is wrong with the name"));
    auto* browse = new QPushButton(tr("&Browse\u2026"));
    browse->setToolTip(tr("Choose the folder"));
    connect(browse, &QPushButton::clicked, this, &ImportCorpusDialog::chooseFolder);
    auto* folderLine = new QHBoxLayout;
    folderLine->addWidget(m_folder, 1);
    folderLine->addWidget(browse);
    auto* form = new QFormLayout;
    form->addRow(tr("&Folder"), folderLine);
    qobject_cast<QLabel*>(form->labelForField(folderLine))->setBuddy(m_folder);
    form->addRow(tr("&Layout"), m_layout);
    form->addRow(tr("&Name"), m_name);
    form->addRow(QString(), m_nameProblem);
    return form;
}

QWidget* ImportCorpusDialog::makeButtons()
{
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_check = buttons->addButton(tr("C&heck"), QDialogButtonBox::ActionRole);
    m_check->setToolTip(tr("Read every file and report"));
    m_import = buttons->addButton(tr("&Import"), QDialogButtonBox::AcceptRole);
    m_import->setToolTip(tr("Store the corpus in the workspace"));
    connect(m_check, &QPushButton::clicked, this, &ImportCorpusDialog::inspect);
    connect(m_import, &QPushButton::clicked, this, &ImportCorpusDialog::finish);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return buttons;
}

ImportCorpusDialog::~ImportCorpusDialog()
{
    cancelInspection();
}

/// Its number need not be known yet.
void ImportCorpusDialog::cancelInspection()
{
    ++m_inspection;
    m_starting = false;
    m_early.clear();
    if (const auto job = std::exchange(m_job, 0))
        cancel(job);
}

void ImportCorpusDialog::cancel(session::JobId job)
{
    m_bridge.fetch(
        &m_bridge, [job](session::Session& session) { session.cancel(job); }, [] {});
}

void ImportCorpusDialog::chooseFolder()
{
    auto* dialog = new QFileDialog(this, tr("Folder of the corpus"), m_startFolder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &ImportCorpusDialog::setFolder);
    dialog->open();
}

void ImportCorpusDialog::setFolder(const QString& folder)
{
    m_folder->setText(folder);
}

QString ImportCorpusDialog::folder() const
{
    return m_folder->text().trimmed();
}

ImportCorpusDialog::Source ImportCorpusDialog::source() const
{
    return {folder(), m_layout->currentData().toString()};
}

/// A report on one folder says nothing of another.
void ImportCorpusDialog::forgetReport()
{
    cancelInspection();
    m_reported.reset();
    m_report->clear();
    m_progress->hide();
    m_check->setEnabled(!folder().isEmpty());
    m_check->setDefault(true);
    proposeName();
}

void ImportCorpusDialog::proposeName()
{
    const QString plain = plainName(folder());
    QString free = plain;
    for (int i = 2; m_taken.contains(free.toStdString()); ++i)
        free = QStringLiteral("%1-%2").arg(plain).arg(i);
    m_name->setPlaceholderText(folder().isEmpty() ? QString() : free);
    checkName();
}

QString ImportCorpusDialog::name() const
{
    const QString typed = m_name->text().trimmed();
    return typed.isEmpty() ? m_name->placeholderText() : typed;
}

/// With it goes whether the corpus can be imported.
void ImportCorpusDialog::checkName()
{
    QString problem;
    if (const auto chosen = name().toStdString(); m_taken.contains(chosen))
        problem = tr("There is a corpus of this name already.");
    else if (!chosen.empty() && !base::isPlainName(chosen))
        problem =
            tr("A name has letters from A to Z, digits, '-', '_' and '.', and no '.' at the beginning.");
    m_nameProblem->setText(QStringLiteral("\u26a0 ") + problem);
    m_nameProblem->setVisible(!problem.isEmpty());
    m_import->setEnabled(problem.isEmpty() && m_reported == source());
}

void ImportCorpusDialog::inspect()
{
    cancelInspection();
    m_reported.reset();
    checkName();
    m_check->setEnabled(false);
    m_report->clear();
    m_progress->setValue(0);
    m_progress->show();
    m_starting = true;
    m_bridge.fetch(
        this,
        [from = source()](session::Session& session) {
            return session.inspectCorpus(from.folder.toStdString(), from.layout.toStdString());
        },
        [this, inspection = m_inspection](session::JobId job) {
            if (inspection == m_inspection)
                follow(job);
            else
                cancel(job);
        },
        [this, inspection = m_inspection](const Failure& failure) {
            if (inspection != m_inspection)
                return;
            m_starting = false;
            m_progress->hide();
            m_check->setEnabled(true);
            m_report->setPlainText(failure.details());
        });
}

void ImportCorpusDialog::follow(session::JobId job)
{
    m_starting = false;
    m_job = job;
    receive(std::exchange(m_early, {}));
}

void ImportCorpusDialog::receive(const std::vector<session::JobEvent>& events)
{
    if (m_starting)
        m_early.insert(m_early.end(), events.begin(), events.end());
    for (const auto& event : events) {
        if (event.job != m_job || !m_job)
            continue;
        m_progress->setValue(static_cast<int>(event.progress.fraction * progressSteps));
        if (!event.isTerminal())
            continue;
        m_job = 0;
        m_progress->hide();
        m_check->setEnabled(true);
        if (event.error)
            m_report->setPlainText(Failure::of(*event.error).details());
        if (event.report) {
            m_report->setHtml(reportText(*event.report));
            m_reported = source(); // unchanged since it was asked for, else the job was cancelled
            m_import->setDefault(true);
            checkName();
        }
    }
}

void ImportCorpusDialog::finish()
{
    Q_EMIT importWanted(m_reported->folder, m_reported->layout, name());
    accept();
}

} // namespace undertone::widgets
