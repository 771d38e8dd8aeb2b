#pragma once

#include <QListWidget>
#include <QStringList>

namespace undertone::widgets {

/// Corpora to tick; one that is named but not in the workspace is marked as missing.
class CorpusChoice : public QListWidget
{
    Q_OBJECT

public:
    explicit CorpusChoice(QWidget* parent = nullptr);

    void setChoice(const QStringList& available, const QStringList& chosen);
    QStringList chosen() const;
    /// The chosen names as a JSON array.
    QString json() const;

Q_SIGNALS:
    void edited();
};

} // namespace undertone::widgets
