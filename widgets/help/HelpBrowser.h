#pragma once

#include <QTextBrowser>

namespace undertone::widgets {

/// Shows a page of the help. Its pictures are files beside the page: of NAME.png the dark theme takes
/// NAME-dark.png, and a fine screen NAME@2x.png, where they are there; all are scaled to the page's width.
class HelpBrowser : public QTextBrowser
{
    Q_OBJECT

public:
    explicit HelpBrowser(const QString& folder, QWidget* parent = nullptr);

    QVariant loadResource(int type, const QUrl& name) override;

private:
    QString fileOf(const QString& picture) const;

    QString m_folder;
};

} // namespace undertone::widgets
