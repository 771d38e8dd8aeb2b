#pragma once

#include "core/figure/FigureSpec.h"

#include <QStringList>
#include <QWidget>

#include <memory>

class QCPItemEllipse;
class QCustomPlot;
class QLabel;
class QStackedLayout;

namespace undertone::widgets {

class FigureDrawing;

/// A figure on the screen: drag or wheel zooms, Shift and drag moves, double click or Home fits, a legend
/// entry toggles its series, the pointer reads values. A live figure keeps its zoom and what was hidden.
class FigureView : public QWidget
{
    Q_OBJECT

public:
    explicit FigureView(QWidget* parent = nullptr);
    ~FigureView() override;

    void setFigure(const figure::FigureSpec& figure);
    /// Shows words instead of a figure: what to do.
    void setMessage(const QString& message);
    const figure::FigureSpec& figure() const { return m_figure; }
    bool hasFigure() const { return m_hasFigure; }
    void fit();
    QCustomPlot& plot() { return *m_plot; }
    const FigureDrawing& drawing() const { return *m_drawing; }

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void connectPlot();
    void redraw(bool keepRanges);
    void arrange();
    void zoom(double factor);
    void toggleSeries(const QString& name);
    void showReadout(const QPoint& place);
    void hideReadout();

    QCustomPlot* m_plot;
    QLabel* m_message;
    QLabel* m_readout;
    QStackedLayout* m_layers;
    std::unique_ptr<FigureDrawing> m_drawing;
    QCPItemEllipse* m_ring = nullptr;
    figure::FigureSpec m_figure;
    QStringList m_hidden;
    bool m_hasFigure = false;
    bool m_zoomed = false;
};

} // namespace undertone::widgets
