#pragma once

#include "widgets/bridge/Failure.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace undertone::widgets {

/// Says at the top of the window what happened and what to do; the details can be copied. Never a modal box.
class ErrorBar : public QFrame
{
    Q_OBJECT

public:
    explicit ErrorBar(QWidget* parent = nullptr);

    void showFailure(const Failure& failure);
    /// Good news, in the same place; a failure that was not dismissed stays.
    void showNotice(const QString& words);

protected:
    void changeEvent(QEvent* event) override;

private:
    void setTint(const QColor& tint);

    QLabel* m_title;
    QLabel* m_words;
    QPushButton* m_copy;
    QString m_details;
    QColor m_tint;
};

} // namespace undertone::widgets
