#include "widgets/models/JsonWords.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

namespace undertone::widgets {

namespace {

bool isJson(const QString& text)
{
    return !QJsonDocument::fromJson(QStringLiteral("[%1]").arg(text).toUtf8()).isNull();
}

} // namespace

QString jsonString(QString text)
{
    const auto array = QString::fromUtf8(QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact));
    return array.mid(1, array.size() - 2);
}

QString jsonArray(const QString& values)
{
    if (isJson(values))
        return QStringLiteral("[%1]").arg(values);
    QStringList elements;
    for (const auto& part : values.split(',', Qt::SkipEmptyParts)) {
        const QString value = part.trimmed();
        elements << (isJson(value) ? value : jsonString(value));
    }
    return QStringLiteral("[%1]").arg(elements.join(QStringLiteral(", ")));
}

QString wordsOf(const QJsonValue& value)
{
    if (value.isNull() || value.isUndefined())
        return {};
    if (value.isString())
        return value.toString();
    if (value.isArray()) {
        QStringList words;
        for (const auto& one : value.toArray())
            words << wordsOf(one);
        return words.join(QStringLiteral(", "));
    }
    const auto array = QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
    return array.mid(1, array.size() - 2);
}

} // namespace undertone::widgets
