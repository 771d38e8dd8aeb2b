#include "widgets/models/ProvenanceWords.h"

#include "widgets/models/JsonWords.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

namespace undertone::widgets {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("undertone::widgets", text);
}

QString row(const QString& name, const QString& value)
{
    return QStringLiteral("<tr><td><b>%1</b>&nbsp;&nbsp;</td><td>%2</td></tr>")
        .arg(name, value.toHtmlEscaped());
}

} // namespace

QString provenanceWords(const experiment::ExperimentRecord& record)
{
    const auto& summary = record.summary;
    const auto spec = QJsonDocument::fromJson(QByteArray::fromStdString(record.specification)).object();
    const auto evaluation = spec.value(QLatin1String("evaluation")).toObject();
    const auto corporaOf = [&](const char* side) {
        return wordsOf(spec.value(QLatin1String(side)).toObject().value(QLatin1String("corpora")));
    };
    return QStringLiteral("<table>") + row(tr("Id"), QString::fromStdString(summary.id)) +
           row(tr("Created"), QString::fromStdString(summary.created)) +
           row(tr("Trials"), tr("%1 of %2").arg(summary.trialsDone).arg(summary.trials)) +
           row(tr("Private corpora"), corporaOf("private")) + row(tr("Shadow corpora"), corporaOf("shadow")) +
           row(tr("Speech"), summary.synthetic ? tr("synthetic") : tr("recorded")) +
           row(tr("Folds"), wordsOf(evaluation.value(QLatin1String("folds")))) +
           row(tr("Seeds"), wordsOf(evaluation.value(QLatin1String("seeds")))) + QStringLiteral("</table>");
}

} // namespace undertone::widgets
