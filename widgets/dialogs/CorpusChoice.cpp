#include "widgets/dialogs/CorpusChoice.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalBlocker>

namespace undertone::widgets {

CorpusChoice::CorpusChoice(QWidget* parent) : QListWidget(parent)
{
    setMaximumHeight(96);
    connect(this, &QListWidget::itemChanged, this, &CorpusChoice::edited);
}

void CorpusChoice::setChoice(const QStringList& available, const QStringList& chosen)
{
    const QSignalBlocker quiet(this);
    clear();
    QStringList names = available;
    for (const auto& name : chosen)
        if (!names.contains(name))
            names.prepend(name);
    for (const auto& name : names) {
        const bool missing = !available.contains(name);
        auto* item = new QListWidgetItem(missing ? tr("%1 (not in the workspace)").arg(name) : name, this);
        item->setData(Qt::UserRole, name);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(chosen.contains(name) ? Qt::Checked : Qt::Unchecked);
    }
}

QStringList CorpusChoice::chosen() const
{
    QStringList names;
    for (int i = 0; i < count(); ++i)
        if (item(i)->checkState() == Qt::Checked)
            names << item(i)->data(Qt::UserRole).toString();
    return names;
}

QString CorpusChoice::json() const
{
    return QString::fromUtf8(
        QJsonDocument(QJsonArray::fromStringList(chosen())).toJson(QJsonDocument::Compact));
}

} // namespace undertone::widgets
