#include "widgets/bridge/CalculatorBridge.h"

#include <QEvent>

namespace undertone::widgets {

CalculatorBridge::CalculatorBridge(QObject* parent) : QObject(parent)
{
    m_calculator = std::make_unique<session::PrivacyCalculator>(
        [this](const session::PrivacyAnswer& answer, const std::shared_ptr<const Error>& error) {
            m_inbox.add([this, answer, error] {
                if (error)
                    Q_EMIT refused(answer.question, Failure::of(*error));
                else
                    Q_EMIT answered(answer);
            });
        });
}

CalculatorBridge::~CalculatorBridge() = default;

bool CalculatorBridge::event(QEvent* event)
{
    if (event->type() != Inbox::wakeUpEvent())
        return QObject::event(event);
    m_inbox.run();
    return true;
}

} // namespace undertone::widgets
