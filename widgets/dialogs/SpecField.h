#pragma once

#include "core/experiment/FieldSpec.h"

#include <QJsonValue>
#include <QStringList>
#include <QWidget>

#include <functional>

class QLabel;
class QVBoxLayout;

namespace undertone::widgets {

/// One setting of a specification in a form: its control by the kind of its values, and below it the reason
/// when its value is wrong.
class SpecField : public QWidget
{
    Q_OBJECT

public:
    /// `known`: values to choose from where a text or names are wanted; others can be typed.
    SpecField(const experiment::FieldSpec& field, const QString& name, const QString& toolTip,
              QWidget* parent = nullptr);

    const std::string& path() const { return m_field.path; }
    QWidget* control() const { return m_control; }
    /// Silently; a field that is being typed in is left alone.
    void show(const QJsonValue& value);
    void setKnown(const QStringList& known);
    void setProblem(const QString& reason); ///< empty: there is none
    bool hasProblem() const;

Q_SIGNALS:
    void edited(const QString& path, const QString& json);

private:
    void makeControl();
    void makeLine();
    void makeWords();
    void makeTicks();
    void makeChoice();
    void makeChoices();
    void makeTable();
    void makeFlag();
    void put(QWidget* control);
    void tell(const QString& json);
    QString jsonOf(const QString& typed) const;

    experiment::FieldSpec m_field;
    QString m_name;
    QVBoxLayout* m_column;
    QWidget* m_control = nullptr;
    QLabel* m_problem;
    QStringList m_known;
    std::function<void(const QJsonValue&)> m_show; ///< puts a value into the control
    std::function<void()> m_takeKnown;             ///< offers m_known, where the control can
};

/// "1 to 100", "above 0, to 1"; empty when the setting is no number.
QString boundsWords(const experiment::FieldSpec& field);

} // namespace undertone::widgets
