#include "widgets/dialogs/NewStudyDialog.h"

#include "core/base/File.h"
#include "core/experiment/FieldSpec.h"
#include "widgets/dialogs/StudyForm.h"
#include "widgets/dialogs/StudyOutlook.h"
#include "widgets/help/HelpWindow.h"
#include "widgets/models/JsonWords.h"
#include "widgets/panels/WheelGuard.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFontDatabase>
#include <QFormLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTextBlock>
#include <QVBoxLayout>

#include <algorithm>
#include <type_traits>

namespace undertone::widgets {

using experiment::ExperimentSpec;

namespace {

constexpr int checkDelayMs = 150;
constexpr std::size_t mostPast = 100; ///< past studies to start from; older ones are duplicated from the list
enum Start { Blank, Preset, Past };
enum { KindRole = Qt::UserRole, PlaceRole };

QString reasonOf(const Failure& failure)
{
    QString reason = failure.happened.toHtmlEscaped();
    if (!failure.where.isEmpty())
        reason += QStringLiteral(" <i>%1</i>").arg(failure.where.toHtmlEscaped());
    return failure.remedy.isEmpty() ? reason : reason + ' ' + failure.remedy.toHtmlEscaped();
}

bool isJson(const QString& text)
{
    return !QJsonDocument::fromJson(text.toUtf8()).isNull();
}

} // namespace

NewStudyDialog::NewStudyDialog(SessionBridge& bridge, const session::RunOptions& options, QWidget* parent)
    : QDialog(parent), m_bridge(bridge), m_options(options), m_start(new QComboBox),
      m_description(new QLabel), m_name(new QLineEdit), m_form(new StudyForm), m_json(new QPlainTextEdit),
      m_outlook(new StudyOutlook)
{
    setProperty(helpPageProperty, QStringLiteral("specification"));
    setWindowTitle(tr("New study"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_run = buttons->addButton(tr("&Run"), QDialogButtonBox::AcceptRole);
    m_run->setToolTip(
        tr("Start the study, behind those that wait; it can be paused and resumed at any time"));
    m_run->setEnabled(false);
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    auto* sides = new QSplitter;
    sides->addWidget(m_form);
    sides->addWidget(makeEditor());
    sides->setStretchFactor(0, 3);
    sides->setStretchFactor(1, 2);
    sides->setChildrenCollapsible(false);
    auto* column = new QVBoxLayout(this);
    column->addWidget(makeHead());
    column->addWidget(sides, 1);
    column->addWidget(m_outlook);
    column->addWidget(buttons);
    resize(1080, 760);
    m_checkDelay.setSingleShot(true);
    m_checkDelay.setInterval(checkDelayMs);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connectParts();
    m_bridge.fetch(
        this, [](const session::Session& session) { return session.studyMaterial(); },
        [this](const session::StudyMaterial& material) { receiveMaterial(material); },
        [this](const Failure& failure) { refuse(reasonOf(failure)); });
}

QWidget* NewStudyDialog::makeHead()
{
    m_start->setToolTip(tr("Start from nothing, a preset, or a past study's settings"));
    m_start->setAccessibleName(tr("Start from"));
    new WheelGuard(m_start);
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
    m_name->setAccessibleName(tr("Name"));
    auto* head = new QWidget;
    auto* form = new QFormLayout(head);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("Start fro&m"), start);
    qobject_cast<QLabel*>(form->labelForField(start))->setBuddy(m_start);
    form->addRow(tr("&Name"), m_name);
    form->addRow(QString(), m_description);
    return head;
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

void NewStudyDialog::connectParts()
{
    connect(m_start, &QComboBox::activated, this, &NewStudyDialog::startFrom);
    connect(m_name, &QLineEdit::textEdited, this,
            [this](const QString& name) { edit(QStringLiteral("name"), jsonString(name)); });
    connect(m_form, &StudyForm::edited, this, &NewStudyDialog::edit);
    connect(m_json, &QPlainTextEdit::textChanged, this, &NewStudyDialog::distrust);
    connect(&m_checkDelay, &QTimer::timeout, this, &NewStudyDialog::check);
    connect(m_outlook, &StudyOutlook::linkActivated, this, &NewStudyDialog::makeDemoCorpora);
    connect(&m_bridge, &SessionBridge::eventsArrived, this, &NewStudyDialog::followJobs);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (!m_spec)
            return;
        Q_EMIT runWanted(*m_spec);
        accept();
    });
}

void NewStudyDialog::receiveMaterial(const session::StudyMaterial& material)
{
    m_material = material;
    m_form->setMaterial(material);
    fillStart();
    if (m_given) {
        m_start->setCurrentIndex(-1);
        return check();
    }
    m_start->setCurrentIndex(m_start->findText(QStringLiteral("Demo"), Qt::MatchStartsWith));
    startFrom(m_start->currentIndex());
}

/// QDialog's destructor hides the window: a field that is left then tells what was typed into it.
NewStudyDialog::~NewStudyDialog()
{
    m_form->disconnect(this);
}

void NewStudyDialog::makeDemoCorpora()
{
    m_makesDemo = true;
    showMissing({QStringLiteral("demo-private"), QStringLiteral("demo-shadow")});
    Q_EMIT demoCorporaWanted();
}

/// A corpus that has been made or imported meanwhile can be chosen.
void NewStudyDialog::followJobs(const std::vector<session::JobEvent>& events)
{
    bool isDone = false;
    for (const auto& event : events) {
        if (!event.isTerminal() || !event.experimentId.empty())
            continue;
        isDone = true;
        m_makesDemo = m_makesDemo && event.kind == session::JobEventKind::Succeeded;
    }
    if (isDone)
        m_bridge.fetch(
            this, [](const session::Session& session) { return session.studyMaterial(); },
            [this](const session::StudyMaterial& material) { renewMaterial(material); });
}

/// What one can start from stays as it is listed.
void NewStudyDialog::renewMaterial(const session::StudyMaterial& material)
{
    m_material.corpora = material.corpora;
    m_material.emotions = material.emotions;
    m_material.attributes = material.attributes;
    m_material.featureSets = material.featureSets;
    m_material.blank = material.blank;
    m_form->setMaterial(m_material);
    distrust();
}

void NewStudyDialog::fillStart()
{
    const auto add = [this](const QString& text, Start kind, std::size_t place) {
        m_start->addItem(text);
        m_start->setItemData(m_start->count() - 1, kind, KindRole);
        m_start->setItemData(m_start->count() - 1, QVariant::fromValue(place), PlaceRole);
    };
    add(tr("Blank: every setting at its default"), Blank, 0);
    m_start->insertSeparator(m_start->count());
    for (std::size_t i = 0; i < m_material.presets.size(); ++i)
        add(QString::fromStdString(m_material.presets[i].title), Preset, i);
    if (!m_material.past.empty())
        m_start->insertSeparator(m_start->count());
    for (std::size_t i = 0; i < std::min(mostPast, m_material.past.size()); ++i)
        add(tr("As in: %1").arg(QString::fromStdString(m_material.past[i].name)), Past, i);
}

void NewStudyDialog::startFrom(int index)
{
    if (index < 0)
        return;
    const auto place = m_start->itemData(index, PlaceRole).value<std::size_t>();
    switch (m_start->itemData(index, KindRole).toInt()) {
    case Blank:
        return load(QString::fromStdString(m_material.blank));
    case Preset:
        return load(QString::fromStdString(m_material.presets[place].json));
    default:
        m_bridge.fetch(
            this,
            [id = m_material.past[place].id](const session::Session& session) {
                return session.duplicateOf(id);
            },
            [this](const std::string& text) { load(QString::fromStdString(text)); },
            [this](const Failure& failure) { refuse(reasonOf(failure)); });
    }
}

void NewStudyDialog::setSpecification(const QString& json)
{
    m_given = true;
    m_start->setCurrentIndex(-1);
    load(json);
}

void NewStudyDialog::load(const QString& json)
{
    write(json);
    m_loaded = m_json->toPlainText();
}

void NewStudyDialog::reject()
{
    if (m_json->toPlainText() == m_loaded)
        return QDialog::reject();
    auto* box = new QMessageBox(QMessageBox::Question, tr("New study"), tr("Throw the new study away?"),
                                QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("What you have changed in its specification is lost then."));
    auto* discard = box->addButton(tr("&Throw away"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(tr("&Keep editing"), QMessageBox::RejectRole));
    connect(discard, &QPushButton::clicked, this, [this] { QDialog::reject(); });
    box->open();
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

/// As typing would, so that it can be undone there; the view stays where it is.
void NewStudyDialog::write(const QString& json)
{
    const int scrolled = m_json->verticalScrollBar()->value();
    QTextCursor all(m_json->document());
    all.select(QTextCursor::Document);
    all.insertText(json);
    m_json->verticalScrollBar()->setValue(scrolled);
}

/// Another kind drops what it does not have: the first kind again brings it back, if nothing else was
/// changed.
void NewStudyDialog::edit(const QString& path, const QString& value)
{
    const QString before = m_json->toPlainText();
    try {
        const bool isBack = path == QLatin1String("kind") && before == m_afterKind;
        write(isBack ? m_beforeKind
                     : QString::fromStdString(experiment::editSpec(before.toStdString(), path.toStdString(),
                                                                   value.toStdString())));
        if (path == QLatin1String("kind")) {
            m_beforeKind = before;
            m_afterKind = m_json->toPlainText();
        }
    } catch (const Error& error) {
        refuse(Failure::of(error));
    }
}

void NewStudyDialog::distrust()
{
    ++*m_version;
    m_spec.reset();
    m_run->setEnabled(false);
    m_checkDelay.start();
}

/// Asks on the worker thread; an answer about a text that has changed meanwhile is not computed, or dropped.
template <typename Work, typename Then>
void NewStudyDialog::ask(Work work, Then then, std::function<void(const Failure&)> failed)
{
    const int version = *m_version;
    using Answer = std::optional<std::invoke_result_t<Work, const session::Session&>>;
    m_bridge.fetch(
        this,
        [work, version, newest = m_version](const session::Session& session) {
            return version == *newest ? Answer(work(session)) : Answer();
        },
        [this, then, version](const Answer& answer) {
            if (answer && version == *m_version)
                then(*answer);
        },
        [this, failed, version](const Failure& failure) {
            if (version == *m_version)
                failed(failure);
        });
}

void NewStudyDialog::check()
{
    ask([json = m_json->toPlainText().toStdString()](
            const session::Session&) { return experiment::parseSpec(json, "specification"); },
        [this](const ExperimentSpec& spec) { receive(spec); },
        [this](const Failure& failure) { refuse(failure); });
}

void NewStudyDialog::receive(const ExperimentSpec& spec)
{
    markLine({});
    m_form->setEnabled(true);
    m_form->clearProblems();
    m_form->showSpec(spec);
    m_description->setText(QString::fromStdString(spec.description));
    if (!m_name->hasFocus())
        m_name->setText(QString::fromStdString(spec.name));
    if (const QStringList missing = missingCorpora(spec); !missing.isEmpty())
        showMissing(missing);
    else
        m_outlook->showStatus(tr("Looking at the speakers\u2026"));
    preview(spec);
}

void NewStudyDialog::showMissing(const QStringList& corpora)
{
    const bool areDemo = corpora.filter(QStringLiteral("demo-")).size() == corpora.size();
    if (areDemo && m_makesDemo)
        return refuse(tr("The demo corpora are being made; the study can run then."));
    refuse(areDemo ? tr("The demo corpora are not in this workspace yet. <a href=\"demo\">Make "
                        "them now</a> (a few minutes).")
                   : tr("Not in this workspace: %1. Import it first.")
                         .arg(corpora.join(QStringLiteral(", ")).toHtmlEscaped()));
}

/// It can run if its corpora are here and have what it needs.
void NewStudyDialog::receivePreview(const ExperimentSpec& spec, const session::StudyPreview& preview)
{
    m_outlook->showPreview(preview);
    if (!missingCorpora(spec).isEmpty())
        return;
    if (preview.obstacle)
        return refuse(reasonOf(Failure::of(*preview.obstacle)));
    m_spec = spec;
    m_run->setEnabled(true);
    m_run->setDefault(true);
    m_outlook->showStatus(tr("Ready to run."));
}

void NewStudyDialog::refuse(const Failure& failure)
{
    m_form->setEnabled(isJson(m_json->toPlainText())); // there is nothing to set in what is no document
    m_form->showProblem(failure.where, failure.happened + ' ' + failure.remedy);
    markLine(failure.where);
    m_outlook->clear();
    refuse(reasonOf(failure));
}

void NewStudyDialog::refuse(const QString& reason)
{
    m_spec.reset();
    m_run->setEnabled(false);
    m_outlook->showStatus(reason);
}

/// Counting speakers and calibrating noise take a while: after the check, not before its answer.
void NewStudyDialog::preview(const ExperimentSpec& spec)
{
    ask([spec,
         options = m_options](const session::Session& session) { return session.preview(spec, options); },
        [this, spec](const session::StudyPreview& preview) { receivePreview(spec, preview); },
        [this](const Failure& failure) { refuse(reasonOf(failure)); });
    ask([spec](const session::Session& session) { return session.defence(spec); },
        [this](const session::DefencePreview& preview) { m_outlook->showDefence(preview); },
        [this](const Failure& failure) { m_outlook->showNoDefence(reasonOf(failure)); });
}

/// The line of "specification:12:7" on a ground of its own; no line for another place.
void NewStudyDialog::markLine(const QString& place)
{
    static const QRegularExpression pattern(QStringLiteral(":(\\d+):\\d+$"));
    QList<QTextEdit::ExtraSelection> marks;
    if (const auto match = pattern.match(place); match.hasMatch()) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(m_json->document()->findBlockByNumber(match.captured(1).toInt() - 1));
        QColor ground = palette().color(QPalette::Highlight);
        ground.setAlpha(70);
        mark.format.setBackground(ground);
        mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks << mark;
    }
    m_json->setExtraSelections(marks);
}

QStringList NewStudyDialog::missingCorpora(const ExperimentSpec& spec) const
{
    QStringList missing;
    for (const auto* side : {&spec.privateSide.corpora, &spec.shadowSide.corpora})
        for (const auto& name : *side)
            if (std::find(m_material.corpora.begin(), m_material.corpora.end(), name) ==
                m_material.corpora.end())
                missing << QString::fromStdString(name);
    missing.removeDuplicates();
    return missing;
}

} // namespace undertone::widgets
