#include "widgets/dialogs/ExportDialog.h"

#include "core/session/ExportText.h"
#include "widgets/help/HelpWindow.h"
#include "widgets/models/TableSpecModel.h"
#include "widgets/panels/WheelGuard.h"
#include "widgets/plots/PaperWidths.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFontDatabase>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableView>

#include <algorithm>
#include <utility>

namespace undertone::widgets {

namespace {

constexpr double fewestDotsPerInch = 50; ///< of a screen that can be
constexpr double mostDotsPerInch = 400;

QString formatWords(const QString& format)
{
    if (format == QLatin1String("pdf"))
        return ExportDialog::tr("PDF (vectors)");
    if (format == QLatin1String("svg"))
        return ExportDialog::tr("SVG (vectors)");
    if (format == QLatin1String("png"))
        return ExportDialog::tr("PNG (pixels)");
    if (format == QLatin1String("tex"))
        return ExportDialog::tr("LaTeX (PGFPlots, booktabs)");
    if (format == QLatin1String("md"))
        return ExportDialog::tr("Markdown");
    return ExportDialog::tr("CSV (the numbers)");
}

QStringList printableFamilies()
{
    QStringList families;
    for (const auto& family : QFontDatabase::families())
        if (!QFontDatabase::isPrivateFamily(family) && QFontDatabase::isSmoothlyScalable(family))
            families << family;
    return families;
}

/// What the screen says of itself, unless it cannot be true.
double trueDotsPerInch(const QWidget& widget)
{
    const double physical = widget.screen()->physicalDotsPerInch();
    return physical >= fewestDotsPerInch && physical <= mostDotsPerInch ? physical : widget.logicalDpiX();
}

} // namespace

ExportDialog::ExportDialog(std::vector<figure::FigureSpec> figures, std::vector<figure::TableSpec> tables,
                           std::size_t current, const ExportOptions& start, const QString& startFolder,
                           QWidget* parent)
    : QDialog(parent), m_figures(std::move(figures)), m_tables(std::move(tables)), m_startFolder(startFolder),
      m_what(new QComboBox), m_all(new QCheckBox(tr("&All of the study"))), m_format(new QComboBox),
      m_preset(new QComboBox), m_width(new QDoubleSpinBox), m_family(new QComboBox),
      m_points(new QDoubleSpinBox), m_dots(new QSpinBox), m_captions(new QCheckBox(tr("&Captions beside"))),
      m_preview(new QLabel), m_rows(new TableSpecModel(this)), m_pages(new QStackedWidget)
{
    setProperty(helpPageProperty, QStringLiteral("results"));
    setWindowTitle(tr("Export"));
    for (const auto& figure : m_figures)
        m_what->addItem(QString::fromStdString(figure.title));
    for (const auto& table : m_tables)
        m_what->addItem(tr("Table: %1").arg(QString::fromStdString(table.title)));
    m_what->setCurrentIndex(static_cast<int>(current));
    makeFields(start);
    auto* sides = new QHBoxLayout(this);
    sides->addWidget(makeForm());
    sides->addWidget(makePreview(), 1);
    offerFormats();
    m_format->setCurrentIndex(std::max(0, m_format->findData(formatName(start.format))));
    connect(m_what, &QComboBox::currentIndexChanged, this, &ExportDialog::offerFormats);
    for (auto* box : {m_what, m_format, m_family})
        connect(box, &QComboBox::currentIndexChanged, this, &ExportDialog::showPreview);
    for (auto* box : {m_width, m_points})
        connect(box, &QDoubleSpinBox::valueChanged, this, &ExportDialog::showPreview);
    connect(m_all, &QCheckBox::toggled, m_what, &QWidget::setDisabled);
    m_all->setEnabled(m_figures.size() > 1);
    resize(900, 520);
    showPreview();
}

void ExportDialog::makeFields(const ExportOptions& start)
{
    for (QWidget* field :
         std::initializer_list<QWidget*>{m_what, m_format, m_preset, m_width, m_family, m_points, m_dots})
        new WheelGuard(field);
    m_what->setToolTip(tr("The figure or the table to write"));
    m_what->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_all->setToolTip(tr("Every figure, and every table where the format is one for tables, into a folder"));
    m_format->setToolTip(
        tr("PDF and SVG are vectors with the fonts as text; CSV has the numbers that are drawn"));
    m_preset->setToolTip(tr("Width and type of a kind of paper"));
    m_preset->setAccessibleName(tr("Preset"));
    m_preset->addItem(tr("choose\u2026"));
    for (const auto& width : paperWidths())
        m_preset->addItem(QCoreApplication::translate("PaperWidths", width.name), QLatin1String(width.key));
    m_width->setRange(20, 1000);
    m_width->setDecimals(1);
    m_width->setSuffix(tr(" mm"));
    m_width->setValue(start.widthMm);
    m_width->setToolTip(tr("Width as printed"));
    m_family->addItem(tr("Automatic"), QString());
    for (const auto& family : printableFamilies())
        m_family->addItem(family, family);
    m_family->setCurrentIndex(std::max(0, m_family->findData(start.family)));
    m_family->setToolTip(tr("Font of PDF, SVG and PNG; LaTeX takes its own"));
    m_family->setAccessibleName(tr("Font"));
    m_points->setRange(4, 72);
    m_points->setDecimals(1);
    m_points->setSuffix(tr(" pt"));
    m_points->setValue(start.points);
    m_points->setToolTip(tr("Size of the type as printed"));
    m_dots->setRange(36, 2400);
    m_dots->setSuffix(tr(" dpi"));
    m_dots->setValue(start.dotsPerInch);
    m_dots->setToolTip(tr("Dots per inch of a PNG"));
    m_captions->setToolTip(tr("Writes the captions with the numbers into a text file beside"));
}

QWidget* ExportDialog::makeForm()
{
    auto* copy = new QPushButton(tr("Copy ca&ption"));
    copy->setToolTip(tr("Puts the caption with the numbers on the clipboard"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, Qt::Vertical);
    auto* page = new QWidget;
    page->setFixedWidth(320);
    auto* form = new QFormLayout(page);
    form->addRow(tr("&Figure"), m_what);
    form->addRow(QString(), m_all);
    form->addRow(tr("F&ormat"), m_format);
    form->addRow(tr("P&reset"), m_preset);
    form->addRow(tr("&Width"), m_width);
    form->addRow(tr("Fo&nt"), m_family);
    form->addRow(tr("&Type size"), m_points);
    form->addRow(tr("R&esolution"), m_dots);
    form->addRow(QString(), m_captions);
    form->addRow(QString(), copy);
    form->addRow(QString(), buttons);
    connect(m_preset, &QComboBox::activated, this, [this](int index) {
        if (index == 0)
            return;
        const auto width = paperWidth(m_preset->itemData(index).toString());
        m_points->setValue(width.points);
        m_width->setValue(width.millimetres);
    });
    connect(copy, &QPushButton::clicked, this, &ExportDialog::copyCaption);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::chooseTarget);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return page;
}

QWidget* ExportDialog::makePreview()
{
    m_preview->setAlignment(Qt::AlignCenter);
    m_preview->setAccessibleName(tr("Preview at true size"));
    m_preview->setToolTip(tr("Preview at true size"));
    auto* rows = new QTableView;
    rows->setModel(m_rows);
    rows->setAccessibleName(tr("Preview of the table"));
    rows->setToolTip(tr("Preview of the table"));
    rows->verticalHeader()->hide();
    rows->setTabKeyNavigation(false);
    auto* area = new QScrollArea;
    area->setWidget(m_preview);
    area->setWidgetResizable(true);
    area->setBackgroundRole(QPalette::Mid);
    m_pages->addWidget(area);
    m_pages->addWidget(rows);
    return m_pages;
}

QString ExportDialog::format() const
{
    return m_format->currentData().toString();
}

const figure::FigureSpec* ExportDialog::figure() const
{
    const auto index = static_cast<std::size_t>(m_what->currentIndex());
    return index < m_figures.size() ? &m_figures[index] : nullptr;
}

const figure::TableSpec* ExportDialog::table() const
{
    const auto index = static_cast<std::size_t>(m_what->currentIndex());
    return index < m_figures.size() || index >= m_figures.size() + m_tables.size()
               ? nullptr
               : &m_tables[index - m_figures.size()];
}

/// Keeps the format where the chosen thing has it.
void ExportDialog::offerFormats()
{
    const QString chosen = format();
    const QSignalBlocker quiet(m_format);
    m_format->clear();
    for (const auto& name : table() ? tableFormats() : figureFormats())
        m_format->addItem(formatWords(name), name);
    m_format->setCurrentIndex(std::max(0, m_format->findData(chosen)));
}

ExportOptions ExportDialog::options() const
{
    ExportOptions options;
    if (isDrawn(format()))
        options.format = exportFormat(format());
    options.widthMm = m_width->value();
    options.points = m_points->value();
    options.dotsPerInch = m_dots->value();
    options.family = m_family->currentData().toString();
    return options;
}

void ExportDialog::showPreview()
{
    const bool drawn = isDrawn(format());
    for (QWidget* field : std::initializer_list<QWidget*>{m_preset, m_width, m_points})
        field->setEnabled(figure() && format() != QLatin1String("csv"));
    m_family->setEnabled(drawn);
    m_captions->setEnabled(figure());
    m_dots->setEnabled(format() == QLatin1String("png"));
    m_pages->setCurrentIndex(table() ? 1 : 0);
    if (const auto* chosen = table())
        return m_rows->setTable(*chosen);
    if (!figure())
        return;
    ExportOptions screen = options();
    screen.format = ExportFormat::Png;
    screen.dotsPerInch = qRound(trueDotsPerInch(*this) * devicePixelRatioF());
    QPixmap pixels;
    pixels.loadFromData(renderFigure(*figure(), screen), "PNG");
    pixels.setDevicePixelRatio(devicePixelRatioF());
    m_preview->setPixmap(pixels);
}

void ExportDialog::copyCaption()
{
    const auto text = figure()  ? session::textOf(*figure(), "caption")
                      : table() ? table()->title
                                : std::string();
    QGuiApplication::clipboard()->setText(QString::fromStdString(text).trimmed());
}

void ExportDialog::chooseTarget()
{
    auto* dialog = new QFileDialog(this, m_all->isChecked() ? tr("Folder for the files") : tr("Export to"),
                                   m_startFolder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    if (m_all->isChecked()) {
        dialog->setAcceptMode(QFileDialog::AcceptOpen);
        dialog->setFileMode(QFileDialog::Directory);
    } else {
        const auto name = figure() ? figure()->id : "table-" + table()->id;
        dialog->setDefaultSuffix(format());
        dialog->selectFile(QString::fromStdString(name) + '.' + format());
    }
    connect(dialog, &QFileDialog::fileSelected, this, &ExportDialog::finish);
    dialog->open();
}

void ExportDialog::finish(const QString& target)
{
    ExportRequest request;
    request.toFolder = m_all->isChecked();
    if (request.toFolder) {
        request.figures = m_figures;
        request.tables = m_tables;
    } else if (figure()) {
        request.figures = {*figure()};
    } else {
        request.tables = {*table()};
    }
    request.format = format();
    request.options = options();
    request.captions = m_captions->isChecked();
    request.target = target;
    if (const QStringList inTheWay = filesInTheWay(request); !inTheWay.isEmpty())
        return askToReplace(inTheWay, request);
    Q_EMIT exportWanted(request);
    accept();
}

void ExportDialog::askToReplace(const QStringList& paths, const ExportRequest& request)
{
    QStringList names;
    for (const auto& path : paths)
        names << QFileInfo(path).fileName();
    auto* box = new QMessageBox(QMessageBox::Warning, tr("Export"), tr("Replace what is there already?"),
                                QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("In the folder there are: %1").arg(names.join(QStringLiteral(", "))));
    auto* replace = box->addButton(tr("&Replace"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(replace, &QPushButton::clicked, this, [this, request] {
        Q_EMIT exportWanted(request);
        accept();
    });
    box->open();
}

} // namespace undertone::widgets
