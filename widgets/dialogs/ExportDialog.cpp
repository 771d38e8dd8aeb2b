#include "widgets/dialogs/ExportDialog.h"

#include "widgets/help/HelpWindow.h"
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>

#include <utility>

namespace undertone::widgets {

namespace {

struct WidthPreset
{
    const char* name;
    double millimetres;
};

constexpr WidthPreset widthPresets[] = {
    {QT_TRANSLATE_NOOP("ExportDialog", "IEEE, one column"), 88.9},
    {QT_TRANSLATE_NOOP("ExportDialog", "IEEE, two columns"), 181.9},
    {QT_TRANSLATE_NOOP("ExportDialog", "ACM, one column"), 84.7},
    {QT_TRANSLATE_NOOP("ExportDialog", "ACM, two columns"), 177.9},
    {QT_TRANSLATE_NOOP("ExportDialog", "Interspeech, one column"), 80},
    {QT_TRANSLATE_NOOP("ExportDialog", "Interspeech, two columns"), 170},
    {QT_TRANSLATE_NOOP("ExportDialog", "Beamer slide, 16:9"), 140},
};

bool isDrawn(const QString& format)
{
    return format != QLatin1String("tex") && format != QLatin1String("csv");
}

} // namespace

ExportDialog::ExportDialog(std::vector<figure::FigureSpec> figures, std::size_t current,
                           const ExportOptions& start, const QString& startFolder, QWidget* parent)
    : QDialog(parent), m_figures(std::move(figures)), m_startFolder(startFolder), m_figure(new QComboBox),
      m_all(new QCheckBox(tr("&All figures of the study"))), m_format(new QComboBox), m_preset(new QComboBox),
      m_width(new QDoubleSpinBox), m_points(new QDoubleSpinBox), m_dots(new QSpinBox), m_preview(new QLabel)
{
    setProperty(helpPageProperty, QStringLiteral("results"));
    setWindowTitle(tr("Export figure"));
    for (const auto& figure : m_figures)
        m_figure->addItem(QString::fromStdString(figure.title));
    m_figure->setCurrentIndex(static_cast<int>(current));
    auto* sides = new QHBoxLayout(this);
    sides->addWidget(makeForm());
    sides->addWidget(makePreview(), 1);
    m_width->setValue(start.widthMm);
    m_points->setValue(start.points);
    m_dots->setValue(start.dotsPerInch);
    m_format->setCurrentIndex(m_format->findData(formatName(start.format)));
    for (auto* box : {m_figure, m_format})
        connect(box, &QComboBox::currentIndexChanged, this, &ExportDialog::showPreview);
    for (auto* box : {m_width, m_points})
        connect(box, &QDoubleSpinBox::valueChanged, this, &ExportDialog::showPreview);
    connect(m_all, &QCheckBox::toggled, m_figure, &QWidget::setDisabled);
    m_all->setEnabled(m_figures.size() > 1);
    resize(860, 480);
    showPreview();
}

QWidget* ExportDialog::makeForm()
{
    m_format->addItem(tr("PDF (vectors)"), QStringLiteral("pdf"));
    m_format->addItem(tr("SVG (vectors)"), QStringLiteral("svg"));
    m_format->addItem(tr("PNG (pixels)"), QStringLiteral("png"));
    m_format->addItem(tr("PGFPlots (LaTeX)"), QStringLiteral("tex"));
    m_format->addItem(tr("CSV (the numbers drawn)"), QStringLiteral("csv"));
    m_preset->addItem(tr("choose\u2026"));
    for (const auto& preset : widthPresets)
        m_preset->addItem(tr(preset.name), preset.millimetres);
    m_width->setRange(20, 1000);
    m_width->setDecimals(1);
    m_width->setSuffix(tr(" mm"));
    m_points->setRange(4, 72);
    m_points->setDecimals(1);
    m_points->setSuffix(tr(" pt"));
    m_points->setToolTip(tr("Size of the type as printed"));
    m_dots->setRange(36, 2400);
    m_dots->setSuffix(tr(" dpi"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, Qt::Vertical);
    auto* page = new QWidget;
    page->setFixedWidth(310);
    auto* form = new QFormLayout(page);
    form->addRow(tr("&Figure"), m_figure);
    form->addRow(QString(), m_all);
    form->addRow(tr("F&ormat"), m_format);
    form->addRow(tr("&Preset"), m_preset);
    form->addRow(tr("&Width"), m_width);
    form->addRow(tr("&Type size"), m_points);
    form->addRow(tr("&Resolution"), m_dots);
    form->addRow(QString(), buttons);
    connect(m_preset, &QComboBox::activated, this, [this](int index) {
        if (index > 0)
            m_width->setValue(m_preset->itemData(index).toDouble());
    });
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::chooseTarget);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return page;
}

QWidget* ExportDialog::makePreview()
{
    m_preview->setAlignment(Qt::AlignCenter);
    m_preview->setAccessibleName(tr("Preview at true size"));
    m_preview->setToolTip(tr("Preview at true size"));
    auto* area = new QScrollArea;
    area->setWidget(m_preview);
    area->setWidgetResizable(true);
    area->setBackgroundRole(QPalette::Mid);
    return area;
}

QString ExportDialog::format() const
{
    return m_format->currentData().toString();
}

ExportOptions ExportDialog::options() const
{
    ExportOptions options;
    if (isDrawn(format()))
        options.format = exportFormat(format());
    options.widthMm = m_width->value();
    options.points = m_points->value();
    options.dotsPerInch = m_dots->value();
    return options;
}

void ExportDialog::showPreview()
{
    const bool drawn = isDrawn(format());
    for (QWidget* field : std::initializer_list<QWidget*>{m_preset, m_width, m_points})
        field->setEnabled(drawn);
    m_dots->setEnabled(format() == QLatin1String("png"));
    const auto index = m_figure->currentIndex();
    if (index < 0)
        return;
    ExportOptions screen = options();
    screen.format = ExportFormat::Png;
    screen.dotsPerInch = qRound(logicalDpiX() * devicePixelRatioF());
    QPixmap pixels;
    pixels.loadFromData(renderFigure(m_figures[static_cast<std::size_t>(index)], screen), "PNG");
    pixels.setDevicePixelRatio(devicePixelRatioF());
    m_preview->setPixmap(pixels);
}

void ExportDialog::chooseTarget()
{
    auto* dialog = new QFileDialog(this, m_all->isChecked() ? tr("Folder for the figures") : tr("Export to"),
                                   m_startFolder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    if (m_all->isChecked()) {
        dialog->setAcceptMode(QFileDialog::AcceptOpen);
        dialog->setFileMode(QFileDialog::Directory);
    } else {
        const auto& figure = m_figures[static_cast<std::size_t>(m_figure->currentIndex())];
        dialog->setDefaultSuffix(format());
        dialog->selectFile(QString::fromStdString(figure.id) + '.' + format());
    }
    connect(dialog, &QFileDialog::fileSelected, this, &ExportDialog::finish);
    dialog->open();
}

void ExportDialog::finish(const QString& target)
{
    ExportRequest request;
    if (m_all->isChecked())
        request.figures = m_figures;
    else
        request.figures = {m_figures[static_cast<std::size_t>(m_figure->currentIndex())]};
    request.format = format();
    request.options = options();
    request.target = target;
    Q_EMIT exportWanted(request);
    accept();
}

} // namespace undertone::widgets
