#pragma once

#include "widgets/bridge/SessionBridge.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QStandardItemModel;
class QTabWidget;
class QTextBrowser;
class QTreeView;

namespace undertone::widgets {

class ClipPlayer;
class ClipView;
class FigureView;

/// A corpus of the workspace: its speakers, emotions, durations and what the audit found; its clips, and the
/// waveform, spectrogram and F0 of the one that is chosen.
class CorporaPanel : public QWidget
{
    Q_OBJECT

public:
    explicit CorporaPanel(SessionBridge& bridge, QWidget* parent = nullptr);

    /// Keeps the one that is shown.
    void setNames(const std::vector<std::string>& names);
    /// The figure in front; the speakers' when the findings are.
    FigureView& current() const;
    ClipView& clip() const { return *m_clip; }

Q_SIGNALS:
    void currentChanged();
    void removed(); ///< a corpus, by the user

private:
    void makeClips();
    QWidget* makeClipPage();
    void askToRemove();
    void showCorpus();
    void fillClips(const corpus::Corpus& corpus);
    void showFindings(const corpus::ImportReport& report);
    void showClip(const QModelIndex& index);

    SessionBridge& m_bridge;
    QComboBox* m_corpus;
    QPushButton* m_remove;
    QTabWidget* m_tabs;
    std::vector<FigureView*> m_views; ///< speakers, emotions, durations
    QTextBrowser* m_findings;
    QLineEdit* m_filter;
    QTreeView* m_list;
    QStandardItemModel* m_clips;
    QSortFilterProxyModel* m_found;
    ClipView* m_clip;
    QPushButton* m_play;
    ClipPlayer* m_player; ///< nullptr without a sound device
    QString m_folder;     ///< of the corpus
    QString m_file;       ///< of the clip
    QString m_shown;
    int m_wanted = 0; ///< the clip that was asked for last
};

} // namespace undertone::widgets
