#include "widgets/help/HelpPages.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>

namespace undertone::widgets {

namespace {

const QString contents = QStringLiteral("index");

QString titleOf(const QString& text, const QString& name)
{
    static const QRegularExpression heading(QStringLiteral("^# (.+)$"), QRegularExpression::MultilineOption);
    const auto match = heading.match(text);
    return match.hasMatch() ? match.captured(1).trimmed() : name;
}

QStringList linkedPages(const QString& text)
{
    static const QRegularExpression link(QStringLiteral("\\]\\(([a-z0-9-]+)\\.md"));
    QStringList names;
    for (auto it = link.globalMatch(text); it.hasNext();)
        names.append(it.next().captured(1));
    return names;
}

QString withoutMarkdown(const QString& line)
{
    static const QRegularExpression link(QStringLiteral("\\[([^\\]]*)\\]\\([^)]*\\)"));
    static const QRegularExpression marks(QStringLiteral("[*`#|]+"));
    return QString(line).replace(link, QStringLiteral("\\1")).remove(marks).simplified();
}

QString shortened(const QString& line)
{
    constexpr qsizetype most = 90;
    return line.size() <= most ? line : line.left(most).trimmed() + QChar(0x2026);
}

QString firstLineWith(const QString& text, const QStringList& words)
{
    for (const auto& line : text.split('\n'))
        for (const auto& word : words)
            if (line.contains(word, Qt::CaseInsensitive))
                return shortened(withoutMarkdown(line));
    return {};
}

} // namespace

HelpPages::HelpPages(const QString& folder)
{
    const QDir dir(folder);
    for (const auto& file : dir.entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name)) {
        QFile page(dir.filePath(file));
        if (!page.open(QIODevice::ReadOnly))
            continue;
        const QString text = QString::fromUtf8(page.readAll());
        const QString name = QString(file).chopped(3);
        m_pages.push_back({name, titleOf(text, name), text});
    }
    const auto* index = find(contents);
    const QStringList order = QStringList(contents) + (index ? linkedPages(index->text) : QStringList());
    const auto place = [&](const HelpPage& page) {
        const auto at = order.indexOf(page.name);
        return at < 0 ? order.size() : at;
    };
    std::ranges::stable_sort(m_pages, {}, place);
}

const HelpPage* HelpPages::find(const QString& name) const
{
    const auto found = std::ranges::find(m_pages, name, &HelpPage::name);
    return found == m_pages.end() ? nullptr : &*found;
}

void HelpPages::set(HelpPage page)
{
    const auto found = std::ranges::find(m_pages, page.name, &HelpPage::name);
    if (found == m_pages.end())
        m_pages.push_back(std::move(page));
    else
        *found = std::move(page);
}

std::vector<HelpHit> HelpPages::search(const QString& words) const
{
    const auto wanted = words.simplified().split(' ', Qt::SkipEmptyParts);
    std::vector<HelpHit> hits;
    for (const auto& page : m_pages) {
        const bool hasAll = std::ranges::all_of(
            wanted, [&](const QString& word) { return page.text.contains(word, Qt::CaseInsensitive); });
        if (hasAll && !wanted.isEmpty())
            hits.push_back({page.name, firstLineWith(page.text, wanted)});
    }
    return hits;
}

} // namespace undertone::widgets
