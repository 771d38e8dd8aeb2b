#pragma once

#include "widgets/bridge/WindowSettings.h"

#include <QDialog>

class QComboBox;
class QSpinBox;

namespace undertone::widgets {

/// How the workbench looks and what studies run on. Applies at once; Cancel takes back what was applied.
class PreferencesDialog : public QDialog
{
    Q_OBJECT

public:
    PreferencesDialog(const Preferences& preferences, const QString& workspace, QWidget* parent);

    Preferences preferences() const;

Q_SIGNALS:
    /// Something was changed, or taken back.
    void changed(const undertone::widgets::Preferences& preferences);
    void otherWorkspaceWanted();

private:
    QComboBox* m_theme;
    QComboBox* m_language;
    QComboBox* m_device;
    QSpinBox* m_workers;
};

} // namespace undertone::widgets
