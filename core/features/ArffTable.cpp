#include "core/features/ArffTable.h"

#include "core/base/Error.h"
#include "core/base/File.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

namespace undertone::features {

namespace {

enum class AttributeKind { Numeric, String, Other };

struct Attribute
{
    std::string name;
    AttributeKind kind = AttributeKind::Numeric;
};

struct Layout
{
    std::vector<Attribute> attributes;
    std::optional<std::size_t> key;
    std::vector<std::size_t> features;
};

/// Hands out the lines that are neither blank nor comments, and knows their numbers.
class Lines
{
public:
    Lines(std::string_view text, const std::string& source) : m_text(text), m_source(source) {}

    std::optional<std::string_view> next()
    {
        while (!m_text.empty()) {
            const auto end = std::min(m_text.find('\n'), m_text.size());
            std::string_view line = m_text.substr(0, end);
            m_text.remove_prefix(std::min(end + 1, m_text.size()));
            ++m_number;
            const auto first = line.find_first_not_of(" \t\r");
            if (first == std::string_view::npos || line[first] == '%')
                continue;
            return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
        }
        return std::nullopt;
    }

    std::size_t number() const { return m_number; }

    [[noreturn]] void fail(const std::string& happened, const std::string& remedy) const
    {
        throw Error(ErrorCode::InvalidFeatures, fmt::format("Line {}: {}", m_number, happened), m_source,
                    remedy);
    }

private:
    std::string_view m_text;
    const std::string& m_source;
    std::size_t m_number = 0;
};

bool startsWithWord(std::string_view line, std::string_view word)
{
    return line.size() >= word.size() &&
           std::equal(word.begin(), word.end(), line.begin(),
                      [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); }) &&
           (line.size() == word.size() || std::isspace(static_cast<unsigned char>(line[word.size()])) ||
            line[word.size()] == '{');
}

/// Takes one value off the front of `line`: quoted, or up to one of `ends`. Nothing when a quote stays open.
std::optional<std::string> takeValue(std::string_view& line, std::string_view ends)
{
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.empty() || (line.front() != '\'' && line.front() != '"')) {
        const auto end = std::min(line.find_first_of(ends), line.size());
        std::string value(line.substr(0, end));
        line.remove_prefix(end);
        value.erase(value.find_last_not_of(" \t") + 1);
        return value;
    }
    const char quote = line.front();
    std::string value;
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (line[i] == quote) {
            line.remove_prefix(i + 1);
            return value;
        }
        if (line[i] == '\\' && i + 1 < line.size())
            ++i;
        value += line[i];
    }
    return std::nullopt;
}

Attribute parseAttribute(std::string_view rest, const Lines& lines)
{
    const auto name = takeValue(rest, " \t{");
    if (!name || name->empty())
        lines.fail("the attribute has no name.", "Write '@attribute NAME TYPE'.");
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    if (startsWithWord(rest, "numeric") || startsWithWord(rest, "real") || startsWithWord(rest, "integer"))
        return {*name, AttributeKind::Numeric};
    if (startsWithWord(rest, "string"))
        return {*name, AttributeKind::String};
    if (rest.starts_with('{') || startsWithWord(rest, "date"))
        return {*name, AttributeKind::Other};
    lines.fail(
        fmt::format("attribute '{}' has the type '{}', which cannot be read.", *name, rest.substr(0, 40)),
        "Types are numeric, real, integer, string, date and nominal values in braces.");
}

Layout parseHeader(Lines& lines)
{
    Layout layout;
    while (const auto line = lines.next()) {
        if (startsWithWord(*line, "@data")) {
            if (layout.attributes.empty())
                lines.fail("the data begin before any attribute.", "Declare the columns with @attribute.");
            return layout;
        }
        if (startsWithWord(*line, "@attribute"))
            layout.attributes.push_back(parseAttribute(line->substr(10), lines));
        else if (!startsWithWord(*line, "@relation"))
            lines.fail("the header holds something that is not @relation, @attribute or @data.",
                       "Check that this is an ARFF file.");
    }
    lines.fail("the file ends before @data.", "Check that the file is complete.");
}

bool isFeature(const Attribute& attribute)
{
    return attribute.kind == AttributeKind::Numeric && !isTimeName(attribute.name) &&
           !startsWithWord(attribute.name, "class");
}

void chooseColumns(Layout& layout, const Lines& lines)
{
    for (std::size_t i = 0; i < layout.attributes.size(); ++i) {
        const Attribute& attribute = layout.attributes[i];
        if (isFeature(attribute))
            layout.features.push_back(i);
        if (attribute.kind != AttributeKind::String)
            continue;
        if (!layout.key || (isKeyName(attribute.name) && !isKeyName(layout.attributes[*layout.key].name)))
            layout.key = i;
    }
    if (!layout.key)
        lines.fail("no attribute of type string names the file of each row.",
                   "Add '@attribute name string' with the utterances' file names.");
}

std::vector<std::string> splitRow(std::string_view line, std::size_t columns, const Lines& lines)
{
    if (line.front() == '{')
        lines.fail("the row is sparse ('{index value, ...}').",
                   "Convert the file to the dense form, with every value in its place.");
    std::vector<std::string> fields;
    for (;;) {
        auto value = takeValue(line, ",");
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        if (!value || (!line.empty() && line.front() != ','))
            lines.fail("a quotation mark is misplaced or not closed.", "Mend the quotation marks.");
        fields.push_back(std::move(*value));
        if (line.empty())
            break;
        line.remove_prefix(1);
    }
    if (fields.size() != columns)
        lines.fail(
            fmt::format("the row has {} values, the header declares {} attributes.", fields.size(), columns),
            "Give every row one value for each attribute.");
    return fields;
}

} // namespace

FeatureTable parseArff(std::string_view text, const std::string& source)
{
    Lines lines(base::withoutByteOrderMark(text), source);
    Layout layout = parseHeader(lines);
    chooseColumns(layout, lines);
    FeatureTable table;
    for (const std::size_t c : layout.features)
        table.matrix.names.push_back(layout.attributes[c].name);
    while (const auto line = lines.next()) {
        const auto fields = splitRow(*line, layout.attributes.size(), lines);
        table.keys.push_back(tableKey(fields[*layout.key]));
        for (const std::size_t c : layout.features) {
            if (fields[c] == "?")
                lines.fail(fmt::format("attribute '{}' has no value ('?').", layout.attributes[c].name),
                           "Fill the missing values, or leave the attribute out.");
            table.matrix.values.push_back(
                tableNumber(fields[c], lines.number(), layout.attributes[c].name, source));
        }
        ++table.matrix.rows;
    }
    checkTable(table, source);
    return table;
}

} // namespace undertone::features
