#pragma once

#include "core/experiment/ExperimentResult.h"

#include <QObject>
#include <QUndoStack>

#include <functional>
#include <vector>

class QAction;
class QFileDialog;
class QMainWindow;
class QMenu;
class QMenuBar;

namespace undertone::session {
class Session;
} // namespace undertone::session

namespace undertone::widgets {
class ErrorBar;
class SessionBridge;
class StudiesPanel;
class StudyFollower;
} // namespace undertone::widgets

namespace undertone::app {

/// What can be done with past studies: its menu, the context menu of the studies, and undoing it.
class WindowHistory : public QObject
{
    Q_OBJECT

public:
    /// What the actions work on; outlives this object.
    struct Parts
    {
        widgets::SessionBridge& bridge;
        widgets::StudyFollower& follower;
        widgets::StudiesPanel& studies;
        widgets::ErrorBar& errors;
    };

    WindowHistory(QMainWindow* window, const Parts& parts);
    ~WindowHistory() override;

    void addTo(QMenuBar* bar);
    QAction* compareAction() const { return m_compare; }

Q_SIGNALS:
    /// A new study is to begin from this specification.
    void duplicateWanted(const QString& specification);

private:
    using Step = std::function<void(session::Session&)>;
    using Studies = std::vector<experiment::ExperimentSummary>;
    class Change;

    QAction* makeAction(const char* name, const QString& text, const QString& toolTip,
                        const QKeySequence& keys, void (WindowHistory::*reaction)());
    void makeActions();
    void connectPanel();
    void updateActions();
    void change(const QString& text, Step apply, Step revert);
    void perform(const Step& step);

    void toggleStars();
    void setStars(const Studies& studies, bool starred);
    void addTag();
    void listTags();
    void removeTag(const QString& tag);
    void editNote();
    void editName();
    void rename(const QString& id, const QString& name);
    void duplicate();
    void compare();
    QFileDialog* fileDialog(const QString& title);
    void exportStudies();
    void importStudies();
    void moveToBin();
    void restore();
    void setDeleted(const QString& text, const Studies& studies, bool deleted);
    void showBin();
    void emptyBin();
    void askToEmpty(const std::vector<std::string>& ids);
    void focusSearch();

    QMainWindow* m_window;
    Parts m_parts;
    QUndoStack m_changes;
    QAction* m_star = nullptr;
    QAction* m_tag = nullptr;
    QAction* m_untag = nullptr;
    QMenu* m_tags = nullptr;
    QAction* m_note = nullptr;
    QAction* m_rename = nullptr;
    QAction* m_duplicate = nullptr;
    QAction* m_compare = nullptr;
    QAction* m_export = nullptr;
    QAction* m_import = nullptr;
    QAction* m_bin = nullptr;
    QAction* m_restore = nullptr;
    QAction* m_showBin = nullptr;
    QAction* m_emptyBin = nullptr;
    QAction* m_search = nullptr;
    QAction* m_undo = nullptr;
    QAction* m_redo = nullptr;
};

} // namespace undertone::app
