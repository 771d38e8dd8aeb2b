#pragma once

#include "widgets/bridge/SessionBridge.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QTextBrowser;

namespace undertone::widgets {

/// A folder of speech is looked at first, every file of it; what was found is shown before anything is
/// stored.
class ImportCorpusDialog : public QDialog
{
    Q_OBJECT

public:
    ImportCorpusDialog(SessionBridge& bridge, const QString& startFolder, QWidget* parent = nullptr);
    ~ImportCorpusDialog() override;

    void setFolder(const QString& folder);
    QString folder() const;
    /// Whether a job is the look at the folder, which the dialog reports itself.
    bool owns(session::JobId job) const { return m_starting || (m_job && job == m_job); }

Q_SIGNALS:
    void importWanted(const QString& folder, const QString& layout, const QString& name);

private:
    QLayout* makeForm();
    QWidget* makeButtons();
    void chooseFolder();
    void inspect();
    void follow(session::JobId job);
    void forgetReport();
    void receive(const std::vector<session::JobEvent>& events);
    void finish();

    SessionBridge& m_bridge;
    QString m_startFolder;
    QLineEdit* m_folder;
    QComboBox* m_layout;
    QLineEdit* m_name;
    QTextBrowser* m_report;
    QProgressBar* m_progress;
    QPushButton* m_check;
    QPushButton* m_import;
    session::JobId m_job = 0;
    bool m_starting = false;
    std::vector<session::JobEvent> m_early; ///< came before the job's number was known
};

/// The audit in words and tables (HTML).
QString reportText(const corpus::ImportReport& report);

} // namespace undertone::widgets
