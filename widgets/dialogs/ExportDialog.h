#pragma once

#include "core/figure/FigureSpec.h"
#include "widgets/plots/FigureExporter.h"

#include <QDialog>

#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QSpinBox;

namespace undertone::widgets {

/// What to write, and where.
struct ExportRequest
{
    std::vector<figure::FigureSpec> figures; ///< one, or all of the study
    QString format;                          ///< pdf, svg, png, tex or csv
    ExportOptions options;                   ///< pdf, svg, png
    QString target;                          ///< a file; the folder when there are several figures
};

/// A figure for a paper, with a preview at true size.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    /// `current`: index into the study's figures.
    ExportDialog(std::vector<figure::FigureSpec> figures, std::size_t current, const ExportOptions& start,
                 const QString& startFolder, QWidget* parent = nullptr);

    ExportOptions options() const;

Q_SIGNALS:
    void exportWanted(const undertone::widgets::ExportRequest& request);

private:
    QWidget* makeForm();
    QWidget* makePreview();
    QString format() const;
    void showPreview();
    void chooseTarget();
    void finish(const QString& target);

    std::vector<figure::FigureSpec> m_figures;
    QString m_startFolder;
    QComboBox* m_figure;
    QCheckBox* m_all;
    QComboBox* m_format;
    QComboBox* m_preset;
    QDoubleSpinBox* m_width;
    QDoubleSpinBox* m_points;
    QSpinBox* m_dots;
    QLabel* m_preview;
};

} // namespace undertone::widgets
