#pragma once

#include "core/figure/FigureSpec.h"
#include "core/session/Session.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QLabel;

namespace undertone::widgets {

class ClipPlayer;
class FigureView;

/// The map of a trial's embeddings: the user chooses the trial and what colours the dots; a click on a dot
/// asks for its clip. Hidden while a study has no map.
class EmbeddingPanel : public QWidget
{
    Q_OBJECT

public:
    explicit EmbeddingPanel(QWidget* parent = nullptr);

    /// Keeps what was chosen while a study fills.
    void offer(const std::vector<session::EmbeddingView>& views);
    FigureView& view() const { return *m_view; }
    void play(const QString& file);
    /// Why a clip cannot be heard.
    void explain(const QString& reason);

Q_SIGNALS:
    void mapWanted(std::size_t trial, const QString& colouring);
    void clipWanted(const QString& corpus, const QString& path);

private:
    void offerColourings();
    void want();
    void askForClip(const QString& reference);

    QComboBox* m_trial;
    QComboBox* m_colouring;
    QLabel* m_hint;
    FigureView* m_view;
    ClipPlayer* m_player; ///< nullptr without a sound device
    std::vector<session::EmbeddingView> m_views;
};

} // namespace undertone::widgets
