#include "widgets/dialogs/PreferencesDialog.h"

#include "widgets/help/HelpWindow.h"
#include "widgets/panels/WheelGuard.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QThread>
#include <QVBoxLayout>

#include <algorithm>

namespace undertone::widgets {

namespace {

void addRow(QFormLayout& form, const QString& label, QWidget* field, const QString& toolTip)
{
    form.addRow(label, field);
    field->setToolTip(toolTip);
    field->setAccessibleName(QString(label).remove('&'));
}

} // namespace

PreferencesDialog::PreferencesDialog(const Preferences& preferences, const QString& workspace,
                                     QWidget* parent)
    : QDialog(parent), m_theme(new QComboBox), m_language(new QComboBox), m_device(new QComboBox),
      m_workers(new QSpinBox)
{
    setProperty(helpPageProperty, QStringLiteral("preferences"));
    setWindowTitle(tr("Preferences"));
    for (QWidget* field : std::initializer_list<QWidget*>{m_theme, m_language, m_device, m_workers})
        new WheelGuard(field);
    m_theme->addItem(tr("As the desktop"), int(Theme::System));
    m_theme->addItem(tr("Light"), int(Theme::Light));
    m_theme->addItem(tr("Dark"), int(Theme::Dark));
    m_theme->setCurrentIndex(m_theme->findData(int(preferences.theme)));
    m_language->addItem(tr("As the desktop"), QString());
    m_language->addItem(QStringLiteral("English"), QStringLiteral("en"));
    m_language->addItem(QStringLiteral("Deutsch"), QStringLiteral("de"));
    m_language->setCurrentIndex(std::max(0, m_language->findData(preferences.language)));
    m_device->addItem(tr("The fastest there is"), QStringLiteral("auto"));
    m_device->addItem(tr("Processor"), QStringLiteral("cpu"));
    m_device->addItem(tr("Graphics card (CUDA)"), QStringLiteral("cuda"));
    m_device->setCurrentIndex(std::max(0, m_device->findData(preferences.device)));
    m_workers->setRange(0, Preferences::mostWorkers);
    m_workers->setSpecialValueText(tr("one per core (%1)").arg(QThread::idealThreadCount()));
    m_workers->setValue(static_cast<int>(preferences.workers));
    auto* folder = new QWidget;
    auto* line = new QHBoxLayout(folder);
    line->setContentsMargins(0, 0, 0, 0);
    auto* path = new QLabel(QDir::toNativeSeparators(workspace));
    path->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* other = new QPushButton(tr("&Other\u2026"));
    other->setToolTip(tr("Open another workspace in a window of its own"));
    line->addWidget(path, 1);
    line->addWidget(other);
    auto* form = new QFormLayout;
    addRow(*form, tr("&Theme"), m_theme,
           tr("Colours of the window; exported figures are always black on white"));
    addRow(*form, tr("&Language"), m_language,
           tr("From the next start on; figures, tables and the help stay English"));
    addRow(*form, tr("&Workers"), m_workers,
           tr("Threads that studies run on from now on; results are the same for any number"));
    addRow(*form, tr("&Device"), m_device, tr("Where networks are trained from now on"));
    addRow(*form, tr("Workspace"), folder,
           tr("Folder of the corpora's features, the studies and their results"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(buttons);
    const auto tell = [this] { Q_EMIT changed(this->preferences()); };
    connect(m_theme, &QComboBox::currentIndexChanged, this, tell);
    connect(m_language, &QComboBox::currentIndexChanged, this, tell);
    connect(m_device, &QComboBox::currentIndexChanged, this, tell);
    connect(m_workers, &QSpinBox::valueChanged, this, tell);
    connect(other, &QPushButton::clicked, this, &PreferencesDialog::otherWorkspaceWanted);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(this, &QDialog::rejected, this, [this, preferences] { Q_EMIT changed(preferences); });
}

Preferences PreferencesDialog::preferences() const
{
    return {Theme(m_theme->currentData().toInt()), m_device->currentData().toString(),
            static_cast<unsigned>(m_workers->value()), m_language->currentData().toString()};
}

} // namespace undertone::widgets
