#include "widgets/dialogs/SpecField.h"

#include "widgets/dialogs/CorpusChoice.h"
#include "widgets/dialogs/PairTable.h"
#include "widgets/models/JsonWords.h"
#include "widgets/panels/WheelGuard.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

namespace undertone::widgets {

using experiment::FieldKind;
using experiment::FieldSpec;

namespace {

constexpr int tableHeight = 150;

QStringList toList(const std::vector<std::string>& texts)
{
    QStringList list;
    for (const auto& text : texts)
        list << QString::fromStdString(text);
    return list;
}

QStringList textsOf(const QJsonValue& array)
{
    QStringList texts;
    for (const auto& one : array.toArray())
        texts << one.toString();
    return texts;
}

/// "inf" is a string in a document, and so is what is no number: the reason will say so.
QString jsonNumber(const QString& typed)
{
    bool isNumber = false;
    typed.toDouble(&isNumber);
    return isNumber && typed != QLatin1String("inf") ? typed : jsonString(typed);
}

QString flagJson(bool on)
{
    return on ? QStringLiteral("true") : QStringLiteral("false");
}

} // namespace

QString boundsWords(const FieldSpec& field)
{
    if (field.kind != FieldKind::Number && field.kind != FieldKind::Numbers)
        return {};
    const auto number = [](double value) { return QString::number(value, 'g', 16); };
    return field.aboveLow ? SpecField::tr("above %1, to %2").arg(number(field.low), number(field.high))
                          : SpecField::tr("%1 to %2").arg(number(field.low), number(field.high));
}

SpecField::SpecField(const FieldSpec& field, const QString& name, const QString& toolTip, QWidget* parent)
    : QWidget(parent), m_field(field), m_name(name), m_column(new QVBoxLayout(this)), m_problem(new QLabel)
{
    const QString bounds = boundsWords(field);
    setToolTip(bounds.isEmpty() ? toolTip : QStringLiteral("%1 (%2)").arg(toolTip, bounds));
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(1);
    makeControl();
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setAccessibleName(tr("What is wrong with %1").arg(name));
    m_problem->hide();
    m_column->addWidget(m_problem);
    setFocusProxy(m_control);
}

void SpecField::makeControl()
{
    switch (m_field.kind) {
    case FieldKind::Text:
        return makeWords();
    case FieldKind::Texts:
        return makeTicks();
    case FieldKind::Number:
    case FieldKind::Numbers:
        return makeLine();
    case FieldKind::Choice:
        return makeChoice();
    case FieldKind::Choices:
        return makeChoices();
    case FieldKind::Objects:
        return makeTable();
    case FieldKind::Flag:
    case FieldKind::Section:
        return makeFlag();
    }
}

void SpecField::put(QWidget* control)
{
    m_control = control;
    control->setAccessibleName(m_name);
    control->setToolTip(toolTip());
    m_column->addWidget(control);
}

void SpecField::tell(const QString& json)
{
    Q_EMIT edited(QString::fromStdString(m_field.path), json);
}

QString SpecField::jsonOf(const QString& typed) const
{
    if (m_field.kind == FieldKind::Numbers)
        return jsonArray(typed);
    if (typed.isEmpty() && m_field.optional)
        return QStringLiteral("null");
    return jsonNumber(typed);
}

void SpecField::makeLine()
{
    auto* edit = new QLineEdit;
    put(edit);
    if (m_field.optional)
        edit->setPlaceholderText(tr("not given"));
    connect(edit, &QLineEdit::textEdited, this,
            [this](const QString& text) { tell(jsonOf(text.trimmed())); });
    m_show = [edit](const QJsonValue& value) {
        if (!edit->hasFocus())
            edit->setText(wordsOf(value));
    };
}

void SpecField::makeWords()
{
    auto* box = new QComboBox;
    new WheelGuard(box);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    put(box);
    box->lineEdit()->setAccessibleName(m_name);
    connect(box->lineEdit(), &QLineEdit::textEdited, this,
            [this](const QString& text) { tell(jsonString(text.trimmed())); });
    connect(box, &QComboBox::textActivated, this, [this](const QString& text) { tell(jsonString(text)); });
    m_show = [box](const QJsonValue& value) {
        if (!box->lineEdit()->hasFocus())
            box->setEditText(value.toString());
    };
    m_takeKnown = [this, box] {
        const QString text = box->currentText();
        const QSignalBlocker quiet(box);
        box->clear();
        box->addItems(m_known);
        box->setEditText(text);
    };
}

void SpecField::makeTicks()
{
    auto* choice = new CorpusChoice;
    put(choice);
    connect(choice, &CorpusChoice::edited, this, [this, choice] { tell(choice->json()); });
    m_show = [this, choice](const QJsonValue& value) {
        if (choice->count() == 0 || choice->chosen() != textsOf(value))
            choice->setChoice(m_known, textsOf(value));
    };
    m_takeKnown = [this, choice] { choice->setChoice(m_known, choice->chosen()); };
}

void SpecField::makeChoice()
{
    auto* box = new QComboBox;
    new WheelGuard(box);
    box->addItems(toList(m_field.choices));
    put(box);
    connect(box, &QComboBox::currentTextChanged, this,
            [this](const QString& text) { tell(jsonString(text)); });
    m_show = [box](const QJsonValue& value) {
        const QSignalBlocker quiet(box);
        box->setCurrentIndex(box->findText(value.toString()));
    };
}

void SpecField::makeChoices()
{
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    put(row);
    std::vector<QCheckBox*> boxes;
    for (const auto& name : toList(m_field.choices)) {
        auto* box = boxes.emplace_back(new QCheckBox(name));
        box->setAccessibleName(QStringLiteral("%1: %2").arg(m_name, name));
        box->setToolTip(toolTip());
        line->addWidget(box);
    }
    line->addStretch();
    row->setFocusProxy(boxes.front());
    for (auto* box : boxes)
        connect(box, &QCheckBox::clicked, this, [this, boxes] {
            QJsonArray chosen;
            for (const auto* one : boxes)
                if (one->isChecked())
                    chosen.append(one->text());
            QStringList quoted;
            for (const auto& one : chosen)
                quoted << jsonString(one.toString());
            tell(QStringLiteral("[%1]").arg(quoted.join(QStringLiteral(", "))));
        });
    m_show = [boxes](const QJsonValue& value) {
        for (auto* box : boxes)
            box->setChecked(value.toArray().contains(box->text()));
    };
}

void SpecField::makeFlag()
{
    auto* box = new QCheckBox;
    put(box);
    const bool isSection = m_field.kind == FieldKind::Section;
    connect(box, &QCheckBox::clicked, this, [this, isSection](bool on) {
        tell(!isSection ? flagJson(on) : on ? QStringLiteral("{}") : QStringLiteral("null"));
    });
    m_show = [box](const QJsonValue& value) { box->setChecked(value.toBool() || value.isObject()); };
}

void SpecField::makeTable()
{
    const QString first = QString::fromStdString(m_field.members.at(0).path);
    const QString second = QString::fromStdString(m_field.members.at(1).path);
    auto* table = new PairTable({first, second}, m_name, toolTip());
    put(table);
    table->setMaximumHeight(tableHeight);
    const auto jsonOfRows = [first, second](const PairTable::Rows& rows) {
        QStringList objects;
        for (const auto& [text, number] : rows)
            objects << QStringLiteral("{%1: %2, %3: %4}")
                           .arg(jsonString(first), jsonString(text), jsonString(second), jsonNumber(number));
        return QStringLiteral("[%1]").arg(objects.join(QStringLiteral(", ")));
    };
    connect(table, &PairTable::edited, this, [this, table, jsonOfRows] { tell(jsonOfRows(table->rows())); });
    m_show = [table, first, second, jsonOfRows](const QJsonValue& value) {
        PairTable::Rows rows;
        for (const auto& one : value.toArray())
            rows.emplace_back(wordsOf(one.toObject().value(first)), wordsOf(one.toObject().value(second)));
        if (jsonOfRows(rows) != jsonOfRows(table->rows()))
            table->setRows(rows);
    };
}

/// Settings of a section that is left out have no value, and nothing to set.
void SpecField::show(const QJsonValue& value)
{
    m_control->setEnabled(!value.isUndefined());
    m_show(value);
}

void SpecField::setKnown(const QStringList& known)
{
    m_known = known;
    if (m_takeKnown)
        m_takeKnown();
}

void SpecField::setProblem(const QString& reason)
{
    m_problem->setText(QStringLiteral("\u26a0 ") + reason);
    m_problem->setVisible(!reason.isEmpty());
}

bool SpecField::hasProblem() const
{
    return !m_problem->isHidden();
}

} // namespace undertone::widgets
