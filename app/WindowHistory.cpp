#include "app/WindowHistory.h"

#include "widgets/bridge/SessionBridge.h"
#include "widgets/bridge/StudyFollower.h"
#include "widgets/bridge/WindowSettings.h"
#include "widgets/dialogs/CompareDialog.h"
#include "widgets/panels/ErrorBar.h"
#include "widgets/panels/StudiesPanel.h"

#include <QAction>
#include <QDir>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QUndoCommand>

#include <algorithm>
#include <set>

namespace undertone::app {

using experiment::ExperimentState;
using experiment::ExperimentSummary;
using session::Session;

namespace {

bool isOngoing(const ExperimentSummary& study)
{
    return study.state == ExperimentState::Queued || study.state == ExperimentState::Running;
}

std::vector<std::string> idsOf(const std::vector<ExperimentSummary>& studies)
{
    std::vector<std::string> ids;
    for (const auto& study : studies)
        ids.push_back(study.id);
    return ids;
}

QString namesOf(const std::vector<ExperimentSummary>& studies)
{
    return studies.size() == 1 ? QString::fromStdString(studies.front().name)
                               : WindowHistory::tr("%1 studies").arg(studies.size());
}

} // namespace

/// One change of the store. It is made on the worker thread; what goes wrong shows in the window's bar.
class WindowHistory::Change : public QUndoCommand
{
public:
    Change(WindowHistory& history, const QString& text, Step apply, Step revert)
        : QUndoCommand(text), m_history(history), m_apply(std::move(apply)), m_revert(std::move(revert))
    {
    }
    void redo() override { m_history.perform(m_apply); }
    void undo() override { m_history.perform(m_revert); }

private:
    WindowHistory& m_history;
    Step m_apply;
    Step m_revert;
};

WindowHistory::WindowHistory(QMainWindow* window, const Parts& parts)
    : QObject(window), m_window(window), m_parts(parts)
{
    makeActions();
    connectPanel();
    updateActions();
}

WindowHistory::~WindowHistory() = default;

QAction* WindowHistory::makeAction(const char* name, const QString& text, const QString& toolTip,
                                   const QKeySequence& keys, void (WindowHistory::*reaction)())
{
    auto* action = new QAction(text, m_window);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(keys);
    const QString shortcut = keys.toString(QKeySequence::NativeText);
    action->setToolTip(shortcut.isEmpty() ? toolTip : QStringLiteral("%1 (%2)").arg(toolTip, shortcut));
    connect(action, &QAction::triggered, this, reaction);
    return action;
}

void WindowHistory::makeActions()
{
    m_star = makeAction("star", tr("St&ar"), tr("Star the selected studies, or take the stars away"),
                        QKeySequence(tr("Ctrl+B")), &WindowHistory::toggleStars);
    m_tag = makeAction("tag", tr("Add &tag\u2026"), tr("Tag the selected studies"),
                       QKeySequence(tr("Ctrl+T")), &WindowHistory::addTag);
    m_tags = new QMenu(m_window);
    m_untag = m_tags->menuAction();
    m_untag->setText(tr("Remove ta&g"));
    connect(m_tags, &QMenu::aboutToShow, this, &WindowHistory::listTags);
    m_note = makeAction("note", tr("&Note\u2026"), tr("Note something with the study"),
                        QKeySequence(tr("Ctrl+L")), &WindowHistory::editNote);
    m_rename = makeAction("rename", tr("Rena&me"), tr("Give the study another name"),
                          QKeySequence(Qt::Key_F2), &WindowHistory::editName);
    m_duplicate =
        makeAction("duplicate", tr("Dup&licate\u2026"), tr("Begin a new study from this one's specification"),
                   QKeySequence(tr("Ctrl+D")), &WindowHistory::duplicate);
    m_compare = makeAction(
        "compare", tr("&Compare\u2026"),
        tr("Compare the selected studies with the first of them, or the settings of one with the undefended"),
        QKeySequence(tr("Ctrl+K")), &WindowHistory::compare);
    m_export = makeAction("export-studies", tr("E&xport studies\u2026"),
                          tr("Write the selected studies with their results into one file"), {},
                          &WindowHistory::exportStudies);
    m_import = makeAction("import-studies", tr("Im&port studies\u2026"),
                          tr("Take over the studies of a file that another workspace wrote"), {},
                          &WindowHistory::importStudies);
    m_bin = makeAction("bin", tr("Move to &bin"), tr("Put the selected studies into the bin"),
                       QKeySequence(QKeySequence::Delete), &WindowHistory::moveToBin);
    m_restore = makeAction("restore", tr("Rest&ore"), tr("Take the selected studies out of the bin"), {},
                           &WindowHistory::restore);
    m_showBin =
        makeAction("show-bin", tr("Show b&in"), tr("Show what is in the bin"), {}, &WindowHistory::showBin);
    m_showBin->setCheckable(true);
    m_emptyBin = makeAction("empty-bin", tr("&Empty bin\u2026"), tr("Remove what is in the bin for good"), {},
                            &WindowHistory::emptyBin);
    m_search = makeAction("search", tr("Searc&h"), tr("Search the studies"), QKeySequence(QKeySequence::Find),
                          &WindowHistory::focusSearch);
    for (auto* action : {m_bin, m_rename}) // elsewhere these keys mean something else
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_undo = m_changes.createUndoAction(m_window, tr("&Undo"));
    m_undo->setObjectName(QStringLiteral("undo"));
    m_undo->setShortcut(QKeySequence::Undo);
    m_redo = m_changes.createRedoAction(m_window, tr("Re&do"));
    m_redo->setObjectName(QStringLiteral("redo"));
    m_redo->setShortcut(QKeySequence::Redo);
}

void WindowHistory::addTo(QMenuBar* bar)
{
    auto* menu = bar->addMenu(tr("H&istory"));
    menu->setToolTipsVisible(true);
    menu->addActions({m_undo, m_redo});
    menu->addSeparator();
    menu->addActions({m_star, m_tag, m_untag, m_note, m_rename});
    menu->addSeparator();
    menu->addActions({m_duplicate, m_compare});
    menu->addSeparator();
    menu->addActions({m_export, m_import});
    menu->addSeparator();
    menu->addActions({m_bin, m_restore, m_showBin, m_emptyBin});
    menu->addSeparator();
    menu->addAction(m_search);
}

void WindowHistory::connectPanel()
{
    auto& studies = m_parts.studies;
    studies.addStudyActions(
        {m_star, m_tag, m_untag, m_note, m_rename, m_duplicate, m_compare, m_export, m_bin, m_restore});
    connect(&studies, &widgets::StudiesPanel::selectionChanged, this, &WindowHistory::updateActions);
    connect(&studies, &widgets::StudiesPanel::renameWanted, this, &WindowHistory::rename);
    connect(&studies, &widgets::StudiesPanel::starWanted, this, [this](const QString& id, bool starred) {
        for (const auto& study : m_parts.follower.studies())
            if (study.id == id.toStdString())
                setStars({study}, starred);
    });
    connect(&studies, &widgets::StudiesPanel::queryChanged, &m_parts.follower,
            &widgets::StudyFollower::setQuery);
    connect(&m_parts.follower, &widgets::StudyFollower::queryRefused, &studies,
            &widgets::StudiesPanel::showRefusal);
    connect(&m_parts.follower, &widgets::StudyFollower::queryAnswered, &studies,
            &widgets::StudiesPanel::hideRefusal);
    connect(&m_parts.bridge, &widgets::SessionBridge::opened, this, &WindowHistory::updateActions);
}

void WindowHistory::updateActions()
{
    const auto studies = m_parts.studies.selection();
    const bool some = m_parts.bridge.isOpen() && !studies.empty();
    const bool one = some && studies.size() == 1;
    const bool inBin = m_parts.studies.query().bin == store::Bin::Inside;
    for (auto* action : {m_star, m_tag})
        action->setEnabled(some);
    m_untag->setEnabled(some && std::any_of(studies.begin(), studies.end(),
                                            [](const auto& study) { return !study.tags.empty(); }));
    for (auto* action : {m_note, m_rename, m_duplicate})
        action->setEnabled(one);
    m_compare->setEnabled(some);
    m_export->setEnabled(some);
    m_import->setEnabled(m_parts.bridge.isOpen());
    m_bin->setEnabled(some && !inBin && std::none_of(studies.begin(), studies.end(), isOngoing));
    m_bin->setVisible(!inBin);
    m_restore->setEnabled(some && inBin);
    m_restore->setVisible(inBin);
    m_showBin->setEnabled(m_parts.bridge.isOpen());
    m_emptyBin->setEnabled(m_parts.bridge.isOpen());
    const bool allStarred =
        some && std::all_of(studies.begin(), studies.end(), [](const auto& study) { return study.starred; });
    m_star->setText(allStarred ? tr("Unst&ar") : tr("St&ar"));
}

void WindowHistory::change(const QString& text, Step apply, Step revert)
{
    m_parts.errors.hide();
    m_changes.push(new Change(*this, text, std::move(apply), std::move(revert)));
}

void WindowHistory::perform(const Step& step)
{
    m_parts.bridge.fetch(this, step, [this] { m_parts.follower.refresh(); });
}

void WindowHistory::toggleStars()
{
    const auto studies = m_parts.studies.selection();
    setStars(studies,
             !std::all_of(studies.begin(), studies.end(), [](const auto& one) { return one.starred; }));
}

void WindowHistory::setStars(const Studies& studies, bool starred)
{
    const auto set = [](const Studies& all, const std::function<bool(const ExperimentSummary&)>& value) {
        return [all, value](Session& session) {
            for (const auto& study : all)
                session.setStarred(study.id, value(study));
        };
    };
    change(starred ? tr("star") : tr("unstar"), set(studies, [starred](const auto&) { return starred; }),
           set(studies, [](const auto& study) { return study.starred; }));
}

void WindowHistory::addTag()
{
    m_parts.bridge.fetch(
        this, [](const Session& session) { return session.tags(); },
        [this, studies = m_parts.studies.selection()](const std::vector<std::string>& tags) {
            auto* dialog = new QInputDialog(m_window);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->setWindowTitle(tr("Add tag"));
            dialog->setLabelText(tr("Tag of %1:").arg(namesOf(studies)));
            QStringList items;
            for (const auto& tag : tags)
                items << QString::fromStdString(tag);
            dialog->setComboBoxEditable(true);
            dialog->setComboBoxItems(items);
            dialog->setTextValue({});
            connect(dialog, &QInputDialog::textValueSelected, this, [this, studies](const QString& text) {
                const auto tag = text.trimmed().toStdString();
                Studies untagged = studies;
                std::erase_if(untagged, [&](const auto& study) {
                    return std::find(study.tags.begin(), study.tags.end(), tag) != study.tags.end();
                });
                if (tag.empty() || untagged.empty())
                    return;
                change(
                    tr("tag"),
                    [untagged, tag](Session& session) {
                        for (const auto& study : untagged)
                            session.addTag(study.id, tag);
                    },
                    [untagged, tag](Session& session) {
                        for (const auto& study : untagged)
                            session.removeTag(study.id, tag);
                    });
            });
            dialog->open();
        });
}

void WindowHistory::listTags()
{
    m_tags->clear();
    std::set<std::string> tags;
    for (const auto& study : m_parts.studies.selection())
        tags.insert(study.tags.begin(), study.tags.end());
    for (const auto& tag : tags) {
        const QString text = QString::fromStdString(tag);
        connect(m_tags->addAction(QString(text).replace('&', QStringLiteral("&&"))), &QAction::triggered,
                this, [this, text] { removeTag(text); });
    }
}

void WindowHistory::removeTag(const QString& text)
{
    const auto tag = text.toStdString();
    Studies tagged = m_parts.studies.selection();
    std::erase_if(tagged, [&](const auto& study) {
        return std::find(study.tags.begin(), study.tags.end(), tag) == study.tags.end();
    });
    change(
        tr("remove tag"),
        [tagged, tag](Session& session) {
            for (const auto& study : tagged)
                session.removeTag(study.id, tag);
        },
        [tagged, tag](Session& session) {
            for (const auto& study : tagged)
                session.addTag(study.id, tag);
        });
}

void WindowHistory::editNote()
{
    const auto study = m_parts.studies.selection().front();
    auto* dialog = new QInputDialog(m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Note"));
    dialog->setOption(QInputDialog::UsePlainTextEditForTextInput);
    dialog->setLabelText(tr("Note of %1:").arg(QString::fromStdString(study.name)));
    dialog->setTextValue(QString::fromStdString(study.note));
    dialog->resize(420, 240);
    connect(dialog, &QInputDialog::textValueSelected, this, [this, study](const QString& text) {
        const auto note = text.trimmed().toStdString();
        if (note != study.note)
            change(
                tr("note"), [study, note](Session& session) { session.setNote(study.id, note); },
                [study](Session& session) { session.setNote(study.id, study.note); });
    });
    dialog->open();
}

void WindowHistory::editName()
{
    m_parts.studies.editName();
}

void WindowHistory::rename(const QString& id, const QString& name)
{
    for (const auto& study : m_parts.follower.studies())
        if (study.id == id.toStdString())
            change(
                tr("rename"),
                [study, name = name.toStdString()](Session& session) { session.rename(study.id, name); },
                [study](Session& session) { session.rename(study.id, study.name); });
}

void WindowHistory::duplicate()
{
    m_parts.bridge.fetch(
        this,
        [id = m_parts.studies.selection().front().id](const Session& session) {
            return session.duplicateOf(id);
        },
        [this](const std::string& specification) {
            Q_EMIT duplicateWanted(QString::fromStdString(specification));
        });
}

void WindowHistory::compare()
{
    auto* dialog = new widgets::CompareDialog(m_parts.bridge, idsOf(m_parts.studies.selection()), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->QWidget::show();
}

QFileDialog* WindowHistory::fileDialog(const QString& title)
{
    auto* dialog = new QFileDialog(m_window, title, widgets::WindowSettings().lastFolder(),
                                   tr("Bundles of studies (*.zip)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setDefaultSuffix(QStringLiteral("zip"));
    connect(dialog, &QFileDialog::fileSelected, this,
            [](const QString& file) { widgets::WindowSettings().setLastFolder(QFileInfo(file).path()); });
    return dialog;
}

void WindowHistory::exportStudies()
{
    const auto ids = idsOf(m_parts.studies.selection());
    auto* dialog = fileDialog(tr("Export studies"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    connect(dialog, &QFileDialog::fileSelected, this, [this, ids](const QString& file) {
        m_parts.bridge.fetch(
            this, [ids, file](const Session& session) { session.exportBundle(ids, file.toStdString()); },
            [this, file] {
                m_parts.errors.showNotice(tr("Written: %1").arg(QDir::toNativeSeparators(file)));
            });
    });
    dialog->open();
}

void WindowHistory::importStudies()
{
    auto* dialog = fileDialog(tr("Import studies"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        m_parts.bridge.fetch(
            this, [file](Session& session) { return session.importBundle(file.toStdString()); },
            [this](const store::BundleContents& contents) {
                m_parts.errors.showNotice(tr("Studies taken over: %1; here already: %2.")
                                              .arg(contents.imported.size())
                                              .arg(contents.present.size()));
                m_parts.follower.refresh();
            });
    });
    dialog->open();
}

void WindowHistory::moveToBin()
{
    const auto studies = m_parts.studies.selection();
    setDeleted(tr("move to bin"), studies, true);
    m_parts.errors.showNotice(
        tr("In the bin: %1. Undo takes it out again (%2).")
            .arg(namesOf(studies), m_undo->shortcut().toString(QKeySequence::NativeText)));
}

void WindowHistory::restore()
{
    setDeleted(tr("restore"), m_parts.studies.selection(), false);
}

void WindowHistory::setDeleted(const QString& text, const Studies& studies, bool deleted)
{
    const auto set = [studies](bool value) {
        return [studies, value](Session& session) {
            for (const auto& study : studies)
                session.setDeleted(study.id, value);
        };
    };
    change(text, set(deleted), set(!deleted));
}

void WindowHistory::showBin()
{
    m_parts.studies.setBin(m_showBin->isChecked() ? store::Bin::Inside : store::Bin::Outside);
    updateActions();
}

void WindowHistory::emptyBin()
{
    m_parts.bridge.fetch(
        this,
        [](const Session& session) {
            std::vector<std::string> ids;
            for (const auto& study : session.experiments({.bin = store::Bin::Inside}))
                ids.push_back(study.id);
            return ids;
        },
        [this](const std::vector<std::string>& ids) {
            if (ids.empty())
                m_parts.errors.showNotice(tr("The bin is empty."));
            else
                askToEmpty(ids);
        });
}

void WindowHistory::askToEmpty(const std::vector<std::string>& ids)
{
    auto* box = new QMessageBox(QMessageBox::Warning, tr("Empty bin"),
                                ids.size() == 1 ? tr("Remove the study for good?")
                                                : tr("Remove %1 studies for good?").arg(ids.size()),
                                QMessageBox::NoButton, m_window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("Their results, notes and tags are gone then; this cannot be undone."));
    auto* remove = box->addButton(tr("&Remove for good"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(tr("&Keep them"), QMessageBox::RejectRole));
    connect(remove, &QPushButton::clicked, this, [this, ids] {
        m_changes.clear(); // what it would undo may be gone
        perform([ids](Session& session) { session.removeBinned(ids); });
    });
    box->open();
}

void WindowHistory::focusSearch()
{
    if (auto* dock = qobject_cast<QDockWidget*>(m_parts.studies.parentWidget())) {
        dock->show();
        dock->raise();
    }
    m_parts.studies.focusSearch();
}

} // namespace undertone::app
