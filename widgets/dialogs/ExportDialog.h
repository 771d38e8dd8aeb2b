#pragma once

#include "widgets/dialogs/ExportFiles.h"

#include <QDialog>

#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QSpinBox;
class QStackedWidget;

namespace undertone::widgets {

class TableSpecModel;

/// A figure or a table for a paper, with a preview at true size.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    /// `current`: index into the study's figures.
    ExportDialog(std::vector<figure::FigureSpec> figures, std::vector<figure::TableSpec> tables,
                 std::size_t current, const ExportOptions& start, const QString& startFolder,
                 QWidget* parent = nullptr);

    ExportOptions options() const;

Q_SIGNALS:
    void exportWanted(const undertone::widgets::ExportRequest& request);

private:
    QWidget* makeForm();
    QWidget* makePreview();
    void makeFields(const ExportOptions& start);
    QString format() const;
    const figure::FigureSpec* figure() const; ///< nullptr: a table is chosen
    const figure::TableSpec* table() const;   ///< nullptr: a figure is chosen
    void offerFormats();
    void showPreview();
    void copyCaption();
    void chooseTarget();
    void finish(const QString& target);
    void askToReplace(const QStringList& paths, const ExportRequest& request);

    std::vector<figure::FigureSpec> m_figures;
    std::vector<figure::TableSpec> m_tables;
    QString m_startFolder;
    QComboBox* m_what;
    QCheckBox* m_all;
    QComboBox* m_format;
    QComboBox* m_preset;
    QDoubleSpinBox* m_width;
    QComboBox* m_family;
    QDoubleSpinBox* m_points;
    QSpinBox* m_dots;
    QCheckBox* m_captions;
    QLabel* m_preview;
    TableSpecModel* m_rows;
    QStackedWidget* m_pages;
};

} // namespace undertone::widgets
