#pragma once

#include "widgets/models/PrivacyInput.h"

#include <QWidget>

#include <map>

class QComboBox;
class QFormLayout;

namespace undertone::widgets {

class NumberField;

/// The controls of the privacy calculator.
class PrivacyForm : public QWidget
{
    Q_OBJECT

public:
    explicit PrivacyForm(QWidget* parent = nullptr);

    const PrivacyInput& input() const { return m_input; }
    NumberField& field(PrivacyField field) const { return *m_fields.at(field); }
    /// Puts what was solved for into its field.
    void adopt(const privacy::PrivacyEvent& solved);

Q_SIGNALS:
    void changed();

private:
    void addField(QFormLayout& form, PrivacyField field, const QString& label, const QString& toolTip);
    void addChoice(QFormLayout& form, QComboBox*& box, const QString& label, const QString& toolTip,
                   const QStringList& items);
    void readChoices();
    void refresh();

    PrivacyInput m_input;
    std::map<PrivacyField, NumberField*> m_fields;
    QComboBox* m_noise = nullptr;
    QComboBox* m_sampling = nullptr;
    QComboBox* m_relation = nullptr;
    QComboBox* m_unknown = nullptr;
    QComboBox* m_exposure = nullptr;
};

} // namespace undertone::widgets
