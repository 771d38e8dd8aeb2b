#pragma once

#include "core/store/QueueSpec.h"
#include "widgets/panels/QueueView.h"

#include <QWidget>

#include <vector>

class QAction;

namespace undertone::widgets {

/// The studies that wait or are paused, in the order in which they will run; hidden without any. They are
/// moved by dragging, with buttons, from the context menu and with Alt and the arrow keys.
class QueueList : public QWidget
{
    Q_OBJECT

public:
    explicit QueueList(QWidget* parent = nullptr);

    void setEntries(const std::vector<store::QueueEntry>& entries);
    QListWidget& list() { return *m_list; }

Q_SIGNALS:
    void moveWanted(const QString& experimentId, undertone::store::QueueMove move, int steps);
    void pauseWanted(const QString& experimentId);
    void resumeWanted(const QString& experimentId);
    void stopWanted(const QString& experimentId);
    void studyChosen(const QString& experimentId);

private:
    QAction* makeAction(const QString& text, const QString& toolTip, const QKeySequence& keys);
    void addButton(QAction* action, const QString& arrow);
    void makeActions();
    void showEntry(int row, int place, const store::QueueEntry& entry);
    void dropRow(const QString& id, int before);
    QString current() const;
    void updateActions();

    QueueView* m_list;
    QAction* m_up = nullptr;
    QAction* m_down = nullptr;
    QAction* m_front = nullptr;
    QAction* m_pause = nullptr;
    QAction* m_resume = nullptr;
    QAction* m_stop = nullptr;
    std::vector<store::QueueEntry> m_entries; ///< as the rows show them
};

} // namespace undertone::widgets
