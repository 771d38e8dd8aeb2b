#pragma once

#include "core/features/ClipReport.h"

#include <QWidget>

class QCPAxisRect;
class QCPColorMap;
class QCPGraph;
class QCustomPlot;
class QLabel;
class QStackedLayout;

namespace undertone::widgets {

/// Waveform above, spectrogram with F0 over it below, on one axis of time: drag moves, wheel zooms, double
/// click or Home fits.
class ClipView : public QWidget
{
    Q_OBJECT

public:
    explicit ClipView(QWidget* parent = nullptr);

    void setClip(const features::ClipReport& clip, const QString& name);
    void setMessage(const QString& message);
    bool hasClip() const { return m_hasClip; }
    void fit();
    QCustomPlot& plot() { return *m_plot; }

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void makeRects();
    void applyTheme();
    void showWaveform();
    void showSpectrogram();
    void showPitch();

    QCustomPlot* m_plot;
    QLabel* m_message;
    QStackedLayout* m_layers;
    QCPAxisRect* m_waveform = nullptr;
    QCPAxisRect* m_spectrogram = nullptr;
    QCPGraph* m_low = nullptr;
    QCPGraph* m_high = nullptr;
    QCPGraph* m_pitch = nullptr;
    QCPColorMap* m_map = nullptr;
    features::ClipReport m_clip;
    bool m_hasClip = false;
};

} // namespace undertone::widgets
