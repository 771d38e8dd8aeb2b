#include "widgets/panels/NumberField.h"

#include "widgets/panels/WheelGuard.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSlider>

namespace undertone::widgets {

namespace {

const QColor wrongTint(213, 94, 0);

} // namespace

NumberField::NumberField(const QString& name, const QString& toolTip, int steps, QWidget* parent)
    : QWidget(parent), m_slider(new QSlider(Qt::Horizontal)), m_edit(new QLineEdit), m_toolTip(toolTip)
{
    m_slider->setRange(0, steps);
    m_slider->setPageStep(steps / 20);
    m_slider->setMinimumWidth(90);
    m_slider->setAccessibleName(tr("%1, slider").arg(name));
    m_slider->setToolTip(toolTip);
    new WheelGuard(m_slider);
    m_edit->setAccessibleName(name);
    m_edit->setToolTip(toolTip);
    m_edit->setFixedWidth(m_edit->fontMetrics().horizontalAdvance(QStringLiteral("0.0000001e-05")));
    m_edit->installEventFilter(this);
    setFocusProxy(m_edit);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_slider, 1);
    line->addWidget(m_edit);
    connect(m_slider, &QSlider::valueChanged, this, [this](int place) {
        if (m_slider->isSliderDown())
            Q_EMIT dragged(place);
        else
            Q_EMIT stepped(place);
    });
    connect(m_edit, &QLineEdit::textEdited, this, &NumberField::typed);
}

void NumberField::show(const QString& text, int place)
{
    const QSignalBlocker quiet(m_slider);
    if (!m_slider->isSliderDown())
        m_slider->setValue(place);
    if (m_edit->text() != text)
        m_edit->setText(text);
}

int NumberField::place() const
{
    return m_slider->value();
}

void NumberField::setProblem(const QString& problem)
{
    QPalette own = palette();
    if (!problem.isEmpty())
        own.setColor(QPalette::Text, wrongTint);
    m_edit->setPalette(own);
    m_edit->setToolTip(problem.isEmpty() ? m_toolTip : problem);
    m_edit->setAccessibleDescription(problem);
}

bool NumberField::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_edit || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int steps = key == Qt::Key_Up         ? 1
                      : key == Qt::Key_Down     ? -1
                      : key == Qt::Key_PageUp   ? m_slider->pageStep()
                      : key == Qt::Key_PageDown ? -m_slider->pageStep()
                                                : 0;
    if (steps == 0)
        return QWidget::eventFilter(watched, event);
    m_slider->setValue(m_slider->value() + steps);
    return true;
}

} // namespace undertone::widgets
