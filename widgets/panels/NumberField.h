#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QSlider;

namespace undertone::widgets {

/// A slider and a number field for one value. The keys up, down, page up and page down step in both.
class NumberField : public QWidget
{
    Q_OBJECT

public:
    /// `name` is for screen readers; the slider has `steps` + 1 places.
    NumberField(const QString& name, const QString& toolTip, int steps, QWidget* parent = nullptr);

    /// Silently. A slider that is being dragged stays under the pointer.
    void show(const QString& text, int place);
    int place() const;
    /// Marks the field as wrong and says why; empty: it is right.
    void setProblem(const QString& problem);
    QLineEdit& edit() { return *m_edit; }
    QSlider& slider() { return *m_slider; }

Q_SIGNALS:
    void typed(const QString& text);
    void dragged(int place);
    void stepped(int place); ///< by a key, the wheel or a click beside the handle

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QSlider* m_slider;
    QLineEdit* m_edit;
    QString m_toolTip;
};

} // namespace undertone::widgets
