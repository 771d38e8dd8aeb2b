#pragma once

#include "core/figure/FigureSpec.h"

#include <QWidget>

#include <vector>

class QLabel;
class QTabWidget;

namespace undertone::widgets {

class FigureView;

/// The figures of the shown study in tabs, the caption of the one in front below.
class PlotsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit PlotsPanel(QWidget* parent = nullptr);

    void showFigures(const std::vector<figure::FigureSpec>& figures);
    void showMessage(const QString& message);
    FigureView& current() const;
    FigureView& view(const QString& figure) const;

Q_SIGNALS:
    void currentChanged();

private:
    void showCaption();

    QTabWidget* m_tabs;
    QLabel* m_caption;
};

} // namespace undertone::widgets
