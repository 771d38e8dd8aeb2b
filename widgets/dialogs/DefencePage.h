#pragma once

#include "core/session/DefencePreview.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace undertone::widgets {

/// The defence of a study and who attacks it, and what both come to in epsilon. Shows a specification; what
/// the user changes goes out as values of the document.
class DefencePage : public QWidget
{
    Q_OBJECT

public:
    explicit DefencePage(QWidget* parent = nullptr);

    /// A field that is being typed in is left alone.
    void showSpec(const experiment::ExperimentSpec& spec);
    void showPreview(const session::DefencePreview& preview);
    /// Words in place of a preview: why there is none.
    void showMessage(const QString& words);

Q_SIGNALS:
    /// A path of the document and its value as JSON.
    void edited(const QString& path, const QString& json);

private:
    QComboBox* addChoice(QFormLayout& form, const QString& label, const QString& toolTip, const QString& path,
                         const QStringList& values);
    QLineEdit* addNumber(QFormLayout& form, const QString& label, const QString& toolTip);
    void changeMechanism();
    void changeBudgetKind();
    void enableFields();

    QComboBox* m_mechanism;
    QComboBox* m_budgetKind;
    QLineEdit* m_budget;
    QLineEdit* m_delta;
    QLineEdit* m_clip;
    QComboBox* m_relation;
    QComboBox* m_observer;
    QComboBox* m_sees;
    QCheckBox* m_knowsCohorts;
    QComboBox* m_adversary;
    QLabel* m_preview;
};

/// "sigma = 0.013, epsilon after all rounds = 40 (server), 9.4 (one update) ...", and what it is worth.
QString previewWords(const session::DefencePreview& preview);

} // namespace undertone::widgets
