#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace undertone::widgets {

struct HelpPage
{
    QString name; ///< of its file, without .md
    QString title;
    QString text; ///< Markdown
};

struct HelpHit
{
    QString page;    ///< name
    QString excerpt; ///< the first line that has one of the words, without its Markdown
};

/// The pages of the help, in the order in which index.md links to them; what it does not link to comes last.
class HelpPages
{
public:
    /// Reads every .md file of the folder. An unreadable folder has no pages.
    explicit HelpPages(const QString& folder);

    const std::vector<HelpPage>& all() const { return m_pages; }
    /// nullptr when there is none of this name.
    const HelpPage* find(const QString& name) const;
    /// Replaces the page of this name, or adds it.
    void set(HelpPage page);

    /// Pages that have every word, whatever its case, in their order. No words, no hits.
    std::vector<HelpHit> search(const QString& words) const;

private:
    std::vector<HelpPage> m_pages;
};

} // namespace undertone::widgets
