#pragma once

#include <QJsonValue>
#include <QString>

namespace undertone::widgets {

/// The text as a JSON string.
QString jsonString(QString text);
/// Values separated by commas as a JSON array; what is no JSON counts as a string.
QString jsonArray(const QString& values);
/// A value as it is typed: strings without quotes, lists separated by commas, null as nothing.
QString wordsOf(const QJsonValue& value);

} // namespace undertone::widgets
