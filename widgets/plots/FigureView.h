#pragma once

#include "core/figure/FigureSpec.h"

#include <QStringList>
#include <QWidget>

#include <memory>
#include <optional>

class QCPItemEllipse;
class QCustomPlot;
class QLabel;
class QStackedLayout;

namespace undertone::widgets {

class FigureDrawing;
struct Readout;

/// A figure on the screen. Drag or wheel zooms, Shift and drag moves, double click fits, a legend entry
/// toggles its lines, the pointer reads values and a click chooses what it reads. By keyboard: + and - zoom,
/// Shift and arrows move, Home fits, arrows go from point to point, Return chooses, 1 to 9 toggle the
/// legend's entries, Escape lets go. A live figure keeps its zoom, what was hidden, chosen, or read by keys.
class FigureView : public QWidget
{
    Q_OBJECT

public:
    explicit FigureView(QWidget* parent = nullptr);
    ~FigureView() override;

    void setFigure(const figure::FigureSpec& figure);
    /// Where another figure beside says the same: draws no notes and warnings. Files have them all the same.
    void hideNotes() { m_hidesNotes = true; }
    /// Shows words instead of a figure: what to do.
    void setMessage(const QString& message);
    const figure::FigureSpec& figure() const { return m_figure; }
    bool hasFigure() const { return m_hasFigure; }
    void fit();
    /// Points out what belongs to a reference (ReferenceSpec.h), as a click on it would; "" for nothing.
    void choose(const QString& reference);
    const QString& chosen() const { return m_chosen; }
    QCustomPlot& plot() { return *m_plot; }
    const FigureDrawing& drawing() const { return *m_drawing; }

Q_SIGNALS:
    void pointChosen(const QString& reference);

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
    void toggleEntry(int index);
    void showReadout(const QPoint& place);
    void showText(const Readout& readout, const QPoint& beside);
    void readByKeys(int lines, int points);
    void chooseRead();
    std::optional<Readout> reading() const;
    void readAgain(const Readout& before);
    void placeReading();
    void forgetReading();
    void describe(const QString& name, const QString& words);
    void moveBy(double x, double y);
    void hideReadout();

    QCustomPlot* m_plot;
    QLabel* m_message;
    QLabel* m_readout;
    QStackedLayout* m_layers;
    std::unique_ptr<FigureDrawing> m_drawing;
    QCPItemEllipse* m_ring = nullptr;
    figure::FigureSpec m_figure;
    QStringList m_hidden;
    QString m_chosen;
    QPoint m_pressed;
    int m_line = -1; ///< what the keys read; none before the first
    int m_point = -1;
    bool m_showsReading = false; ///< the readout is of what the keys read
    bool m_hasFigure = false;
    bool m_hidesNotes = false;
    bool m_zoomed = false;
};

} // namespace undertone::widgets
