#include "widgets/dialogs/StudyForm.h"

#include "widgets/dialogs/SpecField.h"
#include "widgets/dialogs/StudyPages.h"
#include "widgets/dialogs/SweepTable.h"
#include "widgets/help/HelpWindow.h"
#include "widgets/help/TabKeys.h"

#include <QFormLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace undertone::widgets {

using experiment::FieldSpec;

namespace {

const FieldSpec& fieldOf(const char* path)
{
    const auto& fields = experiment::specFields();
    return *std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.path == path; });
}

QJsonValue valueAt(const QJsonValue& document, const std::string& path)
{
    QJsonValue value = document;
    for (const auto& key : QString::fromStdString(path).split('.'))
        value = value.toObject().value(key); // undefined in a section that is left out
    return value;
}

QString pointerOf(const QString& path)
{
    return '/' + QString(path).replace('.', '/');
}

bool isWithin(const QString& pointer, const QString& section)
{
    return pointer == section || pointer.startsWith(section + '/');
}

QStringList toList(const std::vector<std::string>& texts)
{
    QStringList list;
    for (const auto& text : texts)
        list << QString::fromStdString(text);
    return list;
}

} // namespace

StudyForm::StudyForm(QWidget* parent) : QTabWidget(parent), m_sweep(new SweepTable)
{
    setDocumentMode(true);
    for (const auto& page : studyPages())
        addTab(makePage(page), page.title);
    insertTab(count() - 1, makeSweepPage(), tr("Sweep"));
    giveKeysToTabs(*this, Qt::AltModifier);
    connect(m_sweep, &SweepTable::edited, this, [this] {
        m_lastEdited = QStringLiteral("/sweep");
        Q_EMIT edited(QStringLiteral("sweep"), m_sweep->json());
    });
}

QWidget* StudyForm::makePage(const PageText& text)
{
    auto* inside = new QWidget;
    auto* form = new QFormLayout(inside);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    for (const auto& entry : text.fields) {
        auto* field = new SpecField(fieldOf(entry.path), QString(entry.label).remove('&'), entry.toolTip);
        m_fields.push_back(field);
        form->addRow(entry.label, field);
        auto* label = qobject_cast<QLabel*>(form->labelForField(field));
        label->setBuddy(field->control());
        label->setToolTip(field->toolTip());
        connect(field, &SpecField::edited, this, [this](const QString& path, const QString& json) {
            m_lastEdited = pointerOf(path);
            Q_EMIT edited(path, json);
        });
    }
    auto* page = new QScrollArea;
    page->setObjectName(QLatin1String(text.name));
    page->setWidget(inside);
    page->setWidgetResizable(true);
    page->setFrameShape(QFrame::NoFrame);
    if (page->objectName() == QLatin1String("privacy"))
        page->setProperty(helpPageProperty, QStringLiteral("privacy"));
    if (page->objectName() == QLatin1String("representation"))
        page->setProperty(helpPageProperty, QStringLiteral("representations"));
    return page;
}

QWidget* StudyForm::makeSweepPage()
{
    auto* page = new QWidget;
    page->setObjectName(QStringLiteral("sweep"));
    auto* column = new QVBoxLayout(page);
    auto* words = new QLabel(tr("Settings that take several values, one study for all of them:"));
    words->setWordWrap(true);
    column->addWidget(words);
    column->addWidget(m_sweep, 1);
    return page;
}

void StudyForm::setMaterial(const session::StudyMaterial& material)
{
    for (auto* field : m_fields) {
        if (field->path() == "private.corpora" || field->path() == "shadow.corpora")
            field->setKnown(toList(material.corpora));
        else if (field->path() == "emotions")
            field->setKnown(toList(material.emotions));
        else if (field->path() == "attribute")
            field->setKnown(toList(material.attributes));
        else if (field->path() == "features.set")
            field->setKnown(toList(material.featureSets));
    }
}

void StudyForm::showSpec(const experiment::ExperimentSpec& spec)
{
    const auto document =
        QJsonDocument::fromJson(QByteArray::fromStdString(experiment::writeSpec(spec))).object();
    for (auto* field : m_fields)
        field->show(valueAt(document, field->path()));
    showPages(document);
    m_sweep->setAxes(spec.sweep);
}

/// A page whose settings the kind of study does not have is hidden.
void StudyForm::showPages(const QJsonValue& document)
{
    for (int i = 0; i < count(); ++i) {
        const auto fields = widget(i)->findChildren<SpecField*>();
        setTabVisible(i, fields.isEmpty() || std::any_of(fields.begin(), fields.end(), [&](auto* field) {
                             return !valueAt(document, field->path()).isUndefined();
                         }));
    }
}

SpecField* StudyForm::fieldAt(const QString& pointer) const
{
    SpecField* nearest = nullptr; // the longest path that leads there
    for (auto* field : m_fields) {
        const QString own = pointerOf(QString::fromStdString(field->path()));
        if (isWithin(pointer, own) && (!nearest || nearest->path().size() < field->path().size()))
            nearest = field;
    }
    const bool isAround = !nearest && isWithin(m_lastEdited, pointer);
    return isAround && m_lastEdited != pointer ? fieldAt(m_lastEdited) : nearest;
}

void StudyForm::showProblem(const QString& place, const QString& reason)
{
    clearProblems();
    const QString pointer = place.section('#', 1);
    const QString sweep = QStringLiteral("/sweep");
    if (isWithin(pointer, sweep) || m_lastEdited == sweep) { // a value of it may be wrong elsewhere
        m_sweep->setProblem(reason);
        markPage(m_sweep);
    } else if (auto* field = fieldAt(pointer)) {
        field->setProblem(reason);
        markPage(field);
    }
}

void StudyForm::clearProblems()
{
    for (auto* field : m_fields)
        if (field->hasProblem())
            field->setProblem({});
    m_sweep->setProblem({});
    for (int i = 0; i < count(); ++i)
        setTabIcon(i, {});
}

void StudyForm::markPage(const QWidget* inside)
{
    for (int i = 0; i < count(); ++i)
        if (widget(i)->isAncestorOf(inside))
            setTabIcon(i, style()->standardIcon(QStyle::SP_MessageBoxWarning));
}

} // namespace undertone::widgets
