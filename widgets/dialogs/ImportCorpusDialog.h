#pragma once

#include "widgets/bridge/SessionBridge.h"

#include <QDialog>

#include <optional>
#include <set>

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
    /// What is looked at, and how.
    struct Source
    {
        QString folder;
        QString layout;
        bool operator==(const Source&) const = default;
    };

    QLayout* makeForm();
    QWidget* makeButtons();
    void chooseFolder();
    void inspect();
    void follow(session::JobId job);
    void cancelInspection();
    void cancel(session::JobId job);
    void forgetReport();
    Source source() const;
    void proposeName();
    QString name() const;
    void checkName();
    void receive(const std::vector<session::JobEvent>& events);
    void finish();

    SessionBridge& m_bridge;
    QString m_startFolder;
    QLineEdit* m_folder;
    QComboBox* m_layout;
    QLineEdit* m_name;
    QLabel* m_nameProblem;
    QTextBrowser* m_report;
    QProgressBar* m_progress;
    QPushButton* m_check;
    QPushButton* m_import;
    std::set<std::string> m_taken;    ///< names of the corpora there are
    std::optional<Source> m_reported; ///< of what the report is
    int m_inspection = 0;             ///< the newest one's count: the answer to an older one is not heard
    session::JobId m_job = 0;
    bool m_starting = false;
    std::vector<session::JobEvent> m_early; ///< came before the job's number was known
};

/// The audit in words and tables (HTML).
QString reportText(const corpus::ImportReport& report);

} // namespace undertone::widgets
