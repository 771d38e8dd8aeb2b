#pragma once

#include "core/session/PrivacyCalculator.h"
#include "widgets/bridge/Failure.h"
#include "widgets/bridge/Inbox.h"

#include <QObject>

#include <memory>

namespace undertone::widgets {

/// The window's side of a PrivacyCalculator: its answers arrive on the GUI thread.
class CalculatorBridge : public QObject
{
    Q_OBJECT

public:
    explicit CalculatorBridge(QObject* parent = nullptr);
    ~CalculatorBridge() override;

    void ask(const session::PrivacyQuestion& question) { m_calculator->ask(question); }

Q_SIGNALS:
    void answered(const undertone::session::PrivacyAnswer& answer);
    void refused(const undertone::session::PrivacyQuestion& question,
                 const undertone::widgets::Failure& failure);

protected:
    bool event(QEvent* event) override;

private:
    Inbox m_inbox{*this};
    std::unique_ptr<session::PrivacyCalculator> m_calculator; ///< last: it uses the inbox
};

} // namespace undertone::widgets
