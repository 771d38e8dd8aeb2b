#include "widgets/dialogs/NewStudyDialog.h"

#include "core/base/File.h"
#include "widgets/dialogs/CorpusChoice.h"
#include "widgets/dialogs/DefencePage.h"
#include "widgets/dialogs/SweepTable.h"
#include "widgets/help/HelpWindow.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFontDatabase>
#include <QFormLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>

namespace undertone::widgets {

using experiment::ExperimentSpec;

namespace {

constexpr int checkDelayMs = 150;

QStringList toList(const std::vector<std::string>& names)
{
    QStringList list;
    for (const auto& name : names)
        list << QString::fromStdString(name);
    return list;
}

std::size_t trialsOf(const ExperimentSpec& spec)
{
    std::size_t trials = spec.evaluation.folds * spec.evaluation.seeds.size();
    for (const auto& axis : spec.sweep)
        trials *= axis.values.size();
    return trials;
}

/// A JSON string of the text.
QString jsonString(QString text)
{
    text.replace('\\', QStringLiteral("\\\\")).replace('"', QStringLiteral("\\\""));
    return QStringLiteral("\"%1\"").arg(text);
}

QString reasonOf(const Failure& failure)
{
    QString reason = failure.happened.toHtmlEscaped();
    if (!failure.where.isEmpty())
        reason += QStringLiteral(" <i>%1</i>").arg(failure.where.toHtmlEscaped());
    return failure.remedy.isEmpty() ? reason : reason + ' ' + failure.remedy.toHtmlEscaped();
}

} // namespace

NewStudyDialog::NewStudyDialog(SessionBridge& bridge, QWidget* parent)
    : QDialog(parent), m_bridge(bridge), m_start(new QComboBox), m_description(new QLabel),
      m_name(new QLineEdit), m_private(new CorpusChoice), m_shadow(new CorpusChoice), m_sweep(new SweepTable),
      m_defence(new DefencePage), m_json(new QPlainTextEdit), m_status(new QLabel)
{
    setProperty(helpPageProperty, QStringLiteral("specification"));
    setWindowTitle(tr("New study"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_run = buttons->addButton(tr("&Run"), QDialogButtonBox::AcceptRole);
    m_run->setToolTip(tr("Start the study; it can be cancelled and resumed at any time"));
    m_run->setEnabled(false);
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    auto* sides = new QSplitter;
    sides->addWidget(makeForm());
    sides->addWidget(makeEditor());
    sides->setStretchFactor(0, 1);
    sides->setStretchFactor(1, 1);
    sides->setChildrenCollapsible(false);
    m_status->setWordWrap(true);
    m_status->setMinimumHeight(2 * fontMetrics().lineSpacing());
    m_status->setAccessibleName(tr("Validity"));
    auto* column = new QVBoxLayout(this);
    column->addWidget(sides, 1);
    column->addWidget(m_status);
    column->addWidget(buttons);
    resize(980, 620);
    m_checkDelay.setSingleShot(true);
    m_checkDelay.setInterval(checkDelayMs);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (m_spec)
            accept(*m_spec);
    });
    connectForm();
    m_bridge.fetch(
        this,
        [](const session::Session& session) {
            return Material{experiment::presets(), toList(session.corpusNames())};
        },
        [this](const Material& material) { receiveMaterial(material); },
        [this](const Failure& failure) { refuse(reasonOf(failure)); });
}

QWidget* NewStudyDialog::makeForm()
{
    auto* defence = new QScrollArea;
    defence->setWidget(m_defence);
    defence->setWidgetResizable(true);
    defence->setFrameShape(QFrame::NoFrame);
    auto* pages = new QTabWidget;
    pages->setDocumentMode(true);
    pages->addTab(makeStudyPage(), tr("S&tudy"));
    pages->addTab(defence, tr("Defence &and attack"));
    return pages;
}

QWidget* NewStudyDialog::makeStudyPage()
{
    m_start->setToolTip(tr("Settings to start from"));
    auto* file = new QPushButton(tr("&File\u2026"));
    file->setToolTip(tr("Start from a specification file"));
    file->setAutoDefault(false);
    connect(file, &QPushButton::clicked, this, &NewStudyDialog::chooseFile);
    auto* start = new QHBoxLayout;
    start->addWidget(m_start, 1);
    start->addWidget(file);
    m_description->setWordWrap(true);
    m_description->setForegroundRole(QPalette::PlaceholderText);
    m_name->setToolTip(tr("What the study is called in the list"));
    m_private->setToolTip(tr("Speakers who train the federation and whose attribute is attacked"));
    m_shadow->setToolTip(tr("Speakers whom the adversary has"));
    auto* page = new QWidget;
    auto* form = new QFormLayout(page);
    form->setContentsMargins(0, 0, 8, 0);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("&Start from"), start);
    qobject_cast<QLabel*>(form->labelForField(start))->setBuddy(m_start);
    form->addRow(QString(), m_description);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&Private corpora"), m_private);
    form->addRow(tr("Sha&dow corpora"), m_shadow);
    form->addRow(tr("S&weep"), m_sweep);
    return page;
}

QWidget* NewStudyDialog::makeEditor()
{
    m_json->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_json->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_json->setTabChangesFocus(true);
    m_json->setAccessibleName(tr("Specification as JSON"));
    m_json->setToolTip(tr("The whole specification; the form follows what is written here"));
    auto* title = new QLabel(tr("Specification (&JSON)"));
    title->setBuddy(m_json);
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(8, 0, 0, 0);
    column->addWidget(title);
    column->addWidget(m_json, 1);
    return page;
}

void NewStudyDialog::connectForm()
{
    connect(m_start, &QComboBox::activated, this, &NewStudyDialog::startFrom);
    connect(m_name, &QLineEdit::textEdited, this,
            [this](const QString& name) { edit("name", jsonString(name)); });
    connect(m_private, &CorpusChoice::edited, this, [this] { edit("private.corpora", m_private->json()); });
    connect(m_shadow, &CorpusChoice::edited, this, [this] { edit("shadow.corpora", m_shadow->json()); });
    connect(m_sweep, &SweepTable::edited, this, [this] { edit("sweep", m_sweep->json()); });
    connect(m_defence, &DefencePage::edited, this,
            [this](const QString& path, const QString& value) { edit(path.toStdString(), value); });
    connect(m_json, &QPlainTextEdit::textChanged, this, [this] {
        m_formLeads = m_writing;
        m_spec.reset();
        m_run->setEnabled(false);
        m_checkDelay.start();
    });
    connect(&m_checkDelay, &QTimer::timeout, this, &NewStudyDialog::check);
    connect(m_status, &QLabel::linkActivated, this, [this] {
        Q_EMIT demoCorporaWanted();
        reject();
    });
}

void NewStudyDialog::receiveMaterial(const Material& material)
{
    m_presets = material.presets;
    m_corpora = material.corpora;
    int first = 0;
    for (const auto& preset : m_presets) {
        m_start->addItem(QString::fromStdString(preset.title), QString::fromStdString(preset.name));
        if (preset.name == "demo")
            first = m_start->count() - 1;
    }
    if (m_given) {
        m_start->setCurrentIndex(-1);
        return check();
    }
    m_start->setCurrentIndex(first);
    startFrom(first);
}

void NewStudyDialog::setSpecification(const QString& json)
{
    m_given = true;
    m_start->setCurrentIndex(-1);
    m_json->setPlainText(json);
}

void NewStudyDialog::startFrom(int preset)
{
    if (preset < 0 || static_cast<std::size_t>(preset) >= m_presets.size())
        return;
    m_json->setPlainText(QString::fromStdString(m_presets[static_cast<std::size_t>(preset)].json));
}

void NewStudyDialog::chooseFile()
{
    auto* dialog = new QFileDialog(this, tr("Specification file"), QString(), tr("Specifications (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        m_bridge.fetch(
            this, [file](const session::Session&) { return base::readFile(file.toStdString()); },
            [this](const std::string& text) { setSpecification(QString::fromStdString(text)); },
            [this](const Failure& failure) { refuse(reasonOf(failure)); });
    });
    dialog->open();
}

void NewStudyDialog::edit(const std::string& path, const QString& value)
{
    try {
        const auto changed =
            experiment::setSpecValue(m_json->toPlainText().toStdString(), path, value.toStdString());
        m_writing = true;
        m_json->setPlainText(QString::fromStdString(changed));
        m_writing = false;
    } catch (const Error& error) {
        refuse(reasonOf(Failure::of(error)));
    }
}

void NewStudyDialog::check()
{
    const int number = ++m_checked;
    m_bridge.fetch(
        this,
        [json = m_json->toPlainText().toStdString()](const session::Session&) {
            return experiment::parseSpec(json, "specification");
        },
        [this, number](const ExperimentSpec& spec) {
            if (number != m_checked)
                return;
            fillForm(spec);
            preview(spec, number);
            const QStringList missing = missingCorpora(spec);
            if (!missing.isEmpty()) {
                const bool demo = missing.filter(QStringLiteral("demo-")).size() == missing.size();
                return refuse(
                    demo ? tr("The demo corpora are not in this workspace yet. <a href=\"demo\">Make "
                              "them now</a> (a few minutes).")
                         : tr("Not in this workspace: %1. Import it first.")
                               .arg(missing.join(QStringLiteral(", ")).toHtmlEscaped()));
            }
            m_spec = spec;
            m_run->setEnabled(true);
            m_run->setDefault(true);
            const auto trials = trialsOf(spec);
            m_status->setText(trials == 1 ? tr("Ready: one trial.") : tr("Ready: %1 trials.").arg(trials));
        },
        [this, number](const Failure& failure) {
            if (number != m_checked)
                return;
            refuse(reasonOf(failure));
            m_defence->showMessage({});
        });
}

/// Calibrating noise takes a while: after the check, not before its answer.
void NewStudyDialog::preview(const ExperimentSpec& spec, int number)
{
    m_bridge.fetch(
        this, [spec](const session::Session& session) { return session.defence(spec); },
        [this, number](const session::DefencePreview& preview) {
            if (number == m_checked)
                m_defence->showPreview(preview);
        },
        [this, number](const Failure& failure) {
            if (number == m_checked)
                m_defence->showMessage(reasonOf(failure));
        });
}

void NewStudyDialog::accept(const ExperimentSpec& spec)
{
    Q_EMIT runWanted(spec);
    QDialog::accept();
}

void NewStudyDialog::refuse(const QString& reason)
{
    m_spec.reset();
    m_run->setEnabled(false);
    m_status->setText(reason);
}

/// What the form shows, unless the form itself wrote the text: it must not change under the user's hands.
void NewStudyDialog::fillForm(const ExperimentSpec& spec)
{
    m_description->setText(QString::fromStdString(spec.description));
    m_defence->showSpec(spec);
    if (m_formLeads)
        return;
    const QSignalBlocker quiet(m_name);
    m_name->setText(QString::fromStdString(spec.name));
    m_private->setChoice(m_corpora, toList(spec.privateSide.corpora));
    m_shadow->setChoice(m_corpora, toList(spec.shadowSide.corpora));
    m_sweep->setAxes(spec.sweep);
}

QStringList NewStudyDialog::missingCorpora(const ExperimentSpec& spec) const
{
    QStringList missing;
    for (const auto& name : toList(spec.privateSide.corpora) + toList(spec.shadowSide.corpora))
        if (!m_corpora.contains(name) && !missing.contains(name))
            missing << name;
    return missing;
}

} // namespace undertone::widgets
