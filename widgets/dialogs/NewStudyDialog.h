#pragma once

#include "core/experiment/ExperimentSpec.h"
#include "widgets/bridge/SessionBridge.h"

#include <QDialog>
#include <QTimer>

#include <atomic>
#include <memory>
#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace undertone::widgets {

class StudyForm;
class StudyOutlook;

/// A study before it runs: a form and its specification as JSON side by side, each following the other. What
/// is written is checked as it is typed; a document with a mistake leaves the form as it was. Below stands at
/// every moment why the study cannot run, or what it will take.
class NewStudyDialog : public QDialog
{
    Q_OBJECT

public:
    /// `options`: what it will run with, if it is run.
    explicit NewStudyDialog(SessionBridge& bridge, const session::RunOptions& options = {},
                            QWidget* parent = nullptr);
    ~NewStudyDialog() override;

    /// Starts from a document rather than the first preset.
    void setSpecification(const QString& json);
    /// Asks first where something has been changed.
    void reject() override;

Q_SIGNALS:
    void runWanted(const undertone::experiment::ExperimentSpec& spec);
    void demoCorporaWanted();

private:
    QWidget* makeHead();
    QWidget* makeEditor();
    void connectParts();
    void receiveMaterial(const session::StudyMaterial& material);
    void renewMaterial(const session::StudyMaterial& material);
    void followJobs(const std::vector<session::JobEvent>& events);
    void makeDemoCorpora();
    void fillStart();
    void startFrom(int index);
    void chooseFile();
    void load(const QString& json); ///< what is there then counts as unchanged
    void write(const QString& json);
    void edit(const QString& path, const QString& value);
    void distrust();
    void check();
    void receive(const experiment::ExperimentSpec& spec);
    void receivePreview(const experiment::ExperimentSpec& spec, const session::StudyPreview& preview);
    void showMissing(const QStringList& corpora);
    void refuse(const Failure& failure);
    void refuse(const QString& reason);
    void preview(const experiment::ExperimentSpec& spec);
    void markLine(const QString& place);
    QStringList missingCorpora(const experiment::ExperimentSpec& spec) const;
    template <typename Work, typename Then>
    void ask(Work work, Then then, std::function<void(const Failure&)> failed);

    SessionBridge& m_bridge;
    session::RunOptions m_options;
    QComboBox* m_start;
    QLabel* m_description;
    QLineEdit* m_name;
    StudyForm* m_form;
    QPlainTextEdit* m_json;
    StudyOutlook* m_outlook;
    QPushButton* m_run;
    QTimer m_checkDelay;
    session::StudyMaterial m_material;
    QString m_loaded;                                 ///< the text as it came, before any change
    QString m_beforeKind;                             ///< the text before the newest change of the kind
    QString m_afterKind;                              ///< ... and after it
    std::optional<experiment::ExperimentSpec> m_spec; ///< of the text as it stands, when it can run
    /// Number of the text as it stands: an answer about an earlier one is not waited for.
    std::shared_ptr<std::atomic<int>> m_version = std::make_shared<std::atomic<int>>(0);
    bool m_given = false;     ///< a document was given
    bool m_makesDemo = false; ///< the demo corpora are being made for this study
};

} // namespace undertone::widgets
