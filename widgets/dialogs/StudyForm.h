#pragma once

#include "core/session/StudyPreview.h"

#include <QTabWidget>

#include <vector>

namespace undertone::widgets {

class SpecField;
class SweepTable;
struct PageText;

/// The settings of a study on pages (StudyPages.h), and its sweep. Shows a document; what the user changes
/// goes out as values of it.
class StudyForm : public QTabWidget
{
    Q_OBJECT

public:
    explicit StudyForm(QWidget* parent = nullptr);

    /// Values to choose from.
    void setMaterial(const session::StudyMaterial& material);
    /// A field that is being typed in is left alone.
    void showSpec(const experiment::ExperimentSpec& spec);
    /// At the field that the place ("specification#/federation/rounds") belongs to, with a mark on its page;
    /// at the field edited last when the place is a section around it.
    void showProblem(const QString& place, const QString& reason);
    void clearProblems();

Q_SIGNALS:
    void edited(const QString& path, const QString& json);

private:
    QWidget* makePage(const PageText& text);
    QWidget* makeSweepPage();
    SpecField* fieldAt(const QString& pointer) const;
    void showPages(const QJsonValue& document);
    void markPage(const QWidget* inside);

    std::vector<SpecField*> m_fields;
    SweepTable* m_sweep;
    QString m_lastEdited; ///< as a pointer
};

} // namespace undertone::widgets
