#pragma once

#include "core/experiment/ExperimentSpec.h"
#include "widgets/bridge/SessionBridge.h"

#include <QDialog>
#include <QTimer>

#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace undertone::widgets {

class CorpusChoice;
class DefencePage;
class SweepTable;

/// A study before it runs: a form and its specification as JSON side by side, each following the other. The
/// line at the bottom says at every moment why it cannot run, or how many trials it has.
class NewStudyDialog : public QDialog
{
    Q_OBJECT

public:
    explicit NewStudyDialog(SessionBridge& bridge, QWidget* parent = nullptr);

    /// Starts from a document rather than the first preset.
    void setSpecification(const QString& json);

Q_SIGNALS:
    void runWanted(const undertone::experiment::ExperimentSpec& spec);
    void demoCorporaWanted();

private:
    struct Material
    {
        std::vector<experiment::Preset> presets;
        QStringList corpora;
    };

    QWidget* makeForm();
    QWidget* makeStudyPage();
    QWidget* makeEditor();
    void connectForm();
    void receiveMaterial(const Material& material);
    void startFrom(int preset);
    void chooseFile();
    void edit(const std::string& path, const QString& value);
    void check();
    void preview(const experiment::ExperimentSpec& spec, int number);
    void accept(const experiment::ExperimentSpec& spec);
    void refuse(const QString& reason);
    void fillForm(const experiment::ExperimentSpec& spec);
    QStringList missingCorpora(const experiment::ExperimentSpec& spec) const;

    SessionBridge& m_bridge;
    QComboBox* m_start;
    QLabel* m_description;
    QLineEdit* m_name;
    CorpusChoice* m_private;
    CorpusChoice* m_shadow;
    SweepTable* m_sweep;
    DefencePage* m_defence;
    QPlainTextEdit* m_json;
    QLabel* m_status;
    QPushButton* m_run;
    QTimer m_checkDelay;
    std::vector<experiment::Preset> m_presets;
    QStringList m_corpora;
    std::optional<experiment::ExperimentSpec> m_spec; ///< of the text as it stands, when valid
    int m_checked = 0;                                ///< number of the latest check
    bool m_writing = false;                           ///< the form is writing the text
    bool m_formLeads = false;                         ///< the text as it stands is the form's
    bool m_given = false;                             ///< a document was given
};

} // namespace undertone::widgets
